"""Start and stop of the daemon: configuration, pins, parts at rest, sockets, ready line; and back."""

import asyncio
import logging
import socket
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from tjbot.config import Configuration
from tjbot.daemon.access import Access
from tjbot.daemon.autostart import autostart
from tjbot.daemon.dispatch import Dispatch
from tjbot.daemon.home_lock import lock_home, note_address
from tjbot.daemon.https.certificate import path_in
from tjbot.daemon.https.listener import SecureServer
from tjbot.daemon.https.renewal import Renewal
from tjbot.daemon.https.trust_page import TrustRoutes
from tjbot.daemon.lessons.shelf import Lessons, shipped_lessons
from tjbot.daemon.library import Library
from tjbot.daemon.listeners import Listener, listeners
from tjbot.daemon.liveness import end_lost_connections
from tjbot.daemon.origins import Names, literal, names_of_this_machine
from tjbot.daemon.owner_token import make_owner_token, remove_owner_token
from tjbot.daemon.pages import PAGE, application
from tjbot.daemon.pairing import Codes
from tjbot.daemon.recipe_door import recipe_door
from tjbot.daemon.recipe_hosts import HostService
from tjbot.daemon.robot import REAL_BODY, THE_ROBOT_ITSELF, Robot
from tjbot.daemon.room import Room
from tjbot.daemon.school.school import School
from tjbot.daemon.sessions import Sessions
from tjbot.daemon.smoothing_file import SmoothingFile
from tjbot.daemon.sockets import Sockets
from tjbot.daemon.stored_projects import StoredProjects
from tjbot.daemon.taught_models import TaughtModels
from tjbot.daemon.unfinished import UnfinishedRecipes
from tjbot.daemon.web_server import WebServer
from tjbot.errors import PartError
from tjbot.files import remove_unfinished
from tjbot.pins.board import NO_BOARD, PICO, read_board
from tjbot.pins.choose import Kind, choose_factory, wired_board
from tjbot.pins.unpluggable import Unpluggable
from tjbot.robot.body import Body
from tjbot.robot.part import Part
from tjbot.robot.parts import all_parts

log = logging.getLogger(__name__)

NAMELESS = ("tjbot.invalid",)
"""What the certificate is for where the computer has no host name: an authority must name something."""


