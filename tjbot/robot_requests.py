"""What a robot keeps, asked for over HTTP from elsewhere."""

import json
import re
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from tjbot.errors import ChangedMeanwhileError, NoRobotError, RefusedError
from tjbot.recipe.link import socket_address

_SECONDS = 60.0


class RobotRequests:
    """Requests to the robot at an address.

    Args:
        url: where the robot is.
        path: what all of them are below, such as `/api/models`.

    Raises:
        ConfigurationError: it is no address.
    """

    def __init__(self, url: str, path: str) -> None:
        self._url = url
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
