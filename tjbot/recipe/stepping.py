"""Runs a recipe slowly or in steps: before each of its lines it tells where it is, and waits."""

import _thread
import ast
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from tjbot.errors import TJBotError
from tjbot.protocol.messages import Message
from tjbot.protocol.pace_messages import At, Pacing
from tjbot.protocol.values import Pace
from tjbot.recipe.read import Recipe
from tjbot.recipe.variables import variables_of

_LONGEST_FUNCTION = 64

_WAKE = signal.SIGURG
"""Taken for this only within the process; from outside it is one that does nothing."""


class Stepper:
    """Holds up the main thread of a recipe at the lines of its own file. At the usual pace Python runs as ever.

    Other threads of the recipe, what it imports and what it hands to `exec` run on; a verb such as `robot.wave` is one
    step.

    Args:
        recipe: what runs.
        pace: how fast, from its first line on.
        send: sends a message to the robot; connects where that has not happened yet.
    """

    def __init__(self, recipe: Recipe, pace: Pace, send: Callable[[Message], None]) -> None:
        self._file = str(recipe.path)
        self._source = recipe.source
        self._send = send
        self._changed = threading.Condition()
        self._pacing = Pacing(pace=pace)
        self._place = 0
        self._statements: dict[int, int] | None = None
        self._last: tuple[FrameType, int, int] | None = None

    def begin(self) -> None:
        """Called on the main thread, before the recipe's first line runs."""
        signal.signal(_WAKE, lambda _number, frame: self._follow(frame))
        if self._pacing.pace != "normal":
            self._follow(None)

    def end(self) -> None:
        """From here on nothing is held up any more."""
        with self._changed:
            self._pacing = Pacing(pace="normal")
        sys.settrace(None)
        self._last = None

    def hear(self, pacing: Pacing) -> None:
        """Takes another pace, on whatever thread."""
        with self._changed:
            before = self._pacing
            if pacing == before:
                return
            self._pacing = pacing
            self._changed.notify_all()
        if before.pace == "normal" != pacing.pace:
            # Only the main thread itself can begin to follow its lines.
            _thread.interrupt_main(_WAKE)

    def _follow(self, frame: FrameType | None) -> None:
        if self._pacing.pace == "normal":
            return
        sys.settrace(self._called)
        while frame is not None:
            if self._is_own(frame):
                frame.f_trace = self._traced
            frame = frame.f_back

    def _called(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        return self._traced if self._is_own(frame) else None

    def _traced(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if self._pacing.pace == "normal":
            sys.settrace(None)
            self._last = None
            return None
        if event == "line" and self._is_new(frame):
            self._place += 1
            self._wait(self._here(frame))
        return self._traced

    def _is_own(self, frame: FrameType) -> bool:
        """Whether the lines are those of the recipe's text; what stands within one (`[x for x in …]`) is one step."""
        code = frame.f_code
        return code.co_filename == self._file and (code.co_name == "<module>" or not code.co_name.startswith("<"))

    def _is_new(self, frame: FrameType) -> bool:
        """Whether a line begins a statement: one that goes over several lines is one step, and a text alone is none."""
        if self._statements is None:
            self._statements = _statements(self._source)
        begins = self._statements.get(frame.f_lineno, frame.f_lineno)
        if begins == 0:
            return False
        before, self._last = self._last, (frame, begins, frame.f_lasti)
        goes_on = before is not None and before[0] is frame and before[1] == begins and before[2] < frame.f_lasti
        # Back at an earlier instruction is the next turn of a loop.
        return not (goes_on and frame.f_lineno in self._statements)

    def _here(self, frame: FrameType) -> At:
        name = frame.f_code.co_name
        variables, hidden = variables_of(frame.f_locals, frame.f_globals)
        function = "" if name == "<module>" else name[:_LONGEST_FUNCTION]
        line = self._last[1] if self._last else frame.f_lineno
        return At(place=self._place, line=line, function=function, variables=variables, hidden=hidden)

    def _wait(self, here: At) -> None:
        """Tells where it is, and again whenever the pace is another one, until it may go on."""
        since, told = time.monotonic(), None
        while (pacing := self._pacing).pace != "normal" and pacing.passed < here.place:
            left = since + pacing.seconds - time.monotonic() if pacing.pace == "slow" else None
            if left is not None and left <= 0:
                return
            if pacing is not told:
                told = pacing
                # Where the robot is gone the recipe will notice at what it does next.
                with suppress(TJBotError):
                    self._send(here)
            with self._changed:
                if self._pacing is pacing:
                    self._changed.wait(left)


def _statements(source: str) -> dict[int, int]:
    """For the lines of statements that go over several, where these begin; 0 for those of texts that stand alone."""
    lines: dict[int, int] = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.stmt):
            continue
        begin, end = _begin(node), _end_of_head(node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines.update(dict.fromkeys(range(begin, end + 1), 0))
        elif end > begin:
            lines.update(dict.fromkeys(range(begin, end + 1), begin))
    return lines


def _begin(node: ast.stmt) -> int:
    """The first line of a statement: that of what stands above a function with an @."""
    above: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in above)])


def _end_of_head(node: ast.stmt) -> int:
    """The last line of a statement without those that stand below it, indented."""
    body: list[ast.stmt] | None = getattr(node, "body", None)
    if not body:
        return node.end_lineno or node.lineno
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return max(node.lineno, body[0].lineno - 1)
    heads: list[ast.expr | None] = [getattr(node, name, None) for name in ("test", "target", "iter")]
    return max([node.lineno, *(head.end_lineno or head.lineno for head in heads if head is not None)])
