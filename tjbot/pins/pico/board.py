"""One Pico for as long as a program runs: found, lost, and found again, each a state with a sentence."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tjbot.errors import PartError
from tjbot.pins.pico.clock import Clock
from tjbot.pins.pico.identity import read_dictionary, refuse_other_programs
from tjbot.pins.pico.line import BY_ITSELF, Line, NoProgramError, open_port
from tjbot.pins.pico.ports import one_board
from tjbot.protocol.pico import messages
from tjbot.protocol.pico.messages import (
    REASONS,
    AskClock,
    Close,
    Command,
    Crashed,
    Refused,
    Report,
    RestAll,
    Rested,
)

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
"""So often the clocks are compared."""

LOOK_SECONDS = 0.5
"""So often a lost board is looked for."""

SELDOM_SECONDS = 5.0
"""So often one is greeted that runs something else, which takes our greeting for something else."""

CURES = {
    7: "Choose another pin: neighbours, as GP2 and GP3, make pulses of one frequency only, and so do pins 16 apart.",
}
CLOCK_READINGS = 5
PINS = 30

Answer = TypeVar("Answer", bound=Report)


class PinRefusedError(PartError):
    """The board cannot do what was said to it."""


def port_of(which: str) -> str:
    """The port of a Pico.

    Args:
        which: a serial number, or a port itself; empty for the only Pico that is plugged in.

    Raises:
        PartError: there is none, or it cannot be told which.
    """
    if which.startswith("/"):
        if not Path(which).exists():
            raise PartError(f"No Pico is plugged in at {which}.", f"Plug it in. {BY_ITSELF}")
        return which
    return one_board(which).port


class Board:
    """A Pico, whether it is plugged in or not.

    `fault` is why it cannot be used now; None while it can. `clock` compares its clock with the computer's.

    Args:
        find: tells the port, or raises `PartError`.
        heard: called with every report and when it came, on a thread that must not wait.
        found: called when the board is there again with all its pins closed, before anybody else may use it.
        every_second: called every second while it is there.
    """

    def __init__(
        self,
        find: Callable[[], str],
        heard: Callable[[Report, float], None],
        found: Callable[[], None],
        every_second: Callable[[], None],
    ) -> None:
        self.fault: PartError | None = PartError("The Pico is not connected yet.")
        self.clock = Clock()
        self._find = find
        self._heard = heard
        self._found = found
        self._every_second = every_second
        self._line: Line | None = None
        self._watchers: list[Callable[[PartError | None], None]] = []
        self._asking = threading.RLock()
        self._refusals: deque[Refused] = deque(maxlen=2 * PINS)
        self._told: PartError | None = None
        self._awake = threading.Event()
        self._is_over = False
        self._thread = threading.Thread(target=self._look_after, name="Pico", daemon=True)

    def begin(self, *, retry: bool) -> None:
        """Looks for the board now, and then whenever it is lost. `fault` tells whether it was found.

        Args:
            retry: whether to go on looking where it is not there.
        """
        self._connect()
        if retry or not self.fault:
            self._thread.start()

    def watch(self, changed: Callable[[PartError | None], None]) -> None:
        """From now on tells when the board is lost (why) and found (None), on some thread."""
        self._watchers.append(changed)

    def send(self, *commands: Command) -> None:
        """Says something in one frame.

        Raises:
            PartError: the board is lost.
        """
        self._the_line().send(*commands)

    def ask(
        self, *commands: Command, answer: type[Answer], fits: Callable[[Answer], bool] = lambda answer: True
    ) -> Answer:
        """Says something and waits for the answer. See `Line.ask`."""
        return self._the_line().ask(*commands, answer=answer, fits=fits)

    def settle(self, *commands: Command) -> None:
        """Says something in one frame and waits until the board has done it.

        Raises:
            PinRefusedError: the board cannot do it.
            PartError: the board is lost.
        """
        with self._asking:
            self._refusals.clear()
            self._read_clock(self._the_line(), *commands)
            said = {command.NUMBER for command in commands}
            refusal = next((each for each in self._refusals if each.command in said), None)
        if refusal:
            raise PinRefusedError(
                f"The Pico refuses GPIO {refusal.pin}: {_reason(refusal)}.",
                CURES.get(refusal.reason, "Choose another pin for it."),
            )

    def close(self) -> None:
        """Rests all outputs and lets go of the board."""
        self._is_over = True
        self._awake.set()
        line, self._line = self._line, None
        if line:
            try:
                line.send(RestAll())
            except PartError as error:
                log.debug("%s", error)
            line.close()

    def _the_line(self) -> Line:
        line, fault = self._line, self.fault
        if fault or not line:
            fault = fault or PartError("The Pico was let go of.")
            raise PartError(fault.message, fault.hint)
        return line

    def _look_after(self) -> None:
        while not self._is_over:
            self._awake.wait(self._patience())
            self._awake.clear()
            if self._is_over:
                return
            if self.fault:
                self._connect()
                continue
            try:
                self._read_clock(self._the_line())
                self._every_second()
            except PartError as error:
                self._lose(error)

    def _patience(self) -> float:
        if isinstance(self.fault, NoProgramError):
            return SELDOM_SECONDS
        return LOOK_SECONDS if self.fault else EVERY_SECONDS

    def _connect(self) -> None:
        line, self._line = self._line, None
        try:
            if line:
                line.close()
            line = Line(open_port(self._find()), self._hear, self._lose)
            self._prepare(line)
        except PartError as error:
            if line:
                line.close()
            # Why it went tells more than that it is not there.
            gone = self._told and error.message.startswith("No Pico")
            self._change(self._told if gone else error)
        else:
            self._change(None)

    def _prepare(self, line: Line) -> None:
        """Whatever another program left on the board is over."""
        refuse_other_programs(read_dictionary(line))
        # That of the board began anew when it was plugged in.
        self.clock = Clock()
        for _ in range(CLOCK_READINGS):
            self._read_clock(line)
        for first in (0, PINS // 2):
            line.send(*(Close(pin) for pin in range(first, first + PINS // 2)))
        if self._is_over:
            raise PartError("The Pico was let go of.")
        self._line, self.fault = line, None
        self._found()

    def _read_clock(self, line: Line, *commands: Command) -> None:
        with self._asking:
            sent = time.monotonic()
            answer = line.ask(*commands, AskClock(), answer=messages.Clock)
            # A question that was asked twice took long, so its answer counts little.
            self.clock.add(sent, time.monotonic(), answer.ticks)

    def _hear(self, report: Report, now: float) -> None:
        match report:
            case Rested() | Crashed() if not self._line:
                log.debug("Before it was taken up the Pico said: %s", report)
            case Rested(silence=1):
                self._lose(PartError("The Pico heard nothing from the computer and went to rest.", BY_ITSELF))
            case Crashed():
                fault = report.text.decode("ascii", errors="replace")
                self._lose(PartError(f"The Pico's program came upon a fault ({fault}).", BY_ITSELF))
            case Refused():
                self._refusals.append(report)
                log.debug("The Pico refuses command %d of GPIO %d: %s.", report.command, report.pin, _reason(report))
        self._heard(report, now)

    def _lose(self, fault: PartError) -> None:
        """The line itself is closed by the thread that looks after the board."""
        self._change(fault)
        self._awake.set()

    def _change(self, fault: PartError | None) -> None:
        self.fault = fault
        if str(self._told) == str(fault):
            return
        self._told = fault
        if self._thread.is_alive():
            log.warning("%s", fault or "The Pico is there again.")
        for tell in self._watchers:
            tell(fault)


def _reason(refusal: Refused) -> str:
    return REASONS.get(refusal.reason, f"reason {refusal.reason}")
