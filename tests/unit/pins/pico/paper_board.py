"""A Pico made of paper: speaks the frames at the other end of a pseudo-terminal, keeps what it was told, does nothing.

What the real program does stands in tests/firmware; this one can be silent, deaf, old, or on a line that loses frames.
"""

import os
import select
import threading
import time
import tty
from collections.abc import Callable
from pathlib import Path

from tjbot.protocol.pico.dictionary import Dictionary, dictionary, pack_dictionary
from tjbot.protocol.pico.frames import SEQUENCES, Frame, FrameReader, encode_frame
from tjbot.protocol.pico.messages import (
    COMMANDS,
    TICKS_PERIOD,
    Analog,
    AskClock,
    Clock,
    Command,
    Edge,
    Identified,
    Identify,
    Level,
    Message,
    OpenInput,
    ReadPin,
    Refused,
    Report,
    decode_messages,
    encode_message,
)


class PaperBoard:
    """A board that is plugged in at `port` from the start.

    Args:
        port: where its pseudo-terminal is found.
        knows: its dictionary.
        ticks_ahead: how far its clock is ahead.
    """

    def __init__(self, port: Path, knows: Dictionary | None = None, ticks_ahead: int = 0) -> None:
        self.port = port
        self.heard: list[Message] = []
        self.levels: dict[int, int] = {}
        self.voltages: dict[int, int] = {}
        self.rises_after_us: dict[int, int] = {}
        self.refuses: dict[int, int] = {}
        self._pulled: dict[int, int] = {}
        self.is_silent = False
        self.tells_levels = True
        self.loses_from_computer: Callable[[int], bool] = lambda count: False
        self.loses_from_board: Callable[[int], bool] = lambda count: False
        self._knows = pack_dictionary(knows or dictionary("paper"))
        self._ticks_ahead = ticks_ahead
        self._change = threading.Condition()
        self._frames_came = self._frames_went = 0
        self.plug_in()

    def plug_in(self) -> None:
        self.expected = 0
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self.port.symlink_to(os.ttyname(slave))
        self._reader = FrameReader()
        self._is_over = False
        self._thread = threading.Thread(target=self._run, args=(slave,), daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        self._is_over = True
        self._thread.join()
        self.port.unlink()
        os.close(self._master)

    def ticks(self) -> int:
        return (time.monotonic_ns() // 1000 + self._ticks_ahead) % TICKS_PERIOD

    def say(self, *reports: Report) -> None:
        self._frames_went += 1
        if not self.loses_from_board(self._frames_went):
            content = b"".join(map(encode_message, reports))
            os.write(self._master, encode_frame(Frame(self.expected, content)))

    def edge(self, pin: int, level: int, ticks: int | None = None) -> None:
        self.levels[pin] = level
        self.say(Edge(pin, level, self.ticks() if ticks is None else ticks % TICKS_PERIOD))

    def noise(self, data: bytes) -> None:
        os.write(self._master, data)

    def wait_for(self, *wanted: Message, seconds: float = 10) -> None:
        """Waits until it has been told all these, in this order."""
        with self._change:
            assert self._change.wait_for(lambda: self._were_told(wanted), seconds), self.heard[-20:]

    def clear(self) -> None:
        self.heard.clear()

    def _were_told(self, wanted: tuple[Message, ...]) -> bool:
        told = iter(self.heard)
        return all(any(message == each for message in told) for each in wanted)

    def _level(self, pin: int) -> int:
        return self.levels.get(pin, self._pulled[pin])

    def _run(self, slave: int) -> None:
        # The slave stays open, so that the line does not break while nobody else has it open.
        while not self._is_over:
            if select.select([self._master], [], [], 0.01)[0]:
                for frame in self._reader.feed(os.read(self._master, 4096)):
                    self._take(frame)
        os.close(slave)

    def _take(self, frame: Frame) -> None:
        self._frames_came += 1
        if self.is_silent or self.loses_from_computer(self._frames_came):
            return
        answers: list[Report] = []
        if frame.sequence == self.expected:
            self.expected = (self.expected + 1) % SEQUENCES
            for message in decode_messages(frame.content, COMMANDS):
                assert isinstance(message, Command)
                answers += self._obey(message)
        self.say(*answers)

    def _obey(self, message: Command) -> list[Report]:
        with self._change:
            self.heard.append(message)
            self._change.notify_all()
        if (reason := self.refuses.get(message.NUMBER)) is not None:
            return [Refused(message.NUMBER, getattr(message, "pin", 0), reason)]
        match message:
            case Identify():
                return [Identified(message.offset, self._knows[message.offset : message.offset + message.count])]
            case AskClock():
                return [Clock(self.ticks())]
            case OpenInput():
                self._pulled[message.pin] = int(message.pull == 1)
                level = self._level(message.pin)
                if not self.tells_levels:
                    return []
                now = self.ticks()
                rises = self.rises_after_us.get(message.pin)
                later = [] if rises is None else [Edge(message.pin, 1, (now + rises) % TICKS_PERIOD)]
                return [Edge(message.pin, level, now), *later]
            case ReadPin() if message.pin in self._pulled:
                return [Level(message.pin, self._level(message.pin), self.ticks())]
            case ReadPin() if message.pin in self.voltages:
                return [Analog(message.pin, self.voltages[message.pin], self.ticks())]
        return []
