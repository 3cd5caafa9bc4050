"""The robot's voice: sentences through espeak-ng and sounds, heard where there is a loudspeaker, seen always."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta

from tjbot.config import PartSettings
from tjbot.errors import PartError, UnknownNameError
from tjbot.protocol.values import Fraction, Sentence
from tjbot.robot.part import Answer, Part, action
from tjbot.robot.speech import Words
from tjbot.robot.speech_files import SHIPPED, find_sound
from tjbot.robot.speech_player import Player
from tjbot.robot.speech_synthesiser import Synthesiser
from tjbot.robot.speech_wave import LEVELS_PER_SECOND, Sound

LETTERS_READ_PER_SECOND = 15
SLOWEST, FASTEST = 80, 450

Language = Annotated[str, Meta(pattern="^[a-z]{2,3}(-[a-z0-9]+)*$", max_length=40)]
Variant = Annotated[str, Meta(pattern="^[A-Za-z0-9 ]*$", max_length=40)]
Speed = Annotated[float, Meta(ge=0.5, le=3)]
OtherLanguage = Annotated[str, Meta(max_length=40)]
SoundName = Annotated[str, Meta(min_length=1, max_length=64)]
Speaker = Literal["robot", "page", "nobody"]


class VoiceSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[voice]`: how the robot speaks."""

    language: Language = "en"
    """The language, as espeak-ng calls it: "en", "en-us", "de", "es", "fr", "ja" …"""
    variant: Variant = ""
    """Another voice of the language, as espeak-ng calls it: "f3" (a woman), "m3" (a man), "whisper", "croak" …"""
    words_per_minute: Annotated[int, Meta(ge=SLOWEST, le=FASTEST)] = 150
    """How fast it speaks."""
    volume: Fraction = 1.0
    """How loud it speaks, from 0 to 1."""
    sound: Literal["auto", "page", "off"] = "auto"
    """Who speaks: the loudspeaker or else the robot's page ("auto"), always the "page", or only the bubble ("off")."""
    mouth_light: bool = False
    """Whether the light follows the voice as a mouth would."""


@dataclass(eq=False)
class Utterance:
    """What the robot says or plays now; `loudness` (20 times a second) and `began` are there once it sounds."""

    saying: str | None = None
    language: str | None = None
    playing: str | None = None
    began: float | None = None
    loudness: tuple[float, ...] = ()


SILENCE = Utterance()


