"""Frames on the serial line: bytes to messages and back. What they look like: tjbot/protocol/pico/frames.py."""

import select
import struct
import sys
import time
from array import array

import micropython
from constants import (
    COMMAND_FORMATS,
    CRC_START,
    MARK,
    MAXIMUM_CONTENT_BYTES,
    MAXIMUM_FRAME_BYTES,
    OVERHEAD_BYTES,
    REPORT_FORMATS,
    SEQUENCES,
    SYNC,
)
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

GAP_US = const(20_000)
"""Bytes of one frame follow each other; after such a gap what is there is the half of a lost one."""
IDLE_US = const(10_000_000)
"""So long after the last frame Ctrl-C ends the program (`Link.mind_ctrl_c`)."""
CTRL_C = const(3)
NEVER = const(-1)


def _crc_of_byte(mixed: int) -> int:
    mixed ^= mixed >> 4
    return (mixed << 12 ^ mixed << 5 ^ mixed) & 0xFFFF


_CRCS = array("H", [_crc_of_byte(byte) for byte in range(256)])


def crc_of(data: bytearray, count: int) -> int:
    """CRC-16/CCITT of the first `count` bytes."""
    crcs = _CRCS
    crc = CRC_START
    for place in range(count):
        crc = (crc & 0xFF) << 8 ^ crcs[crc >> 8 ^ data[place]]
    return crc


class FrameReader:
    """Finds frames in what comes, whatever else comes; allocates nothing.

    Put a byte at `buffer[filled]`, raise `filled`, and where that reaches `wanted` ask `find` until it finds no more;
    what it found lies in `frame`, `length` bytes long.
    """

    def __init__(self) -> None:
        self.damaged = 0
        self.frame = bytearray(MAXIMUM_FRAME_BYTES)
        self.length = 0
        self.buffer = bytearray(MAXIMUM_FRAME_BYTES)
        self.filled = 0
        self.wanted = 1
        self._lost = False

    def find(self) -> bool:
        """Whether there is one more whole frame."""
        self.wanted = 1
        while self.filled:
            if self._lost and not self._skip():
                return False
            if not self.filled:
                return False
            length = self.buffer[0]
            if length == SYNC:
                # Between frames a lone SYNC is nothing.
                self._drop(1)
            elif not OVERHEAD_BYTES <= length <= MAXIMUM_FRAME_BYTES or not self._is_marked():
                self.give_up()
            elif self.filled < length:
                self.wanted = length if self.filled > 1 else 2
                return False
            elif self._is_whole(length):
                for place in range(length):
                    self.frame[place] = self.buffer[place]
                self.length = length
                self._drop(length)
                return True
            else:
                self.give_up()
        return False

    def give_up(self) -> None:
        """What is there is no frame: goes on behind the next SYNC."""
        self.damaged += 1
        self._lost = True

    def _is_marked(self) -> bool:
        return self.filled < 2 or self.buffer[1] & ~(SEQUENCES - 1) == MARK

    def _is_whole(self, length: int) -> bool:
        data = self.buffer
        if data[length - 1] != SYNC:
            return False
        return crc_of(data, length - 3) == data[length - 3] << 8 | data[length - 2]

    def _skip(self) -> bool:
        for place in range(self.filled):
            if self.buffer[place] == SYNC:
                self._drop(place + 1)
                self._lost = False
                return True
        self.filled = 0
        return False

    def _drop(self, count: int) -> None:
        self.filled -= count
        for place in range(self.filled):
            self.buffer[place] = self.buffer[place + count]


