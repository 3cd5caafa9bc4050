"""A NeoPixel: on the Pi's SPI (no root, no audio clash), or wherever the pin factory itself makes its signal.

On SPI one byte a bit, at 6.4 MHz, gives the signal of 800 kHz.
"""

import warnings
from typing import Any, Literal, Protocol, runtime_checkable

from tjbot.errors import PartError

Order = Literal["GRB", "RGB"]
"""In which order a pixel wants its colors."""

RATE_HZ = 6_400_000
ONE, ZERO = 0xF8, 0xC0
"""A bit is a long or a short pulse: 0.78 µs or 0.31 µs of 1.25 µs."""

LATCH_BYTES = 224
"""280 µs of silence, after which the pixel shows what it got."""

PIN = 10
"""SPI's data wire."""


class Pixels(Protocol):
    """A row of pixels."""

    def show(self, data: bytes) -> None:
        """Sends three bytes for each pixel, in the order in which they want them."""

    def close(self) -> None:
        """Dark, and the pin is free."""


@runtime_checkable
class PixelFactory(Protocol):
    """A pin factory whose board makes the signal of NeoPixels by itself, on any pin."""

    def pixels(self, pin: int, count: int) -> Pixels:
        """Opens a row of pixels, dark.

        Args:
            pin: the GPIO number.
            count: how many pixels there are.

        Raises:
            gpiozero.GPIOZeroError, OSError: the pin cannot be used.
        """


_BITS = [bytes(ONE if byte & bit else ZERO for bit in (128, 64, 32, 16, 8, 4, 2, 1)) for byte in range(256)]


def in_order(shade: tuple[float, float, float], order: Order) -> bytes:
    """The three bytes of a pixel.

    Args:
        shade: red, green and blue as shares of the full power.
        order: which color the pixel wants first.
    """
    red, green, blue = (round(share * 255) for share in shade)
    return bytes((green, red, blue) if order == "GRB" else (red, green, blue))


class NeoPixel:
    """One pixel, to be used as gpiozero's `RGBLED` is; it begins dark.

    Args:
        pins: the gpiozero pin factory.
        order: which color the pixel wants first.
        pin: the GPIO number of its data wire; where the factory makes no signal of pixels itself, only 10.

    Raises:
        PartError: there is no SPI.
        gpiozero.GPIOZeroError, OSError: it cannot be used.
    """

    def __init__(self, pins: Any, order: Order = "GRB", pin: int = PIN) -> None:
        self._order = order
        self._pixels: Pixels = pins.pixels(pin, 1) if isinstance(pins, PixelFactory) else _PixelOnSPI(pins)
        self.value = (0.0, 0.0, 0.0)

    @property
    def value(self) -> tuple[float, float, float]:
        """Red, green and blue as shares of the full power, 0…1."""
        return self._value

    @value.setter
    def value(self, shade: tuple[float, float, float]) -> None:
        self._pixels.show(in_order(shade, self._order))
        self._value = shade

    def close(self) -> None:
        """Puts the pixel out and frees its pin."""
        self._pixels.close()


class _PixelOnSPI:
    def __init__(self, pins: Any) -> None:
        from gpiozero import SPISoftwareFallback

        try:
            with warnings.catch_warnings():
                # gpiozero would go on with pins that it switches one by one, far too slowly.
                warnings.simplefilter("error", SPISoftwareFallback)
                self._spi = pins.spi(port=0, device=0)
        except SPISoftwareFallback as error:
            raise PartError(
                f"The Pi's SPI, which the NeoPixel needs, cannot be used: {error}.",
                "Switch it on: sudo raspi-config nonint do_spi 0, then restart the Pi.",
            ) from None
        self._spi.rate = RATE_HZ

    def show(self, data: bytes) -> None:
        # The first bit of a transfer may come out too long, so silence comes first.
        self._spi.write(b"\0" + b"".join(_BITS[byte] for byte in data) + bytes(LATCH_BYTES))

    def close(self) -> None:
        self.show(bytes(3))
        self._spi.close()
