"""The robot's voice: sentences through espeak-ng, heard where there is a loudspeaker, seen always."""

import asyncio
import time
from collections.abc import Callable
from typing import Annotated, Any, Literal

from msgspec import Meta

from tjbot.config import PartSettings
from tjbot.errors import PartError
from tjbot.protocol.values import Fraction, Sentence
from tjbot.robot.part import Answer, Part, action
from tjbot.robot.speech_player import Player
from tjbot.robot.speech_synthesiser import Synthesiser

LETTERS_READ_PER_SECOND = 15


class VoiceSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[voice]`: how the robot speaks."""

    language: Annotated[str, Meta(pattern="^[a-z]{2,3}(-[a-z0-9]+)*$", max_length=40)] = "en"
    """The language, as espeak-ng calls it: "en", "en-us", "de", "es", "fr", "ja" …"""
    words_per_minute: Annotated[int, Meta(ge=80, le=450)] = 150
    """How fast it speaks."""
    volume: Fraction = 1.0
    """How loud it speaks, from 0 to 1."""
    sound: Literal["auto", "off"] = "auto"
    """Aloud where there is a loudspeaker ("auto"), or only in the speech bubble ("off")."""


class Voice(Part):
    """Speaks. Nothing of it is loaded or started before the first sentence."""

    name = "voice"
    summary = "Says sentences aloud and in a speech bubble"
    Settings = VoiceSettings
    settings: VoiceSettings

    def __init__(self, settings: VoiceSettings, pins: Any, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(settings, pins, clock)
        self.synthesiser = Synthesiser()
        self.player = Player()
        self._saying: str | None = None

    @action(queued=True)
    async def say(self, text: Sentence) -> Answer:
        """Says a sentence; done when the last word is spoken.

        It lasts as long with a loudspeaker as without. Cancelling it stops the sound.

        Args:
            text: the sentence, 1 to 500 letters.

        Returns:
            A note where it could not be heard: why, and what to try.
        """
        self._show(text)
        try:
            return await self._speak(text)
        finally:
            self._show(None)

    def reading(self) -> dict[str, Any]:
        """`saying`: the sentence in the speech bubble, or None."""
        return {"saying": self._saying}

    def close(self) -> None:
        """Ends what speaks, and removes its files."""
        self.player.close()
        self.synthesiser.close()

    async def _speak(self, text: str) -> Answer:
        settings = self.settings
        try:
            sound = await self.synthesiser.synthesise(
                text, settings.language, settings.words_per_minute, settings.volume
            )
        except PartError as fault:
            await asyncio.sleep(reading_seconds(text))
            return Answer(note=str(fault))
        over = self.clock() + sound.seconds
        note = None
        try:
            if settings.sound == "auto":
                await self.player.play(sound.path, sound.seconds)
        except PartError as fault:
            note = str(fault)
        finally:
            sound.path.unlink(missing_ok=True)
        await asyncio.sleep(max(0.0, over - self.clock()))
        return Answer(note=note)

    def _show(self, text: str | None) -> None:
        self._saying = text
        self.changed()


def reading_seconds(text: str) -> float:
    """How long a person needs to read a speech bubble that nobody speaks."""
    return 1.0 + len(text) / LETTERS_READ_PER_SECOND
