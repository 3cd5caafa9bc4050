"""Frames on the serial line: bytes to messages and back. What they look like: tjbot/protocol/pico/frames.py."""

import select
import struct
import sys
import time

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

GAP_US = const(20_000)
"""Bytes of one frame follow each other; after such a gap what is there is the half of a lost one."""
IDLE_US = const(10_000_000)
"""So long after the last frame Ctrl-C ends the program (`Link.mind_ctrl_c`)."""
CTRL_C = const(3)
NEVER = const(-1)


def crc_of(data: bytearray, count: int) -> int:
    """CRC-16/CCITT of the first `count` bytes."""
    crc = CRC_START
    for place in range(count):
        mixed = crc >> 8 ^ data[place]
        mixed ^= mixed >> 4
        crc = (crc << 8 ^ mixed << 12 ^ mixed << 5 ^ mixed) & 0xFFFF
    return crc


class FrameReader:
    """Finds frames in what comes, whatever else comes; allocates nothing.

    After `add` ask `find` until it finds no more; what it found lies in `frame`, `length` bytes long.
    """

    def __init__(self) -> None:
        self.damaged = 0
        self.frame = bytearray(MAXIMUM_FRAME_BYTES)
        self.length = 0
        self.filled = 0
        self._buffer = bytearray(MAXIMUM_FRAME_BYTES)
        self._lost = False

    def add(self, byte: int) -> None:
        """Takes one byte."""
        self._buffer[self.filled] = byte
        self.filled += 1

    def find(self) -> bool:
        """Whether there is one more whole frame."""
        while self.filled:
            if self._lost and not self._skip():
                return False
            if not self.filled:
                return False
            length = self._buffer[0]
            if length == SYNC:
                # Between frames a lone SYNC is nothing.
                self._drop(1)
            elif not OVERHEAD_BYTES <= length <= MAXIMUM_FRAME_BYTES or not self._is_marked():
                self.give_up()
            elif self.filled < length:
                return False
            elif self._is_whole(length):
                for place in range(length):
                    self.frame[place] = self._buffer[place]
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
        return self.filled < 2 or self._buffer[1] & ~(SEQUENCES - 1) == MARK

    def _is_whole(self, length: int) -> bool:
        data = self._buffer
        if data[length - 1] != SYNC:
            return False
        return crc_of(data, length - 3) == data[length - 3] << 8 | data[length - 2]

    def _skip(self) -> bool:
        for place in range(self.filled):
            if self._buffer[place] == SYNC:
                self._drop(place + 1)
                self._lost = False
                return True
        self.filled = 0
        return False

    def _drop(self, count: int) -> None:
        self.filled -= count
        for place in range(self.filled):
            self._buffer[place] = self._buffer[place + count]


class Link:
    """The serial line to the computer.

    `heard` is the board's clock when the last good frame came.
    """

    def __init__(self) -> None:
        self.reader = FrameReader()
        self.expected = 0
        self.out_of_order = 0
        self.heard = time.ticks_us()
        self._source = sys.stdin.buffer
        self._sink = sys.stdout.buffer
        self._incoming = select.poll()
        self._incoming.register(sys.stdin, select.POLLIN)
        self._writable = select.poll()
        self._writable.register(sys.stdout, select.POLLOUT)
        self._byte = bytearray(1)
        self._byte_came = self.heard
        self._ctrl_c = CTRL_C
        self._outgoing = bytearray(MAXIMUM_FRAME_BYTES)
        self._outgoing_view = memoryview(self._outgoing)
        self._content_end = 2

    def wait(self, milliseconds: int) -> bool:
        """Waits for a byte; whether there is one. Allocates nothing."""
        for _ in self._incoming.ipoll(milliseconds):
            return True
        return False

    def can_send(self) -> bool:
        """Whether the computer takes what is said."""
        for _ in self._writable.ipoll(0):
            return True
        return False

    def receive(self) -> bool:
        """Takes one byte that is there; whether a frame is whole with it (more may be: `reader.find`)."""
        self._source.readinto(self._byte)
        self._byte_came = time.ticks_us()
        self.reader.add(self._byte[0])
        return self.reader.find()

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

    def messages(self):  # type: ignore[no-untyped-def]  # there is no typing on the board to name an iterator
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

    def report(self, number: int, *fields) -> None:  # type: ignore[no-untyped-def]  # numbers, and bytes last
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
