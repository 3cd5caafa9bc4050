"""A pin of a Pico, as gpiozero has pins."""

import logging
from typing import Any

from gpiozero import PinInvalidBounce, PinInvalidFunction, PinInvalidPull, PinInvalidState, PinSetInput
from gpiozero.pins.pi import PiPin

from tjbot.errors import PartError
from tjbot.pins.pico.board import PinRefusedError
from tjbot.pins.pico.edges import Change, Debounce
from tjbot.protocol.pico.messages import (
    Close,
    Command,
    Level,
    OpenInput,
    OpenOutput,
    OpenPulses,
    Pulse,
    ReadPin,
    Write,
)

log = logging.getLogger(__name__)

SILENCE_MS = 1000
"""So long an output goes on when nobody is heard."""

PULLS = ("floating", "up", "down")
EDGES = {"none": (), "rising": (1,), "falling": (0,), "both": (0, 1)}
JUST_OPENED_US = 1_000_000


class PicoPin(PiPin):  # type: ignore[misc]
    """A pin that is an input until it is made an output.

    What was said to an output is its state, until the board has gone to rest. While the board is gone, outputs take
    what is said to them and do nothing; a pin cannot be opened then.
    """

    def __init__(self, factory: Any, info: Any) -> None:
        super().__init__(factory, info)
        self._board = factory.board
        self._opening: Command | None = None
        self._function = "input"
        self._pull = "floating"
        self._level = 0
        self._duty = 0.0
        self._frequency: float | None = None
        self._bounce: float | None = None
        self._edges = "both"
        self._debounce = Debounce(0)
        self._asked_at = self._opened_at = 0
        self._awaits_level = False

    def close(self) -> None:
        """Lets the pin rest and float; a device may use it again later."""
        self.when_changed = None
        if self._opening:
            self._say(Close(self._number))
        self._opening = None
        self._function, self._pull, self._bounce, self._edges = "input", "floating", None, "both"
        self._frequency, self._duty, self._level = None, 0.0, 0

    def output_with_state(self, state: float) -> None:
        """Makes it an output with this level from the first moment on."""
        self._frequency = None
        self._function = "output"
        self._open(OpenOutput(self._number, int(bool(state)), self._rest_level(), SILENCE_MS))
        self._level = int(bool(state))

    def input_with_pull(self, pull: str) -> None:
        """Makes it an input."""
        if pull not in PULLS:
            raise PinInvalidPull(f'invalid pull "{pull}" for pin {self!r}')
        self._pull = pull
        self._function = "input"
        self._asked_at = self.factory.ticks()
        self._awaits_level = True
        self._debounce = Debounce(self._level, self._hold_us())
        self._open(OpenInput(self._number, PULLS.index(pull)))
        self._make_sure_of_level()

    # What the board says ----------------------------------------------------------------------------------------------

    def told(self, level: int, ticks: int) -> None:
        """The board says which level an input has, and since when (extended ticks). Must not wait."""
        if self._awaits_level:
            self._awaits_level = False
            self._opened_at = ticks
        elif level == self._level:
            return
        self._level = level
        if self._when_changed is not None:
            change = Change(self._since_asked(ticks), level)
            self.factory.teller.tell(lambda: self._changed(change))

    def gone_to_rest(self) -> None:
        """The board is there again, and an output is at rest."""
        if isinstance(self._opening, OpenOutput):
            self._level = self._opening.rest
            self._board.send(OpenOutput(self._number, self._level, self._opening.rest, SILENCE_MS))
        elif isinstance(self._opening, OpenPulses):
            self._board.send(self._opening)
            self._duty = self._opening.rest_ns / self._opening.period_us / 1000 if not self._opening.cut else 0.0
            self._send_duty()
        elif isinstance(self._opening, OpenInput):
            self._board.send(self._opening)

    def ask_level(self) -> None:
        """Asks for the level of an input, should its change have been lost on the line."""
        if isinstance(self._opening, OpenInput):
            self._board.send(ReadPin(self._number))

    def _make_sure_of_level(self) -> None:
        """The report of its level may have been lost on the line, and one of its last opening may come late."""
        try:
            self._board.ask(ReadPin(self._number), answer=Level, fits=lambda level: level.pin == self._number)
        except PartError as error:
            log.debug("GPIO %d: %s", self._number, error)

    def _since_asked(self, ticks: int) -> int:
        """Ticks as if the board had opened the pin when it was told to: how long after that something happened is what
        gpiozero's LightSensor measures.
        """
        return ticks - (self._opened_at - self._asked_at if ticks - self._opened_at < JUST_OPENED_US else 0)

    def _changed(self, change: Change) -> None:
        believed = self._debounce.feed(change)
        due = self._debounce.due()
        if due is not None:
            self.factory.teller.tell_at(due, self, self._settled)
        self._call(believed)

    def _settled(self) -> None:
        self._call(self._debounce.settle())

    def _call(self, change: Change | None) -> None:
        if change and change.level in EDGES[self._edges] and self._when_changed is not None:
            self._call_when_changed(change.ticks, change.level)

    def _enable_event_detect(self) -> None:
        self._debounce = Debounce(self._level, self._hold_us())

    def _disable_event_detect(self) -> None:
        """Nothing is to be done: what nobody waits for is told to nobody."""

    # What gpiozero asks -----------------------------------------------------------------------------------------------

    def _get_function(self) -> str:
        return self._function

    def _set_function(self, value: str) -> None:
        if value == "input":
            self.input_with_pull(self._pull)
        elif value == "output":
            if not isinstance(self._opening, OpenOutput | OpenPulses):
                self.output_with_state(self._rest_level())
        else:
            raise PinInvalidFunction(f'invalid function "{value}" for pin {self!r}')

    def _get_state(self) -> float:
        if self._frequency:
            return self._duty
        if not self._opening:
            self.input_with_pull(self._pull)
        return self._level

    def _set_state(self, value: float) -> None:
        if self._function != "output":
            raise PinSetInput(f"cannot set state of pin {self!r}")
        if self._frequency:
            if not 0 <= value <= 1:
                raise PinInvalidState(f'invalid state "{value}" for pin {self!r}')
            self._duty = float(value)
            self._send_duty()
        elif isinstance(self._opening, OpenOutput):
            self._level = int(bool(value))
            self._say(Write(self._number, self._level))
        else:
            self.output_with_state(value)

    def _get_pull(self) -> str:
        return self._pull

    def _set_pull(self, value: str) -> None:
        if self._function != "input":
            raise PinSetInput(f"cannot set pull on non-input pin {self!r}")
        self.input_with_pull(value)

    def _get_frequency(self) -> float | None:
        return self._frequency

    def _set_frequency(self, value: float | None) -> None:
        if not value:
            if self._frequency:
                self._duty = 0.0
                self._send_duty()
            self._frequency = None
            return
        if self._function != "output":
            raise PinInvalidState(f"cannot start PWM on pin {self!r}")
        opening = self._opening_of_pulses(value)
        if opening != self._opening:
            self._open(opening)
            self._frequency = value
            if self._duty:
                self._send_duty()
        self._frequency = value

    def _get_bounce(self) -> float | None:
        return self._bounce

    def _set_bounce(self, value: float | None) -> None:
        if value is not None and value < 0:
            raise PinInvalidBounce("bounce must be 0 or greater")
        self._bounce = value
        self._debounce = Debounce(self._level, self._hold_us())

    def _get_edges(self) -> str:
        return self._edges

    def _set_edges(self, value: str) -> None:
        self._edges = value

    # How it is said to the board --------------------------------------------------------------------------------------

    def _hold_us(self) -> int:
        return round((self._bounce or 0.0) * 1e6)

    def _rest_level(self) -> int:
        """Where the device on this pin is off."""
        return int(not self.factory.is_active_high(self._info))

    def _opening_of_pulses(self, frequency: float) -> OpenPulses:
        period_us = max(round(1e6 / frequency), 1)
        rest = self.factory.rests.get(self._number)
        if rest:
            return OpenPulses(
                self._number, period_us, round(rest.pulse_us * 1000), round(rest.seconds * 1000), 1, SILENCE_MS
            )
        # An LED that shines where the pin is low is off where it is high all the time.
        on_low = self._rest_level()
        return OpenPulses(self._number, period_us, on_low * period_us * 1000, 0, 1 - on_low, SILENCE_MS)

    def _send_duty(self) -> None:
        assert isinstance(self._opening, OpenPulses)
        self._say(Pulse(self._number, round(self._duty * self._opening.period_us * 1000)))

    def _open(self, opening: Command) -> None:
        before, self._opening = self._opening, opening
        same = before is None or type(before) is type(opening)
        try:
            self._board.settle(*([] if same else [Close(self._number)]), opening)
        except PartError as error:
            if before and not isinstance(error, PinRefusedError):
                # A script that changes its pin now and then goes on, and it is opened when the board is back.
                log.debug("GPIO %d: %s", self._number, error)
                return
            self._opening = None
            raise

    def _say(self, command: Command) -> None:
        """What is said to a board that is gone, its state has told already (`Board.fault`)."""
        try:
            self._board.send(command)
        except PartError as error:
            log.debug("GPIO %d: %s", self._number, error)
