"""A page that wants to know why, at a robot whose recipes a test writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.running import RunningDaemon

PAGE = {**HELLO, "role": "page", "name": "page", "wants": ["seen", "output", "traced", "why"]}


def write(robot: RunningDaemon, source: str, name: str = "mine.py") -> str:
    """Puts a recipe into the robot's library; returns its name."""
    folder = robot.home / "recipes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(source)
    return name


class Watching:
    """What a page is told, in its order."""

    def __init__(self, socket: BareSocket) -> None:
        self.socket = socket
        self.told: list[dict[str, Any]] = []
        self._number = 0

    def send(self, kind: str, **fields: Any) -> None:
        """Sends a command that is answered, whose answer nobody waits for."""
        self._number += 1
        self.socket.send({"type": kind, "id": self._number, **fields})

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Sends a command and waits for its answer."""
        self.send(kind, **fields)
        number = self._number
        return self.until(lambda told: told.get("id") == number and told["type"] in ("done", "failed"))

    def see(self, label: str, phase: str, **fields: Any) -> None:
        """Tells that something is seen."""
        self.socket.send({"type": "seen", "label": label, "phase": phase, **fields})

    def until(self, fits: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """Reads up to a message that fits."""
        while True:
            self.told.append(self.socket.read())
            if fits(self.told[-1]):
                return self.told[-1]

    def next(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Reads up to a message of a kind with these fields."""
        return self.until(lambda told: told["type"] == kind and all(told.get(key) == fields[key] for key in fields))

    def all(self, kind: str) -> list[dict[str, Any]]:
        """All messages of a kind that were read so far."""
        return [told for told in self.told if told["type"] == kind]


@contextmanager
def watching(robot: RunningDaemon, hello: dict[str, Any] = PAGE) -> Iterator[Watching]:
    """A page at a robot while the block lasts."""
    with bare_socket(robot, hello) as socket:
        yield Watching(socket)
