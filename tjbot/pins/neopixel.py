"""A NeoPixel on the Pi's SPI: no root, no audio clash. One SPI byte a bit, at 6.4 MHz, gives its 800 kHz signal."""

import warnings
from typing import Any, Literal

from tjbot.errors import PartError

Order = Literal["GRB", "RGB"]
"""In which order a pixel wants its colors."""

RATE_HZ = 6_400_000
ONE, ZERO = 0xF8, 0xC0
"""A bit is a long or a short pulse: 0.78 µs or 0.31 µs of 1.25 µs."""

LATCH_BYTES = 224
"""280 µs of silence, after which the pixel shows what it got."""

_BITS = [bytes(ONE if byte & bit else ZERO for bit in (128, 64, 32, 16, 8, 4, 2, 1)) for byte in range(256)]


def frame(shade: tuple[float, float, float], order: Order) -> bytes:
    """What the SPI sends so that one pixel shines.

    Args:
        shade: red, green and blue as shares of the full power.
        order: which color the pixel wants first.
    """
    red, green, blue = (_BITS[round(share * 255)] for share in shade)
    colors = green + red + blue if order == "GRB" else red + green + blue
    # The first bit of a transfer may come out too long, so silence comes first.
    return b"\0" + colors + bytes(LATCH_BYTES)


class NeoPixel:
    """One pixel on GPIO 10, to be used as gpiozero's `RGBLED` is; it begins dark.

    Args:
        pins: the gpiozero pin factory.
        order: which color the pixel wants first.

    Raises:
        PartError: there is no SPI.
        gpiozero.GPIOZeroError, OSError: it cannot be used.
    """

    def __init__(self, pins: Any, order: Order = "GRB") -> None:
        from gpiozero import SPISoftwareFallback

        self._order = order
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
        self.value = (0.0, 0.0, 0.0)

    @property
    def value(self) -> tuple[float, float, float]:
        """Red, green and blue as shares of the full power, 0…1."""
        return self._value

    @value.setter
    def value(self, shade: tuple[float, float, float]) -> None:
        self._spi.write(frame(shade, self._order))
        self._value = shade

    def close(self) -> None:
        """Puts the pixel out and frees the SPI."""
        self.value = (0.0, 0.0, 0.0)
        self._spi.close()
