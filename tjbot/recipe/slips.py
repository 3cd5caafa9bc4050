"""Slips that make a line no Python: a word with a large letter, a dot that is missing, `else if`. Pure.

Each function looks at the place where Python stopped and answers a fault, or None where it is not its slip. `SLIPS`
has them in the order in which they are asked.
"""

import builtins
import keyword
import re
from collections.abc import Callable

from tjbot.recipe.syntax_place import Place, SyntaxFault
from tjbot.recipe.words import HATS, WORDS

_OTHER_WORDS = {
    "oder": "or", "und": "and", "nicht": "not", "wenn": "if", "falls": "if", "sonst": "else", "solange": "while",
    "für": "for", "im": "in", "elseif": "elif", "elsif": "elif", "imports": "import",
}  # fmt: skip
"""Words of other languages, and what Python says instead."""

_HEADS = "if|elif|else|for|while|def|class|try|except|finally|with"
_HAT = re.compile(rf"robot\.({'|'.join([*HATS, 'every', 'at_start'])})\b")
_SMALL = {word for word in keyword.kwlist if word.islower()}


def _other_word(place: Place) -> SyntaxFault | None:
    """`If`, `else if`, `oder`."""
    if found := re.search(r"\belse\s+if\b", place.code):
        return place.found(found, "Python writes else if as one word.", "Write: elif", "elif")
    for found in re.finditer(r"[^\W\d]\w*", place.code):
        word = found[0]
        at_the_beginning = not place.code[: found.start()].strip()
        if word not in _SMALL and word.lower() in _SMALL and (at_the_beginning or word.isupper()):
            small = word.lower()
            return place.found(found, f'"{word}" is written with small letters.', f"Write: {small}", small)
        if word.lower() in _OTHER_WORDS:
            right = _OTHER_WORDS[word.lower()]
            return place.found(found, f'Python does not know "{word}".', f"Write: {right}", right)
    return None


def _import(place: Place) -> SyntaxFault | None:
    right = "from tjbot import robot"
    if re.match(r"(from|import)\s+tjbot\b", place.code.strip()):
        return place.whole("Python does not understand this import.", f"Write: {right}", right)
    return None


def _single_equals(place: Place) -> SyntaxFault | None:
    asks = place.text.strip().startswith(("if ", "while ", "elif "))
    chooses = "expected 'else'" in place.says
    if "instead of '='" not in place.says and "cannot assign to" not in place.says and not chooses:
        return None
    # Python marks what stands left of the =, or where it might be := all of it.
    begin = place.column if "':='" in place.says else place.end
    if chooses:
        begin = max(0, place.code.find(" if "))
    single = re.compile(r"(?<![=!<>:+\-*/])=(?!=)").search(place.code, begin if asks or chooses else 0)
    if single is None:
        return None
    if asks or chooses:
        return place.found(single, "One = gives a name a value; it does not compare.", "To compare write: ==", "==")
    return place.span("What stands left of = is no name that could get a value.", "Turn it round, or compare with ==")


def _robots_word(place: Place) -> SyntaxFault | None:
    """`robot wave()`, `robot,wave()`, `robot.raise-arm()`, `robot.when sees(…)`."""
    if (found := re.search(r"\brobot\s*[, ]\s*([a-z]\w*)(?=\s*(\(|$))", place.code)) and not keyword.iskeyword(
        found[1]
    ):
        right = f"robot.{found[1]}"
        return place.found(found, "Between robot and its word stands a dot.", f"Write: {right}", right)
    if found := re.search(r"\brobot\.(\w+(?:[ -]\w+)+)(?=\s*(\(|$))", place.code):
        words = re.split("[ -]", found[1])
        right = "_".join(words)
        strange = any(keyword.iskeyword(word) or hasattr(builtins, word) for word in words[1:])
        if right in WORDS or (found[2] and not strange):
            message = 'A word of the robot has no gap: its pieces are joined by "_".'
            return place.found(found, message, f"Write: robot.{right}", f"robot.{right}")
    return None


def _wrong_brackets(place: Place) -> SyntaxFault | None:
    """`robot.wave[]`, `robot.say{"Hello"}`."""
    if found := re.search(r"\b(robot\.\w+|print|input|range)\s*[\[{]", place.code):
        message = f"Behind {found[1]} stand round brackets."
        return place.found(found, message, f"Write: {found[1]}(…)")
    return None


def _without_brackets(place: Place) -> SyntaxFault | None:
    """`robot.say "Hello"`, `print "Hello"`."""
    if found := re.match(r"\s*(robot\.\w+|print)\s+(f?[\"'].*|[\w.]+(?:\(.*\))?)$", place.text.rstrip()):
        right = f"{found[1]}({found[2]})"
        return place.span("Brackets are missing.", f"Write: {right:.80}", right, found.start(1), found.end())
    if "Missing parentheses" in place.says:
        return place.span("Brackets are missing.", 'Write for example: print("hello")')
    return None


def _def(place: Place) -> SyntaxFault | None:
    """The name and the brackets of a function."""
    line = re.match(r"\s*def\s+([^(:\[{]*?)\s*([(:\[{]|$)", place.code)
    if line is None:
        return None
    name, sign = line[1], line[2]
    joined = "_".join(re.findall(r"\w+", name))
    if not name:
        return place.found(line, "The function has no name.", "Write for example: def greet():")
    if name[0].isdigit():
        message = f'The name "{name}" begins with a number.'
        return place.span(message, "A name begins with a letter.", None, line.start(1), line.end(1))
    if not name.isidentifier() and joined.isidentifier():
        message = f'"{name}" is no name for a function: it is one word of letters, numbers and _'
        return place.span(message, f"Write: def {joined}", joined, line.start(1), line.end(1))
    if sign != "(":
        inside = re.search(r"[\[{](.*)[\]}]", place.code)
        right = f"def {name}({inside[1] if inside else ''}):"
        return place.whole("Behind the name of a function stand round brackets.", f"Write: {right}")
    return None


