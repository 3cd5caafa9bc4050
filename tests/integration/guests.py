"""Somebody on another computer who speaks with the robot: over HTTP and over its sockets, with real addresses."""

import http.client
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import connect

from tests.integration.sockets import BareSocket
from tests.other_computer import OtherComputer
from tests.running import RunningDaemon
from tjbot.daemon.https.certificate import Certificate, path_in, read_certificate
from tjbot.recipe.secure_socket import shared


@dataclass
class Answer:
    """What the robot answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def sentence(self) -> str:
        """A refusal's message and hint."""
        assert self.json.keys() == {"message", "hint"}
        return f"{self.json['message']} {self.json['hint']}".strip()


@dataclass
class Guest:
    """A browser or a program; `host` is what it calls the robot, and `headers` go with everything that it sends."""

    dial: Callable[[], socket.socket]
    host: str
    headers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    """Whom it trusts; None for plain http."""

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        connection = self.connect()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes | None) else json.dumps(body)
        connection.request(method, path, data, {"Host": self.host, **self.headers, **given})
        response = connection.getresponse()
        answer = Answer(
            response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        )
        connection.close()
        return answer

    def connect(self) -> http.client.HTTPConnection:
        """A connection on which nothing was asked yet."""
        connection = http.client.HTTPConnection("robot")
        connection.sock = self.dial()
        if self.tls:
            connection.sock = self.tls.wrap_socket(connection.sock, server_hostname=self.host.rpartition(":")[0])
        return connection

    def pair(self, code: str, name: str = "") -> Answer:
        """Enters a code, as the page does; keeps the cookie."""
        answer = self.request("POST", "/api/pair", {"code": code, "name": name})
        if answer.status == 200:
            self.headers["Cookie"] = answer.headers["set-cookie"].split(";")[0]
        return answer

    def pair_program(self, code: str) -> None:
        """Enters a code, as a program does; keeps the token."""
        token = self.request("POST", "/api/pair", {"code": code, "tool": True}).json["token"]
        self.headers["Authorization"] = f"Bearer {token}"

    def me(self) -> Any:
        return self.request("GET", "/api/me").json

    @contextmanager
    def socket(self, path: str = "/socket", **headers: str) -> Iterator[BareSocket]:
        """An open WebSocket that has said nothing yet."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        with connect(
            f"{'wss' if self.tls else 'ws'}://{self.host}{path}",
            sock=self.dial(),
            ssl=self.tls,
            additional_headers={**self.headers, **given},
            compression=None,
            proxy=None,
            close_timeout=1,
        ) as connection:
            yield BareSocket(connection)


def guest(robot: RunningDaemon, computer: OtherComputer, **headers: str) -> Guest:
    """Somebody on another computer, who trusts the robot's authority and comes over https."""
    port = robot.daemon.access.secure_port
    tls = shared(ssl.create_default_context(cadata=certificate_of(robot).authority))
    return Guest(lambda: computer.connect(port), f"{robot.daemon.access.names.network[0]}:{port}", headers, tls)


def plain_guest(robot: RunningDaemon, computer: OtherComputer, **headers: str) -> Guest:
    """Somebody on another computer, who comes over plain http."""
    port = port_of(robot)
    return Guest(lambda: computer.connect(port), f"{computer.robot_address}:{port}", headers)


def certificate_of(robot: RunningDaemon) -> Certificate:
    """The certificate that lies in the robot's home."""
    found = read_certificate(path_in(robot.home))
    assert found
    return found


def owner(robot: RunningDaemon, **headers: str) -> Guest:
    """Whoever sits at the robot."""
    port = port_of(robot)
    return Guest(lambda: socket.create_connection(("127.0.0.1", port)), f"localhost:{port}", headers)


def dialled(robot: RunningDaemon, **headers: str) -> Guest:
    """Somebody on the robot's computer, with headers of their own."""
    return owner(robot, **{name.replace("_", "-"): value for name, value in headers.items()})


def code_of(robot: RunningDaemon, kind: str = "pupil") -> str:
    """The code that is good now, as its owner sees it."""
    return str(owner(robot).request("GET", "/api/codes").json[kind]["code"])


def port_of(robot: RunningDaemon) -> int:
    port = urlsplit(robot.url).port
    assert port is not None
    return port
