"""Every sentence of `tjbot.recipe` and `tjbot.drop_in` that a pupil may read has its German."""

import ast
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tjbot import daemon, drop_in, recipe
from tjbot.languages import translated
from tjbot.recipe.run import how_it_died

FOLDERS = [Path(each.__file__).parent for each in (recipe, drop_in)]
NOT_FOR_PUPILS = {"host_service.py", "host_messages.py"}
"""What a system's log or a maintainer reads."""

NO_SENTENCES = {
    "Currently, I cannot guess",
    "I am guessing",
    "File too large",
    "No space left on device",
    "Network is unreachable|name resolution|Name or service not known",
    "Resource temporarily unavailable",
    "Cannot choose from an empty",
    "XX more lines were",
    "Use: python -m tjbot.recipe.host SOCKET [PROCESS]",
    "XX is no empty folder",
    "A part of tjbot-ce, made for old recipes by tjbot.drop_in.",
}
"""What others say, what only a program that starts the host can do wrong, and a piece of a sentence."""

MADE_OF_PIECES = {
    "XX XX a problem in line XX:": "greet.py may have a problem in line 3:",
    'A recipe called XX hides XX "XX".': 'A recipe called random.py hides Python\'s own "random".',
    "The robot at XX went awayXX.": "The robot at http://a went away (closed).",
    "XX() cannot use XX XX.": 'point() cannot use [] for "angle".',
    "XX() got nothing (None) XX.": 'point() got nothing (None) for "angle".',
    '"XX" is for another sense:': '"clap" is for another sense: write @robot.when_hears("clap")',
    "Write one of:": 'Write one of: robot.read("ears.on")',
    "Here stands XX, but XX is still open.": "Here stands ), but the bracket [ before it is still open.",
    "The quotation mark XX is XX.": "The quotation mark “ is a curly one.",
}
"""Sentences that are put together from several texts, and one whole of each."""


def sentences(file: Path) -> Iterator[str]:
    """Every sentence in the texts of a file, with XX for what is filled in."""
    tree = ast.parse(file.read_text("utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            # A docstring.
            parts.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "XX" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            text = re.sub(r"\{\w*\}", "XX", node.value)
        else:
            continue
        for line in text.split("\n"):
            words = len(re.findall(r"\b[a-z]{2,}\b", line))
            code = re.search(r"\\|\(\.\+|^XX?/|^@\S+$|^\S+\?file=", line)
            if re.match(r'["@A-Z]', line) and words > 1 and not code and line not in NO_SENTENCES:
                yield line.strip()


def english_words(text: str) -> set[tuple[str, ...]]:
    """Each three words that follow each other and are none of Python's or the robot's."""
    code = r'"[^"]*"|@?robot\.\w+(\(.*?\))?|[^ ]*XX[^ ]*|\S*\(.*?\)|\w+(\.\w+)+|: .*'
    words = re.findall(r"[\w']+", re.sub(code, " | ", text))
    return set(zip(words, words[1:], words[2:], strict=False))


FILES = sorted(file for folder in FOLDERS for file in folder.rglob("*.py") if file.name not in NOT_FOR_PUPILS)


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_every_sentence_has_its_german(file: Path) -> None:
    for sentence in sentences(file):
        english = MADE_OF_PIECES.get(sentence, sentence)
        german = translated(english, "de")
        assert german != english, "it has no German"
        assert not english_words(english) & english_words(german), "a part of it has no German"


def told_of_a_run() -> Iterator[str]:
    """What the daemon says of a recipe that it runs, with XX for what is filled in."""
    for file in sorted(Path(daemon.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            ends = node.func.attr in ("stop_recipes", "end_recipe")
            says = node.func.attr == "_say" and any(isinstance(each, ast.Constant) for each in node.args)
            if ends or says or node.func.attr == "_end":
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                yield from (text for each in given for text in _texts(each) if " " in text)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from _texts(each)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "XX" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_what_the_daemon_tells_of_a_recipe_has_its_german() -> None:
    told = set(told_of_a_run())
    assert {"XX is running.", "XX has ended.", "STOP was pressed."} <= told
    for sentence in told:
        german = translated(sentence, "de")
        assert german != sentence, "it has no German"
        assert not english_words(sentence) & english_words(german), "a part of it has no German"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGXCPU])
def test_how_a_recipe_died_has_its_german(number: int) -> None:
    assert translated(f"mine.py {how_it_died(number)}", "de").startswith(("mine.py wurde ", "mine.py ist "))


def test_there_are_sentences_in_it() -> None:
    assert sum(1 for file in FILES for _ in sentences(file)) > 150
