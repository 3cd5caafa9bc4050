"""Counts what goes over the wire: stands between a browser and the robot, and changes nothing.

It listens at the robot's own port on another loopback address, so that every name, and so every check of origins, is as
without it; `browser_argument` sends the browser there.
"""

import re
import socket
import threading
from collections import Counter
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

ADDRESS = "127.0.0.2"
_REQUEST = re.compile(rb"(?:GET|PUT|POST|DELETE|HEAD) (\S+) HTTP/1\.1\r\n")
_PIECE_BYTES = 1 << 16


class Relay:
    """Passes on connections to a robot while it is open.

    `bodies` holds how many bytes of each path came to the browser, without headers.
    """

    def __init__(self, url: str) -> None:
        self.bodies: Counter[str] = Counter()
        self._port = urlsplit(url).port or 80
        self._listener = socket.create_server((ADDRESS, self._port))

    browser_argument = f"--host-resolver-rules=MAP localhost {ADDRESS}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            robot = socket.create_connection(("127.0.0.1", self._port))
            connection = _Connection(browser, robot, self.bodies)
            threading.Thread(target=connection.upwards, daemon=True).start()
            threading.Thread(target=connection.downwards, daemon=True).start()


class _Connection:
    """One connection. HTTP/1.1 without pipelining: what comes down belongs to the request that went up last."""

    def __init__(self, browser: socket.socket, robot: socket.socket, bodies: Counter[str]) -> None:
        self._browser = browser
        self._robot = robot
        self._bodies = bodies
        self._path = ""
        self._headers: bytearray | None = None

    def upwards(self) -> None:
        """From the browser to the robot."""
        while data := _receive(self._browser):
            if request := _REQUEST.match(data):
                self._path = request[1].decode("ascii", "replace").split("?")[0]
                self._headers = bytearray()
            if not _send(self._robot, data):
                break
        _close(self._robot)

    def downwards(self) -> None:
        """From the robot to the browser."""
        while data := _receive(self._robot):
            self._bodies[self._path] += self._body_bytes(data)
            if not _send(self._browser, data):
                break
        _close(self._browser)

    def _body_bytes(self, data: bytes) -> int:
        if self._headers is None:
            return len(data)
        self._headers += data
        head, end, body = self._headers.partition(b"\r\n\r\n")
        if not end:
            return 0
        del head
        self._headers = None
        return len(body)


def _receive(connection: socket.socket) -> bytes:
    try:
        return connection.recv(_PIECE_BYTES)
    except OSError:
        return b""


def _send(connection: socket.socket, data: bytes) -> bool:
    try:
        connection.sendall(data)
    except OSError:
        return False
    return True


def _close(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