class Link:
    """The serial line to the computer.

    `heard` is the board's clock when the last good frame came.
    """

    def __init__(self) -> None:
        self.reader = FrameReader()
        self.expected = 0
        self.out_of_order = 0
        self.heard = time.ticks_us()
        self._read_into = sys.stdin.buffer.readinto
        self._sink = sys.stdout.buffer
        incoming = select.poll()
        incoming.register(sys.stdin, select.POLLIN)
        self._incoming = incoming.ipoll
        writable = select.poll()
        writable.register(sys.stdout, select.POLLOUT)
        self._writable = writable.ipoll
        self._byte = bytearray(1)
        self._greeted = False
        self._byte_came = self.heard
        self._ctrl_c = CTRL_C
        self._outgoing = bytearray(MAXIMUM_FRAME_BYTES)
        self._outgoing_view = memoryview(self._outgoing)
        self._content_end = 2

    def wait(self, milliseconds: int) -> bool:
        """Waits for a byte; whether there is one. Allocates nothing."""
        for _ in self._incoming(milliseconds):
            return True
        return False

    def can_send(self) -> bool:
        """Whether the computer takes what is said."""
        for _ in self._writable(0):
            return True
        return False

    def receive(self) -> bool:
        """Takes what is there up to the end of a frame; whether one is whole (more may be: `reader.find`).

        There must be a byte. This runs for each byte that ever comes, hence the short ways.
        """
        reader, one, read_into, incoming = self.reader, self._byte, self._read_into, self._incoming
        more = True
        while more:
            read_into(one)
            filled = reader.filled
            reader.buffer[filled] = one[0]
            reader.filled = filled = filled + 1
            if filled >= reader.wanted and reader.find():
                return True
            more = False
            for _ in incoming(0):
                more = True
        self._byte_came = time.ticks_us()
        return False

    def end_half_a_frame(self) -> bool:
        """Gives up a frame whose other half does not come; whether a whole one comes to light behind it."""
        if not self.reader.filled or time.ticks_diff(time.ticks_us(), self._byte_came) < GAP_US:
            return False
        self.reader.give_up()
        return self.reader.find()

    def accept(self) -> bool:
        """Whether the frame that was found is the one that is expected; any frame is a sign of life."""
        self.heard = time.ticks_us()
        if self._ctrl_c != NEVER:
            self._ctrl_c = NEVER
            micropython.kbd_intr(NEVER)
        if self.reader.frame[1] & SEQUENCES - 1 != self.expected:
            self.out_of_order += 1
            return False
        self.expected = self.expected + 1 & SEQUENCES - 1
        return True

    def messages(self) -> "Iterator[tuple[int, tuple[Any, ...] | None]]":
        """The messages of the frame that was found: number and fields of each; fields are None where it is unknown or
        cut off, and then nothing comes behind it.
        """
        frame, end, place = self.reader.frame, self.reader.length - 3, 2
        while place < end:
            number = frame[place]
            codes = COMMAND_FORMATS.get(number)
            place += 1
            if codes is None:
                yield number, None
                return
            layout = codes[:-1] if codes[-1] == "*" else codes
            size = struct.calcsize(layout)
            if place + size > end:
                yield number, None
                return
            fields = struct.unpack_from(layout, frame, place)
            place += size
            if codes[-1] == "*":
                if place >= end or place + 1 + frame[place] > end:
                    yield number, None
                    return
                tail = place + 1 + frame[place]
                fields += (bytes(frame[place + 1 : tail]),)
                place = tail
            yield number, fields

    def report(self, number: int, *fields: "Any") -> None:
        """Says something; it goes out with `send`, or before where it fills a frame."""
        codes = REPORT_FORMATS[number]
        tail = b""
        if codes[-1] == "*":
            codes, tail, fields = codes[:-1], fields[-1], fields[:-1]
            tail = bytes((len(tail),)) + tail
        size = 1 + struct.calcsize(codes) + len(tail)
        if self._content_end + size > 2 + MAXIMUM_CONTENT_BYTES:
            self.send()
        self._outgoing[self._content_end] = number
        struct.pack_into(codes, self._outgoing, self._content_end + 1, *fields)
        self._outgoing[self._content_end + size - len(tail) : self._content_end + size] = tail
        self._content_end += size

    def send(self) -> None:
        """Sends what was said, or an empty frame; each says which frame is expected next.

        Where the computer does not listen it is lost: it asks again.
        """
        data, end = self._outgoing, self._content_end
        data[0] = end + 3
        data[1] = MARK | self.expected
        crc = crc_of(data, end)
        data[end] = crc >> 8
        data[end + 1] = crc & 0xFF
        data[end + 2] = SYNC
        self._content_end = 2
        if self.can_send():
            if not self._greeted:
                # Before it stands what MicroPython said until now, in letters.
                self._greeted = True
                self._sink.write(self._outgoing_view[end + 2 : end + 3])
            self._sink.write(self._outgoing_view[: end + 3])

    def has_something_to_say(self) -> bool:
        """Whether reports wait for `send`."""
        return self._content_end > 2

    def mind_ctrl_c(self) -> None:
        """Lets Ctrl-C end the program where nobody has been heard for long, so that a person gets a prompt."""
        if self._ctrl_c == NEVER and time.ticks_diff(time.ticks_us(), self.heard) > IDLE_US:
            self.let_ctrl_c_end_us()

    def let_ctrl_c_end_us(self) -> None:
        """From now on the byte 3 is Ctrl-C again."""
        self._ctrl_c = CTRL_C
        micropython.kbd_intr(CTRL_C)
