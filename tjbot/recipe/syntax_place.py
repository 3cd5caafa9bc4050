"""Where Python stopped understanding a recipe, and the fault that is told there. Pure."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

_TEXTS = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'|#.*')


@dataclass(frozen=True)
class SyntaxFault:
    """What is wrong, and where in its line: columns count letters from 0. `replacement` stands for that place."""

    line: int
    column: int
    end_column: int
    message: str
    hint: str = ""
    replacement: str | None = None

    @property
    def sentence(self) -> str:
        """Message and hint."""
        return f"{self.message} {self.hint}".strip()


@dataclass(frozen=True)
class Place:
    """Where Python's parser stopped.

    `line` counts from 1, `column` and `end` count letters of its `text` from 0; `lines` are those of the whole recipe,
    `says` is what the parser says.
    """

    line: int
    text: str
    column: int
    end: int
    lines: list[str]
    says: str

    @cached_property
    def code(self) -> str:
        """The line with everything between quotation marks, and a comment, blanked out; as long as the line."""
        return _TEXTS.sub(lambda found: "#" * len(found[0]) if found[0][0] == "#" else _blank(found[0]), self.text)

    def elsewhere(self, line: int) -> "Place":
        """The whole of another line."""
        text = self.lines[line - 1]
        return replace(self, line=line, text=text, column=0, end=len(text.rstrip()))

    def span(
        self,
        message: str,
        hint: str = "",
        replacement: str | None = None,
        column: int | None = None,
        end: int | None = None,
    ) -> SyntaxFault:
        """A fault at the place that Python names, or at another one in the line."""
        begin = self.column if column is None else column
        return SyntaxFault(self.line, begin, max(begin, self.end if end is None else end), message, hint, replacement)

    def found(self, found: re.Match[str], message: str, hint: str = "", replacement: str | None = None) -> SyntaxFault:
        """A fault of what a pattern has found in the line."""
        return self.span(message, hint, replacement, found.start(), found.end())

    def whole(self, message: str, hint: str = "", replacement: str | None = None) -> SyntaxFault:
        """A fault of the whole line."""
        return self.span(message, hint, replacement, 0, len(self.text.rstrip()))

    def above(self) -> "Place | None":
        """The line above that holds more than a comment."""
        for number in range(self.line - 1, 0, -1):
            if self.lines[number - 1].strip() and not self.lines[number - 1].strip().startswith("#"):
                return self.elsewhere(number)
        return None


def _blank(text: str) -> str:
    return text[0] + "_" * (len(text) - 2) + text[-1]