def no_function(place: Place) -> SyntaxFault | None:
    """What stands below `@robot.when_sees(…)` and is no function."""
    above = place.above()
    text = place.text.strip()
    if above is None or not above.text.strip().startswith("@") or text.startswith(("@", "def ")):
        return None
    if hat := _HAT.match(text):
        margin = len(place.text) - len(place.text.lstrip())
        return place.span(f"In front of {hat[0]} the @ is missing.", f"Write: @{text:.60}", "@", margin, margin)
    message = f"Below {above.text.strip()[:60]} a function must stand."
    return _no_def(place) or place.whole(message, "Put a line with def above this one.")


def _no_def(place: Place) -> SyntaxFault | None:
    """`greet():`, `Def greet():`, `function greet():`."""
    found = re.match(r"(\s*)(?:([^\W\d]\w*)\s+)?([^\W\d]\w*\s*\(.*\)\s*:)\s*$", place.text)
    if found is None or keyword.iskeyword(found[2] or "") or keyword.iskeyword(found[3].split("(")[0]):
        return None
    right = f"def {found[3]}"
    return place.whole("A function begins with def.", f"Write: {right:.80}", found[1] + right)


def _end_of_a_hat(place: Place) -> SyntaxFault | None:
    """`@robot.when_sees("fist"):`."""
    code = place.code.rstrip()
    if code.strip().startswith("@") and code[-1] in ":;,.":
        return place.span(f"A line with @ has no {code[-1]} at its end.", "Delete it.", "", len(code) - 1, len(code))
    return None


def _for(place: Place) -> SyntaxFault | None:
    if re.match(r"\s*for\b", place.code) and not re.search(r"\bin\b", place.code):
        return place.whole("In a line with for the word in is missing.", "Write for example: for number in range(3):")
    return None


def _colon(place: Place) -> SyntaxFault | None:
    code = place.code.split("#")[0].rstrip()
    message = "A colon is missing at the end of this line."
    head = re.match(rf"\s*({_HEADS})\b", code)
    if "expected ':'" in place.says and place.column < len(code) and code[place.column] != ";" and head:
        before = len(code[: place.column].rstrip())
        return place.span("Here a colon is missing.", "", ":", before, before)
    if not head or code.endswith((":", ",", "(", "[", "{", "\\")):
        return None
    end = len(code.rstrip(";.,"))
    if "expected ':'" in place.says or place.column >= end - 1:
        return place.span(message, "", ":", end, len(code))
    return None


def _keyword(place: Place) -> SyntaxFault | None:
    first, _, rest = place.text.strip().partition(" ")
    if first in ("else:", "elif", "else", "except:", "except", "finally:"):
        return place.whole(
            f"{first.rstrip(':')} stands here without its beginning.", "Put it below an if, just as far right."
        )
    if keyword.iskeyword(first) and rest.startswith("=") and not rest.startswith("=="):
        return place.whole(f'"{first}" is a word of Python\'s own.', "Choose another name.")
    return None


def _numbers(place: Place) -> SyntaxFault | None:
    """`0,5` for half, and `5s`."""
    if found := re.search(r"(?<![\w.,\[(])(\d+),(\d+)(?![\w.,])", place.code):
        right = f"{found[1]}.{found[2]}"
        return place.found(found, "Python writes a point, not a comma.", f"Write: {right}", right)
    if "decimal literal" in place.says and (found := re.search(r"\b\d+[^\W\d]\w*", place.code)):
        message = f'"{found[0]}" is neither a number nor a name.'
        return place.found(found, message, "A name begins with a letter, and a number has no letters.")
    return None


def _end_of_the_line(place: Place) -> SyntaxFault | None:
    """A full stop at the end, or two commands in one line."""
    code = place.code.rstrip()
    if code.endswith("."):
        return place.span("The line ends with a dot.", "Delete it.", "", len(code) - 1, len(code))
    before, here = place.code[: place.column].rstrip(), place.code[place.column : place.column + 1]
    ended = before and (before[-1] in "\"')]}" or before.split()[-1].isdigit())
    if place.says == "invalid syntax" and ended and (here.isalpha() or here in ("_", "@")):
        if re.match(rf"\s*({_HEADS})\b", before) and ":" not in before:
            return place.span("Here a colon is missing.", "", ":", len(before), len(before))
        hint = "Each command has a line of its own, and between two things stands a comma."
        return place.span("Something is missing between this and what stands before it.", hint)
    return None


def _two_names(place: Place) -> SyntaxFault | None:
    """`high score = 0`."""
    found = re.match(r"\s*([^\W\d]\w*) +([^\W\d]\w*)\s*=(?!=)", place.code)
    if found is None or keyword.iskeyword(found[1]) or keyword.iskeyword(found[2]):
        return None
    one, other = found[1], found[2]
    message = f'"{one} {other}" is no name: a name is one word.'
    return place.span(message, f"Write: {one}_{other}", None, found.start(1), found.end(2))


SLIPS: tuple[Callable[[Place], SyntaxFault | None], ...] = (
    _wrong_brackets,
    _single_equals,
    _other_word,
    _import,
    _robots_word,
    _def,
    _colon,
    _end_of_a_hat,
    no_function,
    _no_def,
    _for,
    _keyword,
    _without_brackets,
    _numbers,
    _end_of_the_line,
    _two_names,
)
