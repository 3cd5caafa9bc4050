"""Pictures of the robot's eyes, brought to where the recipe runs."""

import os
import re
import socket
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote
from urllib.request import AbstractHTTPHandler, ProxyHandler, Request, build_opener

from tjbot.errors import PartError
from tjbot.recipe.link import UNIX

_SECONDS = 10.0


def bring_picture(address: str, name: str) -> bytes:
    """A picture that `look` took, as a JPEG.

    Args:
        address: where the robot is, as `http://host:port` or `unix:/path`.
        name: its file name.

    Raises:
        PartError: it does not come.
    """
    near = address.startswith(UNIX)
    base = "unix://localhost" if near else re.sub("^ws", "http", address).rstrip("/")
    request = Request(f"{base}/api/pictures/{quote(name)}")  # noqa: S310
    if near:
        request.add_header("Authorization", f"Bearer {os.environ.get('TJBOT_TOKEN', '')}")
    try:
        # No proxy: the robot is near.
        opener = build_opener(ProxyHandler({}), _UnixHandler(address.removeprefix(UNIX)))
        with opener.open(request, timeout=_SECONDS) as answer:
            data: bytes = answer.read()
            return data
    except (HTTPException, OSError) as error:
        raise PartError(f"The picture {name} does not come from the robot: {error}.", "Try again.") from None


class _UnixHandler(AbstractHTTPHandler):
    """Opens `unix://` addresses: HTTP over one Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def unix_open(self, request: Request) -> Any:
        """Called by the opener for the scheme `unix`."""
        return self.do_open(self._connection, request)

    def _connection(self, host: str, **options: Any) -> "_UnixConnection":
        return _UnixConnection(self._path, host, **options)

    unix_request = AbstractHTTPHandler.do_request_


class _UnixConnection(HTTPConnection):
    def __init__(self, path: str, host: str, **options: Any) -> None:
        super().__init__(host, **options)
        self._path = path

    def connect(self) -> None:
        """Connects with the Unix socket, whatever the host is called."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)
