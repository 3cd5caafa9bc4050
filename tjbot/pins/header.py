"""The pins that one can put a wire on: the header of a Raspberry Pi, and the two edges of a Pico."""

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

import msgspec

Supply = Literal["3.3 V", "5 V"]
"""What a part is powered with."""

ANALOG_PINS = (26, 27, 28)
"""The GPIOs of a Pico that measure voltages."""

Gives = Literal["3.3 V", "5 V", "ground", ""]
Side = Literal["left", "right"]


class HeaderPin(msgspec.Struct, frozen=True, kw_only=True):
    """A pin: its number, its name as it is printed, its GPIO, and what it gives where that is a supply or ground.

    `side` is the column in which it stands, and `row` its place there from the top, from 0 on.
    """

    number: int
    name: str
    side: Side
    row: int
    gpio: int | None = None
    gives: Gives = ""


class Header(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The pins of a kind of board, by their numbers.

    `board` is what one calls it in a sentence ("the Pi"), `word` what stands before a GPIO's number.
    """

    kind: Literal["pi", "pico"]
    board: str
    word: str
    pins: tuple[HeaderPin, ...]

    @cached_property
    def pin_of_gpio(self) -> dict[int, int]:
        """The number of the pin on which each GPIO is."""
        return {pin.gpio: pin.number for pin in self.pins if pin.gpio is not None}

    def pin(self, number: int) -> HeaderPin:
        """The pin with a number.

        Raises:
            IndexError: there is none.
        """
        if not 1 <= number <= len(self.pins):
            raise IndexError(f"there is no pin {number}")
        return self.pins[number - 1]

    def place(self, gpio: int) -> str:
        """How to find a GPIO: "GPIO 18 (pin 12)" on a Pi, "GP18 (pin 24)" on a Pico."""
        pin = self.pin_of_gpio.get(gpio)
        return f"{self.word}{gpio}" + (f" (pin {pin})" if pin else "")

    def distance(self, one: int, other: int) -> int:
        """How far two pins are from each other; a Pi's columns stand side by side, a Pico's far apart."""
        if self.kind == "pi":
            return abs(one - other)
        here, there = self.pin(one), self.pin(other)
        return abs(here.row - there.row) + (0 if here.side == there.side else len(self.pins))


# fmt: off
_PI: tuple[str | int, ...] = (
    "3.3 V", "5 V",    2, "5 V",      3, "ground",  4, 14,       "ground", 15,
    17, 18,            27, "ground",  22, 23,       "3.3 V", 24, 10, "ground",
    9, 25,             11, 8,         "ground", 7,  0, 1,        5, "ground",
    6, 12,             13, "ground",  19, 16,       26, 20,      "ground", 21,
)
_PICO: tuple[str | int, ...] = (
    0, 1, "GND", 2, 3, 4, 5, "GND", 6, 7, 8, 9, "GND", 10, 11, 12, 13, "GND", 14, 15,
    16, 17, "GND", 18, 19, 20, 21, "GND", 22, "RUN", 26, 27, "AGND", 28, "ADC_VREF", "3V3", "3V3_EN", "GND", "VSYS",
    "VBUS",
)
# fmt: on
_GIVES: dict[str, Gives] = {
    "ground": "ground",
    "GND": "ground",
    "AGND": "ground",
    "3.3 V": "3.3 V",
    "3V3": "3.3 V",
    "5 V": "5 V",
    "VBUS": "5 V",
}


def _pin(number: int, what: str | int, side: Side, row: int, word: str) -> HeaderPin:
    if isinstance(what, int):
        return HeaderPin(number=number, name=f"{word}{what}", side=side, row=row, gpio=what)
    return HeaderPin(number=number, name=what, side=side, row=row, gives=_GIVES.get(what, ""))


def _pi_pins() -> Iterator[HeaderPin]:
    """Odd numbers stand in one column, even ones in the other."""
    for number, what in enumerate(_PI, start=1):
        yield _pin(number, what, "left" if number % 2 else "right", (number - 1) // 2, "GPIO ")


def _pico_pins() -> Iterator[HeaderPin]:
    """With the USB socket above, they are counted down the left edge and up the right one."""
    for number, what in enumerate(_PICO, start=1):
        left = number <= 20
        yield _pin(number, what, "left" if left else "right", number - 1 if left else 40 - number, "GP")


PI_HEADER = Header(kind="pi", board="Pi", word="GPIO ", pins=tuple(_pi_pins()))
PICO_HEADER = Header(kind="pico", board="Pico", word="GP", pins=tuple(_pico_pins()))
