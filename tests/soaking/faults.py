"""What a robot stands on fails: descriptors, the disk, the clock, randomness."""

import http.client
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from tests.benchmarks.figure import Figure
from tests.soaking.robots import ARM, REAL, Robots
from tests.soaking.safety import Safety
from tests.soaking.writers import Answer
from tjbot.errors import TJBotError
from tjbot.protocol.messages import Do, Halt, Rest, Run
from tjbot.recipe.link import Link

SPARE_DESCRIPTORS = 4
CALLERS = 100
MOVE_SECONDS = 0.5
DISK = "size=4m"
AT_ONCE = 2
"""How many robots suffer beside each other: most of the time each only waits."""

OLD, NEW = "print('old')\n", "print('new')\n"


def soak(seconds: float, *, short: bool) -> Iterator[Figure]:
    """All figures of faults."""
    together = Safety()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:

        def strike(fault: Fault) -> tuple[list[Figure], Safety]:
            safety = Safety()
            return list(fault(Path(tempfile.mkdtemp(dir=folder)), safety)), safety

        for figures, safety in pool.map(strike, (_no_descriptors, _full_disk, _read_only_disk, _clock, _no_randomness)):
            yield from figures
            together.add(safety)
        yield from together.figures("faults")


Fault = Callable[[Path, Safety], Iterator[Figure]]


class Client:
    """One who uses a robot over connections that exist already when a fault begins."""

    def __init__(self, robots: Robots, safety: Safety) -> None:
        self.link = Link(robots.url, role="tool", name="soak")
        self._robots, self._safety, self._home = robots, safety, robots.home
        self._http = http.client.HTTPConnection("127.0.0.1", urlsplit(robots.url).port or 0, timeout=20)
        self._http.connect()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()
        self.link.close()

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        """One request."""
        self._http.request(method, path, None if body is None else json.dumps(body).encode())
        response = self._http.getresponse()
        return response.status, response.read()

    def save(self, source: str) -> Answer:
        """Saves a recipe."""
        return self.ask("PUT", "/api/recipes/mine.py", {"source": source})

    def refuses(self) -> bool:
        """Whether a save is refused with a sentence, and the old text is still there."""
        status, answer = self.save(NEW)
        told = json.loads(answer)
        there = (self._home / "recipes" / "mine.py").read_text()
        return status >= 400 and bool(told["message"]) and bool(told["hint"]) and there == OLD

    def stop_ms(self) -> float:
        """STOP to the last pulse, in the middle of a move."""
        self.link.call(Rest)
        self._safety.take(self._robots.history())
        self.link.call(Do, action="swing", arguments={"times": 20}, wait=False)
        time.sleep(0.15)
        pressed = time.monotonic()
        self.link.call(Halt)
        time.sleep(0.1)
        changes = self._safety.take(self._robots.history())[REAL][ARM]
        if not any(when < pressed for when, _ in changes):
            raise RuntimeError("the arm does not move")
        return max([0.0, *((when - pressed) * 1000 for when, _ in changes)])

    def move_seconds(self) -> float:
        """How long a move takes that shall take half a second."""
        self.link.call(Rest)
        began = time.monotonic()
        self.link.call(Do, action="point", arguments={"angle": 90, "seconds": MOVE_SECONDS})
        return time.monotonic() - began


def _works(when: str, client: Client) -> Iterator[Figure]:
    saved = client.save(NEW)[0] == 200
    with suppress(TJBotError):
        client.link.call(Run, recipe="mine.py")
    took = client.move_seconds()
    yield Figure(name=f"{when}: saves again", value=saved, unit="times", goal=1, at_least=True)
    yield Figure(
        name=f"{when}: how wrong the time of a move is",
        value=abs(took - MOVE_SECONDS) * 1000,
        unit="ms",
        goal=60,
        against=f"{MOVE_SECONDS} s, and a period of the servo",
    )
    yield Figure(name=f"{when}: STOP to last pulse", value=client.stop_ms(), unit="ms", goal=50)