class Daemon:
    """A robot that can be started and stopped.

    Args:
        configuration: the whole configuration.
        home: the robot's home directory; it is made if it is missing.
        gallery: the folder of the recipes that ship.
        simulate: simulated pins even on a Pi.
        kinds: the parts to build; by default every part there is.
        recipe_host: the recipe host that another user is; None to start one.
    """

    def __init__(
        self,
        configuration: Configuration,
        home: Path,
        gallery: Path,
        *,
        simulate: bool = False,
        kinds: list[type[Part]] | None = None,
        recipe_host: HostService | None = None,
    ) -> None:
        self.configuration = configuration
        self.home = home
        self.gallery = gallery
        self._simulate = simulate
        self._recipe_host = recipe_host
        self._kinds = all_parts() if kinds is None else kinds
        self._server: WebServer | None = None
        self._secure_server: SecureServer | None = None
        self._autostart: asyncio.Task[None] | None = None
        self._looking_after: asyncio.Task[None] | None = None
        self._plugging: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Starts the robot.

        Returns:
            Where it is found, for example `http://localhost:8765`.

        Raises:
            ConfigurationError: the configuration is wrong, or the port is taken.
            PartError: the Pi's pins cannot be used.
        """
        with ExitStack() as opened:
            ports = self.configuration.port, self.configuration.secure_port
            self.listening = opened.enter_context(listeners(self.configuration.listen, *ports))
            lock = opened.enter_context(lock_home(self.home))
            remove_unfinished(self.home)
            door = opened.enter_context(recipe_door(self._recipe_host.door if self._recipe_host else None))
            self.pins, self.pins_kind = choose_factory(self.configuration.pins, simulate=self._simulate)
            if isinstance(self.pins, Unpluggable):
                opened.callback(self.pins.close)
            self.robot = self._build(self.pins_kind)
            self._opened = opened.pop_all()
        self.robot.url = _url_here(self.listening)
        self.robot.recipes_url = door.url
        self.access = await self._access()
        self.school = School(self.robot, self.access.sessions, self.home)
        self.robot.school = self.school
        await self.school.begin()
        self.room = Room(self.home, self.configuration, self.access)
        await self._serve(door.listening)
        self.room.open()
        note_address(lock, self.robot.url)
        self._autostart = asyncio.create_task(autostart(self.robot, self.configuration.autostart))
        return self.robot.url

    async def stop(self) -> None:
        """Refuses new commands, ends the recipes, rests the parts and closes; takes at most 2 s."""
        if self._autostart:
            self._autostart.cancel()
            await asyncio.wait([self._autostart])
        await asyncio.gather(self.robot.close(), self.room.close())
        await self.school.close()
        await asyncio.gather(*(server.end() for server in (self._server, self._secure_server) if server))
        if self._looking_after:
            self._looking_after.cancel()
        await self.access.sessions.close()
        self._opened.close()

    def _build(self, kind: Kind) -> Robot:
        library = Library(self.home, self.gallery)
        robot = Robot(
            self.configuration.name,
            library,
            SmoothingFile(self.home),
            TaughtModels(self.home),
            StoredProjects(self.home),
            UnfinishedRecipes(self.home),
            Lessons(self.home, shipped_lessons()),
            simulated=kind == "simulated",
            recipe_host=self._recipe_host.socket if self._recipe_host else None,
        )
        body = Body(
            REAL_BODY,
            self.pins,
            self._kinds,
            lambda part: robot.part_changed(REAL_BODY, part),
            noticed=lambda seen: robot.notice(REAL_BODY, THE_ROBOT_ITSELF, seen),
            home=self.home,
        )
        robot.add(body)
        if isinstance(self.pins, Unpluggable):
            self._watch(self.pins, body)
        here = {"pi": read_board, "pico": lambda: PICO}.get(kind, lambda: NO_BOARD)()
        body.start(self.configuration, wired_board(self.configuration.pins, here))
        return robot

    def _watch(self, board: Unpluggable, body: Body) -> None:
        loop = asyncio.get_running_loop()

        def changed(fault: PartError | None) -> None:
            # The loop may have ended meanwhile.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._plugged, body, fault)

        board.watch(changed)

    def _plugged(self, body: Body, fault: PartError | None) -> None:
        task = asyncio.create_task(body.plugged(fault))
        self._plugging.add(task)
        task.add_done_callback(self._plugging.discard)

    async def _access(self) -> Access:
        network = any(each.is_for_the_network for each in self.listening)
        self.owner_token = self._make_owner_token()
        return Access(
            self.home,
            Sessions(self.home),
            Codes(time.monotonic),
            self.robot.recipes,
            listening=self.listening,
            names=names_of_this_machine() if network else Names(),
            owner_token=self.owner_token,
        )

    def _make_owner_token(self) -> str | None:
        """What the owner's programs show; None where loopback is open to whoever sits at this machine."""
        if not (self.configuration.private or self.configuration.proxy):
            with suppress(OSError):
                remove_owner_token(self.home)
            return None
        return make_owner_token(self.home)

    async def _serve(self, door: socket.socket) -> None:
        self.dispatch = Dispatch(self.robot)
        plain, secure = ([each for each in self.listening if each.scheme == scheme] for scheme in ("http", "https"))
        renewal = Renewal(path_in(self.home), lambda: self.access.names.network or NAMELESS) if secure else None
        self.trust = TrustRoutes(self.robot.name, renewal, PAGE, plain[0].port, self.access.secure_port)
        self.sockets = Sockets(self.robot, self.dispatch, self.access)
        web = application(self.sockets, self.access, self.room, self.trust, self.school)
        self._server = WebServer(web)
        await self._server.begin([*(each.listening for each in plain), door])
        if renewal:
            self._secure_server = SecureServer(web, [each.listening for each in secure], renewal)
            await self._secure_server.begin()
        self._looking_after = asyncio.create_task(end_lost_connections(self._connections))

    def _connections(self) -> list[Any]:
        """Every connection that is open now."""
        servers = [self._server, self._secure_server and self._secure_server.server]
        return [each for server in servers if server for each in server.server_state.connections]


def _url_here(listening: list[Listener]) -> str:
    """Where this machine finds the robot."""
    here = next(each for each in listening if each.is_on_loopback)
    host = literal(here.host) if here.host == "::1" else "localhost"
    return f"{here.scheme}://{host}:{here.port}"
