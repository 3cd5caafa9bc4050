"""The languages in which people are told something; English stands in the code.

Each other language is one file in this folder, named by its code (`de.json`, `pt-BR.json`): English sentences, with
names in braces for what is filled in, and words that may be filled in, to that language. What stands in quotation marks
is somebody's own word, and stays. The page reads the same file; what it lacks is told in English. A sentence with
several plural forms holds them by their names in CLDR: `{"one": "…", "few": "…", "other": "…"}`; here a number of 1
takes "one", and every other "other".
"""

import json
import logging
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
ENGLISH = "en"

_VARIABLES = ("TJBOT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where a language is chosen, the first that is set counts: ours, then those of every system."""

_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=\S)")
_GAP = re.compile(r"\{(\w+)\}")
_QUOTED = re.compile(r"[\"“]\{(\w+)\}[\"”]")
_REMEMBERED = 4096

Sentence = str | dict[str, str]

log = logging.getLogger(__name__)


@cache
def known_languages() -> frozenset[str]:
    """The codes of all languages that there are."""
    return frozenset({ENGLISH, *(file.stem for file in FOLDER.glob("*.json"))})


def best_language(wanted: Iterable[str]) -> str:
    """The first of the wanted languages that there is, English where that is none.

    Args:
        wanted: codes as systems and browsers write them (`de_DE.UTF-8`, `pt-BR`), the best first.
    """
    known = {code.lower(): code for code in known_languages()}
    for each in wanted:
        code = each.split(".")[0].replace("_", "-").strip().lower()
        if found := known.get(code) or known.get(code.split("-")[0]):
            return found
    return ENGLISH


def chosen_language() -> str:
    """The language of whoever runs this process."""
    return best_language([next((value for name in _VARIABLES if (value := os.environ.get(name))), "")])


def accepted_language(header: str) -> str:
    """The language that a browser wants.

    Args:
        header: its `Accept-Language`; the best comes first, as browsers write it.
    """
    return best_language(each.split(";")[0] for each in header.split(","))


def translated(text: str, language: str | None = None) -> str:
    """Sentences of ours in a language, line by line; what has no translation stays English.

    Args:
        text: sentences as they stand in the code, with what was filled in.
        language: which; None for the one that is chosen.
    """
    language = language or chosen_language()
    if language == ENGLISH or language not in known_languages():
        return text
    return "\n".join(_line(line, language) for line in text.split("\n"))


@lru_cache(maxsize=_REMEMBERED)
def _line(line: str, language: str) -> str:
    """The sentences of a line one by one; what was filled in may hold the end of a sentence, too."""
    ends = [found.start() for found in _SENTENCE_END.finditer(line)]
    for end in (*ends, len(line)):
        if (found := _translation(line[:end], language)) is not None:
            return found + (f" {_line(line[end + 1 :], language)}" if end < len(line) else "")
    if not ends:
        return line
    return f"{line[: ends[0]]} {_line(line[ends[0] + 1 :], language)}"


def _translation(sentence: str, language: str) -> str | None:
    whole = _sentences(language).get(sentence)
    if whole is not None and not _GAP.search(sentence):
        return _form(whole, [])
    for template in _templates(language):
        if template.piece in sentence and (found := template.pattern.fullmatch(sentence)):
            words = {name: template.word(name, value, language) for name, value in found.groupdict().items()}
            return _filled(_form(template.sentence, words.values()), words)
    return None


def phrase(text: str, language: str) -> str:
    """One whole text in a language, with the gaps in it as they are; English where it has no translation."""
    return _form(_sentences(language).get(text, text), [])


def _word(value: str, language: str) -> str:
    """What was filled in; it may be one of our words itself."""
    return phrase(value, language)


def _form(sentence: Sentence, values: Iterable[str]) -> str:
    """The one that goes with the first number that is filled in."""
    if isinstance(sentence, str):
        return sentence
    number = next((value for value in values if value.isdigit()), "")
    return sentence["one"] if number == "1" and "one" in sentence else sentence["other"]


def _filled(sentence: str, words: dict[str, str]) -> str:
    return _GAP.sub(lambda gap: words.get(gap[1], gap[0]), sentence)


@dataclass(frozen=True)
class _Template:
    """An English sentence with gaps: `piece` is its longest text between them, so that most are seen not to fit; what
    stands in quotation marks is somebody's own word.
    """

    pattern: re.Pattern[str]
    piece: str
    sentence: Sentence
    quoted: frozenset[str]

    def word(self, name: str, value: str, language: str) -> str:
        """What is filled in for a gap."""
        return value if name in self.quoted else _word(value, language)


@cache
def _sentences(language: str) -> dict[str, Sentence]:
    try:
        read = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
        return {english: told for english, told in read.items() if _is_sentence(told)}
    except (OSError, ValueError, AttributeError):
        log.warning("The sentences of the language %s cannot be read; they are told in English.", language)
        return {}


def _is_sentence(told: object) -> bool:
    """Empty ones wait for who translates them."""
    if isinstance(told, dict):
        return all(isinstance(form, str) and form for form in told.values()) and "other" in told
    return isinstance(told, str) and told != ""


@cache
def _templates(language: str) -> list[_Template]:
    """The sentences with gaps, those with the most letters of their own first."""
    with_gaps = [pair for pair in _sentences(language).items() if _GAP.search(pair[0])]
    longest = sorted(with_gaps, key=lambda pair: -len(_GAP.sub("", pair[0])))
    return [_template(english, told) for english, told in longest]


def _template(english: str, told: Sentence) -> _Template:
    pieces = _GAP.split(english)
    names: set[str] = set()
    text = ""
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            text += re.escape(piece)
        else:
            text += f"(?P={piece})" if piece in names else f"(?P<{piece}>.+?)"
            names.add(piece)
    return _Template(re.compile(text), max(pieces[::2], key=len), told, frozenset(_QUOTED.findall(english)))
