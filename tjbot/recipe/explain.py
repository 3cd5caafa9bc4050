"""An exception in plain words, with the line of the recipe where it happened and none of ours."""

import builtins
import sys
from collections.abc import Callable, Iterable
from types import FrameType, TracebackType
from typing import Any

from tjbot.errors import TJBotError, did_you_mean
from tjbot.recipe.syntax import read_syntax_error

_WORDS = {
    str: "a text",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    list: "a list",
    tuple: "a tuple",
    dict: "a dictionary",
    set: "a set",
    type(None): "nothing (None)",
}


def explain(error: BaseException, file: str, path: str, source: str) -> str:
    """What happened and what to try, as text of several lines for a reader of twelve.

    Args:
        error: what the recipe raised.
        file: the recipe's name for people.
        path: under which its code was compiled.
        source: its text.
    """
    frame, line = _place(error.__traceback__, path)
    if isinstance(error, SyntaxError) and error.filename == path:
        return explain_syntax(error, file, source)
    sentence = _sentence(error, frame)
    if line is None:
        return f"{file} has a problem.\n{sentence}"
    return f"{file} has a problem in line {line}:\n{_quote(source, line)}\n{sentence}"


def explain_syntax(error: SyntaxError, file: str, source: str) -> str:
    """What Python does not understand, with the line and the place in it marked."""
    line = min(error.lineno or 1, source.count("\n") + 1)
    fault = read_syntax_error(error, source)
    text = _line(source, line)
    mark = ""
    if not isinstance(error, IndentationError):
        mark = "\n    " + " " * max(0, fault.column - (len(text) - len(text.lstrip()))) + "^"
    return f"{file} is not yet Python in line {line}:\n{_quote(source, line)}{mark}\n{fault.sentence}"


def _place(trace: TracebackType | None, path: str) -> tuple[FrameType | None, int | None]:
    """The innermost place in the recipe itself."""
    frame, line = None, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            frame, line = trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next
    return frame, line


def _line(source: str, line: int) -> str:
    lines = source.split("\n")
    return lines[line - 1].rstrip() if 0 < line <= len(lines) else ""


def _quote(source: str, line: int) -> str:
    return "    " + _line(source, line).strip()[:120]


def _sentence(error: BaseException, frame: FrameType | None) -> str:
    for kind, say in _SENTENCES:
        if isinstance(error, kind):
            return say(error, frame)
    return f"Python says: {type(error).__name__}: {_text(error)}"


def _text(error: BaseException) -> str:
    try:
        return str(error)[:500]
    except Exception:
        return "(it cannot be shown)"


def _ours(error: Any, _frame: FrameType | None) -> str:
    return f"{error.message}\n{error.hint}".strip()


def _name(error: Any, frame: FrameType | None) -> str:
    quoted = _text(error).split("'")
    name = str(error.name or (quoted[1] if len(quoted) > 2 else quoted[0]))
    if isinstance(error, UnboundLocalError):
        return f'"{name}" has no value yet in this function. Give it one first, or write: global {name}'
    known = [*vars(builtins), *(frame.f_globals if frame else ()), *(frame.f_locals if frame else ())]
    return f'Python does not know "{name}". {_nearest(name, known)}'.strip()


def _attribute(error: Any, _frame: FrameType | None) -> str:
    if error.name is None or error.obj is None:
        what = "Nothing (None)" if error.name else "It"
        return f'{what} has no "{error.name}".' if error.name else f"Python says: {_text(error)}"
    return f'{_what(error.obj).capitalize()} has no "{error.name}". {_nearest(error.name, dir(error.obj))}'.strip()


def _import(error: Any, _frame: FrameType | None) -> str:
    name = str(error.name or "")
    if isinstance(error, ModuleNotFoundError):
        return f'There is no module "{name}" here. {_nearest(name, [*sys.stdlib_module_names, "tjbot"])}'.strip()
    return f"This cannot be imported: {_text(error)}"


def _key(error: Any, _frame: FrameType | None) -> str:
    return f"The dictionary has no entry {_text(error)}."


def _said(sentence: str) -> Callable[[Any, FrameType | None], str]:
    return lambda _error, _frame: sentence


def _type(error: Any, _frame: FrameType | None) -> str:
    text = _text(error)
    if "not callable" in text:
        return f"Only functions can be called with brackets (). Python says: {text}"
    if "unsupported operand" in text or "can only concatenate" in text:
        return f"These two do not go together. A number becomes a text with str(…). Python says: {text}"
    return f"Something is of the wrong kind here. Python says: {text}"


def _nearest(name: str, known: Iterable[str]) -> str:
    """The nearest name, and nothing rather than a list of all names."""
    hint = did_you_mean(name, [word for word in known if not word.startswith("_")])
    return hint if hint.startswith("Did") else ""


def _what(thing: object) -> str:
    return _WORDS.get(type(thing), f"{type(thing).__name__!s}")


_SENTENCES: tuple[tuple[type[BaseException], Callable[[Any, FrameType | None], str]], ...] = (
    (TJBotError, _ours),
    (NameError, _name),
    (AttributeError, _attribute),
    (ImportError, _import),
    (ZeroDivisionError, _said("Nothing can be divided by zero.")),
    (IndexError, _said("The list is shorter than that. The first entry has the number 0.")),
    (KeyError, _key),
    (RecursionError, _said("The function calls itself again and again without an end.")),
    (MemoryError, _said("The recipe needs more memory than it may have. Keep less at once.")),
    (EOFError, _said("There is nothing more to read: whoever answers input() has ended the typing.")),
    (TypeError, _type),
)
