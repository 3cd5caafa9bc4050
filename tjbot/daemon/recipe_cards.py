"""What a recipe's text tells of it without running it: its docstring, and which words of the robot it uses. Pure."""

import ast
import hashlib
import re
from collections.abc import Iterator

from tjbot.parsing import PARSING
from tjbot.protocol.about import RecipeCard, RecipeWord

MOST_WORDS = 24
LONGEST_VALUE = 40

_SECTION = re.compile(r"You (need|learn):\s+(.*?)(?=\.(?:\s|$))", re.DOTALL)
_LEVEL = re.compile(r"\bLevel ([1-9])\.")
_TITLE_ENDS = re.compile(r"\. |\n|\s+Level [1-9]\.|\s+You (?:need|learn):\s")
_LONGEST_TITLE = 80


def edition_of(source: str) -> str:
    """A short name for exactly this text."""
    return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16]


def card_of(file: str, source: str, *, mine: bool) -> RecipeCard:
    """What the docstring tells, such as `Wave back. Level 1. You need: an arm. You learn: events.`, and what is used.

    A recipe that is no Python is called by its file.
    """
    tree = _parsed(source)
    text = "" if tree is None else ast.get_docstring(tree) or ""
    sections = {name: " ".join(value.split()) for name, value in _SECTION.findall(text)}
    level = _LEVEL.search(text)
    return RecipeCard(
        file=file,
        title=_title(text) or title_of_file(file),
        needs=sections.get("need", ""),
        learn=sections.get("learn", ""),
        level=int(level[1]) if level else 0,
        words=[] if tree is None else _words(tree),
        edition=edition_of(source),
        mine=mine,
    )


def title_of_file(file: str) -> str:
    """`my_robot.py` is called "My robot"."""
    return file.removesuffix(".py").replace("_", " ").capitalize()


def with_title(source: str, title: str) -> str:
    """The text with another title at the beginning of its docstring; a text that is no Python stays as it is."""
    tree = _parsed(source)
    title = plain_title(title)
    if tree is None or not title:
        return source
    old = _title(ast.get_docstring(tree) or "")
    if not tree.body or ast.get_docstring(tree) is None:
        return f'"""{title}."""\n\n{source}'
    lines_before = source.split("\n")[: tree.body[0].lineno - 1]
    at = source.find(old, len("\n".join(lines_before))) if old else -1
    changed = source[:at] + title + source[at + len(old) :]
    after = _parsed(changed)
    # The title may hold what ends a docstring of single quotes.
    return changed if at >= 0 and after and _title(ast.get_docstring(after) or "") == title else source


def plain_title(title: str) -> str:
    """A title that can stand in a docstring: no quotation marks, no full stop that would end it."""
    printable = "".join(letter if letter.isprintable() else " " for letter in title)
    return " ".join(re.sub(r'["\\.]', " ", printable).split()).strip("/ ")[:_LONGEST_TITLE]


def _parsed(source: str) -> ast.Module | None:
    try:
        with PARSING:
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _title(text: str) -> str:
    return _TITLE_ENDS.split(text, maxsplit=1)[0].strip().rstrip(".")[:_LONGEST_TITLE]


def _words(tree: ast.Module) -> list[RecipeWord]:
    """Every word of the robot in the order of the text, with the first value in its brackets; each once."""
    names = {"robot", *_aliases(tree)}
    found: dict[ast.Attribute, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            found.setdefault(node, "")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found[node.func] = _first_value(node)
    places = sorted(
        (node.lineno, node.col_offset, node.attr, value)
        for node, value in found.items()
        if isinstance(node.value, ast.Name) and node.value.id in names
    )
    words = dict.fromkeys((word[:LONGEST_VALUE], value) for _, _, word, value in places if not word.startswith("_"))
    return [RecipeWord(word=word, value=value) for word, value in list(words)[:MOST_WORDS]]


def _aliases(tree: ast.Module) -> Iterator[str]:
    """Under which names `from tjbot import robot` brings the robot in."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "tjbot":
            yield from (item.asname for item in node.names if item.name == "robot" and item.asname)


def _first_value(call: ast.Call) -> str:
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    value = values[0] if values else None
    if isinstance(value, ast.Constant) and isinstance(value.value, str | int | float):
        return str(value.value)[:LONGEST_VALUE]
    return ""
