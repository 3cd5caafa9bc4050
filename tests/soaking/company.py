"""Who is there when the robot crashes, and comes back by itself: a page, who moves the arm, a recipe from elsewhere."""

import json
import random
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tjbot.errors import TJBotError
from tjbot.protocol.messages import Do
from tjbot.recipe.link import Link, socket_address


class Counting:
    """Hears a recipe that prints numbers; `number` is the last one."""

    def __init__(self) -> None:
        self.number = 0
        self._heard: list[float] = []

    def first_heard(self, after: float) -> float | None:
        """When the first number came after a moment; None where none did."""
        return next((when for when in self._heard if when > after), None)

    def _count(self, number: int) -> None:
        self.number = number
        # The last few minutes are enough.
        self._heard = [*self._heard[-5000:], time.monotonic()]


class Page(Counting):
    """Connects again as the page's `patience.ts` does, and hears what recipes print; `welcomed` is when it last was."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.welcomed = 0.0
        self._url = url
        self._over = False
        threading.Thread(target=self._live, daemon=True).start()

    def end(self) -> None:
        """Comes back no more."""
        self._over = True

    def _live(self) -> None:
        failures = 0
        while not self._over:
            with (
                suppress(OSError, WebSocketException),
                connect(socket_address(self._url), compression=None, proxy=None, open_timeout=5) as socket,
            ):
                hello = {"type": "hello", "protocol": 1, "role": "page", "name": "page"}
                socket.send(json.dumps({**hello, "wants": ["seen", "state", "output", "traced"]}))
                socket.recv()
                self.welcomed, failures = time.monotonic(), 0
                for data in socket:
                    self._hear(json.loads(data))
            time.sleep(min(0.1 * 2**failures, 1))
            failures += 1

    def _hear(self, report: dict[str, object]) -> None:
        if report["type"] == "output" and report["stream"] == "stdout":
            for line in str(report["text"]).split():
                self._count(int(line))


class Mover:
    """Moves the arm all the time, while the robot is there."""

    def __init__(self, url: str, chance: random.Random) -> None:
        self._url, self._chance = url, chance
        self._up, self._over = threading.Event(), False
        threading.Thread(target=self._live, daemon=True).start()

    def begin(self) -> None:
        """The robot is there."""
        self._up.set()

    def pause(self) -> None:
        """The robot is gone."""
        self._up.clear()

    def end(self) -> None:
        """Moves no more."""
        self._over = True
        self._up.set()

    def _live(self) -> None:
        while not self._over:
            self._up.wait()
            with suppress(TJBotError), Link(self._url, role="tool", name="mover") as link:
                while self._up.is_set() and not self._over:
                    link.call(Do, action="point", arguments={"angle": self._chance.uniform(0, 144)})
            time.sleep(0.05)


class Elsewhere(Counting):
    """`tjbot run` of a recipe."""

    def __init__(self, url: str, recipe: Path) -> None:
        super().__init__()
        command = [sys.executable, "-u", "-m", "tjbot.cli", "run", str(recipe), "--url", url]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self._read, daemon=True).start()

    def end(self) -> None:
        """Ends it as Ctrl-C does."""
        self.process.terminate()
        self.process.wait(20)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if line.strip().isdecimal():
                self._count(int(line))
