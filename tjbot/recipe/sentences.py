"""What an exception means, as sentences for a reader of twelve. Pure; what we have no words for is an empty text."""

import builtins
import re
import sys
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

from tjbot.errors import TJBotError, did_you_mean
from tjbot.recipe.verbs import things

_LONGEST = 500
_KINDS = {
    "str": "a text",
    "bool": "True or False",
    "int": "a whole number",
    "float": "a number",
    "list": "a list",
    "tuple": "a tuple",
    "dict": "a dictionary",
    "set": "a set",
    "NoneType": "nothing (None)",
    "function": "a function",
    "method": "a function",
    "builtin_function_or_method": "a function",
    "Verb": "a word of the robot",
}


def sentence_of(error: BaseException, frame: FrameType | None) -> str:
    """What happened and what to try.

    Args:
        error: what the recipe raised.
        frame: where in the recipe, for names that were meant; None where that is not known.
    """
    for kind, say in _SENTENCES:
        if isinstance(error, kind):
            return say(error, frame)
    return ""


def said_by(error: BaseException) -> str:
    """Python's own words."""
    try:
        return str(error)[:_LONGEST]
    except Exception:
        return "(it cannot be shown)"


def _ours(error: Any, _frame: FrameType | None) -> str:
    return f"{error.message}\n{error.hint}".strip()


def _name(error: Any, frame: FrameType | None) -> str:
    quoted = said_by(error).split("'")
    name = str(error.name or (quoted[1] if len(quoted) > 2 else quoted[0]))
    if isinstance(error, UnboundLocalError):
        return f'"{name}" has no value yet in this function. Give it one first, or write: global {name}'
    if name == "robot":
        return "The recipe does not know the robot yet. Begin it with: from tjbot import robot"
    if name.capitalize() in ("True", "False", "None"):
        return f'Python does not know "{name}". Write: {name.capitalize()}'
    if name in sys.stdlib_module_names:
        return f'Python does not know "{name}". Put this line at the top: import {name}'
    known = [*vars(builtins), *(frame.f_globals if frame else ()), *(frame.f_locals if frame else ())]
    near = _nearest(name, known)
    return f'Python does not know "{name}". {near or _as_a_text(name)}'


def _as_a_text(name: str) -> str:
    return f'A text stands in quotation marks: "{name}"'


def _attribute(error: Any, _frame: FrameType | None) -> str:
    if not error.name:
        return ""
    if error.obj is None:
        return f'Nothing (None) has no "{error.name}". What stands before the dot has no value here.'
    what = _kind(type(error.obj).__name__)
    if isinstance(error.obj, type(sys)):
        what = f"The module {error.obj.__name__}"
    return f'{what[0].upper()}{what[1:]} has no "{error.name}". {_nearest(error.name, dir(error.obj))}'.strip()


def _import(error: Any, _frame: FrameType | None) -> str:
    name = str(error.name or "")
    if not isinstance(error, ModuleNotFoundError):
        found = re.match(r"cannot import name '(.+?)' from '(.+?)'", said_by(error))
        module = sys.modules.get(found[2]) if found else None
        if found is None:
            return f"This cannot be imported: {said_by(error)}"
        return f'{found[2]} has no "{found[1]}". {_nearest(found[1], dir(module))}'.strip()
    near = _nearest(name, [*sys.stdlib_module_names, "tjbot"])
    return f'This robot does not have "{name}". {near or "A recipe can use what comes with Python, and tjbot."}'


def _key(error: Any, _frame: FrameType | None) -> str:
    return f"The dictionary has no entry {said_by(error)}."


def _said(sentence: str) -> Callable[[Any, FrameType | None], str]:
    return lambda _error, _frame: sentence


def _match(*rules: tuple[str, str]) -> Callable[[Any, FrameType | None], str]:
    """Sentences for what Python says: `{}` stands for what is found, as a kind of thing where it is a type's name."""

    def say(error: Any, _frame: FrameType | None) -> str:
        text = said_by(error)
        for pattern, sentence in rules:
            if found := re.search(pattern, text):
                return sentence.format(*(_kind(each or "") for each in found.groups()))
        return ""

    return say


_TYPE = _match(
    (
        r"unsupported operand .*NoneType|not supported between instances .*NoneType",
        "Here is nothing (None) where a value should be. Where it comes from a picture, the model may not know it: "
        "ask first whether it is None.",
    ),
    (r"'(\w+)' object is not callable", "Only functions can be called with brackets (), and this is {}."),
    (r'can only concatenate (\w+) \(not "(\w+)"\)', "{} and {} cannot be added. A number becomes a text with str(…)."),
    (
        r"unsupported operand type\(s\) for (\S+?):? '(\w+)' and '(\w+)'",
        "{} does not go with {} and {}. A text becomes a number with int(…), a number a text with str(…).",
    ),
    (r"'(\S+)' not supported between instances of '(\w+)' and '(\w+)'", "{} cannot compare {} with {}."),
    (r"'(\w+)' object is not iterable", "One cannot go through {} piece by piece. For counting write: range(…)"),
    (r"'(\w+)' object is not subscriptable", "{} has no entries to pick with [ ]."),
    (r"'(\w+)' object does not support item assignment", "In {} no entry can be changed."),
    (r"object of type '(\w+)' has no len\(\)", "{} has no length."),
    (r"(\S+)\(\) missing \d+ required .*?argument.*?: (.+)", "{}() needs more in its brackets: {}."),
    (r"(\S+)\(\) got an unexpected keyword argument '(\w+)'", '{}() has no argument "{}".'),
    (r"'(\w+)' object cannot be interpreted as an integer", "A whole number is needed here, and this is {}."),
    (r"indices must be integers.*not '?(\w+)", "Entries are counted with whole numbers, not with {}."),
    (r"(?:must be|expected|argument).* not '?(\w+)'?$", "This is of the wrong kind here: {}."),
)

