"""A teacher and pupils of a robot that asks everybody who they are, also on its own computer."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.integration.guests import Guest, owner
from tests.integration.sockets import HELLO, BareSocket
from tests.running import RunningDaemon, running

BACK = {"type": "hello", "protocol": 1, "role": "page", "name": "page", "wants": ["state", "output", "seen"]}


@contextmanager
def school(home: Path, **options: Any) -> Iterator[RunningDaemon]:
    """A robot that is private, so that nobody is its owner just because they are on its computer."""
    with running(home, private=True, **options) as daemon:
        yield daemon


class Process:
    """A robot in a process of its own, which can be killed."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port

    def guest(self, **headers: str) -> Guest:
        return Guest(lambda: socket.create_connection(("127.0.0.1", self.port)), f"localhost:{self.port}", headers)

    def code(self, kind: str) -> str:
        token = (self.home / "secrets" / "owner-token").read_text("ascii")
        owner = self.guest(Authorization=f"Bearer {token}")
        return str(owner.request("POST", "/api/codes/new", {"kind": kind}).json[kind]["code"])


Place = RunningDaemon | Process


def let_in(robot: Place, kind: Any) -> Guest:
    """Somebody who has paired, and has said nothing more."""
    if isinstance(robot, Process):
        guest, code = robot.guest(), robot.code(kind)
    else:
        guest, code = owner(robot), robot.call(lambda: robot.daemon.access.codes.renew(kind).code)
    assert guest.pair(code, "Chromebook").status == 200
    return guest


def teacher_of(robot: Place, *, opens: bool = True) -> Guest:
    """A teacher, who has opened a class."""
    guest = let_in(robot, "teacher")
    if opens:
        assert guest.request("POST", "/api/class/open", {}).json["open"] is True
    return guest


class Pupil:
    """A pupil with a computer, who has come in under a name."""

    def __init__(self, robot: Place, name: str) -> None:
        self.guest = let_in(robot, "pupil")
        self.me = self.come_in(name).json
        self.id, self.body, self.key = str(self.me["id"]), str(self.me["body"]), str(self.me["key"])

    def come_in(self, name: str) -> Any:
        return self.guest.request("POST", "/api/class/pupils", {"name": name})

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.guest.request(method, path, body, **headers)

    @contextmanager
    def page(self, **hello: Any) -> Iterator["Page"]:
        """A page of theirs, or another client."""
        with self.guest.socket() as link:
            welcome = link.ask({**BACK, **hello})
            assert welcome["type"] == "welcome", welcome
            yield Page(link, welcome)


class Page:
    """A client with the state that it was told."""

    def __init__(self, link: BareSocket, welcome: dict[str, Any]) -> None:
        self.link = link
        self.welcome = welcome
        self.state: dict[str, Any] = {}
        self.seen: list[dict[str, Any]] = []
        self.output: list[str] = []
        self.reports: dict[str, dict[str, Any]] = {}
        self._number = 0

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """A command and its answer; takes in what comes before."""
        self._number += 1
        self.link.send({"type": kind, "id": self._number, **fields})
        while (told := self.read()).get("id") != self._number:
            pass
        return told

    def do(self, action: str, **arguments: Any) -> dict[str, Any]:
        """An action, done."""
        return self.ask("do", action=action, arguments=arguments)

    def read(self) -> dict[str, Any]:
        """The next message, taken in."""
        told = self.link.read()
        self.reports[told["type"]] = told
        if told["type"] == "state":
            self.state.update(told)
        elif told["type"] == "seen":
            self.seen.append(told)
        elif told["type"] == "output":
            self.output.append(told["text"])
        return told

    def until(self, condition: Any) -> Any:
        """Reads on until the condition holds; returns what it answered."""
        while not (answer := condition(self)):
            self.read()
        return answer

    @property
    def pupil(self) -> dict[str, Any]:
        """What the class is for this page."""
        return dict(self.state.get("about", {}).get("pupil", {}))


@contextmanager
def watching(teacher: Guest, body: str | None = None) -> Iterator[Page]:
    """A teacher's page that hears of the class."""
    with teacher.socket() as link:
        hello = {**HELLO, "role": "page", "wants": ["state", "class"], **({"body": body} if body else {})}
        yield Page(link, link.ask(hello))
