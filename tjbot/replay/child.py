"""The process in which a recipe is replayed: `python -m tjbot.replay.child RECORDING RECIPE RESULT`.

It is a process of its own because the clock, chance and output of a whole process are replaced. What happened is
written to RESULT as JSON.
"""

import io
import os
import random
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec

from tjbot.recipe import notices
from tjbot.recipe.api import robot
from tjbot.recipe.keyboard import type_in_pages
from tjbot.recipe.limits import Limits
from tjbot.recipe.run import run_recipe
from tjbot.recipe.supervise import supervise
from tjbot.replay.recording import read
from tjbot.replay.stage import Stage
from tjbot.replay.steps import Got, GotEnding
from tjbot.replay.virtual_time import forbid_threads, use

STUCK_SECONDS = 5.0
"""A recipe for which no virtual time passes for so long does not go on."""

_MOST_CHARACTERS = 1_000_000
_REASONS = {
    "asks": "it asks for a line of text that nobody typed then",
    "threads": "it starts a thread, and which of two threads runs first is chance",
}


class _Paper(io.StringIO):
    """Takes what is printed, but no more than anybody reads."""

    def write(self, text: str) -> int:
        if self.tell() < _MOST_CHARACTERS:
            super().write(text)
        return len(text)


class Player:
    """Replays one recipe in this process, and writes down what it did.

    Args:
        recording: the saved run.
        recipe: the recipe's file.
        result: where to write what happened.
    """

    def __init__(self, recording: Path, recipe: Path, result: Path) -> None:
        self._recipe, self._result = recipe, result
        self._paper, self._errors = _Paper(), _Paper()
        self._recording = read(recording.read_bytes(), recording.name)
        self._stage = Stage(self._recording, self._finish)
        self._last, self._unmoved = -1.0, 0.0

    def play(self) -> int:
        """Runs the recipe from its first line on; returns 0 when what happened is written down."""
        head = self._recording.head
        use(self._stage.clock, head.wall, head.utc_offset_minutes)
        forbid_threads(lambda: self._finish("threads"))
        random.seed(head.seed)
        self._stage.set_up(robot)
        sys.stdout, sys.stderr = self._paper, self._errors
        notices.tell_through(_Paper())
        type_in_pages(robot._read_line)
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, 1.0, 1.0)
        code = run_recipe(self._recipe)
        self._write("finished" if code == 0 else "failed")
        return 0

    def _look(self, _number: int, frame: FrameType | None) -> None:
        now = self._stage.clock.now
        self._unmoved = self._unmoved + 1.0 if now == self._last else 0.0
        self._last = now
        if self._unmoved >= STUCK_SECONDS:
            self._finish("stuck", frame)

    def _finish(self, how: str, frame: FrameType | None = None) -> None:
        """The end, in the middle of whatever the recipe does."""
        frame = frame or sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != str(self._recipe):
            frame = frame.f_back
        ending: GotEnding = "cut" if how == "cut" else "stuck" if how == "stuck" else "ended"
        self._write(ending, frame.f_lineno if frame else None, _REASONS.get(how, ""))
        os._exit(0)

    def _write(self, ending: GotEnding, line: int | None = None, message: str = "") -> None:
        got = Got(
            steps=self._stage.steps,
            met=self._stage.met,
            printed=_sendable(self._paper),
            errors=_sendable(self._errors),
            ending=ending,
            seconds=round(self._stage.clock.now, 6),
            line=line,
            message=message,
        )
        self._result.write_bytes(msgspec.json.encode(got))


def _sendable(paper: io.StringIO) -> str:
    return paper.getvalue().encode("utf-8", "replace").decode("utf-8")


def main() -> int:
    """Returns 0 where the result was written."""
    recording, recipe, result = map(Path, sys.argv[1:])

    def play() -> int:
        return Player(recording, recipe, result).play()

    ending: Any = supervise(play, Limits())
    return 0 if ending.code == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