_TOO_MANY = re.compile(r"(\S+)\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) w")


def _type(error: Any, frame: FrameType | None) -> str:
    words = said_by(error)
    if found := _TOO_MANY.search(words):
        # Python counts what stands before the dot as well.
        before = found[1].count(".") and "<locals>" not in found[1]
        few, many = (int(number) - bool(before) for number in found.groups()[1:])
        return f"{_called(found[1])}() takes {things(few)}, not {many}."
    text = _TYPE(error, frame)
    name = re.match(r"(\S+)\(\)", text)
    return _called(name[1]) + text[name.end(1) :] if name else text


def _called(name: str) -> str:
    """A function as a recipe writes it."""
    *whose, last = name.split(".")
    return f"robot.{last}" if whose == ["Robot"] else last


_VALUE = _match(
    (r"invalid literal for int\(\) .*?: (.+)", "{} is no whole number."),
    (r"could not convert string to float: (.+)", "{} is no number. Python writes a point, not a comma: 1.5"),
    (r"too many values to unpack \(expected (\d+)", "There are more things than the {} names left of the =."),
    (
        r"not enough values to unpack \(expected (\d+), got (\d+)",
        "{} names stand left of the =, but only {} things come.",
    ),
    (r"is not in list|x not in (?:list|tuple)", "The list does not hold it."),
    (r"empty sequence|is empty|Cannot choose from an empty", "The list is empty here."),
    (r"range\(\) arg 3 must not be zero", "range() cannot count in steps of 0."),
    (r"substring not found", "The text does not hold it."),
    (r"sleep length must be non-negative", "One cannot wait for less than no time."),
    (r"math domain error|expected a (?:non-negative|positive)", "This cannot be computed of such a number."),
)

_INDEX = _match(
    (r"empty sequence|from empty", "The list is empty here."),
    (r"Replacement index (\d+)", "format() gets too few things for the text."),
    (r"", "The list is shorter than that. The first entry has the number 0."),
)

_FILE = _match(
    (r"No such file or directory: (.+)", "There is no file {}."),
    (r"Permission denied: (.+)", "{} is locked for you."),
    (r"Read-only file system: (.+)", "{} cannot be written. Give the file a name without a folder."),
    (r"No space left on device", "There is no room left for this file. Write less."),
    (r"File too large", "The file gets too large. A file of a recipe may have 64 MB."),
    (r"Resource temporarily unavailable", "Too many programs run at once. A recipe may have 64, threads included."),
    (
        r"Network is unreachable|name resolution|Name or service not known",
        "No network can be reached from here. A recipe that the robot runs has none; start it with: tjbot run",
    ),
)


def _assertion(error: Any, _frame: FrameType | None) -> str:
    return said_by(error) or "The recipe expected this to be true, and it is not."


def _capital(say: Callable[[Any, FrameType | None], str]) -> Callable[[Any, FrameType | None], str]:
    def said(error: Any, frame: FrameType | None) -> str:
        text = say(error, frame)
        return text[:1].upper() + text[1:] if text.startswith(("a ", "nothing")) else text

    return said


def _nearest(name: str, known: Iterable[str]) -> str:
    """The nearest name, and nothing rather than a list of all names."""
    hint = did_you_mean(name, [word for word in known if not word.startswith("_")])
    return hint if hint.startswith("Did") else ""


def _kind(name: str) -> str:
    """A type's name in words; anything else as it is."""
    return _KINDS.get(name, name)


_SENTENCES: tuple[tuple[type[BaseException], Callable[[Any, FrameType | None], str]], ...] = (
    (TJBotError, _ours),
    (NameError, _name),
    (AttributeError, _attribute),
    (ImportError, _import),
    (ZeroDivisionError, _said("Nothing can be divided by zero.")),
    (IndexError, _INDEX),
    (KeyError, _key),
    (RecursionError, _said("The function calls itself again and again without an end.")),
    (MemoryError, _said("The recipe needs more memory than it may have. Keep less at once.")),
    (EOFError, _said("There is nothing more to read: whoever answers input() has ended the typing.")),
    (KeyboardInterrupt, _said("Stopped.")),
    (StopIteration, _said("There is nothing left to take.")),
    (AssertionError, _assertion),
    (TypeError, _capital(_type)),
    (ValueError, _VALUE),
    (OSError, _FILE),
)
