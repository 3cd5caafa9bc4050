"""What stands above a function in a recipe: `@robot.when_sees("open hand")`."""

import inspect
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

from tjbot.errors import RecipeError
from tjbot.recipe.loop import Handler

Function = TypeVar("Function", bound=Callable[..., Any])
_LONGEST_LABEL = 64


class Hat:
    """A decorator that has not met its function yet.

    Args:
        text: how it is written, for example `@robot.when_sees("fist")`.
        put_on: what to do with the handler.
    """

    def __init__(self, text: str, put_on: Callable[[Handler], None]) -> None:
        self.text = text
        self.line = _line_of_the_recipe()
        self.worn = False
        self._put_on = put_on

    def __call__(self, function: Function) -> Function:
        """Makes the function a handler and gives it back unchanged."""
        self._put_on(handler_of(function, self.text))
        self.worn = True
        return function


def _line_of_the_recipe() -> int:
    """The line that called into this package."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith("tjbot."):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


def handler_of(function: Callable[..., Any], hat: str) -> Handler:
    """The function as a handler, which is called with the event or with nothing.

    Raises:
        RecipeError: it is no function, or one that cannot be called so.
    """
    if not callable(function):
        raise RecipeError(f"{hat} stands above something that is no function.", "Put a line with def below it.")
    name = getattr(function, "__name__", "the function")
    if inspect.iscoroutinefunction(function):
        raise RecipeError(f"{name} begins with async def.", "Write def alone: the robot waits by itself.")
    parameters = inspect.signature(function).parameters.values()
    positional = [item for item in parameters if item.kind in (item.POSITIONAL_ONLY, item.POSITIONAL_OR_KEYWORD)]
    needed = [item for item in positional if item.default is item.empty]
    named = [item for item in parameters if item.kind is item.KEYWORD_ONLY and item.default is item.empty]
    if len(needed) > 1 or named:
        raise RecipeError(
            f"{name} below {hat} needs {len(needed) + len(named)} things, but gets one at most: what was noticed.",
            f"Write it like this: def {name}(): or def {name}(it):",
        )
    return Handler(function, takes_event=bool(needed))


def checked_label(label: object, hat: str, example: str = "open hand") -> str:
    """The label, where it is one.

    Raises:
        RecipeError: it is a function (the brackets were forgotten), no text, empty or too long.
    """
    example = f'Write it like this: {hat}("{example}")'
    if callable(label):
        raise RecipeError(f"{hat} does not say what it waits for.", example)
    if not isinstance(label, str) or not 0 < len(label) <= _LONGEST_LABEL:
        raise RecipeError(f"{hat} cannot wait for {label!r:.80}.", example)
    return label
