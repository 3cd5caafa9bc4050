"""The computer's end of a Pico's line, as little of it as tests need: no threads, nothing sent twice by itself."""

import os
import select
import time
from collections import deque
from types import TracebackType
from typing import TypeVar

from tjbot.protocol.pico.frames import GREETING, SEQUENCES, Frame, FrameReader, encode_frame
from tjbot.protocol.pico.messages import REPORTS, Command, Report, decode_messages, encode_message

PATIENCE_SECONDS = 20

Answer = TypeVar("Answer", bound=Report)


class Computer:
    """Whoever has the line open.

    `sequence` is the number that its next frame gets; `frames` holds every frame that came, `reports` those reports
    that nobody waited for yet.
    """

    def __init__(self, path: str) -> None:
        self.line = os.open(path, os.O_RDWR | os.O_NOCTTY)
        self.sequence = 0
        self.frames: list[Frame] = []
        self.reports: deque[Report] = deque()
        self.reader = FrameReader()

    def __enter__(self) -> "Computer":
        self.greet()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.line)

    def greet(self) -> None:
        """Finds out which number the board expects."""
        self.write(GREETING)
        self.sequence = self.next_frame().sequence

    def say(self, *commands: Command) -> None:
        """Sends commands in one frame, and waits until it was taken."""
        self.write(self.frame(*commands))
        self.sequence = (self.sequence + 1) % SEQUENCES
        while self.next_frame().sequence != self.sequence:
            pass

    def ask(self, command: Command, kind: type[Answer]) -> Answer:
        """Sends a command, and waits for a report of this kind."""
        self.say(command)
        return self.wait_for(kind)

    def frame(self, *commands: Command) -> bytes:
        """The bytes of the frame that comes next."""
        return encode_frame(Frame(self.sequence, b"".join(map(encode_message, commands))))

    def wait_for(self, kind: type[Answer]) -> Answer:
        """The next report of this kind; those before it are forgotten."""
        while True:
            while self.reports:
                report = self.reports.popleft()
                if isinstance(report, kind):
                    return report
            self.next_frame()

    def next_frame(self) -> Frame:
        """Waits for a frame of the board."""
        count = len(self.frames)
        while len(self.frames) == count:
            self._take(self.read())
        return self.frames[count]

    def write(self, data: bytes) -> None:
        """Sends bytes, whatever they are."""
        while data:
            data = data[os.write(self.line, data) :]

    def read(self) -> bytes:
        """Waits for bytes, whatever they are."""
        ready, _, _ = select.select([self.line], [], [], PATIENCE_SECONDS)
        assert ready, "the board says nothing"
        return os.read(self.line, 4096)

    def read_until(self, text: bytes) -> bytes:
        """Reads what is no frame, until this text comes."""
        end = time.monotonic() + PATIENCE_SECONDS
        received = b""
        while text not in received:
            assert time.monotonic() < end, received
            received += self.read()
        return received

    def _take(self, data: bytes) -> None:
        for frame in self.reader.feed(data):
            self.frames.append(frame)
            for report in decode_messages(frame.content, REPORTS):
                assert isinstance(report, Report)
                self.reports.append(report)
