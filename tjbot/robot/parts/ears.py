"""The ears: a microphone. They hear claps, words and how loud it is, and remember nothing of the sound.

They are closed until a recipe or a person opens them, and closed again at rest; while they are open `on` says so.
All sound stays in a process of its own (`tjbot.robot.hearing`), which no picture, file or network ever sees.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from tjbot.config import PartSettings
from tjbot.errors import PartError, RefusedError
from tjbot.protocol.messages import Seen
from tjbot.protocol.values import Sense
from tjbot.robot import hearing_messages as hearing
from tjbot.robot.hearing_process import HearingProcess
from tjbot.robot.hearing_words import MOST_WORDS, split_words
from tjbot.robot.part import Answer, Part, action

CLAP = "clap"
STARTING_SECONDS = 30.0
"""The most that the process may take to load its model and to open the microphone, on the slowest Pi."""

CLOSING_SECONDS = 2.0
HEARD_SECONDS = 1.0
"""A sound is over at once; for this long it counts as heard."""

SHORTEST_LIFE_SECONDS = 10.0
"""A process that ends sooner would end again: it is not replaced."""

Words = Annotated[str, Meta(max_length=500, extra_json_schema={"unit": "text"})]
ListeningSeconds = Annotated[float, Meta(ge=0.5, le=60, extra_json_schema={"unit": "seconds"})]

log = logging.getLogger(__name__)


class EarsSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[ears]`: there is a microphone. They are closed until a recipe or a person opens them."""


