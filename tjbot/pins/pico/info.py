"""The Pico's two rows of pins, as gpiozero describes boards."""

from typing import Any

from gpiozero.pins import BoardInfo, HeaderInfo, PinInfo

from tjbot.pins.header import ANALOG_PINS, PICO_HEADER

HEADER = "PICO"
LED_PIN = 25
"""The LED on the board itself. (On a Pico W it hangs on the wireless chip, where nobody reaches it so.)"""

_NAMES = {"AGND": "GND", "VBUS": "5V"}
"""What gpiozero calls otherwise than the board does."""


class PicoHeader(HeaderInfo):  # type: ignore[misc]
    """gpiozero draws pins that are numbered from left to right; a Pico's go down on the left and up on the right."""

    __slots__ = ()

    def __format__(self, format_spec: str) -> str:
        drawn = {(pin.row - 1) * self.columns + pin.col: pin for pin in self.pins.values()}
        return format(HeaderInfo(self.name, self.rows, self.columns, drawn), format_spec)


class PicoInfo(BoardInfo):  # type: ignore[misc]
    """What gpiozero tells of a Pico. `memory` is in megabytes."""

    __slots__ = ()

    @property
    def description(self) -> str:
        """What it is."""
        return "Raspberry Pi Pico"


def pico_info() -> Any:
    """The board with its header and its LED. A pin is found as 15, "15", "GP15", "GPIO15" or "PICO:20"."""
    pins = {
        pin.number: _pin(HEADER, pin.number, pin.row + 1, 1 if pin.side == "left" else 2, pin.name, pin.gpio)
        for pin in PICO_HEADER.pins
    }
    led = _pin("LED", 1, 1, 1, "LED", LED_PIN)
    return PicoInfo(
        revision="pico",
        model="Pico",
        pcb_revision="1",
        released="2021Q1",
        soc="RP2040",
        manufacturer="Raspberry Pi",
        memory=0.264,
        storage="2MB",
        usb=0,
        usb3=0,
        ethernet=0,
        eth_speed=0,
        wifi=False,
        bluetooth=False,
        csi=0,
        dsi=0,
        headers={HEADER: PicoHeader(HEADER, len(pins) // 2, 2, pins), "LED": HeaderInfo("LED", 1, 1, {1: led})},
        board="{PICO:full}",
    )


def _pin(header: str, number: int, row: int, col: int, name: str, gpio: int | None) -> Any:
    names: set[Any] = {f"{header}:{number}", name}
    interfaces = {"gpio"} if gpio is not None else {""}
    name = _NAMES.get(name, name)
    if gpio is not None:
        name = f"GPIO{gpio}"
        names |= {gpio, str(gpio), f"GP{gpio}"}
        interfaces |= {"adc"} if gpio in ANALOG_PINS else set()
    return PinInfo(number, name, frozenset(names | {name}), "", row, col, frozenset(interfaces))
