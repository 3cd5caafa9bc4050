"""A bare socket, for what no polite client would send."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.running import WAITING_SECONDS, RunningDaemon
from tjbot.recipe.link import socket_address

HELLO = {"type": "hello", "protocol": 1, "role": "tool", "name": "test"}


class BareSocket:
    """Sends whatever it is given and reads what comes."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def send(self, message: dict[str, Any] | str | bytes) -> None:
        self.connection.send(json.dumps(message) if isinstance(message, dict) else message)

    def read(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self.connection.recv(timeout=WAITING_SECONDS))
        return message

    def ask(self, message: dict[str, Any] | str | bytes) -> dict[str, Any]:
        self.send(message)
        return self.read()

    def works(self) -> bool:
        """Whether the next request is answered; reads over what came before."""
        self.send({"type": "ping", "id": 4711})
        while (answer := self.read()).get("id") != 4711:
            pass
        return bool(answer["type"] == "pong")

    def end(self) -> tuple[int, str]:
        """Reads until the daemon ends the connection; its code and reason; 1006 where it just broke."""
        try:
            while True:
                self.connection.recv(timeout=WAITING_SECONDS)
        except ConnectionClosed as closed:
            return (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")


@contextmanager
def bare_socket(robot: RunningDaemon, hello: dict[str, Any] | None = HELLO, **options: Any) -> Iterator[BareSocket]:
    """A connection; by default greeted and welcomed. Leaves with a goodbye."""
    with connect(socket_address(robot.url), compression=None, proxy=None, close_timeout=1, **options) as connection:
        socket = BareSocket(connection)
        if hello is not None:
            assert socket.ask(hello)["type"] == "welcome"
        yield socket
