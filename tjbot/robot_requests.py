"""What a robot keeps, asked for over HTTP from elsewhere."""

import json
import os
import re
import ssl
from http.client import HTTPException
from typing import Any, BinaryIO
from urllib.error import HTTPError
from urllib.request import BaseHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from tjbot import known_robots
from tjbot.errors import ChangedMeanwhileError, NoRobotError, RefusedError
from tjbot.known_robots import KnownRobot
from tjbot.recipe.link import socket_address

_SECONDS = 60.0
_PIECE_BYTES = 256 * 1024
_SECONDS_FOR_A_FILE = 600.0
"""A robot that looks at a large file says nothing meanwhile."""


class RobotRequests:
    """Requests to the robot at an address.

    Args:
        url: where the robot is.
        path: what all of them are below, such as `/api/models`.
        known: what to show to it; None for what this user's pairing says.

    Raises:
        ConfigurationError: it is no address.
    """

    def __init__(self, url: str, path: str, known: KnownRobot | None = None) -> None:
        self._url = url
        self._known = known or known_robots.find(url)
        self._base = re.sub("^ws", "http", socket_address(url)).removesuffix("/socket") + path

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """One request; what is answered.

        Raises:
            ChangedMeanwhileError: somebody changed meanwhile what it would change.
            RefusedError: the robot refuses.
            NoRobotError: nobody answers.
        """
        request = Request(self._base + path, body, headers or {}, method=method)  # noqa: S310
        with self._open(request, _SECONDS) as answer:
            return self._told(answer)

    def fetch(self, path: str, into: BinaryIO) -> None:
        """Gets a file, however large, and writes it down as it comes.

        Raises:
            RefusedError: the robot refuses.
            NoRobotError: nobody answers, or the file does not come whole.
            OSError: it cannot be written.
        """
        with self._open(Request(self._base + path), _SECONDS_FOR_A_FILE) as answer:  # noqa: S310
            while piece := self._read(answer, _PIECE_BYTES):
                into.write(piece)

    def send(self, path: str, file: BinaryIO) -> dict[str, Any]:
        """Puts a file, however large, there; what is answered.

        Raises:
            RefusedError: the robot refuses.
            NoRobotError: nobody answers.
        """
        headers = {"Content-Type": "application/zip", "Content-Length": str(os.fstat(file.fileno()).st_size)}
        request = Request(self._base + path, file, headers, method="PUT")  # noqa: S310
        with self._open(request, _SECONDS_FOR_A_FILE) as answer:
            return self._told(answer)

    def _open(self, request: Request, seconds: float) -> Any:
        # No proxy: the robot is near.
        handlers: list[BaseHandler] = [ProxyHandler({})]
        if self._known is not None:
            # What it leads on to need not see it.
            request.add_unredirected_header("Authorization", f"Bearer {self._known.token}")
            handlers.append(HTTPSHandler(context=self._known.tls()))
        try:
            return build_opener(*handlers).open(request, timeout=seconds)
        except HTTPError as error:
            raise self._refusal(error) from None
        except (HTTPException, OSError) as error:
            if isinstance(getattr(error, "reason", None), ssl.SSLCertVerificationError):
                raise NoRobotError(
                    f"This computer does not know the robot at {self._url}, or it has another certificate now.",
                    f"Pair with it: tjbot pair {self._url}",
                ) from None
            raise self._nobody() from None

    def _read(self, answer: Any, size: int | None = None) -> bytes:
        try:
            data: bytes = answer.read(size)
            return data
        except (HTTPException, OSError):
            raise self._nobody() from None

    def _told(self, answer: Any) -> dict[str, Any]:
        try:
            told: dict[str, Any] = json.loads(self._read(answer))
            return told
        except ValueError:
            raise self._stranger() from None

    def _refusal(self, error: HTTPError) -> Exception:
        try:
            told = json.load(error)
            kind = ChangedMeanwhileError if error.code == 412 else RefusedError
            return kind(told["message"], told["hint"])
        except (ValueError, LookupError, TypeError):
            return self._stranger()

    def _nobody(self) -> NoRobotError:
        return NoRobotError(f"No robot answers at {self._url}.", "Start one with: tjbot start")

    def _stranger(self) -> NoRobotError:
        return NoRobotError(f"What answers at {self._url} is no robot that we know.", "Check the address.")