class Voice(Part):
    """Speaks. Nothing of it is loaded or started before the first sentence."""

    name = "voice"
    summary = "Says sentences aloud and in a speech bubble"
    Settings = VoiceSettings
    settings: VoiceSettings

    @classmethod
    def questions(cls, settings: VoiceSettings) -> list[str]:
        """Setup asks which language the robot speaks."""
        return ["language"]

    def __init__(self, settings: VoiceSettings, pins: Any, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(settings, pins, clock)
        self.synthesiser = Synthesiser()
        self.player = Player()
        self._now = SILENCE
        self._spoken_by: Speaker = "nobody"

    def start(self) -> None:
        """Finds out who is heard."""
        self._spoken_by = self._speaker()

    @action(queued=True)
    async def say(
        self,
        text: Sentence,
        now: bool = False,
        speed: Speed = 1.0,
        language: OtherLanguage = "",
    ) -> Answer:
        """Says a sentence; done when the last word is spoken.

        It lasts as long with a loudspeaker as without. Cancelling it stops the sound.

        Args:
            text: the sentence, 1 to 500 letters.
            now: interrupts what it says; else it waits until that is over.
            speed: 2 is twice as fast as usual.
            language: another language than usual, as espeak-ng calls it.

        Returns:
            A note where it could not be heard: why, and what to try.

        Raises:
            UnknownNameError: the voice does not speak the language.
        """
        words = self._words(text, speed, language)
        with self._uttering(Utterance(saying=text, language=words.language)) as utterance:
            try:
                sound = await self.synthesiser.synthesise(words)
            except UnknownNameError as error:
                cure = "" if language else " Change it under [voice] in tjbot.toml."
                raise UnknownNameError(error.message, error.hint + cure) from None
            except PartError as fault:
                await asyncio.sleep(reading_seconds(text))
                return Answer(note=str(fault))
            return Answer(note=await self._sound(utterance, sound))

    @action(queued=True)
    async def play(self, file: SoundName = "chime", now: bool = False) -> Answer:
        """Plays a sound: "beep", "chime", "ta-da", "uh-oh", "whistle", "do" … "high do", or a WAV file of yours.

        Args:
            file: its name; yours are in the folder `sounds` of the robot's home.
            now: interrupts what it says or plays; else it waits until that is over.

        Returns:
            A note where it could not be heard: why, and what to try.

        Raises:
            UnknownNameError: there is no such sound.
            PartError: it is no WAV file that can be played.
        """
        path = await asyncio.to_thread(self.sound_file, file)
        sound = await self.synthesiser.measure(path)
        with self._uttering(Utterance(playing=path.stem)) as utterance:
            note = await self._sound(utterance, sound)
        return Answer(note=note)

    @action()
    async def be_quiet(self) -> None:
        """Stops speaking and playing at once, and forgets what it was still to say."""

    @action(queued=True)
    async def languages(self) -> Answer:
        """Tells which languages it can speak, as `say` wants them."""
        return Answer(note="The voice speaks: " + ", ".join(await self.synthesiser.languages()) + ".")

    def foresee(self, action: str, arguments: dict[str, Any]) -> None:
        """Whether there is such a sound."""
        if action == "play" and "file" in arguments:
            self.sound_file(arguments["file"])

    def sound_file(self, name: str) -> Path:
        """The WAV file of a sound, yours or one that ships.

        Raises:
            UnknownNameError: there is no such sound.
            PartError: the file is too large.
        """
        return find_sound(name, [self.home / "sounds", SHIPPED])

    def reading(self) -> dict[str, Any]:
        """What it says or plays: since when (on the daemon's clock), and how loud 20 times a second from then on.

        `spoken_by` tells whether the "robot" is heard, its "page" is to speak, or "nobody".
        """
        now = self._now
        return {
            "saying": now.saying,
            "language": now.language,
            "playing": now.playing,
            "began": now.began,
            "loudness": list(now.loudness),
            "spoken_by": self._spoken_by,
            "mouth_light": self.settings.mouth_light,
        }

    def close(self) -> None:
        """Ends what speaks, and removes its files."""
        self.player.close()
        self.synthesiser.close()

    def _words(self, text: str, speed: float, language: str) -> Words:
        settings = self.settings
        return Words(
            text=text,
            language=language or settings.language,
            variant=settings.variant,
            words_per_minute=min(FASTEST, max(SLOWEST, round(settings.words_per_minute * speed))),
            volume=settings.volume,
        )

    def _speaker(self) -> Speaker:
        """Who is heard: the robot itself wherever there is a loudspeaker."""
        if self.settings.sound != "auto":
            return "page" if self.settings.sound == "page" else "nobody"
        return "robot" if self.player.can_play() else "page"

    @contextmanager
    def _uttering(self, utterance: Utterance) -> Iterator[Utterance]:
        """Shows what it says, until it is over or something else is said."""
        self._now = utterance
        self._spoken_by = self._speaker()
        self.changed()
        self.tell("speaking", 1.0)
        try:
            yield utterance
        finally:
            if self._now is utterance:
                self._now = SILENCE
                self.changed()
                self.tell("speaking", None)

    async def _sound(self, utterance: Utterance, sound: Sound) -> str | None:
        """Lets a sound be heard, and returns when it is over; answers why the robot itself could not be heard."""
        utterance.began, utterance.loudness = self.clock(), sound.loudness
        self.changed()
        mouth = asyncio.create_task(self._lead_light(utterance)) if self.settings.mouth_light else None
        try:
            note = await self._play(sound)
            await asyncio.sleep(max(0.0, utterance.began + sound.seconds - self.clock()))
        finally:
            if mouth:
                mouth.cancel()
        return note

    async def _play(self, sound: Sound) -> str | None:
        if self.settings.sound != "auto":
            return None
        try:
            await self.player.play(sound.path, sound.seconds)
        except PartError as fault:
            return str(fault)
        return None

    async def _lead_light(self, utterance: Utterance) -> None:
        """Tells the other parts how far the mouth is open, from the first moment to the last."""
        assert utterance.began is not None
        try:
            for number, level in enumerate(utterance.loudness):
                await asyncio.sleep(max(0.0, utterance.began + number / LEVELS_PER_SECOND - self.clock()))
                self.tell("mouth", level)
        finally:
            self.tell("mouth", None)


def reading_seconds(text: str) -> float:
    """How long a person needs to read a speech bubble that nobody speaks."""
    return 1.0 + len(text) / LETTERS_READ_PER_SECOND
