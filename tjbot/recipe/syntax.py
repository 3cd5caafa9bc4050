"""What Python does not understand, in plain words, with what to write instead where that is known. Pure."""

import keyword
import re
from dataclasses import dataclass

_DOUBLE, _SINGLE = "“”„‟«»″", "‘’‚‛‹›′`´"
STRAIGHT = {**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'")}
"""The quotation marks of keyboards and word processors, and what Python wants in their place."""

_LOOK_ALIKES = {
    "–": "-", "—": "-", "−": "-", "×": "*", "÷": "/", "≠": "!=", "≤": "<=", "≥": ">=", "…": "...", "，": ",", "（": "(",
    "）": ")", "：": ":", "\u00a0": " ", "\u200b": "", "\u202f": " ",
}  # fmt: skip


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


def read_syntax_error(error: SyntaxError, source: str) -> SyntaxFault:
    """Puts what Python's parser says into plain words.

    Args:
        error: what compiling the source raised.
        source: the recipe's text.
    """
    lines = source.split("\n")
    line = max(1, min(error.lineno or 1, len(lines)))
    text = lines[line - 1]
    column = max(0, min((error.offset or 1) - 1, len(text)))
    end = (error.end_offset or 0) - 1 if error.end_lineno == line else len(text)
    place = _Place(line, text, column, max(column, min(end, len(text))), lines, error.msg or "invalid syntax")
    if isinstance(error, TabError):
        return place.whole("Tabs and spaces are mixed here.", "Use four spaces for each step to the right.")
    if isinstance(error, IndentationError):
        return _indentation(place)
    for look in (_strange_letter, _single_equals, _quotation, _brackets, _colon, _hat, _keyword, _print):
        if (fault := look(place)) is not None:
            return fault
    return place.span(f"Python does not understand it: {place.says.rstrip('.')}.")


@dataclass(frozen=True)
class _Place:
    line: int
    text: str
    column: int
    end: int
    lines: list[str]
    says: str

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

    def whole(self, message: str, hint: str = "", replacement: str | None = None) -> SyntaxFault:
        """A fault of the whole line."""
        return self.span(message, hint, replacement, 0, len(self.text.rstrip()))


def _indentation(place: _Place) -> SyntaxFault:
    if "expected an indented block" in place.says:
        message = "The line must stand four spaces further to the right than the one above that ends in a colon."
        return place.whole(message)
    if "unindent" in place.says:
        return place.whole(
            "The line does not stand under any line above it.", "Move it to the left or right until it does."
        )
    return place.whole("The line stands too far to the right.", "Move it to the left.", place.text.strip())


def _strange_letter(place: _Place) -> SyntaxFault | None:
    letter = place.text[place.column : place.column + 1]
    curly = next((each for each in place.text if each in STRAIGHT), "")
    if curly and ("invalid" in place.says or "unterminated" in place.says or "forgot a comma" in place.says):
        first = place.text.index(curly)
        repaired, end = _straight(place.text, first)
        message = f"The quotation mark {curly} is a curly one."
        return place.span(message, f"Python wants the straight one: {STRAIGHT[curly]}", repaired, first, end)
    if "invalid" in place.says and letter in _LOOK_ALIKES:
        right = _LOOK_ALIKES[letter]
        return place.span(
            f"Python does not know the letter {letter!r}.",
            f"Write: {right}" if right.strip() else "Delete it.",
            right,
            place.column,
            place.column + 1,
        )
    return None


def _straight(text: str, first: int) -> tuple[str, int]:
    """The text between quotation marks with straight ones, and where it ends; marks inside it stay."""
    mark = STRAIGHT[text[first]]
    same = [at for at, letter in enumerate(text) if at > first and (STRAIGHT.get(letter) == mark or letter == mark)]
    if not same:
        return mark, first + 1
    comma = text.find(",", same[0])
    if comma > 0 and len(same) > 2:
        same = same[:1]
    return mark + text[first + 1 : same[-1]] + mark, same[-1] + 1


def _single_equals(place: _Place) -> SyntaxFault | None:
    if "instead of '='" not in place.says and "cannot assign to" not in place.says:
        return None
    asks = place.text.strip().startswith(("if ", "while ", "elif "))
    # Python marks what stands left of the =, or where it might be := all of it.
    begin = place.column if "':='" in place.says else place.end
    single = re.compile(r"(?<![=!<>:+\-*/])=(?!=)").search(place.text, begin if asks else 0)
    if single is None:
        return None
    at = single.start()
    if asks:
        return place.span("One = gives a name a value; it does not compare.", "To compare write: ==", "==", at, at + 1)
    return place.span(
        "What stands left of = is no name that could get a value.", "Turn it round, or compare with ==", None
    )


def _quotation(place: _Place) -> SyntaxFault | None:
    if "unterminated" not in place.says or "string" not in place.says:
        return None
    return place.span(
        "A text begins here and does not end.",
        "Put the same quotation mark at its end.",
        None,
        None,
        len(place.text.rstrip()),
    )


def _brackets(place: _Place) -> SyntaxFault | None:
    mark = place.says.split("'")[1] if "'" in place.says else ""
    if "was never closed" in place.says:
        return place.span(
            f"The bracket {mark} is opened and never closed.",
            "Put its partner behind it.",
            None,
            None,
            place.column + 1,
        )
    if "unmatched" in place.says:
        return place.span(
            f"The bracket {mark} closes what was never opened.", "Delete it.", "", place.column, place.column + 1
        )
    if "forgot a comma" in place.says:
        return place.span("Between two things in brackets stands a comma.")
    return None


def _colon(place: _Place) -> SyntaxFault | None:
    if "expected ':'" not in place.says:
        return None
    return place.span("A colon is missing at the end of this line.", "", ":", place.column, place.column)


def _hat(place: _Place) -> SyntaxFault | None:
    """What stands below `@robot.when_sees(…)` and is no function."""
    above = next((line for line in reversed(place.lines[: place.line - 1]) if line.strip()), "")
    if not above.strip().startswith("@") or place.text.strip().startswith(("@", "def ")):
        return None
    return place.whole(f"Below {above.strip()[:60]} a function must stand.", "Put a line with def above this one.")


def _keyword(place: _Place) -> SyntaxFault | None:
    first, _, rest = place.text.strip().partition(" ")
    if first in ("else:", "elif", "else", "except:", "except", "finally:"):
        return place.whole(
            f"{first.rstrip(':')} stands here without its beginning.", "Put it below an if, just as far right."
        )
    if keyword.iskeyword(first) and rest.startswith("=") and not rest.startswith("=="):
        return place.whole(f'"{first}" is a word of Python\'s own.', "Choose another name.")
    return None


def _print(place: _Place) -> SyntaxFault | None:
    if "Missing parentheses" not in place.says:
        return None
    return place.span("Brackets are missing.", 'Write for example: print("hello")')
