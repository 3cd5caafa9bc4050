"""The language in which recipes are explained: English, or German where its user has chosen that."""

import json
import os
import re
from functools import cache
from pathlib import Path

from tjbot.protocol.values import Language

_VARIABLES = ("TJBOT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where a language is chosen, the first that is set counts: ours, then those of every system."""

_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=\S)")


def chosen_language() -> Language:
    """The language of whoever runs this process."""
    chosen = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    return "de" if chosen.lower().startswith("de") else "en"


def translated(text: str, language: Language | None = None) -> str:
    """Sentences of ours in a language, line by line; what has no translation stays English.

    Args:
        text: sentences as they stand in the code, with what was filled in.
        language: which; None for the one that is chosen.
    """
    if (language or chosen_language()) == "en":
        return text
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    """The sentences of a line one by one; what was filled in may hold the end of a sentence, too."""
    ends = [found.start() for found in _SENTENCE_END.finditer(line)]
    for end in (*ends, len(line)):
        if (german := _translation(line[:end])) is not None:
            return german + (f" {_line(line[end + 1 :])}" if end < len(line) else "")
    if not ends:
        return line
    return f"{line[: ends[0]]} {_line(line[ends[0] + 1 :])}"


def _translation(sentence: str) -> str | None:
    for pattern, german in _patterns():
        if found := pattern.fullmatch(sentence):
            return german.format(**{name: _word(value) for name, value in found.groupdict().items()})
    return None


def _word(value: str) -> str:
    """What was filled in; it may be one of our words itself."""
    return _german().get(value, value)


@cache
def _german() -> dict[str, str]:
    """English sentences, with names in braces for what is filled in, and words that may be filled in, to German."""
    text = Path(__file__).with_name("german.json").read_text(encoding="utf-8")
    german: dict[str, str] = json.loads(text)
    return german


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The templates, those with the most letters of their own first."""
    longest = sorted(_german().items(), key=lambda pair: -len(re.sub(r"\{\w+\}", "", pair[0])))
    return [(_pattern(english), german) for english, german in longest]


def _pattern(english: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", english)
    names: set[str] = set()
    text = ""
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            text += re.escape(piece)
        else:
            text += f"(?P={piece})" if piece in names else f"(?P<{piece}>.+?)"
            names.add(piece)
    return re.compile(text)
