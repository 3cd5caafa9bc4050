"""Programs in the computers of a room (tests/namespaces.py), and waiting for what they tell."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.integration.commands import environment
from tests.namespaces import Room, a_room

ASK = """
import http.client, sys
robot = http.client.HTTPConnection(sys.argv[1], timeout=20)
robot.request("GET", "/api/robots", headers={"Host": sys.argv[2]})
answer = robot.getresponse()
print(answer.status, answer.read().decode(), sep="\\n")
"""

HEARING_SECONDS = 30.0
"""How long a test waits for what must happen: mDNS lets seconds go by, and the machine may be busy."""


class Program:
    """A program in a computer of the room; the lines that it prints."""

    def __init__(self, place: str, *command: str) -> None:
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", place, *command], stdout=subprocess.PIPE, text=True, env=environment()
        )
        self.lines: list[str] = []
        self._changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def wait_for(self, fits: Callable[[str], Any]) -> str:
        """The first line, of all that were printed, that fits."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(map(fits, self.lines)), HEARING_SECONDS), self.lines[-3:]
            return next(line for line in self.lines if fits(line))

    def kill(self) -> None:
        """Ends it without a goodbye."""
        self.process.kill()
        self.process.wait(HEARING_SECONDS)

    def stop(self) -> None:
        """Ends it as systemd does."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(HEARING_SECONDS)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._changed:
                self.lines.append(line)
                self._changed.notify_all()


Kind = TypeVar("Kind", bound=Program)


class RobotInRoom(Program):
    """A robot without a body, and what it knows of the room."""

    def __init__(self, place: str, label: str, name: str, number: str = "", listen: str = "0.0.0.0") -> None:
        self.label = label
        script = [sys.executable, "-m", "tests.integration.classroom.robot_in_a_room"]
        super().__init__(place, *script, label, name, listen, *([number] if number else []))

    def knows(self, fits: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The newest report, as soon as it fits."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.lines and fits(self.newest()), HEARING_SECONDS), self.lines[-3:]
            return self.newest()

    def knows_others(self, *names: str) -> dict[str, Any]:
        """The newest report, as soon as exactly these others are in it."""
        return self.knows(lambda told: sorted(each["name"] for each in told["robots"] if not each["this"]) == [*names])

    def knows_room(self, own: str, others: Iterable[str]) -> dict[str, Any]:
        """The newest report, as soon as exactly these robots are in it, the own one marked."""
        room = sorted([(own, True), *((name, False) for name in others)])
        return self.knows(lambda told: sorted((each["name"], each["this"]) for each in told["robots"]) == room)

    def looks(self) -> dict[str, Any]:
        """Makes it look again, and returns what it then tells."""
        with self._changed:
            before = len(self.lines)
            self.process.send_signal(signal.SIGUSR1)
            assert self._changed.wait_for(lambda: len(self.lines) > before, HEARING_SECONDS)
            return self.newest()

    def newest(self) -> dict[str, Any]:
        """What it told last."""
        told: dict[str, Any] = json.loads(self.lines[-1])
        return told

    def memory_bytes(self) -> int:
        """How much memory it has now."""
        # `ip netns exec` becomes the program.
        with open(f"/proc/{self.process.pid}/statm") as sizes:  # noqa: PTH123
            return int(sizes.read().split()[1]) * 4096


class Classroom:
    """A room, and all that was started in it."""

    def __init__(self, room: Room, started: ExitStack) -> None:
        self.room = room
        self._started = started

    def robot(self, place: str, label: str, name: str, **more: str) -> RobotInRoom:
        """Starts a robot in a computer."""
        return self._keep(RobotInRoom(place, label, name, **more))

    def stranger(self, place: str, what: str) -> Program:
        """Starts a stranger, who has said it all when this returns."""
        program = self._keep(Program(place, sys.executable, "-m", "tests.integration.classroom.stranger", what))
        program.wait_for(lambda line: line == "said\n")
        return program

    def program(self, place: str, *command: str) -> Program:
        """Starts any program."""
        return self._keep(Program(place, *command))

    def real_robot(self, place: str, home: Path, name: str, *more: str) -> Program:
        """Starts a whole robot that listens in the network, at port 8765; ready when this returns."""
        home.mkdir(exist_ok=True)
        (home / "tjbot.toml").write_text(f'name = "{name}"\nautostart = ""\n')
        options = ["--simulate", "--no-browser", "--listen", "0.0.0.0", "--home", str(home)]
        robot = self.program(place, sys.executable, "-m", "tjbot.cli", "start", *options, *more)
        robot.wait_for(lambda line: line.startswith("TJBot is ready"))
        return robot

    def ask(self, place: str, address: str, host: str) -> tuple[int, dict[str, Any]]:
        """Asks a robot for the robots in the room: the status and the JSON of its answer."""
        done = subprocess.run(
            ["ip", "netns", "exec", place, sys.executable, "-c", ASK, address, host], capture_output=True, check=True
        )
        status, _, body = done.stdout.decode().partition("\n")
        return int(status), json.loads(body)

    def tjbot(self, place: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs the command line in a computer of the room."""
        command = ["ip", "netns", "exec", place, sys.executable, "-m", "tjbot.cli", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=60)

    def _keep(self, program: Kind) -> Kind:
        self._started.callback(program.kill)
        return program


@contextmanager
def a_classroom() -> Iterator[Classroom]:
    """A room with nobody in it; all that was started there ends with it."""
    with a_room() as room, ExitStack() as started:
        yield Classroom(room, started)
