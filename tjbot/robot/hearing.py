"""The process that listens: `python -m tjbot.robot.hearing`.

The microphone's sound ends here: it is measured, searched for claps and words, and forgotten; nothing of it is
ever written anywhere. JSON lines go in (`Order`) and come out (`Report`). The process ends when its input does, and
the recording program with it, so neither outlives the robot.
"""

import contextlib
import os
import selectors
from array import array
from typing import BinaryIO

import msgspec

from tjbot.errors import PartError
from tjbot.robot.hearing_claps import BLOCK_SAMPLES, SAMPLES_PER_SECOND, ClapDetector, block_of, loudness
from tjbot.robot.hearing_messages import (
    Clapped,
    Close,
    Closed,
    Deafen,
    Deafened,
    Failed,
    Heard,
    Listen,
    Listened,
    Loudness,
    Open,
    Opened,
    Order,
    Report,
)
from tjbot.robot.hearing_recorder import Recorder
from tjbot.robot.hearing_words import FRAME_BYTES, Utterances

LOUDNESS_EVERY_SAMPLES = SAMPLES_PER_SECOND // 10
LEAST_CHANGE = 0.02
DEAF_AFTERWARDS_SAMPLES = int(0.4 * SAMPLES_PER_SECOND)
"""What the robot said is still on its way through loudspeaker, room and recorder when it has said it."""


class Listener:
    """What is done with the sound. Its clock is the sound itself.

    Args:
        report: called with everything there is to tell.
    """

    def __init__(self, report: "Reporter") -> None:
        self._report = report
        self._utterances = Utterances()
        self._claps = ClapDetector()
        self._words: tuple[str, ...] = ()
        self._deaf = False
        self._deaf_samples = 0
        self._listening: Listen | None = None
        self._listening_samples = 0
        self._loudest = 0.0
        self._measured_samples = 0
        self._told = 0.0
        self._rest = b""

    def forget(self) -> None:
        """Forgets sound and words, because the microphone is switched on or off."""
        self._claps = ClapDetector()
        self._words, self._listening, self._rest = (), None, b""
        self._loudest, self._told, self._measured_samples, self._deaf_samples = 0.0, 0.0, 0, 0

    def order(self, order: Open | Listen | Deafen) -> None:
        """Does what is ordered.

        Raises:
            PartError: a word is not known.
        """
        match order:
            case Open(words=words):
                if words:
                    self._utterances.choose(words)
                self._words, self._listening = words, None
            case Listen(words=words, seconds=seconds):
                self._utterances.choose(words)
                self._listening, self._listening_samples = order, int(seconds * SAMPLES_PER_SECOND)
            case Deafen(deaf=deaf):
                self._deafen(deaf)

    def feed(self, sound: bytes) -> None:
        """Hears what the microphone brings, in pieces of any length."""
        self._rest += sound
        whole = len(self._rest) - len(self._rest) % FRAME_BYTES
        for start in range(0, whole, FRAME_BYTES):
            self._hear(self._rest[start : start + FRAME_BYTES])
        self._rest = self._rest[whole:]

    def _hear(self, frame: bytes) -> None:
        samples = array("h", frame)
        deaf = self._deaf or self._deaf_samples > 0
        if not self._deaf:
            self._deaf_samples = max(0, self._deaf_samples - len(samples))
        for start in range(0, len(samples), BLOCK_SAMPLES):
            block = block_of(samples[start : start + BLOCK_SAMPLES])
            if not deaf and self._claps.feed(block):
                self._report(Clapped())
            self._measure(0.0 if deaf else block.energy)
        if self._listening:
            self._answer(self._listening, None if deaf else self._utterances.feed(frame), len(samples))
        elif self._words and not deaf and (word := self._utterances.feed(frame)):
            self._report(Heard(word=word))

    def _answer(self, listening: Listen, said: str | None, samples: int) -> None:
        """Ends listening when something was said, or when the time is over."""
        self._listening_samples -= samples
        over = self._listening_samples <= 0
        if over and not said:
            said = self._utterances.finish()
        if said or over:
            self._listening = None
            if self._words:
                self._utterances.choose(self._words)
            self._report(Listened(id=listening.id, text=said or ""))

    def _measure(self, energy: float) -> None:
        self._loudest = max(self._loudest, energy)
        self._measured_samples += BLOCK_SAMPLES
        if self._measured_samples < LOUDNESS_EVERY_SAMPLES:
            return
        now = round(loudness(self._loudest), 2)
        self._loudest, self._measured_samples = 0.0, 0
        if abs(now - self._told) >= LEAST_CHANGE:
            self._told = now
            self._report(Loudness(loudness=now))

    def _deafen(self, deaf: bool) -> None:
        if self._deaf and not deaf:
            self._deaf_samples = DEAF_AFTERWARDS_SAMPLES
        self._deaf = deaf
        self._claps = ClapDetector()
        if self._words or self._listening:
            self._utterances.reset()
        self._report(Deafened(deaf=deaf))


