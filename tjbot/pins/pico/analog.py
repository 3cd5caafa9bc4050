"""The Pico's own analogue inputs, for gpiozero's devices that expect a chip for that (MCP3008 and its like) on SPI.

Channel 0 is GPIO 26, channel 1 GPIO 27, channel 2 GPIO 28.
"""

from typing import Any

from gpiozero import SPI, PinSPIUnsupported, SPIBadChannel
from gpiozero.mixins import SharedMixin

from tjbot.errors import PartError
from tjbot.pins.header import ANALOG_PINS
from tjbot.protocol.pico.messages import Analog, OpenAnalog, ReadPin

FULL = 65_535


class Question:
    """What gpiozero sends to such a chip: how many bits it shall answer, and which channel is meant.

    Args:
        words: the three bytes.

    Raises:
        PinSPIUnsupported: they are not the question of an MCP3004, MCP3008, MCP3204 or MCP3208.
        SPIBadChannel: it asks for a difference, or a channel that the Pico does not have.
    """

    def __init__(self, words: list[int]) -> None:
        number = int.from_bytes(bytes(words), "big")
        # A start bit, whether it is one channel alone, three bits for the channel, and room for the answer.
        self.bits = {17: 10, 19: 12}.get(number.bit_length(), 0)
        if len(words) != 3 or not self.bits:
            raise PinSPIUnsupported("On a Pico's SPI there are only MCP3004, MCP3008, MCP3204 and MCP3208.")
        asked = number >> (self.bits + 2)
        self.channel = asked & 7
        if not asked & 8 or self.channel >= len(ANALOG_PINS):
            raise SPIBadChannel(f"A Pico has the channels 0 to {len(ANALOG_PINS) - 1}, each against ground.")

    def answer(self, value: int) -> list[int]:
        """What the chip would answer.

        Args:
            value: 0 is ground, 65,535 is 3.3 V.
        """
        return list((value >> (16 - self.bits)).to_bytes(3, "big"))


class AnalogInputs(SharedMixin, SPI):  # type: ignore[misc]
    """An SPI on which the Pico itself answers as an MCP3008 would."""

    def __init__(self, pin_factory: Any) -> None:
        super().__init__(pin_factory=pin_factory)
        self._values: dict[int, int] = {}
        self._is_open = True

    @classmethod
    def _shared_key(cls, pin_factory: Any) -> Any:
        return id(pin_factory)

    def close(self) -> None:
        """Frees the pins."""
        self._is_open = False
        self._values.clear()
        self.pin_factory.release_all(self)
        super().close()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return not self._is_open

    def transfer(self, data: list[int]) -> list[int]:
        """Answers a question for a channel; while the board is gone, what it said last.

        Raises:
            PartError: the board is gone, and has never said anything.
        """
        question = Question(data)
        pin = ANALOG_PINS[question.channel]
        if pin not in self._values:
            self.pin_factory.reserve_pins(self, f"GPIO{pin}")
        try:
            self._values[pin] = self._measure(pin)
        except PartError:
            if pin not in self._values:
                raise
        return question.answer(self._values[pin])

    def _measure(self, pin: int) -> int:
        # Opened each time, because the board may have been plugged in again.
        answer = self.pin_factory.board.ask(
            OpenAnalog(pin, 0), ReadPin(pin), answer=Analog, fits=lambda answer: answer.pin == pin
        )
        return int(answer.value)

    def _get_clock_mode(self) -> int:
        return 0
