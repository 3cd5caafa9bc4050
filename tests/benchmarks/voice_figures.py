"""From `say` to the beginning of the sound, and what the voice costs."""

import asyncio
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psutil
import uvloop

from tests.benchmarks.figure import Figure, percentile
from tjbot.config import Configuration
from tjbot.robot.body import Body
from tjbot.robot.parts.voice import Voice
from tjbot.robot.speech_player import Player

FIRST_SENTENCES = 7
SENTENCES = 30
GOAL_MS = 300


class Bench:
    """A body with nothing but a voice, and in aplay's place a program that tells when it begins to play."""

    def __init__(self, folder: Path) -> None:
        (folder / "pcmC0D0p").touch()
        self._begun = folder / "begun"
        os.mkfifo(self._begun)
        program = folder / "aplay"
        program.write_text(f"#!/bin/sh\nread -r first < \"$2\"\necho >'{self._begun}'\n")
        program.chmod(stat.S_IRWXU)
        os.environ["PATH"] = f"{folder}:{os.environ['PATH']}"
        self._folder = folder
        self._pipe = os.open(self._begun, os.O_RDWR | os.O_NONBLOCK)
        self.start()

    def start(self) -> None:
        """A voice that has not spoken yet."""
        self.body = Body("real", None, [Voice], lambda _: None)
        self.body.start(Configuration(parts={"voice": {"words_per_minute": 450}}))
        voice = self.body._slots["voice"].part
        assert isinstance(voice, Voice)
        self.voice = voice
        voice.player = Player(self._folder)

    async def delay_ms(self, text: str) -> float:
        """From the call to the moment at which the player has read the beginning of the sound."""
        begun = asyncio.Event()
        asyncio.get_running_loop().add_reader(self._pipe, begun.set)
        called = time.perf_counter()
        sentence = self.body.begin("say", {"text": text})
        await begun.wait()
        delay = (time.perf_counter() - called) * 1000
        asyncio.get_running_loop().remove_reader(self._pipe)
        os.read(self._pipe, 100)
        self.body.halt()
        await asyncio.wait([sentence])
        sentence.exception()
        return delay


def measure() -> Iterator[Figure]:
    """All figures of the voice."""
    path = os.environ["PATH"]
    with tempfile.TemporaryDirectory() as folder:
        try:
            yield from uvloop.run(_figures(Path(folder)))
        finally:
            os.environ["PATH"] = path


async def _figures(folder: Path) -> list[Figure]:
    bench = Bench(folder)
    first = []
    for _ in range(FIRST_SENTENCES):
        first.append(await bench.delay_ms("Hello!"))
        bench.body.close()
        bench.start()
    await bench.delay_ms("Hello!")
    new = [await bench.delay_ms(f"Hello, number {number}!") for number in range(SENTENCES)]
    known = [await bench.delay_ms("Hello!") for _ in range(SENTENCES)]
    worker = bench.voice.synthesiser.worker
    assert worker
    resident = psutil.Process(worker.process.pid).memory_info().rss / 2**20
    bench.body.close()
    told = "up to the program that plays it; the sound card's own time is not in it"
    return [
        Figure(name="say to sound, p50", value=median(new), unit="ms", goal=GOAL_MS, against=told),
        Figure(name="say to sound, p99", value=percentile(new, 99), unit="ms", goal=GOAL_MS),
        Figure(name="say to sound, words said before, p50", value=median(known), unit="ms", goal=GOAL_MS),
        Figure(
            name="say to sound, first sentence (espeak-ng starts), median",
            value=median(first),
            unit="ms",
            goal=GOAL_MS,
        ),
        Figure(name="the voice's process, resident", value=resident, unit="MiB", goal=40),
    ]
