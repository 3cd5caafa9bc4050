"""gpiozero's way to the pins of a Pico: `GPIOZERO_PIN_FACTORY=pico python any_script.py`."""

import os
import time
from collections.abc import Callable
from typing import Any

import msgspec
from gpiozero import PinSPIUnsupported
from gpiozero.pins.pi import PiFactory

from tjbot.errors import PartError
from tjbot.pins.pico.analog import AnalogInputs
from tjbot.pins.pico.board import Board, port_of
from tjbot.pins.pico.edges import Teller
from tjbot.pins.pico.info import pico_info
from tjbot.pins.pico.pins import PicoPin
from tjbot.pins.pico.pixels import PixelRow
from tjbot.pins.pico.ports import PICO_VARIABLE
from tjbot.pins.pulses import Easing
from tjbot.protocol.pico.messages import Edge, Level, Move, Pulse, Report

WHOLE = 65_535


class Rest(msgspec.Struct, frozen=True):
    """Where a servo goes when the board hears nobody, and how long the way there takes."""

    pulse_us: float
    seconds: float


class PicoFactory(PiFactory):  # type: ignore[misc]
    """The pins of a Pico that is plugged in, and what it can beyond that: it moves servos by itself and rests them,
    makes the signal of NeoPixels, and may be unplugged (see the protocols in `tjbot/pins`).

    Args:
        which: its serial number or its port; None for what the variable TJBOT_PICO says, or the only one there is.
        wait: whether to begin without it where it is not plugged in (`fault` says why), and take it when it comes.

    Raises:
        PartError: there is no Pico, and nobody wants to wait.
    """

    def __init__(self, which: str | None = None, *, wait: bool = False) -> None:
        super().__init__()
        which = os.environ.get(PICO_VARIABLE, "") if which is None else which
        self.pin_class = PicoPin
        self.rests: dict[int, Rest] = {}
        self._rows: list[PixelRow] = []
        self._info = pico_info()
        self.board = Board(lambda: port_of(which), self._hear, self._found_again, self._ask_levels)
        self.teller = Teller("Pico tells", self.ticks)
        self.board.begin(retry=wait)
        if self.board.fault and not wait:
            self.close()
            raise self.board.fault

    @property
    def fault(self) -> PartError | None:
        """Why the board cannot be used now; None while it can."""
        return self.board.fault

    def watch(self, changed: Callable[[PartError | None], None]) -> None:
        """See `Unpluggable`."""
        self.board.watch(changed)

    def close(self) -> None:
        """Rests all that moves or shines, and lets go of the board."""
        super().close()
        self.board.close()
        self.teller.close()

    def ticks(self) -> int:
        """The board's clock in microseconds."""
        return self.board.clock.ticks_at(time.monotonic())

    def ticks_diff(self, later: int, earlier: int) -> float:
        """The seconds between two ticks."""
        return (later - earlier) / 1e6

    def choose_rest(self, gpio: int, pulse_us: float, seconds: float) -> None:
        """See `RestingFactory`."""
        self.rests[gpio] = Rest(pulse_us, seconds)

    def move(self, pin: int, pulse_us: float, seconds: float, easing: Easing) -> None:
        """See `MovingFactory`: one frame, and the board does the rest."""
        target_ns = round(pulse_us * 1000)
        if not seconds:
            self.board.send(Pulse(pin, target_ns))
            return
        rising = round(easing.rising * WHOLE)
        self.board.send(
            Move(
                pin,
                target_ns,
                round(seconds * 1000),
                round(easing.start_speed * 1000),
                rising,
                min(round(easing.falling * WHOLE), WHOLE - rising),
                self.board.clock.on_board(time.monotonic()),
            )
        )

    def pixels(self, pin: int, count: int) -> PixelRow:
        """See `PixelFactory`."""
        row = PixelRow(self, pin, count)
        self._rows.append(row)
        return row

    def forget(self, row: PixelRow) -> None:
        """A row of pixels was closed."""
        self._rows = [each for each in self._rows if each is not row]

    def spi(self, **spi_args: Any) -> AnalogInputs:
        """The analogue inputs, for MCP3008 and its like.

        Raises:
            PinSPIUnsupported: other pins than the usual ones are asked for.
        """
        spi_args.pop("shared", None)
        if any(spi_args.get(key) for key in ("port", "device")) or set(spi_args) - {"port", "device"}:
            raise PinSPIUnsupported("On a Pico there is no SPI but its own analogue inputs: MCP3008(channel).")
        return AnalogInputs(pin_factory=self)

    def is_active_high(self, info: Any) -> bool:
        """Whether the device on a pin is on where the pin is high."""
        for reference in self._reservations.get(info, ()):
            device = reference()
            if device is not None:
                return bool(getattr(device, "active_high", True))
        return True

    def _get_board_info(self) -> Any:
        return self._info

    def _pins_now(self) -> list[PicoPin]:
        return list(self.pins.values())

    def _hear(self, report: Report, now: float) -> None:
        if isinstance(report, Edge | Level):
            ticks = self.board.clock.extend(report.ticks, now)
            for pin in self._pins_now():
                if pin._number == report.pin:
                    pin.told(report.value, ticks)

    def _found_again(self) -> None:
        for pin in self._pins_now():
            pin.gone_to_rest()
        for row in self._rows:
            self.board.send(row.opening)

    def _ask_levels(self) -> None:
        for pin in self._pins_now():
            pin.ask_level()
