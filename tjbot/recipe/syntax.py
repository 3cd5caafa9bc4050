"""What Python does not understand, in plain words, with what to write instead where that is known. Pure.

Here stand the signs: quotation marks, brackets, tabs, strange letters. Words and whole lines are in `slips`.
"""

import re

from tjbot.recipe.slips import SLIPS, no_function
from tjbot.recipe.syntax_place import Place, SyntaxFault

__all__ = ["SyntaxFault", "read_syntax_error"]

_ACCENTS = "`´"
_DOUBLE, _SINGLE = "“”„‟«»″", f"‘’‚‛‹›′{_ACCENTS}"
STRAIGHT = {**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'")}
"""The quotation marks of keyboards and word processors, and what Python wants in their place."""

_LOOK_ALIKES = {
    "–": "-", "—": "-", "−": "-", "×": "*", "÷": "/", "≠": "!=", "≤": "<=", "≥": ">=", "…": "...", "，": ",", "（": "(",
    "）": ")", "：": ":",
}  # fmt: skip
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
_PARTNERS = {"(": ")", "[": "]", "{": "}", ")": "(", "]": "[", "}": "{"}
_MISMATCH = re.compile(r"closing parenthesis '(.)' does not match opening parenthesis '(.)'(?: on line (\d+))?")


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
    place = Place(line, text, column, max(column, min(end, len(text))), lines, error.msg or "invalid syntax")
    if isinstance(error, IndentationError):
        return _tabs(place) or _indentation(place)
    for look in (_strange_letter, _quotation, _brackets, _braces_in_a_text, *SLIPS, _comma):
        if (fault := look(place)) is not None:
            return fault
    if place.says.startswith("invalid syntax"):
        return place.span(
            "From here on Python does not understand the line.",
            "Is a bracket, a quotation mark, a comma or a colon missing, or too much?",
        )
    return place.span(f"Python does not understand it: {place.says.rstrip('.')}.")


def _tabs(place: Place) -> SyntaxFault | None:
    """Lines that begin with tabs among lines that begin with spaces: of both the rarer is told."""
    margins = {number: _margin(line) for number, line in enumerate(place.lines, 1) if line.strip()}
    tabs = [number for number, margin in margins.items() if "\t" in margin]
    spaces = [number for number, margin in margins.items() if margin and "\t" not in margin]
    if not tabs or (not spaces and "inconsistent use of tabs" not in place.says):
        return None
    message, hint = "Tabs and spaces are mixed here.", "Use four spaces for each step to the right."
    if spaces and len(tabs) > len(spaces):
        return place.elsewhere(spaces[0]).whole(message, hint)
    there = place.elsewhere(tabs[0])
    return there.whole(message, hint, there.text.rstrip().expandtabs(4))


def _indentation(place: Place) -> SyntaxFault:
    if "expected an indented block" in place.says:
        message = "The line must stand four spaces further to the right than the one above that ends in a colon."
        return place.whole(message)
    if "unindent" in place.says:
        return place.whole(
            "The line does not stand under any line above it.", "Move it to the left or right until it does."
        )
    if (fault := no_function(place)) is not None:
        return fault
    above = place.above()
    margin = _margin(above.text) if above else ""
    if above and len(margin) % 4 and len(_margin(place.text)) % 4 == 0:
        return above.whole(
            "The line stands too far to the left.", "Move it to the right.", _margin(place.text) + above.text.strip()
        )
    return place.whole("The line stands too far to the right.", "Move it to the left.", margin + place.text.strip())


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _strange_letter(place: Place) -> SyntaxFault | None:
    if (first := _curly(place)) is not None:
        mark = place.text[first]
        repaired, end = _straight(place.text, first)
        what = "an accent" if mark in _ACCENTS else "a curly one"
        message = f"The quotation mark {mark} is {what}."
        return place.span(message, f"Python wants the straight one: {STRAIGHT[mark]}", repaired, first, end)
    if "invalid" not in place.says or place.says == "invalid syntax":
        return None
    if found := _SPACES.match(place.text, place.column):
        message = "This looks like a space and is none for Python."
        return place.found(found, message, "Delete it, and type a space.", " " * len(found[0]))
    if found := _INVISIBLE.match(place.text, place.column):
        return place.found(found, "Here stands a letter that cannot be seen.", "Delete it.", "")
    letter = place.text[place.column : place.column + 1]
    if "character" in place.says and letter and not letter.isascii():
        message, end = f"Python does not know the letter {letter}.", place.column + 1
        right = _LOOK_ALIKES.get(letter)
        hint = f"Write: {right}" if right else "It can stand only in a text, between quotation marks."
        return place.span(message, hint, right, place.column, end)
    return None


def _curly(place: Place) -> int | None:
    """Where a mark stands that was meant to begin or end a text; not one within a text, such as “it’s”."""
    if not re.search("invalid|unterminated|forgot a comma|expected", place.says):
        return None
    for at, letter in enumerate(place.text):
        code = place.code[at]
        if letter in STRAIGHT and (code == letter or (code == "_" and _opened_by(place.code, at) == STRAIGHT[letter])):
            return at
    return None


def _opened_by(code: str, at: int) -> str:
    """The mark that opens the text in which a place of a line is."""
    return next((letter for letter in reversed(code[:at]) if letter in "\"'"), "")


def _straight(text: str, first: int) -> tuple[str, int]:
    """The text between quotation marks with straight ones, and where it ends; marks inside it stay."""
    mark = STRAIGHT[text[first]]
    if text[:first].count(mark) % 2:
        # It ends a text that a straight one has begun.
        return mark, first + 1
    same = [at for at, letter in enumerate(text) if at > first and (STRAIGHT.get(letter) == mark or letter == mark)]
    if not same:
        return mark, first + 1
    comma = text.find(",", same[0])
    if comma > 0 and len(same) > 2:
        same = same[:1]
    return mark + text[first + 1 : same[-1]] + mark, same[-1] + 1


def _quotation(place: Place) -> SyntaxFault | None:
    if found := re.search(r"''([^'\"]+)''", place.text):
        return place.found(found, "Two ' are not one \".", f'Write: "{found[1]}"', f'"{found[1]}"')
    if re.match(r'""[^"]', place.text) and place.line == 1:
        message = "The text at the top begins with three quotation marks."
        return place.span(message, 'Write: """', '"""', 0, 2)
    if "unterminated" not in place.says or "string" not in place.says:
        return None
    if "triple" in place.says:
        marks = place.text[place.column :].lstrip("f")[:3]
        return place.span("A text of several lines begins here and does not end.", f"Put this at its end: {marks}")
    if re.search(r"'[^'\"]*\w'\w", place.text) and place.text.count("'") % 2:
        message = "This text ends at its apostrophe."
        return place.span(
            message, 'Put the text between " and ": then \' may stand in it.', None, None, len(place.text)
        )
    message = "In this line a quotation mark is missing."
    hint = "A text has one at its beginning, and the same at its end."
    return place.span(message, hint, None, None, len(place.text.rstrip()))


def _brackets(place: Place) -> SyntaxFault | None:
    mark = place.says.split("'")[1] if "'" in place.says else ""
    if found := _MISMATCH.search(place.says):
        closing, opening, line = found.groups()
        which = f"the bracket {opening} of line {line}" if line else f"the bracket {opening} before it"
        message = f"Here stands {closing}, but {which} is still open."
        hint = f"Either {_PARTNERS[opening]} is missing before it, or its own {_PARTNERS[closing]}."
        return place.span(message, hint, None, None, place.column + 1)
    if "was never closed" in place.says:
        return _never_closed(place, mark, place.column)
    if "unmatched" in place.says:
        return place.span(
            f"The bracket {mark} closes what was never opened.", "Delete it.", "", place.column, place.column + 1
        )
    if place.says == "invalid syntax" and (at := _open_bracket(place.code)) is not None:
        return _never_closed(place, place.text[at], at)
    return None


def _comma(place: Place) -> SyntaxFault | None:
    if "forgot a comma" in place.says:
        words = re.compile(r"[^\W\d_][^\W\d]*(?: +[^\W\d_][^\W\d]*)+").match(place.code, place.column)
        named = words and place.code[words.end() :].lstrip().startswith("=")
        hint = f'A text stands in quotation marks: "{words[0]}"' if words and not named else ""
        return place.span("Between two things in brackets stands a comma.", hint)
    if "expected after dictionary key" in place.says:
        return place.span("In a dictionary every entry has a colon.", 'Write for example: {"clap": "red"}')
    return None


def _never_closed(place: Place, mark: str, at: int) -> SyntaxFault:
    message = f"The bracket {mark} is opened and never closed."
    return place.span(message, "Put its partner behind it.", None, at, at + 1)


def _open_bracket(code: str) -> int | None:
    """The first bracket that stays open in a line that could not go on in the next one."""
    opened: list[int] = []
    for at, letter in enumerate(code):
        if letter in "([{":
            opened.append(at)
        elif letter in ")]}" and opened:
            opened.pop()
    return opened[0] if opened and not code.rstrip().endswith((",", "(", "[", "{")) else None


def _braces_in_a_text(place: Place) -> SyntaxFault | None:
    """`f"Hello, {friend!"`: what Python says of the braces in such a text."""
    if not place.says.startswith("f-string"):
        return None
    if "empty expression" in place.says or "valid expression required" in place.says:
        return place.whole("Between the curly brackets stands nothing.", "Put a name between them.")
    missing = "}" if "expecting '}'" in place.says or "after '{'" in place.says else "{" if "'}'" in place.says else ""
    if missing:
        return place.whole(f"In this text {missing} is missing.", "Its curly brackets come in pairs.")
    return None
