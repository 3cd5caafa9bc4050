"""What the ears are tested with: claps, noises and spoken words as samples, and a microphone that plays them."""

import asyncio
import math
import os
import random
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from tests.sounds import samples_in
from tjbot.robot.hearing_claps import BLOCK_SAMPLES, SAMPLES_PER_SECOND, ClapDetector, block_of
from tjbot.robot.speech import Words
from tjbot.robot.speech_synthesiser import Synthesiser

LOUDEST = 32_767


def samples(values: Iterable[float]) -> "array[int]":
    """16-bit samples of numbers from -1 to 1."""
    return array("h", [round(min(max(value, -1.0), 1.0) * LOUDEST) for value in values])


def silence(seconds: float, level: float = 0.0006, seed: int = 1) -> "array[int]":
    """A quiet room: no microphone brings pure zeros."""
    dice = random.Random(seed)
    return samples(dice.gauss(0, level) for _ in range(round(seconds * SAMPLES_PER_SECOND)))


def clap(seed: int = 1, level: float = 0.6) -> "array[int]":
    """Two hands in a room: a burst of noise around one pitch that is over in milliseconds, and its echo."""
    dice = random.Random(seed)
    pitch, width, fading = dice.uniform(900, 2800), dice.uniform(800, 2500), dice.uniform(0.003, 0.012)
    radius = math.exp(-math.pi * width / SAMPLES_PER_SECOND)
    turn = 2 * radius * math.cos(2 * math.pi * pitch / SAMPLES_PER_SECOND)
    before = last = 0.0
    burst = []
    for number in range(round(0.06 * SAMPLES_PER_SECOND)):
        seconds = number / SAMPLES_PER_SECOND
        before, last = last, dice.gauss(0, 1) + turn * last - radius * radius * before
        burst.append(last * math.exp(-seconds / fading) * min(1.0, seconds / 0.0008))
    echo, fall = dice.uniform(0.15, 0.3), dice.uniform(0.15, 0.5)
    peak = max(map(abs, burst))
    room = [0.0] * round(0.5 * SAMPLES_PER_SECOND)
    for number in range(len(room)):
        here = burst[number] / peak if number < len(burst) else 0.0
        tail = echo * 0.3 * dice.gauss(0, 1) * 10 ** (-3 * number / SAMPLES_PER_SECOND / fall) if number > 60 else 0.0
        room[number] = level * (here + tail)
    return samples(room)


def tone(hertz: float, seconds: float, level: float = 0.4) -> "array[int]":
    """A beep, or a hum."""
    count = round(seconds * SAMPLES_PER_SECOND)
    return samples(level * math.sin(2 * math.pi * hertz * number / SAMPLES_PER_SECOND) for number in range(count))


def knock(hertz: float, level: float = 0.8) -> "array[int]":
    """A knuckle on a table: sudden, but dull."""
    count = round(0.4 * SAMPLES_PER_SECOND)
    return samples(
        level * math.exp(-number / 400) * math.sin(2 * math.pi * hertz * number / SAMPLES_PER_SECOND)
        for number in range(count)
    )


def mixed(*sounds: "array[int]") -> "array[int]":
    """Sounds one after the other, each with a quiet room before and behind it."""
    whole = silence(0.6)
    for number, sound in enumerate(sounds):
        whole += sound + silence(0.6, seed=number + 2)
    return whole


def claps_in(sound: "array[int]") -> int:
    """How many claps the detector hears."""
    detector = ClapDetector()
    last = len(sound) - len(sound) % BLOCK_SAMPLES
    return sum(detector.feed(block_of(sound[at : at + BLOCK_SAMPLES])) for at in range(0, last, BLOCK_SAMPLES))


async def spoken(synthesiser: Synthesiser, text: str, language: str = "en-us", **options: Any) -> "array[int]":
    """A text in the robot's own voice, as the microphone brings it."""
    sound = await synthesiser.synthesise(Words(text=text, language=language, volume=0.7, **options))
    read, rate = samples_in(sound.path)
    step = rate / SAMPLES_PER_SECOND
    return array("h", [_between(read, number * step) for number in range(int((len(read) - 1) / step))])


def _between(read: list[int], place: float) -> int:
    whole = int(place)
    return round(read[whole] + (read[whole + 1] - read[whole]) * (place - whole))


class Microphone:
    """Stands where the recording program would: what is played is what it records.

    Args:
        folder: an empty one.
        monkeypatch: the test's own.
    """

    def __init__(self, folder: Path, monkeypatch: Any) -> None:
        self._pipe = folder / "sound"
        os.mkfifo(self._pipe)
        program = folder / "parec"
        program.write_text(f'#!/bin/sh\necho "$$ $*" >> "{folder}/started"\nexec cat "{self._pipe}"\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        monkeypatch.setenv("PULSE_SERVER", "a stand-in")
        self._started = folder / "started"
        self._file: BinaryIO | None = None

    async def play(self, *sounds: "array[int]") -> None:
        """Returns when the recorder has taken it all, but for what a pipe holds."""
        await asyncio.to_thread(self._write, sounds)

    def end(self) -> None:
        """The microphone is pulled out."""
        if self._file:
            self._file.close()
        self._file = None

    @property
    def recorders(self) -> list[int]:
        """The process ids of all recording programs that were ever started."""
        if not self._started.exists():
            return []
        return [int(line.split()[0]) for line in self._started.read_text().splitlines()]

    def _write(self, sounds: Iterable["array[int]"]) -> None:
        # Opening waits for the recorder.
        self._file = self._file or self._pipe.open("wb", buffering=0)
        for sound in sounds:
            self._file.write(sound.tobytes())
