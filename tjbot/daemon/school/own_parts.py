"""The parts of a pupil's own robot: those of the real one, without a process, a thread or hardware of their own.

There may be thirty of them. The pupil's page speaks, sees and hears for it, and what the real robot's sensors tell it
gets while the pupil has the real robot.
"""

import asyncio
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tjbot.errors import PartError
from tjbot.robot.cameras.source import CameraSettings
from tjbot.robot.part import Answer, Part, action
from tjbot.robot.parts.button import Button
from tjbot.robot.parts.ears import Ears, ListeningSeconds, Words, checked_words
from tjbot.robot.parts.eyes import Eyes
from tjbot.robot.parts.voice import Speaker, Voice, VoiceSettings
from tjbot.robot.pictures import Pictures
from tjbot.robot.sensing import Sensor
from tjbot.robot.speech import Words as SpokenWords
from tjbot.robot.speech_files import SHIPPED, find_sound
from tjbot.robot.speech_synthesiser import Synthesiser
from tjbot.robot.speech_wave import LEVELS_PER_SECOND, LONGEST_SECONDS, Sound

NO_EYES = (
    "Your own robot has no eyes; it uses your page's camera.",
    "Take your turn with the real robot for its eyes.",
)
NO_EARS = ("Your own robot has no microphone; your page hears for it.", "Switch the microphone on in your page.")
NO_LANGUAGES = ("Your page speaks for your own robot, with the voices that its browser has.", "")

_LETTERS_IN_A_WORD = 6
_MOUTH_LEVELS = {"vowel": 0.9, "letter": 0.35, "other": 0.0}
_VOWELS = frozenset("aeiouyäöüàáèéêíóúAEIOUYÄÖÜ")


class SensesOfTheRealOne(Part):
    """A part that shows what the same part of the real robot does, as long as that is told."""

    def follow(self, reading: dict[str, Any] | None) -> None:
        """Takes over a reading of the real part; None when it is told no longer."""
        raise NotImplementedError


class OwnSensor(Sensor, SensesOfTheRealOne):
    """Measures nothing by itself."""

    def start(self) -> None:
        """Opens nothing."""
        self.value = None

    def follow(self, reading: dict[str, Any] | None) -> None:
        """Takes over the value."""
        value = (reading or {}).get(self.key)
        if value != self.value:
            self.value = value
            self.changed()

    def close(self) -> None:
        """Has nothing to close."""


class OwnButton(Button, SensesOfTheRealOne):
    """Is pressed where the real one is."""

    def start(self) -> None:
        """Opens nothing."""
        self.devices = []
        self.pressed = dict.fromkeys([self.name, *self.settings.more], False)

    def follow(self, reading: dict[str, Any] | None) -> None:
        """Takes over which are pressed."""
        pressed = {name: bool((reading or {}).get(name, False)) for name in self.pressed}
        if pressed != self.pressed:
            self.pressed = pressed
            self.changed()


class OwnEyes(Eyes):
    """Sees nothing; keeps the pictures that the pupil took with the real robot's eyes."""

    def start(self) -> None:
        """Opens nothing."""
        self.pictures = Pictures(self.home, self.settings.keep_pictures)
        self.pictures.names()

    @action(queued=True, answers=True)
    async def look(self) -> Answer:
        """Takes a picture and keeps it; answers its file name."""
        raise PartError(*NO_EYES)

    def _which(self) -> CameraSettings:
        raise PartError(*NO_EYES)

    async def receive(self, name: str, jpeg: bytes) -> None:
        """Keeps a picture that the real robot took for this pupil, under the name that it has there.

        Raises:
            PartError: it cannot be written.
        """
        await asyncio.to_thread(self.pictures.keep, name, jpeg)
        self.changed()