class Reporter:
    """Writes reports as JSON lines."""

    def __init__(self, output: BinaryIO) -> None:
        self._output = output

    def __call__(self, report: Report) -> None:
        """Writes one."""
        self._output.write(msgspec.json.encode(report) + b"\n")
        self._output.flush()


class Process:
    """Orders in, sound in, reports out; one thread."""

    def __init__(self, orders: BinaryIO, report: Reporter) -> None:
        self._orders = orders
        self._report = report
        self._unread = b""
        self._recorder: Recorder | None = None
        self._order: Open | Listen | None = None
        self._listener = Listener(report)
        self._selector = selectors.DefaultSelector()
        self._selector.register(orders, selectors.EVENT_READ)

    def run(self) -> None:
        """Works until there are no more orders."""
        try:
            while True:
                for key, _ in self._selector.select():
                    if key.fileobj is self._orders:
                        if not self._read_orders():
                            return
                    elif self._recorder and key.fileobj is self._recorder.sound:
                        self._read_sound(self._recorder)
        finally:
            self._close()

    def _read_orders(self) -> bool:
        """Reads what there is; false at the end."""
        data = os.read(self._orders.fileno(), 65_536)
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            try:
                order = msgspec.json.decode(line, type=Order)
                self._obey(order)
            except PartError as error:
                opened = self._recorder is not None
                number = getattr(order, "id", None)
                self._report(Failed(id=number, message=error.message, hint=error.hint, open=opened))
        return bool(data)

    def _obey(self, order: Order) -> None:
        if isinstance(order, Close):
            self._close()
            self._report(Closed())
            return
        if isinstance(order, Deafen) or self._recorder is not None:
            self._listener.order(order)
            if not isinstance(order, Deafen):
                self._begin(order)
            return
        recorder = Recorder()
        try:
            self._listener.forget()
            self._listener.order(order)
        except PartError:
            recorder.close()
            raise
        self._recorder = recorder
        self._selector.register(recorder.sound, selectors.EVENT_READ)
        self._begin(order)

    def _begin(self, order: Open | Listen) -> None:
        """Tells that the ears are open, now or when the first sound comes."""
        self._order = order
        if self._recorder and self._recorder.brought_sound:
            self._say_open()

    def _say_open(self) -> None:
        self._report(Opened(id=self._order.id if isinstance(self._order, Open) else None))

    def _read_sound(self, recorder: Recorder) -> None:
        sound = recorder.read()
        if sound is None:
            return
        if sound:
            if not recorder.brought_sound:
                recorder.brought_sound = True
                self._say_open()
            self._listener.feed(sound)
            return
        self._selector.unregister(recorder.sound)
        complaint = recorder.complaint()
        if recorder.next_program():
            self._selector.register(recorder.sound, selectors.EVENT_READ)
            return
        self._recorder = None
        recorder.close()
        message = f"The microphone brings no sound ({complaint})."
        hint = "Is it plugged in, and used by no other program?"
        self._report(Failed(id=None, message=message, hint=hint, open=False))

    def _close(self) -> None:
        if self._recorder:
            self._selector.unregister(self._recorder.sound)
            self._recorder.close()
        self._recorder = None
        self._listener.forget()


def main() -> None:
    """The process's own beginning and end."""
    os.nice(5)  # a servo's next pulse matters more than a word
    # Whatever a library prints must not get between the reports.
    with os.fdopen(os.dup(1), "wb") as output, os.fdopen(0, "rb", buffering=0, closefd=False) as orders:
        os.dup2(2, 1)
        with contextlib.suppress(BrokenPipeError):
            Process(orders, Reporter(output)).run()


if __name__ == "__main__":
    main()
