"""How far a training is, told at the terminal."""

import sys
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress:
    """A line for each step, with a bar that fills; to be used in a `with` block."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description:16}"), BarColumn(), TextColumn("{task.fields[note]}"))
        self._bars = Bars(*columns, TimeElapsedColumn(), console=Console(file=sys.stderr))
        self._now: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end()
        self._bars.stop()

    def step(self, name: str, count: int | None = None) -> None:
        """The next step begins; the one before is over.

        Args:
            name: what is done, in a word or two.
            count: of how many parts the step consists; None: that is not known.
        """
        self._end()
        self._now = self._bars.add_task(name, total=count, note="")

    def at(self, done: int, note: str = "") -> None:
        """So many parts of the step are done; `note` says how it goes."""
        if self._now is not None:
            self._bars.update(self._now, completed=done, note=note)

    def _end(self) -> None:
        if self._now is not None:
            self._bars.update(self._now, total=1, completed=1)
        self._now = None
