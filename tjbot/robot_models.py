"""The taught models of a robot, from elsewhere: listed, brought and removed over HTTP."""

import io
import json
import re
import zipfile
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import ProxyHandler, Request, build_opener

from tjbot.errors import ChangedMeanwhileError, NoRobotError, RefusedError
from tjbot.recipe.link import socket_address

_SECONDS = 60.0


class RobotModels:
    """The models of the robot at an address.

    Args:
        url: where the robot is.

    Raises:
        ConfigurationError: it is no address.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._base = re.sub("^ws", "http", socket_address(url)).removesuffix("/socket") + "/api/models"

    def all(self) -> list[dict[str, Any]]:
        """All models, as `GET /api/models` tells them.

        Raises:
            NoRobotError: nobody answers.
        """
        models: list[dict[str, Any]] = self._ask("GET", "")["models"]
        return models

    def add(self, id_: str, files: dict[str, bytes], *, replace: bool) -> dict[str, Any]:
        """Brings a model; the robot's entry for it.

        Args:
            id_: under which id.
            files: its files by name, its card among them.
            replace: whether another one of this id may go for it.

        Raises:
            ChangedMeanwhileError: there is another one.
            RefusedError: the robot does not take it.
            NoRobotError: nobody answers.
        """
        there = {model["id"]: model["hash"] for model in self.all()} if replace else {}
        headers = {"If-Match": f'"{there[id_]}"'} if id_ in there else {}
        return self._ask("PUT", f"/{quote(id_, safe='')}", _zipped(files), headers)

    def remove(self, id_: str) -> None:
        """Takes a model away.

        Raises:
            RefusedError: there is none of this id.
            NoRobotError: nobody answers.
        """
        self._ask("DELETE", f"/{quote(id_, safe='')}")

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        request = Request(self._base + path, body, headers or {}, method=method)  # noqa: S310
        try:
            # No proxy: the robot is near.
            with build_opener(ProxyHandler({})).open(request, timeout=_SECONDS) as answer:
                told: dict[str, Any] = json.load(answer)
                return told
        except HTTPError as error:
            raise self._refusal(error) from None
        except (HTTPException, OSError):
            raise NoRobotError(f"No robot answers at {self._url}.", "Start one with: tjbot start") from None
        except ValueError:
            raise self._stranger() from None

    def _refusal(self, error: HTTPError) -> Exception:
        try:
            told = json.load(error)
            kind = ChangedMeanwhileError if error.code == 412 else RefusedError
            return kind(told["message"], told["hint"])
        except (ValueError, LookupError, TypeError):
            return self._stranger()

    def _stranger(self) -> NoRobotError:
        return NoRobotError(f"What answers at {self._url} is no robot that we know.", "Check the address.")


def _zipped(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return sink.getvalue()