def _broken(when: str, client: Client) -> Iterator[Figure]:
    yield Figure(
        name=f"{when}: saves that are refused with a sentence and lose nothing",
        value=client.refuses(),
        unit="times",
        goal=1,
        at_least=True,
    )
    yield Figure(name=f"{when}: STOP to last pulse", value=client.stop_ms(), unit="ms", goal=50)


def _no_descriptors(home: Path, safety: Safety) -> Iterator[Figure]:
    """Many call at once, until the daemon cannot open anything any more; it must not spin, and must recover."""
    when = "no descriptors"
    with Robots(home) as robots, Client(robots, safety) as client:
        client.save(OLD)
        daemon = psutil.Process(robots.process.pid)
        before = resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE)
        most = max(int(path.name) for path in Path(f"/proc/{daemon.pid}/fd").iterdir()) + 1 + SPARE_DESCRIPTORS
        resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE, (most, before[1]))
        with ExitStack() as callers:
            for _ in range(CALLERS):
                caller = callers.enter_context(socket.socket())
                caller.setblocking(False)
                caller.connect_ex(("127.0.0.1", urlsplit(robots.url).port or 0))
            time.sleep(0.2)
            busy, began = sum(daemon.cpu_times()[:2]), time.monotonic()
            time.sleep(1)
            share = (sum(daemon.cpu_times()[:2]) - busy) / (time.monotonic() - began)
            against = f"{CALLERS} callers, {SPARE_DESCRIPTORS} descriptors left"
            yield Figure(name=f"{when}: what the daemon computes", value=share, unit="cores", goal=0.2, against=against)
            yield from _broken(when, client)
        began = time.monotonic()
        with Client(robots, safety) as other:
            yield Figure(
                name=f"{when}: the next client is let in after", value=time.monotonic() - began, unit="s", goal=2
            )
            resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE, before)
            yield from _works(f"{when}, over", other)


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """Mounts a small disk at a folder; whether that could be done."""
    command = ["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", str(folder)]
    done = os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0
    if not done:
        print("No disk can be mounted here, so that is left out.", file=sys.stderr)
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _full_disk(home: Path, safety: Safety) -> Iterator[Figure]:
    """The disk gets full while the robot runs, and is emptied again."""
    when = "full disk"
    with _small_disk(home) as mounted:
        if not mounted:
            return
        with Robots(home) as robots, Client(robots, safety) as client:
            client.save(OLD)
            filler = home / "filler"
            with filler.open("wb", buffering=0) as file, suppress(OSError):
                while file.write(bytes(4096)):
                    continue
            yield from _broken(when, client)
            filler.unlink()
            yield from _works(f"{when}, emptied", client)


def _read_only_disk(home: Path, safety: Safety) -> Iterator[Figure]:
    """The robot begins on a disk that the system has made read-only, as it does with a card that fails."""
    when = "read-only disk"
    with _small_disk(home) as mounted:
        if not mounted:
            return
        with Robots(home) as robots, Client(robots, safety) as client:
            client.save(OLD)
        subprocess.run(["mount", "-o", "remount,ro", str(home)], check=True)
        with Robots(home) as robots, Client(robots, safety) as client:
            yield from _broken(when, client)
        subprocess.run(["mount", "-o", "remount,rw", str(home)], check=True)
        with Robots(home) as robots, Client(robots, safety) as client:
            yield from _works(f"{when}, mended", client)


def _strange(world: str, home: Path) -> Robots:
    return Robots(home, program="tests.soaking.strange_worlds", world=world)


def _clock(home: Path, safety: Safety) -> Iterator[Figure]:
    with _strange("jumping_clock", home) as robots, Client(robots, safety) as client:
        yield from _works("clock jumps by up to an hour", client)


def _no_randomness(home: Path, safety: Safety) -> Iterator[Figure]:
    with _strange("no_randomness", home) as robots, Client(robots, safety) as client:
        yield from _works("no randomness", client)
