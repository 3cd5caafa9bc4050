"""The text of a lesson: Markdown, of which only paragraphs, lists, programs, **bold**, *slanted* and `code` are meant.

Whatever else Markdown knows (HTML, links, pictures) stays the letters that it is. Pure.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

import msgspec

from tjbot.errors import LessonError

MOST_STEPS = 15
MOST_HINTS = 6
"""Of one step."""
LONGEST_HEADING = 80

Style = Literal["plain", "bold", "slanted", "code"]

_MEANT = ["heading", "fence", "list", "blockquote", "emphasis", "backticks", "escape", "newline"]
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
_STYLES: dict[str, Style] = {"strong_open": "bold", "em_open": "slanted"}


class Span(msgspec.Struct, frozen=True):
    """A piece of text that looks the same."""

    text: str
    style: Style = "plain"


class Paragraph(msgspec.Struct, frozen=True, tag_field="kind", tag="paragraph"):
    """Text that belongs together."""

    spans: list[Span]


class Points(msgspec.Struct, frozen=True, tag_field="kind", tag="list"):
    """A list, with numbers where its order counts."""

    items: list[list[Span]]
    numbered: bool


class Program(msgspec.Struct, frozen=True, tag_field="kind", tag="code"):
    """Lines of a program."""

    text: str


Block = Paragraph | Points | Program


class LessonStep(msgspec.Struct, frozen=True):
    """A step of a lesson: its heading, what there is to read, and hints that open one after the other."""

    title: str
    blocks: list[Block]
    hints: list[list[Block]]


def read_text(text: str, file: str) -> list[LessonStep]:
    """The steps of a lesson's text: each begins with a line `## Heading`, each quotation (`> …`) is a hint.

    Args:
        text: the whole file.
        file: what it is called in an error.

    Raises:
        LessonError: it has no such steps, or something in it would not be seen as it was meant; the line is told.
    """
    tokens = _Tokens(_markdown().parse(text), text.splitlines(), file)
    steps = list(_steps(tokens))
    if not 1 <= len(steps) <= MOST_STEPS:
        raise LessonError(f"{file} has {len(steps)} steps; it may have 1 to {MOST_STEPS}.", _STEPS)
    return steps


_STEPS = "Each step begins with a line such as: ## The robot waves"


@cache
def _markdown() -> Any:
    # Who has no lessons need not load it.
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(_MEANT)


class _Tokens:
    """What markdown-it found, one after the other."""

    def __init__(self, tokens: list[Any], lines: list[str], file: str) -> None:
        self._tokens = tokens
        self._at = 0
        self.lines = lines
        self.file = file

    def more(self) -> Any:
        """The next one without taking it; None at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def take(self) -> Any:
        """The next one."""
        token = self.more()
        self._at += 1
        return token

    def wrong(self, token: Any, what: str, hint: str) -> LessonError:
        """A sentence about something."""
        return LessonError(f"{self.file}, line {token.map[0] + 1 if token.map else 1}: {what}", hint)


def _steps(tokens: _Tokens) -> Iterator[LessonStep]:
    while (token := tokens.more()) is not None:
        if token.type != "heading_open" or token.tag != "h2":
            raise tokens.wrong(token, "no step has begun yet, or a heading has not exactly two #.", _STEPS)
        tokens.take()
        title = "".join(span.text for span in _spans(tokens.take()))
        tokens.take()
        if not 1 <= len(title.strip()) <= LONGEST_HEADING:
            raise tokens.wrong(token, f"a heading has 1 to {LONGEST_HEADING} letters.", _STEPS)
        blocks: list[Block] = []
        hints: list[list[Block]] = []
        while (token := tokens.more()) is not None and token.type != "heading_open":
            if token.type == "blockquote_open":
                hints.append(_hint(tokens))
            else:
                blocks.append(_block(tokens))
        if len(hints) > MOST_HINTS:
            raise LessonError(f'{tokens.file}: "{title}" has {len(hints)} hints; {MOST_HINTS} do.', "Join some.")
        if not blocks:
            raise LessonError(f'{tokens.file}: "{title}" has nothing to read.', "Say what there is to do.")
        yield LessonStep(title.strip(), blocks, hints)


def _hint(tokens: _Tokens) -> list[Block]:
    opened = tokens.take()
    blocks: list[Block] = []
    while (token := tokens.more()).type != "blockquote_close":
        if token.type in ("blockquote_open", "heading_open"):
            raise tokens.wrong(token, "a hint holds a hint or a heading.", "Leave an empty line between two hints.")
        blocks.append(_block(tokens))
    tokens.take()
    if not blocks:
        raise tokens.wrong(opened, "a hint is empty.", "Write > and then what it says.")
    return blocks


def _block(tokens: _Tokens) -> Block:
    token = tokens.take()
    match token.type:
        case "fence":
            last = tokens.lines[token.map[1] - 1].lstrip(" >") if token.map[1] <= len(tokens.lines) else ""
            if token.map[1] - token.map[0] < 2 or not last.startswith(token.markup):
                raise tokens.wrong(token, "the program that begins here has no end.", f"Write {token.markup} below it.")
            return Program(token.content.rstrip("\n"))
        case "paragraph_open":
            spans = _spans(tokens.take())
            tokens.take()
            return Paragraph(spans)
        case _:
            return _points(tokens, token)


def _points(tokens: _Tokens, opened: Any) -> Points:
    """A list, also of lists, whose points all lie side by side then."""
    items: list[list[Span]] = []
    depth = 1
    while depth:
        token = tokens.take()
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "inline":
            items.append(_spans(token))
        elif token.type in ("fence", "heading_open", "blockquote_open"):
            raise tokens.wrong(token, "a list holds a program, a heading or a hint.", "Write it below the list.")
    return Points(items, numbered=opened.type == "ordered_list_open")


def _spans(token: Any) -> list[Span]:
    spans: list[Span] = []
    styles: list[Style] = ["plain"]
    for child in token.children or ():
        if child.type in _STYLES:
            styles.append(_STYLES[child.type])
        elif child.nesting < 0:
            styles.pop()
        elif text := _BREAKS.get(child.type, child.content):
            _add(spans, text, "code" if child.type == "code_inline" else styles[-1])
    return spans


def _add(spans: list[Span], text: str, style: Style) -> None:
    if spans and spans[-1].style == style != "code":
        spans[-1] = Span(spans[-1].text + text, style)
    else:
        spans.append(Span(text, style))