class OwnEars(Ears):
    """Hears nothing by itself: the page does, and the real robot's ears in the pupil's turn."""

    @action()
    async def open_ears(self, words: Words = "") -> Answer:
        """Hears claps from now on, and these words: "yes no", or with commas "turn left, turn right"."""
        self._wanted = checked_words(words)
        return Answer()

    @action()
    async def close_ears(self) -> Answer:
        """Switches the microphone off."""
        self._wanted = None
        return Answer()

    @action(answers=True)
    async def listen(self, words: Words = "", seconds: ListeningSeconds = 5.0) -> Answer:
        """Listens for one of the words ("yes no maybe"), or for whatever is said, and answers with it."""
        raise PartError(*NO_EARS)

    @property
    def open_for(self) -> str | None:
        """The words that the ears are open for, as `open_ears` takes them; None while they are closed."""
        return None if self._wanted is None else ", ".join(self._wanted)

    def told(self, what: str, level: float | None) -> None:
        """Has no ears that could hear the own voice."""

    def halt(self) -> None:
        """Is open for nothing any more."""
        self._wanted = None

    def close(self) -> None:
        """Has nothing to close."""


class Reckoner(Synthesiser):
    """Reckons how long a sentence will be, and how far the mouth opens, in place of making its sound."""

    async def synthesise(self, words: SpokenWords) -> Sound:
        """A sound without a file; about as long as it takes to say the words."""
        seconds = 0.3 + len(words.text) / _LETTERS_IN_A_WORD * 60 / words.words_per_minute
        count = round(seconds * LEVELS_PER_SECOND)
        return Sound(Path(), seconds, tuple(_opening(words.text, number / count) for number in range(count)))

    async def measure(self, path: Path) -> Sound:
        """A sound file, as long as it says itself that it is.

        Raises:
            PartError: it is no WAV file.
        """
        seconds = await asyncio.to_thread(_seconds_of, path)
        return Sound(path, seconds, (0.6,) * round(seconds * LEVELS_PER_SECOND))

    async def languages(self) -> list[str]:
        """Raises that only the browser knows them."""
        raise PartError(*NO_LANGUAGES)


class OwnVoice(Voice):
    """Speaks in the pupil's page only."""

    def __init__(self, settings: VoiceSettings, pins: Any, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(settings, pins, clock)
        self.synthesiser = Reckoner()

    def sound_file(self, name: str) -> Path:
        """The WAV file of a sound, of the real robot's owner or one that ships.

        Raises:
            UnknownNameError: there is no such sound.
            PartError: the file is too large.
        """
        # The home of a pupil's robot lies in class/ of the real one's.
        return find_sound(name, [self.home.parents[1] / "sounds", SHIPPED])

    def _speaker(self) -> Speaker:
        return "nobody" if self.settings.sound == "off" else "page"

    async def _play(self, sound: Sound) -> str | None:
        return None


_OWN: dict[type[Part], type[Part]] = {Button: OwnButton, Ears: OwnEars, Eyes: OwnEyes, Voice: OwnVoice}


def own_kind(kind: type[Part]) -> type[Part]:
    """What an own robot has in place of a part of the real one."""
    if issubclass(kind, Sensor):
        return type(f"Own{kind.__name__}", (OwnSensor, kind), {})
    return _OWN.get(kind, kind)


def _opening(text: str, fraction: float) -> float:
    letter = text[min(len(text) - 1, int(fraction * len(text)))]
    return _MOUTH_LEVELS["vowel" if letter in _VOWELS else "letter" if letter.isalnum() else "other"]


def _seconds_of(path: Path) -> float:
    try:
        with wave.open(str(path)) as sound:
            seconds: float = sound.getnframes() / sound.getframerate()
    except (OSError, EOFError, RuntimeError, ZeroDivisionError, wave.Error) as error:
        raise PartError(f"{path.name} cannot be played ({error}).", "Save it again as a WAV file of 16 bits.") from None
    if seconds > LONGEST_SECONDS:
        raise PartError(f"{path.name} sounds longer than {LONGEST_SECONDS} seconds.", "Cut it shorter.")
    return seconds
