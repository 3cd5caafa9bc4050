"""A small robot that speaks the wire, so that the recipe side is tested without the daemon."""

import queue
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from tjbot.protocol.codec import decode_command, encode
from tjbot.protocol.messages import (
    PROTOCOL,
    ActionOffer,
    ArgumentOffer,
    Command,
    Do,
    Done,
    Failed,
    Hello,
    Message,
    PartOffer,
    Ping,
    Pong,
    Seen,
    Stopped,
    Welcome,
)

PARTS = [
    PartOffer(
        name="arm",
        summary="The arm",
        actions=[
            ActionOffer(
                name="wave", summary="Waves", arguments=[ArgumentOffer(name="times", unit="number", default=1)]
            ),
            ActionOffer(
                name="point", summary="Points", arguments=[ArgumentOffer(name="angle", unit="degrees", required=True)]
            ),
        ],
    ),
    PartOffer(
        name="light",
        summary="The light",
        actions=[
            ActionOffer(
                name="shine", summary="Shines", arguments=[ArgumentOffer(name="color", unit="color", required=True)]
            )
        ],
    ),
]


@dataclass
class Robot:
    """Answers every command, keeps what it was asked, and can be told to say something."""

    url: str = ""
    clock_offset: float = 1000.0
    refuse: Failed | None = None
    silent: set[str] = field(default_factory=set)
    labels: list[str] = field(default_factory=lambda: ["open hand", "fist"])
    note: str | None = None
    hello: "queue.Queue[Hello]" = field(default_factory=queue.Queue)
    asked: "queue.Queue[Command]" = field(default_factory=queue.Queue)
    connected: "queue.Queue[None]" = field(default_factory=queue.Queue)
    closed: "queue.Queue[int | None]" = field(default_factory=queue.Queue)
    connections: list[ServerConnection] = field(default_factory=list)
    away: threading.Event = field(default_factory=threading.Event)

    def say(self, report: Message) -> None:
        for connection in self.connections:
            connection.send(encode(report), text=True)

    def show(self, label: str, phase: str, **fields: object) -> None:
        self.say(Seen(label=label, phase=phase, source="page 1", time=self.clock(), **fields))  # type: ignore[arg-type]

    def stop(self, message: str) -> None:
        self.say(Stopped(message=message))

    def crash(self) -> None:
        """Ends the connections without a word; whoever connects again is let in, if it is not away."""
        for connection in list(self.connections):
            connection.socket.shutdown(socket.SHUT_RDWR)

    def clock(self) -> float:
        return time.monotonic() + self.clock_offset

    def next_do(self) -> Do:
        command = self.asked.get(timeout=10)
        assert isinstance(command, Do)
        return command

    def serve_one(self, connection: ServerConnection) -> None:
        if self.away.is_set():
            return
        hello = decode_command(connection.recv())
        assert isinstance(hello, Hello)
        self.hello.put(hello)
        if self.refuse is not None:
            connection.send(encode(self.refuse), text=True)
            return
        self.connections.append(connection)
        connection.send(encode(self._welcome()), text=True)
        self.connected.put(None)
        try:
            while True:
                self._answer(connection, decode_command(connection.recv()))
        except ConnectionClosed:
            self.connections.remove(connection)
            self.closed.put(connection.close_code)

    def _welcome(self) -> Welcome:
        return Welcome(
            protocol=PROTOCOL,
            version="0",
            name="Pip",
            body="real",
            client="recipe 1",
            time=self.clock(),
            parts=PARTS,
            labels=self.labels,
            offers={"see": self.labels},
        )

    def _answer(self, connection: ServerConnection, command: Command) -> None:
        if isinstance(command, Ping):
            return connection.send(encode(Pong(id=command.id, time=self.clock())), text=True)
        self.asked.put(command)
        if not isinstance(command, Do):
            return None
        if command.action in self.silent:
            return None
        if command.arguments.get("angle") == 181:
            return connection.send(encode(Failed(id=command.id, message="Too far.", hint="Try 180.")), text=True)
        value = command.arguments.get("angle")
        return connection.send(encode(Done(id=command.id, value=value, note=self.note)), text=True)


@pytest.fixture
def pip() -> Iterator[Robot]:
    """A robot at `pip.url`."""
    robot = Robot()
    with serve(robot.serve_one, "127.0.0.1", 0, compression=None) as server:
        robot.url = f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield robot
        server.shutdown()
        thread.join()