class Ears(Part):
    """Hears claps, words, and how loud it is."""

    name = "ears"
    summary = "Ears that hear claps and words"
    Settings = EarsSettings
    settings: EarsSettings
    in_every_kit = False
    sense: ClassVar[Sense | None] = "hear"

    def __init__(self, settings: EarsSettings, pins: Any, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(settings, pins, clock)
        self.process = HearingProcess(self._take, self._lose)
        self._on = False
        self._loudness = 0.0
        self._wanted: tuple[str, ...] | None = None
        self._waiting: asyncio.Future[str] | None = None
        self._orders = 0
        self._held: dict[str, asyncio.TimerHandle] = {}
        self._deadline: asyncio.TimerHandle | None = None
        self._robot_speaks = False
        self._started = 0.0

    def reading(self) -> dict[str, Any]:
        """`on`: whether the microphone is; `loudness`, 0…1, at most ten times a second."""
        return {"on": self._on, "loudness": self._loudness}

    def labels(self) -> list[str]:
        """A clap, and the words that the ears are open for."""
        return [CLAP, *(self._wanted or ())]

    @action()
    async def open_ears(self, words: Words = "") -> Answer:
        """Hears claps from now on, and these words: "yes no", or with commas "turn left, turn right"."""
        self._wanted = wanted = checked_words(words)
        order = hearing.Open(id=self._number(), words=wanted)
        try:
            await self._ask(order, STARTING_SECONDS)
        except BaseException:
            self._shut()
            raise
        return Answer()

    @action()
    async def close_ears(self) -> Answer:
        """Switches the microphone off."""
        self._shut()
        return Answer()

    @action(answers=True)
    async def listen(self, words: Words = "", seconds: ListeningSeconds = 5.0) -> Answer:
        """Listens for one of the words ("yes no maybe"), or for whatever is said, and answers with it."""
        order = hearing.Listen(id=self._number(), words=checked_words(words), seconds=seconds)
        try:
            return Answer(await self._ask(order, STARTING_SECONDS + seconds))
        except BaseException:
            if self._wanted is not None:
                self.process.send_soon(hearing.Open(id=self._number(), words=self._wanted))
            raise
        finally:
            if self._wanted is None:
                self._shut()

    def told(self, what: str, level: float | None) -> None:
        """Makes the ears deaf while the voice speaks, so that the robot does not hear itself."""
        if what == "speaking" and (level is not None) != self._robot_speaks:
            self._robot_speaks = not self._robot_speaks
            self.process.send_soon(hearing.Deafen(deaf=self._robot_speaks))

    def halt(self) -> None:
        """Switches the microphone off."""
        self._shut()

    def close(self) -> None:
        """Ends the process."""
        self._wanted = None
        self.process.end()
        self._lose()

    async def _ask(self, order: hearing.Order, seconds: float) -> str:
        """Gives an order and waits for what comes of it."""
        waiting: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        if self.process.process is None:
            self._started = self.clock()
        try:
            async with asyncio.timeout(seconds):
                await self.process.send(order)
                if self._robot_speaks:
                    await self.process.send(hearing.Deafen(deaf=True))
                return await waiting
        except TimeoutError:
            self._end_process()
            raise PartError("The ears do not answer.", "Pull the microphone out and plug it in again.") from None
        except OSError as error:
            if isinstance(error, PartError):
                raise
            raise PartError(f"The ears cannot start: {error}.", "Run ./install.sh again.") from None
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def _take(self, report: hearing.Report) -> None:
        """Takes a report of the process in."""
        match report:
            case hearing.Opened(id=number):
                self._show(on=True, loudness=self._loudness)
                self._resolve(number, "")
            case hearing.Loudness(loudness=value):
                self._show(on=self._on, loudness=value)
            case hearing.Clapped():
                self._hear(CLAP)
            case hearing.Heard(word=word):
                self._hear(word)
            case hearing.Listened(id=number, text=text):
                self._resolve(number, text)
            case hearing.Closed():
                self._keep_process()
                self._show(on=False)
            case hearing.Failed():
                self._fail(report)

    def _fail(self, report: hearing.Failed) -> None:
        if not report.open:
            self._show(on=False)
        if self._waiting and not self._waiting.done():
            if report.id in (None, self._orders):
                self._waiting.set_exception(PartError(report.message, report.hint))
        elif not report.open:
            self._wanted = None
            # What it says may be a word that a recipe wanted.
            log.warning("The ears no longer hear.")

    def _lose(self) -> None:
        """The process has ended; if the ears are open it is replaced once."""
        self._keep_process()
        for label in list(self._held):
            self._forget(label)
        if self._on:
            self._show(on=False)
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(PartError("The program that hears has stopped.", "Try again."))
        elif self._wanted is not None and self.clock() - self._started > SHORTEST_LIFE_SECONDS:
            self._reopening = asyncio.create_task(self._reopen(self._wanted))

    async def _reopen(self, words: tuple[str, ...]) -> None:
        try:
            await self.open_ears(", ".join(words))
        except PartError as error:
            log.warning("The ears could not be opened again (%s).", type(error).__name__)

    def _number(self) -> int:
        self._orders += 1
        return self._orders

    def _resolve(self, number: int | None, text: str) -> None:
        if number == self._orders and self._waiting and not self._waiting.done():
            self._waiting.set_result(text)

    def _hear(self, label: str) -> None:
        """Tells of a sound; the same one again so soon is a new one."""
        if label in self._held:
            self._forget(label)
        if self._wanted is not None:
            self.noticed(Seen(label=label, phase="started", sense="hear", model=self.name))
            self._held[label] = asyncio.get_running_loop().call_later(HEARD_SECONDS, self._forget, label)

    def _forget(self, label: str) -> None:
        self._held.pop(label).cancel()
        self.noticed(Seen(label=label, phase="stopped", sense="hear", model=self.name, confidence=0.0))

    def _show(self, *, on: bool, loudness: float = 0.0) -> None:
        self._on, self._loudness = on, loudness if on else 0.0
        self.changed()

    def _shut(self) -> None:
        """Closes the ears; a process that does not obey is ended."""
        self._wanted = None
        if self.process.process:
            self.process.send_soon(hearing.Close())
            self._keep_process()
            self._deadline = asyncio.get_running_loop().call_later(CLOSING_SECONDS, self._end_process)

    def _keep_process(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _end_process(self) -> None:
        self.process.end()
        self._lose()


def checked_words(words: str) -> tuple[str, ...]:
    """The words, where they are not too many."""
    found = split_words(words)
    if len(found) > MOST_WORDS:
        raise RefusedError(f"The ears can listen for {MOST_WORDS} words, not {len(found)}.", "Take fewer words.")
    return found
