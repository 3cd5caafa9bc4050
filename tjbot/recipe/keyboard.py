"""What people type for a recipe that has no terminal: `input()` asks the robot's pages, and whoever answers first."""

import builtins
import io
import sys
from collections.abc import Callable


class PageKeyboard(io.TextIOBase):
    """Stands for the standard input: each line that is read is asked for.

    Args:
        ask: asks people for a line, and returns it without its end.
    """

    def __init__(self, ask: Callable[[str], str]) -> None:
        self._ask = ask

    def readable(self) -> bool:
        """It is."""
        return True

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        """A line that somebody types; whatever `size` is, it is whole."""
        return self._asked("") + "\n"

    def input(self, prompt: object = "", /) -> str:
        """Prints the prompt, returns the line that somebody types, and prints that too, as a terminal shows both."""
        return self._asked(str(prompt))

    def _asked(self, prompt: str) -> str:
        print(prompt, end="", flush=True)
        line = self._ask(prompt)
        print(line, flush=True)
        return line


def type_in_pages(ask: Callable[[str], str]) -> None:
    """Makes `input()` and `sys.stdin` of this process ask people in the robot's pages."""
    keyboard = PageKeyboard(ask)
    sys.stdin = keyboard
    builtins.input = keyboard.input
