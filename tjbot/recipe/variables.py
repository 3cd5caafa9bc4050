"""What the variables of a recipe hold, as short texts. Nothing here calls code of the recipe's. Pure."""

from collections.abc import Iterable, Mapping
from itertools import islice
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from tjbot.protocol.pace_messages import LONGEST_VALUE, MOST_VARIABLES, Variable
from tjbot.recipe.loop import Sight

_MOST_ITEMS = 8
_DEEPEST = 3
_LONGEST_TEXT = 60
_LARGEST_BITS = 200
_LONGEST_NAME = 64
_NO_VARIABLES = (FunctionType, BuiltinFunctionType, MethodType, ModuleType, staticmethod, classmethod)
_BRACKETS: dict[type, tuple[str, str]] = {list: ("[", "]"), tuple: ("(", ")"), set: ("{", "}"), frozenset: ("{", "}")}


def variables_of(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> tuple[list[Variable], int]:
    """The variables that a line sees.

    Args:
        inner: those of its function; those of the file where it stands in none.
        outer: those of the file.

    Returns:
        The first of them, those of the function before the others, and how many more there are. Functions, modules and
        what begins with an underscore are none.
    """
    # Another thread of the recipe may add some meanwhile; a copy is made in one step.
    found = {**dict(inner), **{name: value for name, value in dict(outer).items() if name not in inner}}
    told = [(name, value) for name, value in found.items() if type(name) is str and _is_variable(name, value)]
    shown = [Variable(name=name, value=short_text(value)) for name, value in told[:MOST_VARIABLES]]
    return shown, len(told) - len(shown)


def short_text(value: Any) -> str:
    """What a value is, in at most `LONGEST_VALUE` letters, whatever it is."""
    try:
        text = _text(value, 0)
    except Exception:
        text = "…"
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _is_variable(name: str, value: Any) -> bool:
    kind = type(value)
    if name.startswith("_") or len(name) > _LONGEST_NAME or not name.isprintable():
        return False
    if kind in _NO_VARIABLES or issubclass(kind, type):
        return False
    return kind is Sight or not str(kind.__module__).startswith("tjbot.")


def _text(value: Any, depth: int) -> str:
    kind = type(value)
    if kind is int and value.bit_length() > _LARGEST_BITS:
        return f"{'-' if value < 0 else ''}10^{int(value.bit_length() * 0.30103)} …"
    if kind in (int, float, bool, complex) or value is None:
        return repr(value)
    if kind in (str, bytes):
        return repr(value[:_LONGEST_TEXT]) + ("…" if len(value) > _LONGEST_TEXT else "")
    if kind is Sight:
        return f"{value.label!r:.80} ({value.confidence:.2f})"
    if kind is dict:
        pairs = (
            f"{_text(key, depth + 1)}: {_text(item, depth + 1)}" for key, item in islice(value.items(), _MOST_ITEMS)
        )
        return _listed(pairs, len(value), depth, ("{", "}"))
    if kind in _BRACKETS:
        items = (_text(item, depth + 1) for item in islice(value, _MOST_ITEMS))
        return _listed(items, len(value), depth, _BRACKETS[kind])
    return f"<{kind.__name__:.40}>"


def _listed(items: Iterable[str], count: int, depth: int, brackets: tuple[str, str]) -> str:
    begin, end = brackets
    if depth >= _DEEPEST and count:
        return f"{begin}…{end}"
    shown = ", ".join(items)
    return f"{begin}{shown}{', …' if count > _MOST_ITEMS else ''}{end}"
