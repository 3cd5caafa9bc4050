"""A row of NeoPixels on any pin of a Pico: the board makes their signal."""

from typing import Any

from tjbot.errors import PartError
from tjbot.pins.pico.pins import SILENCE_MS
from tjbot.protocol.pico.messages import Close, OpenPixels, Pixels

PIECE_BYTES = 51
"""So many fit into a frame: 17 pixels."""


class PixelRow:
    """The pixels on one pin; they begin dark.

    Args:
        factory: the pin factory.
        pin: the GPIO number.
        count: how many there are, 1…255.

    Raises:
        PartError: the board is gone, or it refuses.
        gpiozero.GPIOPinInUse: another device uses the pin.
    """

    def __init__(self, factory: Any, pin: int, count: int) -> None:
        self._factory = factory
        self._pin = pin
        factory.reserve_pins(self, pin)
        self.opening = OpenPixels(pin, count, 3, SILENCE_MS)
        try:
            factory.board.settle(self.opening)
        except PartError:
            factory.release_pins(self, pin)
            raise

    def show(self, data: bytes) -> None:
        """Sends three bytes for each pixel, in the order in which they want them.

        Raises:
            PartError: the board is gone.
        """
        for offset in range(0, len(data), PIECE_BYTES):
            piece = data[offset : offset + PIECE_BYTES]
            is_last = offset + PIECE_BYTES >= len(data)
            self._factory.board.send(Pixels(self._pin, offset, int(is_last), piece))

    def close(self) -> None:
        """Dark, and the pin is free."""
        self._factory.forget(self)
        self._factory.release_pins(self, self._pin)
        if not self._factory.board.fault:
            self._factory.board.send(Close(self._pin))

    def _conflicts_with(self, other: object) -> bool:
        return True
