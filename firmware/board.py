"""The pins of the board: which are open as what, what is due on them, and what is to be told of them."""

import time

import constants
import machine
import micropython
from constants import NO_PIN, NOT_OPEN, OPEN_AS_OTHER, PULSES_SHARED
from link import Link
from machine import Timer
from micropython import const
from parts import Analog, Edges, Input, Output, Pixels, Pulses, Refusal

STEP_US = const(20_000)
HALF_STEP_US = const(10_000)
LONGEST_SILENCE_US = const(70_000_000)
"""More is not counted: clock readings can be compared over 536 s only."""
DIGITAL_PINS = bytes(range(23)) + bytes(range(25, 29))
"""23, 24 and 29 belong to the board's power supply; 25 is its LED."""
ANALOG_PINS = bytes(range(26, 30))


class Board:
    """The pins that are open, and what is due on them."""

    def __init__(self, link: Link) -> None:
        self.fault: Exception | None = None
        self.rests = 0
        self.steps = 0
        self.edges = Edges()
        self.pins: dict[int, Analog | Input | Output | Pixels | Pulses] = {}
        self._outputs: list[Output | Pixels | Pulses] = []
        self._link = link
        self._went_to_rest = 0
        self._went_to_rest_told = 0
        self._edges_lost = 0
        self._now = time.ticks_us()

    def step(self, timer: Timer) -> None:
        """Every 20 ms: goes on with what moves, and rests what has heard nobody for too long. Allocates nothing."""
        micropython.heap_lock()
        try:
            now = time.ticks_us()
            # Ways are followed by an even clock, however late this comes, or if it comes twice.
            late = time.ticks_diff(now, self._now)
            self._now = time.ticks_add(self._now, max(late + HALF_STEP_US, 0) // STEP_US * STEP_US)
            silent = time.ticks_diff(now, self._link.heard)
            if silent > LONGEST_SILENCE_US:
                self._link.heard = time.ticks_add(now, -LONGEST_SILENCE_US)
            for output in self._outputs:
                output.step(self._now)
                if 0 < output.silence_us <= silent and not output.at_rest:
                    output.rest(self._now)
                    self._went_to_rest += 1
            self.steps += 1
        except Exception as fault:
            self.fault = fault
        finally:
            micropython.heap_unlock()

    def rest_all(self) -> None:
        """Sends every output to its rest."""
        for output in self._outputs:
            output.rest(self._now)
        self._link.report(constants.RESTED, 0, time.ticks_us())

    def is_busy(self) -> bool:
        """Whether an output is on its way."""
        return any(output.is_busy() for output in self._outputs)

    def close_all(self) -> None:
        """Gives every pin up: at rest, no pulses. Whatever one of them does, the others are closed."""
        for pin in list(self.pins):
            try:
                self._give_up(pin)
            except Exception as fault:
                self.fault = fault

    def _give_up(self, number: int) -> None:
        part = self.pins.pop(number)
        self._outputs = [output for output in self._outputs if output is not part]
        part.close()

    # Commands ---------------------------------------------------------------------------------------------------------

    def open_output(self, number: int, value: int, rest: int, silence_ms: int) -> None:
        """Makes a pin a digital output."""
        self._make_room(number, Output)
        self._keep_output(Output(number, value, rest, silence_ms))

    def open_pulses(self, number: int, period_us: int, rest_ns: int, rest_ms: int, cut: int, silence_ms: int) -> None:
        """Makes a pin an output of pulses."""
        self._make_room(number, Pulses)
        for other in self._outputs:
            if isinstance(other, Pulses) and other.is_in_the_way_of(number, period_us):
                raise Refusal(PULSES_SHARED)
        self._keep_output(Pulses(number, period_us, rest_ns, rest_ms, cut, silence_ms))

    def open_pixels(self, number: int, count: int, bytes_each: int, silence_ms: int) -> None:
        """Makes a pin drive NeoPixels."""
        self._make_room(number, Pixels)
        self._keep_output(Pixels(number, count, bytes_each, silence_ms))

    def open_input(self, number: int, pull: int) -> None:
        """Makes a pin a digital input."""
        self._make_room(number, Input)
        self.pins[number] = Input(number, pull, self.edges)

    def open_analog(self, number: int, every_ms: int) -> None:
        """Makes a pin an analogue input."""
        self._make_room(number, Analog, ANALOG_PINS)
        self.pins[number] = Analog(number, every_ms)

    def write(self, number: int, value: int) -> None:
        """Sets a digital output."""
        self._opened(number, Output).set(value)

    def pulse(self, number: int, width_ns: int) -> None:
        """Sets the pulses of a pin."""
        self._opened(number, Pulses).set(width_ns)

    def move(self, number: int, *way: int) -> None:
        """Moves the pulses of a pin."""
        self._opened(number, Pulses).move(*way)

    def set_pixels(self, number: int, offset: int, show: int, data: bytes) -> None:
        """Sets pixels."""
        self._opened(number, Pixels).set(offset, show, data)

    def read_pin(self, number: int) -> None:
        """Tells the level or the voltage of a pin."""
        part = self.pins.get(number)
        if isinstance(part, Analog):
            self._link.report(constants.ANALOG, number, part.value(), time.ticks_us())
        elif isinstance(part, (Input, Output)):
            self._link.report(constants.LEVEL, number, part.value(), time.ticks_us())
        else:
            raise Refusal(NOT_OPEN)

    def close(self, number: int) -> None:
        """Gives a pin up, and lets it float."""
        if number in self.pins:
            self._give_up(number)
            machine.Pin(number, machine.Pin.IN)

    def _make_room(self, number: int, kind: type, possible: bytes = DIGITAL_PINS) -> None:
        if number not in possible:
            raise Refusal(NO_PIN)
        if number in self.pins:
            if not isinstance(self.pins[number], kind):
                raise Refusal(OPEN_AS_OTHER)
            self._give_up(number)

    def _keep_output(self, output: Output | Pixels | Pulses) -> None:
        self.pins[output.pin] = output
        # A list of its own: the step may be going through the old one.
        self._outputs = self._outputs + [output]  # noqa: RUF005  # MicroPython unpacks into calls only

    def _opened(self, number: int, kind: type):  # type: ignore[no-untyped-def]  # there are no type variables here
        part = self.pins.get(number)
        if not isinstance(part, kind):
            raise Refusal(NOT_OPEN)
        return part

    # Reports ----------------------------------------------------------------------------------------------------------

    def tell(self) -> None:
        """Does what is due outside of the step, and reports what happened; nothing while nobody listens."""
        for output in self._outputs:
            if isinstance(output, Pixels) and output.dark_is_due:
                output.go_dark()
        if not self._link.can_send():
            return
        self._tell_rests_and_moves()
        self._tell_inputs()

    def _tell_rests_and_moves(self) -> None:
        if self._went_to_rest_told != self._went_to_rest:
            self._went_to_rest_told = self._went_to_rest
            self.rests += 1
            self._link.report(constants.RESTED, 1, time.ticks_us())
        for output in self._outputs:
            if not isinstance(output, Pulses):
                continue
            if output.over_told != output.over:
                output.over_told += 1
                self._link.report(constants.MOVED, output.pin, 1)
            if output.replaced_told != output.replaced:
                output.replaced_told += 1
                self._link.report(constants.MOVED, output.pin, 0)

    def _tell_inputs(self) -> None:
        while True:
            edge = self.edges.next()
            if edge is None:
                break
            self._link.report(constants.EDGE, *edge)
        lost = self.edges.lost
        for part in self.pins.values():
            if isinstance(part, Input) and lost != self._edges_lost:
                # Somebody found no room: at least the level as it is now is told.
                part.tell()
            elif isinstance(part, Analog) and part.is_due():
                self._link.report(constants.ANALOG, part.pin, part.value(), time.ticks_us())
        self._edges_lost = lost
