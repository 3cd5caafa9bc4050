"""The serial line to a Pico, while it holds: what is said arrives once and in order, or the line is lost."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from tjbot.errors import PartError
from tjbot.pins.pico.window import OutOfStepError, Window
from tjbot.protocol.pico.frames import GREETING, Frame, FrameReader
from tjbot.protocol.pico.messages import REPORTS, Command, Message, Report, Stay, decode_messages, encode_message

log = logging.getLogger(__name__)

STAY_SECONDS = 0.2
"""So often the board hears something, and be it a sign of life."""

SILENT_SECONDS = 1.0
"""A board that has not answered for so long is lost; it has gone to rest, too."""

GAP_SECONDS = 0.02
"""Bytes of one frame follow each other; after such a gap what is there is the half of a lost one."""

GREETING_SECONDS = 3.0
GREETING_AGAIN_SECONDS = 0.25

ASK_SECONDS = 0.2
ASK_TIMES = 8
"""An answer may be lost on the line, so a question is asked again."""

UNPLUG = "Unplug the Pico, wait a moment, and plug it in again."
BY_ITSELF = "It is taken up again by itself."

Answer = TypeVar("Answer", bound=Report)


class NoProgramError(PartError):
    """Nobody answers as our program does."""


class Port(Protocol):
    """A serial port, as pyserial has it: reading waits for a short while, and cancelling ends that."""

    in_waiting: int

    def read(self, size: int) -> bytes:
        """What has come, up to `size` bytes; nothing where nothing came for a while."""

    def write(self, data: bytes) -> int | None:
        """Sends bytes."""

    def close(self) -> None:
        """Ends it."""


def open_port(path: str) -> Any:
    """Opens a serial port for us alone.

    Args:
        path: for example `/dev/ttyACM0`.

    Raises:
        PartError: it cannot be opened.
    """
    import serial

    try:
        return serial.Serial(path, timeout=0.1, write_timeout=1.0, exclusive=True)
    except serial.SerialException as error:
        if "exclusively lock" in str(error):
            raise PartError(
                f"Another program uses the Pico at {path}.",
                "Stop it first; perhaps a robot runs already, or Thonny is open.",
            ) from None
        raise PartError(f"The port {path} of the Pico cannot be opened: {error}.", UNPLUG) from None


class Line:
    """A connection to a board's program, from the greeting until it is closed or lost.

    Args:
        port: the open port; closing the line closes it.
        heard: called with every report and the time when it came, on the line's own thread; it must not wait.
        lost: called once when the line is lost and not closed, with the reason, on a thread of the line.

    Raises:
        NoProgramError: nobody answers there as our program does.
        PartError: the port is gone.
    """

    def __init__(self, port: Port, heard: Callable[[Report, float], None], lost: Callable[[PartError], None]) -> None:
        self._port = port
        self._heard = heard
        self._lost = lost
        self._reader = FrameReader()
        self._change = threading.Condition()
        self._questions: list[_Question] = []
        self._fault: PartError | None = None
        self._closing = False
        self._window = Window(self._greet())
        self._heard_at = self._sent_at = time.monotonic()
        self._threads = [
            threading.Thread(target=work, name=f"Pico {name}", daemon=True)
            for name, work in (("reads", lambda: self._guarded(self._read)), ("stays", self._keep))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def sent_again(self) -> int:
        """How many frames had to be sent again."""
        return self._window.sent_again

    @property
    def damaged(self) -> int:
        """How many stretches of bytes from the board were no frames."""
        return self._reader.damaged

    def send(self, *commands: Command) -> None:
        """Says something, which arrives unless the line is lost; waits only where the board does not keep up.

        Args:
            commands: what is to arrive in one frame, if there are several; at most 59 bytes.

        Raises:
            PartError: the line is lost.
        """
        self._put(commands)

    def _put(self, commands: tuple[Command, ...]) -> int:
        data = b"".join(encode_message(command) for command in commands)
        with self._change:
            while self._window.is_full and not self._fault:
                self._change.wait()
            self._refuse_if_lost()
            number = self._window.put(data)
            self._write(self._window.next_bytes(time.monotonic()))
            self._refuse_if_lost()
            # The thread that keeps the line knows now when to look again.
            self._change.notify_all()
            return number

    def ask(
        self, *commands: Command, answer: type[Answer], fits: Callable[[Answer], bool] = lambda answer: True
    ) -> Answer:
        """Says something and waits for the answer.

        Args:
            commands: what is asked, in one frame; it may arrive more than once.
            answer: what kind of report answers it.
            fits: whether a report of this kind is the answer.

        Raises:
            PartError: the line is lost, or nobody answers in time.
        """
        question = _Question(answer, fits)
        with self._change:
            self._questions.append(question)
        try:
            for _ in range(ASK_TIMES):
                self._wait_until_taken(self._put(commands))
                with self._change:
                    self._change.wait_for(lambda: question.answer or self._fault, ASK_SECONDS)
                    if isinstance(question.answer, answer):
                        return question.answer
                    self._refuse_if_lost()
        finally:
            with self._change:
                self._questions.remove(question)
        raise PartError(f"The Pico did not answer to {commands[-1].NAME}.", UNPLUG)

    def _wait_until_taken(self, number: int) -> None:
        """However long it takes on a bad line: where the board is silent, the line is lost."""
        with self._change:
            self._change.wait_for(lambda: self._window.taken >= number or self._fault)
            self._refuse_if_lost()

    def close(self) -> None:
        """Waits a moment until the board has taken all, and ends the line. The board rests by itself soon."""
        with self._change:
            self._change.wait_for(lambda: self._window.is_empty or self._fault, SILENT_SECONDS)
            self._closing = True
            self._fault = self._fault or PartError("The line to the Pico was closed.")
            self._change.notify_all()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(SILENT_SECONDS)
        self._port.close()

    def _greet(self) -> int:
        """Learns which frame the board expects."""
        try:
            begun = time.monotonic()
            while (now := time.monotonic()) - begun < GREETING_SECONDS:
                self._port.write(GREETING)
                while time.monotonic() - now < GREETING_AGAIN_SECONDS:
                    frames = list(self._reader.feed(self._port.read(max(self._port.in_waiting, 1))))
                    if frames:
                        return frames[-1].sequence
        except OSError as error:
            raise PartError(f"The Pico went away: {error}.", UNPLUG) from None
        raise NoProgramError(
            "The Pico does not answer: TJBot's program does not run on it.",
            "Put it on with: tjbot pico flash",
        )

    def _guarded(self, work: Callable[[], None]) -> None:
        """What ends a thread of the line ends the line, and is told as a sentence."""
        try:
            work()
        except PartError as error:
            self._end(error)
        except OutOfStepError:
            self._end(PartError("The Pico began anew.", BY_ITSELF))
        except OSError as error:
            self._end(_unplugged(error))

    def _end(self, fault: PartError) -> None:
        with self._change:
            self._fault = self._fault or fault
            self._change.notify_all()

    def _read(self) -> None:
        before = time.monotonic()
        while not self._fault:
            data = self._port.read(max(self._port.in_waiting, 1))
            now = time.monotonic()
            if now - before > GAP_SECONDS:
                for frame in self._reader.give_up():
                    self._take(frame, now)
            for frame in self._reader.feed(data):
                self._take(frame, now)
            before = now

    def _take(self, frame: Frame, now: float) -> None:
        with self._change:
            self._heard_at = now
            self._write(self._window.answered(frame, now) + self._window.next_bytes(now))
            self._change.notify_all()
        try:
            for report in decode_messages(frame.content, REPORTS):
                assert isinstance(report, Report)
                self._heard(report, now)
                self._answer(report)
        except ValueError as error:
            # A newer program says something that we do not know.
            log.debug("The Pico said what nobody understands: %s", error)

    def _answer(self, report: Report) -> None:
        with self._change:
            for question in self._questions:
                if not question.answer and question.fits_to(report):
                    question.answer = report
                    self._change.notify_all()

    def _keep(self) -> None:
        """Stays while the line holds; then tells who wants to know."""
        self._guarded(self._stay)
        assert self._fault
        if not self._closing:
            self._lost(self._fault)

    def _stay(self) -> None:
        """Says that we are here, sends again what was lost, and notices when nobody answers."""
        with self._change:
            while not self._fault:
                now = time.monotonic()
                if now - self._heard_at > SILENT_SECONDS:
                    raise PartError("The Pico does not answer any more.", UNPLUG)
                self._write(self._window.overdue_bytes(now))
                if now - self._sent_at >= STAY_SECONDS and not self._window.is_full:
                    self._window.put(encode_message(Stay()))
                    self._write(self._window.next_bytes(now))
                stay = max(self._sent_at + STAY_SECONDS - now, 0.0) or STAY_SECONDS
                again = self._window.seconds_left(now)
                self._change.wait(stay if again is None else min(stay, again))

    def _write(self, data: bytes) -> None:
        if not data or self._fault:
            return
        self._sent_at = time.monotonic()
        try:
            self._port.write(data)
        except OSError as error:
            self._end(_unplugged(error))

    def _refuse_if_lost(self) -> None:
        if self._fault:
            raise PartError(self._fault.message, self._fault.hint)


class _Question:
    """Somebody waits for a report."""

    def __init__(self, kind: type[Any], fits: Callable[[Any], bool]) -> None:
        self._kind = kind
        self._fits = fits
        self.answer: Message | None = None

    def fits_to(self, report: Report) -> bool:
        return isinstance(report, self._kind) and self._fits(report)


def _unplugged(error: OSError) -> PartError:
    log.info("The line to the Pico broke: %s", error)
    return PartError("The Pico was unplugged.", f"Plug it in again. {BY_ITSELF}")
