"""The computer's end of a Pico's line, as little of it as tests need: no threads, nothing sent twice by itself."""

import os
import select
import time
from collections import deque
from types import TracebackType
from typing import TypeVar

from tjbot.protocol.pico.frames import GREETING, SEQUENCES, SYNC, Frame, FrameReader, encode_frame
from tjbot.protocol.pico.messages import (
    REPORTS,
    Command,
    Identified,
    Identify,
    Report,
    decode_messages,
    encode_message,
)

PATIENCE_SECONDS = 20
SETTLE_SHARE = 0.005
ATTEMPTS = 200
NOWHERE = 60_000

Answer = TypeVar("Answer", bound=Report)


class Computer:
    """Whoever has the line open.

    `sequence` is the number that its next frame gets; `frames` holds every frame that came, `reports` those reports
    that nobody waited for yet.
    """

    def __init__(self, path: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self.line = os.open(path, os.O_RDWR | os.O_NOCTTY)
        self.sequence = 0
        self._patience_seconds = patience_seconds
        self.frames: list[Frame] = []
        self._seen = 0
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

    def settle(self) -> None:
        """After noise: asks again and again, until all that is under way has been answered and the board's number is
        known; forgets the reports that came meanwhile.
        """
        for attempt in range(ATTEMPTS):
            # Behind the dictionary's end there is nothing but the echo of the question.
            question = Identify(NOWHERE + attempt, 0)
            self.write(bytes((SYNC,)) + self.frame(question))
            end = time.monotonic() + SETTLE_SHARE * self._patience_seconds
            while self._has_news(end - time.monotonic()):
                count = len(self.frames)
                self._take(self.read())
                if self.frames[count:]:
                    self.sequence = self.frames[-1].sequence
                if any(isinstance(report, Identified) and report.offset == question.offset for report in self.reports):
                    self.reports.clear()
                    self._seen = len(self.frames)
                    return
        raise AssertionError("the board says nothing")

    def _has_news(self, seconds: float) -> bool:
        return bool(select.select([self.line], [], [], max(seconds, 0))[0])

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
        """The next frame of the board that was not asked for yet."""
        while len(self.frames) == self._seen:
            self._take(self.read())
        self._seen += 1
        return self.frames[self._seen - 1]

    def write(self, data: bytes) -> None:
        """Sends bytes, whatever they are."""
        while data:
            data = data[os.write(self.line, data) :]

    def read(self) -> bytes:
        """Waits for bytes, whatever they are."""
        ready, _, _ = select.select([self.line], [], [], self._patience_seconds)
        assert ready, "the board says nothing"
        return os.read(self.line, 4096)

    def read_until(self, text: bytes) -> bytes:
        """Reads what is no frame, until this text comes."""
        end = time.monotonic() + self._patience_seconds
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
