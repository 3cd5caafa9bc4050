"""From an event to the servo's pulse, and what the daemon costs."""

import asyncio
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from websockets.asyncio.server import serve
from websockets.sync.client import connect

from tests.benchmarks import page_figures, vision_figures
from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.pulse_daemon import PulseDaemon
from tjbot.protocol.messages import Do, Run, Seen
from tjbot.recipe.link import Link

EVENTS = 300
EVENTS_A_SECOND = 30
STARTS = 7

POINTER = """
from tjbot import robot

@robot.when_sees("left")
def left():
    robot.point(40, wait=False)

@robot.when_sees("right")
def right():
    robot.point(42, wait=False)
"""


def measure() -> Iterator[Figure]:
    """All figures of the wave that need no browser, and then those that do."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "recipes").mkdir()
        (home / "recipes" / "pointer.py").write_text(POINTER)
        with PulseDaemon(home) as daemon, Link(daemon.url, role="tool", name="bench") as link:
            yield from _event_to_pulse(daemon, link)
            yield from command_to_pulse(daemon, link)
        yield from _start_and_memory(home)
    yield from page_figures.whole_way()
    yield from vision_figures.measure(only=("speed",))


def _event_to_pulse(daemon: PulseDaemon, link: Link) -> Iterator[Figure]:
    """Distinct started edges at 30 a second, each answered by the recipe with a short move."""
    link.call(Run, recipe="pointer.py")
    _settle(daemon, link)
    sent = []
    for number in range(EVENTS):
        label, other = ("left", "right") if number % 2 == 0 else ("right", "left")
        if number:
            link.send(Seen(label=other, phase="stopped"))
        sent.append(time.monotonic())
        link.send(Seen(label=label, phase="started"))
        time.sleep(1 / EVENTS_A_SECOND)
    delays = delays_of(sent, daemon.ask("pulses"))
    floor = asyncio.run(_bare_round_trip_ms())
    against = f"{len(delays)} of {EVENTS} edges; a bare WebSocket round trip beside it: {floor:.2f} ms"
    yield Figure(name="event to pulse, recipe between, p50", value=median(delays), unit="ms", goal=3, against=against)
    yield Figure(name="event to pulse, recipe between, p99", value=percentile(delays, 99), unit="ms", goal=15)
    yield Figure(name="edges that moved the arm", value=len(delays) / EVENTS, unit="share", goal=1, at_least=True)


def _settle(daemon: PulseDaemon, link: Link) -> None:
    """Waits until the recipe listens: its first answer to an event moves the arm."""
    for _ in range(500):
        link.send(Seen(label="right", phase="started"))
        link.send(Seen(label="right", phase="stopped"))
        time.sleep(0.05)
        if daemon.ask("pulses"):
            time.sleep(1)
            daemon.ask("pulses")
            return
    raise RuntimeError("the recipe did not start")


def command_to_pulse(daemon: PulseDaemon, link: Link) -> Iterator[Figure]:
    """What `tjbot do` costs, from its sending to the pulse."""
    sent = []
    for number in range(EVENTS):
        sent.append(time.monotonic())
        link.call(Do, action="point", arguments={"angle": 60 + 2 * (number % 2)}, wait=False)
        time.sleep(0.04)
    delays = delays_of(sent, daemon.ask("pulses"))
    against = f"sending included; {len(delays)} of {EVENTS}"
    yield Figure(name="command to pulse, p50", value=median(delays), unit="ms", goal=1, against=against)
    yield Figure(name="command to pulse, p99", value=percentile(delays, 99), unit="ms")


def delays_of(sent: list[float], changes: list[list[float]]) -> list[float]:
    """For each sending the milliseconds to the first change before the next sending."""
    delays = []
    for began, ends in zip(sent, [*sent[1:], sent[-1] + 1], strict=True):
        times = [when for when, _ in changes if began <= when < ends]
        if times:
            delays.append((times[0] - began) * 1000)
    return delays


def _start_and_memory(home: Path) -> Iterator[Figure]:
    seconds, resident = [], []
    for _ in range(STARTS):
        began = time.monotonic()
        with _started(home) as process:
            seconds.append(time.monotonic() - began)
            resident.append(psutil.Process(process.pid).memory_info().rss / 2**20)
    yield Figure(name="daemon ready after its process began, median", value=median(seconds), unit="s", goal=1.0)
    yield Figure(name="daemon resident, largest", value=max(resident), unit="MiB", goal=60)
    with PulseDaemon(home) as daemon:
        heavy = daemon.ask("memory")["heavy"]
    yield Figure(name="TensorFlow modules in the daemon", value=len(heavy), unit="modules", goal=0)


@contextmanager
def _started(home: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tjbot.cli", "start", "--simulate", "--port", "0", "--no-browser"]
    with subprocess.Popen([*command, "--home", str(home)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert "is ready" in process.stdout.readline()
        try:
            yield process
        finally:
            process.terminate()
            process.wait(10)


async def _bare_round_trip_ms() -> float:
    """The floor: the same libraries echoing 1,000 messages as long as an event."""

    async def echo(socket: Any) -> None:
        async for message in socket:
            await socket.send(message)

    def client(port: int, times: list[float]) -> None:
        with connect(f"ws://127.0.0.1:{port}", proxy=None, compression=None) as socket:
            for _ in range(1000):
                began = time.monotonic()
                socket.send("x" * 150)
                socket.recv()
                times.append((time.monotonic() - began) * 1000)

    times: list[float] = []
    async with serve(echo, "127.0.0.1", 0, compression=None) as server:
        thread = threading.Thread(target=client, args=(server.sockets[0].getsockname()[1], times))
        thread.start()
        await asyncio.to_thread(thread.join)
    return median(times)
