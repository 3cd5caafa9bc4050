"""Frames that a bad line or a bad program might send to the board, and good ones between them, which must be obeyed."""

import random
from collections.abc import Callable

from tests.firmware.computer import Computer
from tjbot.protocol.pico.frames import MARK, MAXIMUM_CONTENT_BYTES, OVERHEAD_BYTES, SEQUENCES, SYNC, Frame, encode_frame
from tjbot.protocol.pico.messages import Pulse, encode_message

GOOD_EVERY = 25
"""After so many bad frames a good one is sent until it is taken."""
GOOD_WIDTH_NS = 1_000_000
BAD_WIDTH_NS = 2_000_000


class Noise:
    """Sends bad frames to a board whose pin `pin` has pulses.

    Each good frame, which is known to have been taken, gives the pulses another width: `good_widths`, in order. What
    the bad ones are made of would give widths that are in no good one.
    """

    def __init__(self, computer: Computer, pin: int, chance: random.Random) -> None:
        self.good_widths: list[int] = []
        self._computer = computer
        self._pin = pin
        self._chance = chance
        self._kinds: list[Callable[[], bytes]] = [
            self._flipped,
            self._cut_off,
            self._missing_bytes,
            self._out_of_order,
            self._random_frame,
            self._random_bytes,
            self._twice,
        ]
        self._last = b""

    def send(self, count: int) -> None:
        """Sends so many bad frames, and good ones between them."""
        for number in range(count):
            self._computer.write(self._chance.choice(self._kinds)())
            if number % GOOD_EVERY == GOOD_EVERY - 1 or number == count - 1:
                self._send_a_good_one()

    def _send_a_good_one(self) -> None:
        self._computer.settle()
        width = GOOD_WIDTH_NS + len(self.good_widths)
        self._last = self._computer.frame(Pulse(self._pin, width))
        self._computer.say(Pulse(self._pin, width))
        self.good_widths.append(width)

    def _bad(self) -> bytes:
        """A whole frame, to be damaged: the board would take it."""
        width = BAD_WIDTH_NS + self._chance.randrange(100_000)
        return encode_frame(Frame(self._computer.sequence, encode_message(Pulse(self._pin, width))))

    def _flipped(self) -> bytes:
        """Up to three wrong bits, which the CRC tells for certain."""
        data = bytearray(self._bad())
        for bit in self._chance.sample(range(8 * len(data)), self._chance.randint(1, 3)):
            data[bit // 8] ^= 1 << bit % 8
        # With a wrong SYNC at its end it is whole to nobody, but what lies before is.
        return bytes(data)

    def _cut_off(self) -> bytes:
        data = self._bad()
        return data[: self._chance.randrange(1, len(data) - 1)]

    def _missing_bytes(self) -> bytes:
        data = self._bad()
        # Not the first: a frame that was cut off behind its first byte would put it back.
        place = self._chance.randrange(1, len(data) - 1)
        left = data[:place] + data[place + 1 :]
        # Where a CRC ends like a SYNC, the next SYNC would make it whole: nothing would be missing.
        return self._missing_bytes() if left + bytes((SYNC,)) == data else left

    def _out_of_order(self) -> bytes:
        width = BAD_WIDTH_NS + self._chance.randrange(100_000)
        other = (self._computer.sequence + self._chance.randrange(1, SEQUENCES)) % SEQUENCES
        return encode_frame(Frame(other, encode_message(Pulse(self._pin, width))))

    def _random_frame(self) -> bytes:
        """Looks like a frame, but for the CRC."""
        content = self._chance.randbytes(self._chance.randrange(MAXIMUM_CONTENT_BYTES + 1))
        head = bytes((len(content) + OVERHEAD_BYTES, MARK | self._chance.randrange(SEQUENCES)))
        return head + content + self._chance.randbytes(2) + bytes((SYNC,))

    def _random_bytes(self) -> bytes:
        return self._chance.randbytes(self._chance.randrange(1, 65))

    def _twice(self) -> bytes:
        return self._last
