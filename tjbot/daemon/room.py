"""The room: the robot tells of itself in the network where it listens there, and knows which other robots there are."""

import asyncio
import contextlib
import errno
import importlib
import logging
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tjbot.classroom.labels import candidates, own_label
from tjbot.classroom.robots import Announcement
from tjbot.config import Configuration
from tjbot.daemon.access import Access
from tjbot.files import write_atomically
from tjbot.version import VERSION

if TYPE_CHECKING:
    from tjbot.classroom.discovery import Discovery

log = logging.getLogger(__name__)

FILE_NAME = "network_name"
"""In the home: the name that held last. With another one each start, the certificate would be another one, too."""

TAKEN = (
    "Another program on this computer keeps the port of mDNS (5353) for itself, so nobody finds the robot by its name.",
    "Stop that program, or open the robot by the number of its address.",
)


class Room:
    """The robots in the network; nothing is loaded and nobody told anything where the robot keeps to this computer.

    `GET /api/robots` answers `listening` (whether the robot is in the network at all), `label` (the name that holds;
    empty while that is being found out), `robots` (each with `label`, `name`, `url`, `address_urls`, `version` and
    `this`), `more` (whether there are more than are told of), and `trouble` with a `hint`, empty where all is well.

    Args:
        home: the robot's home.
        configuration: the whole of it.
        access: where the robot listens; its names follow the one that holds.
    """

    def __init__(self, home: Path, configuration: Configuration, access: Access) -> None:
        self._path = home / FILE_NAME
        self._configuration = configuration
        self._access = access
        self._own_names = access.names
        self._discovery: Discovery | None = None
        self._trouble = ("", "")
        self._opening: asyncio.Task[None] | None = None
        self._labels: list[str] = []
        if access.is_on_the_network:
            self._labels = list(candidates(own_label(), self._last()))
            access.names = self._own_names.called(self._labels[0])

    def open(self) -> None:
        """Begins to tell, in the background: it takes seconds until a name holds."""
        if self._access.is_on_the_network:
            self._opening = asyncio.create_task(self._open())

    async def close(self) -> None:
        """Says goodbye to the others."""
        if self._opening:
            self._opening.cancel()
            await asyncio.wait([self._opening])
        if self._discovery:
            await self._discovery.close()

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [Route("/api/robots", self.robots, methods=["GET"])]

    async def robots(self, _: Request) -> Response:
        """The robots in the network."""
        told: dict[str, Any] = {"listening": self._access.is_on_the_network, "label": "", "robots": [], "more": False}
        trouble, hint = self._trouble
        if self._discovery:
            told["robots"] = msgspec.to_builtins(await self._discovery.robots())
            told["label"], told["more"] = self._discovery.label, self._discovery.neighbours.more
            trouble, hint = self._discovery.trouble
        return JSONResponse({**told, "trouble": trouble, "hint": hint})

    async def _open(self) -> None:
        # On a thread, because on a Pi the import takes long enough to be felt in a movement.
        module = await asyncio.to_thread(importlib.import_module, "tjbot.classroom.discovery")
        network = [each for each in self._access.listening if each.is_for_the_network]
        ports = {each.scheme: each.port for each in network}
        announcement = Announcement(
            name=self._configuration.name,
            version=VERSION,
            port=ports.get("http", ports.get("https", 0)),
            secure_port=ports.get("https"),
            number=secrets.token_hex(4),
        )
        try:
            self._discovery = module.Discovery(announcement, self._labels, network[0].host, self._follow)
        except OSError as error:
            self._trouble = TAKEN if error.errno == errno.EADDRINUSE else (f"mDNS does not work: {error.strerror}.", "")
            log.warning("%s %s", *self._trouble)

    def _follow(self) -> None:
        """Answers to the name that holds now, and keeps it for the next start."""
        label = self._discovery.label if self._discovery else ""
        names = self._own_names.called(label)
        if label and names != self._access.names:
            self._access.names = names
            asyncio.get_running_loop().run_in_executor(None, self._keep, label)

    def _keep(self, label: str) -> None:
        # Where it cannot be kept, the next start finds one again.
        with contextlib.suppress(OSError):
            write_atomically(self._path, label.encode())

    def _last(self) -> str:
        try:
            return self._path.read_text("ascii")
        except (OSError, UnicodeDecodeError):
            return ""
