"""Frames on the line between a computer and a Pico: bytes to frame and back.

    LENGTH  SEQUENCE  CONTENT …  CRC  CRC  SYNC

LENGTH counts all bytes of the frame (5…64). SEQUENCE is 0x10 and a number 0…15. CONTENT is any number of whole
messages. CRC is CRC-16/CCITT (polynomial 0x1021, beginning with 0xFFFF) over all before it, high byte first. SYNC is
0x7E: after noise a reader goes on behind the next one. The shape is that of Klipper's protocol (its `Protocol.md`),
which has moved motors for years.

Each side numbers what it sends. The board takes only the frame whose number it expects, answers every frame with the
number that it expects next (in a frame that may be empty), and throws away what is damaged, comes twice, or out of
order; the computer sends again from the first frame that was not taken.
"""

import binascii
from collections.abc import Iterator

import msgspec

SYNC = 0x7E
MARK = 0x10
"""What stands in the high half of every SEQUENCE."""
SEQUENCES = 16
OVERHEAD_BYTES = 5
MAXIMUM_FRAME_BYTES = 64
MAXIMUM_CONTENT_BYTES = MAXIMUM_FRAME_BYTES - OVERHEAD_BYTES
CRC_START = 0xFFFF


class Frame(msgspec.Struct, frozen=True):
    """What one frame carries.

    `sequence` is 0…15: of a frame to the board its own number, of a frame from the board the number that it expects
    next. `content` is whole messages, at most 59 bytes, or nothing.
    """

    sequence: int
    content: bytes = b""


def encode_frame(frame: Frame) -> bytes:
    """The bytes of a frame.

    Raises:
        ValueError: its content is longer than 59 bytes, or its number no number from 0 to 15.
    """
    if len(frame.content) > MAXIMUM_CONTENT_BYTES:
        raise ValueError(f"{len(frame.content)} bytes do not fit into a frame of {MAXIMUM_CONTENT_BYTES}")
    if not 0 <= frame.sequence < SEQUENCES:
        raise ValueError(f"{frame.sequence} is no number of a frame")
    body = bytes((len(frame.content) + OVERHEAD_BYTES, MARK | frame.sequence)) + frame.content
    return body + binascii.crc_hqx(body, CRC_START).to_bytes(2, "big") + bytes((SYNC,))


GREETING = bytes((SYNC,)) + encode_frame(Frame(0))
"""How a computer begins, or comes back: an empty frame, whose answer says which number the board expects.

Until it has come, and when no frame has come for 10 s, the byte 3 is Ctrl-C to the board, and ends its program; here
is none.
"""


class FrameReader:
    """Finds frames in what comes over the line, whatever else comes; it keeps at most one frame's bytes.

    `damaged` counts the stretches of bytes that were thrown away.
    """

    def __init__(self) -> None:
        self.damaged = 0
        self._buffer = bytearray()
        self._lost = False

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Takes bytes, and yields the frames that are complete with them."""
        for byte in data:
            self._buffer.append(byte)
            yield from self._next()

    def give_up(self) -> Iterator[Frame]:
        """After a pause: the rest of half a frame will not come. Yields the frames that come to light behind it."""
        if self._buffer and not self._lost:
            self._lose()
            yield from self._next()

    def _next(self) -> Iterator[Frame]:
        while self._buffer:
            if self._lost:
                if not self._skip():
                    return
                continue
            length = self._buffer[0]
            if length == SYNC:
                # Between frames a lone SYNC is nothing; it helps a reader that lost its way.
                del self._buffer[0]
                continue
            if not OVERHEAD_BYTES <= length <= MAXIMUM_FRAME_BYTES:
                self._lose()
                continue
            if len(self._buffer) > 1 and self._buffer[1] & ~(SEQUENCES - 1) != MARK:
                self._lose()
                continue
            if len(self._buffer) < length:
                return
            yield from self._whole(length)

    def _whole(self, length: int) -> Iterator[Frame]:
        body, crc = bytes(self._buffer[: length - 3]), self._buffer[length - 3 : length - 1]
        whole = self._buffer[length - 1] == SYNC and binascii.crc_hqx(body, CRC_START) == int.from_bytes(crc, "big")
        if not whole:
            self._lose()
            return
        del self._buffer[:length]
        yield Frame(body[1] & (SEQUENCES - 1), body[2:])

    def _lose(self) -> None:
        self.damaged += 1
        self._lost = True

    def _skip(self) -> bool:
        """Goes on behind the next SYNC; whether there was one."""
        place = self._buffer.find(SYNC)
        if place < 0:
            self._buffer.clear()
            return False
        del self._buffer[: place + 1]
        self._lost = False
        return True
