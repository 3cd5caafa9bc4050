"""What the tests of speech share: a body with nothing but a voice, and a stand-in for the sound card's player."""

import asyncio
import contextlib
import os
import stat
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
import uvloop

from tjbot.config import Configuration
from tjbot.robot.body import Body
from tjbot.robot.part import Part
from tjbot.robot.parts.voice import Voice
from tjbot.robot.speech import Words
from tjbot.robot.speech_player import Player
from tjbot.robot.speech_synthesiser import Limits, Synthesiser
from tjbot.robot.speech_wave import Sound

QUICKLY = {"voice": {"words_per_minute": 450}}
PATIENT = Limits(sentence=60, start=60)
HASTY = Limits(sentence=0.2, start=60)
FOR_EVER = "exec cat '{never}'"
"""What a stand-in does whose sound never ends."""


def run(test: Coroutine[Any, Any, None]) -> None:
    """Runs a test on the loop that the daemon uses."""
    uvloop.run(asyncio.wait_for(test, 90))


async def ended(process_id: int) -> None:
    """Waits until a process is over."""
    with contextlib.suppress(psutil.NoSuchProcess):
        await asyncio.to_thread(psutil.Process(process_id).wait, timeout=30)


async def speak(synthesiser: Synthesiser, text: str, volume: float = 1.0) -> Sound:
    """Says it in the usual way."""
    return await synthesiser.synthesise(Words(text=text, volume=volume))


class Robot:
    """A body with nothing but a voice, and all that its bubble ever said."""

    def __init__(
        self, devices: Path, parts: dict[str, dict[str, Any]] = QUICKLY, kinds: Sequence[type[Part]] = ()
    ) -> None:
        self.bubbles: list[str | None] = []
        self.readings: list[dict[str, Any]] = []
        self.body = Body("real", None, [Voice, *kinds], self._note, home=devices.parent / "home")
        self.body.start(Configuration(parts=parts))
        part = self.body._slots["voice"].part
        assert isinstance(part, Voice)
        self.voice = part
        self.voice.player = Player(devices)

    def _note(self, name: str) -> None:
        reading = self.body.reading(name)
        self.readings.append(reading)
        if self.bubbles[-1:] != [reading["saying"]]:
            self.bubbles.append(reading["saying"])

    async def say(self, text: str) -> str | None:
        """Says it to the end, and returns the note of the answer."""
        return (await self.body.begin("say", {"text": text})).note

    async def play(self, file: str) -> str | None:
        """Plays it to the end, and returns the note of the answer."""
        return (await self.body.begin("play", {"file": file})).note


class StandIn:
    """A sound card, and in aplay's place a program of ours: first it tells that it has begun."""

    def __init__(self, devices: Path, then: str, monkeypatch: pytest.MonkeyPatch) -> None:
        (devices / "pcmC0D0p").touch()
        self._begun, self.never = devices / "begun", devices / "never"
        os.mkfifo(self._begun)
        os.mkfifo(self.never)
        program = devices / "aplay"
        program.write_text(f"#!/bin/sh\necho $$ \"$@\" >'{self._begun}'\n{then.format(never=self.never)}\n")
        program.chmod(stat.S_IRWXU)
        monkeypatch.setenv("PATH", f"{devices}:{os.environ['PATH']}")

    async def begun(self) -> tuple[int, list[str]]:
        """Waits until it plays; returns its process id and its arguments."""
        process_id, *arguments = (await asyncio.to_thread(self._begun.read_text)).split()
        return int(process_id), arguments
