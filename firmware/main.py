"""TJBot on a Raspberry Pi Pico: takes commands over USB, drives the pins, and rests them when nobody is there."""

import gc
import sys
import time

import constants
import machine
from board import Board
from constants import DICTIONARY, MAXIMUM_CONTENT_BYTES, NO_ROOM, UNKNOWN_COMMAND
from link import Link
from micropython import const
from parts import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

STEP_MS = const(20)
LAST_REST_MS = const(3_000)
"""So long `Leave` waits for the outputs to come to rest."""
CRASH_BYTES = MAXIMUM_CONTENT_BYTES - 2
IDENTIFIED_BYTES = MAXIMUM_CONTENT_BYTES - 4


class Guard:
    """The chip's own watchdog: should the program hang, the chip begins anew, and no pin is driven."""

    TIMEOUT_MS = const(3_000)
    # Where the chips switch their watchdog off: "clear" of its control register, and the bit.
    OFF = (("RP2040", 0x4005B000), ("RP2350", 0x400DB000))
    ENABLED = const(1 << 30)

    def __init__(self) -> None:
        self._off = 0
        for chip, address in self.OFF:
            if chip in sys.implementation._machine:
                self._off = address
        # One that could not be switched off would not let `Leave` be.
        self._watchdog = machine.WDT(timeout=self.TIMEOUT_MS) if self._off else None
        self._board: Board | None = None
        self._steps = -1

    def watch(self, board: Board) -> None:
        """From now on the steps of this board are a sign of life, too."""
        self._board = board

    def feed(self) -> None:
        """A sign of life; it counts only where the step went on as well."""
        if self._watchdog and self._board and self._board.steps != self._steps:
            self._steps = self._board.steps
            self._watchdog.feed()

    def end(self) -> None:
        """Nobody watches any more."""
        if self._watchdog:
            machine.mem32[self._off] = self.ENABLED


class Program:
    """What the computer says, and what is done then."""

    def __init__(self, link: Link, board: Board, guard: Guard) -> None:
        self.is_over = False
        self._link = link
        self._board = board
        self._guard = guard
        self._commands: dict[int, Callable[..., None]] = {
            constants.IDENTIFY: self._identify,
            constants.ASK_CLOCK: self._tell_clock,
            constants.ASK_STATUS: self._tell_status,
            constants.STAY: self._stay,
            constants.REST_ALL: board.rest_all,
            constants.LEAVE: self._leave,
            constants.OPEN_OUTPUT: board.open_output,
            constants.WRITE: board.write,
            constants.OPEN_PULSES: board.open_pulses,
            constants.PULSE: board.pulse,
            constants.MOVE: board.move,
            constants.OPEN_INPUT: board.open_input,
            constants.OPEN_ANALOG: board.open_analog,
            constants.READ_PIN: board.read_pin,
            constants.OPEN_PIXELS: board.open_pixels,
            constants.PIXELS: board.set_pixels,
            constants.CLOSE: board.close,
        }

    def turn(self) -> None:
        """Takes what has come, does what is due, says what there is to say; waits up to a millisecond."""
        if self._board.fault:
            raise self._board.fault
        self._guard.feed()
        self._link.mind_ctrl_c()
        if self._link.receive() if self._link.wait(1) else self._link.end_half_a_frame():
            self._take_frames()
        self._board.tell()
        if self._link.has_something_to_say():
            self._link.send()

    def _take_frames(self) -> None:
        """Obeys the frame that was found, and those that lie behind it; each is answered."""
        while True:
            if self._link.accept():
                for number, fields in self._link.messages():
                    self._obey(number, fields)
            self._link.send()
            if not self._link.reader.find():
                return

    def _obey(self, number: int, fields: "tuple[Any, ...] | None") -> None:
        pin = fields[0] if fields and number >= constants.OPEN_OUTPUT else 0
        try:
            if fields is None:
                raise Refusal(UNKNOWN_COMMAND)
            self._commands[number](*fields)
        except Refusal as refusal:
            self._link.report(constants.REFUSED, number, pin, refusal.args[0])
        except MemoryError:
            self._link.report(constants.REFUSED, number, pin, NO_ROOM)

    def _identify(self, offset: int, count: int) -> None:
        end = offset + min(count, IDENTIFIED_BYTES)
        self._link.report(constants.IDENTIFIED, offset, DICTIONARY[offset:end])

    def _tell_clock(self) -> None:
        self._link.report(constants.CLOCK, time.ticks_us())

    def _tell_status(self) -> None:
        gc.collect()
        reader, board = self._link.reader, self._board
        counts = (reader.damaged, self._link.out_of_order, board.edges.lost, board.rests)
        self._link.report(constants.STATUS, gc.mem_free(), *[count & 0xFFFF for count in counts])

    def _stay(self) -> None:
        """That the frame came is all."""

    def _leave(self) -> None:
        self._board.rest_all()
        self.is_over = True


def run() -> None:
    """Obeys the computer until it says `Leave`, or a person presses Ctrl-C where nobody else is heard."""
    link = Link()
    guard = Guard()
    try:
        while not _serve(link, guard):
            pass
    except KeyboardInterrupt:
        pass
    link.let_ctrl_c_end_us()
    guard.end()


def _serve(link: Link, guard: Guard) -> bool:
    """One life of the program; whether it was told to end. After a fault it was not."""
    board = Board(link)
    program = Program(link, board, guard)
    guard.watch(board)
    timer = machine.Timer(-1, period=STEP_MS, mode=machine.Timer.PERIODIC, callback=board.step)
    try:
        while not program.is_over:
            program.turn()
        _wait_for_rest(board, guard)
        return True
    except Exception as fault:
        board.close_all()
        text = f"{type(fault).__name__}: {fault}"
        link.report(constants.CRASHED, bytes(text[:CRASH_BYTES], "ascii"))
        link.send()
        return False
    finally:
        timer.deinit()
        board.close_all()


def _wait_for_rest(board: Board, guard: Guard) -> None:
    began = time.ticks_ms()
    while board.is_busy() and time.ticks_diff(time.ticks_ms(), began) < LAST_REST_MS:
        board.tell()
        guard.feed()
        time.sleep_ms(STEP_MS)


if __name__ == "__main__":
    run()
