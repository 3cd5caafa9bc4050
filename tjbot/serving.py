"""`tjbot start`: runs the robot until it is told to stop, and once more where it shall begin anew."""

import asyncio
import logging
import os
import signal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import uvloop

from tjbot.config import FILE_NAME, load
from tjbot.daemon import logs
from tjbot.daemon.app import Daemon
from tjbot.daemon.backups.swap import settle
from tjbot.daemon.home_lock import lock_home
from tjbot.daemon.recipe_hosts import host_service
from tjbot.daemon.supervisor import Supervisor
from tjbot.owners_way import OwnersWay
from tjbot.version import VERSION

log = logging.getLogger(__name__)


class Serving:
    """A robot on the command line.

    Args:
        home: the robot's home.
        gallery: the folder of the recipes that ship.
        changes: what was given on the command line in place of what `tjbot.toml` says.
        simulate: simulated pins even on a Pi.
    """

    def __init__(self, home: Path, gallery: Path, changes: dict[str, Any], *, simulate: bool) -> None:
        self._home = home
        self._gallery = gallery
        self._changes = changes
        self._simulate = simulate
        self._supervisor = Supervisor()
        logs.begin(home)

    def run(self, *, open_browser: bool) -> None:
        """Runs until SIGTERM or Ctrl-C.

        Raises:
            TJBotError: it cannot start.
        """
        again = True
        while again:
            # Wherever a restore was interrupted, the robot starts with the old or the new.
            settle(self._home, lock_home)
            again = uvloop.run(self._serve(open_browser=open_browser))
            open_browser = False
        self._supervisor.close()

    async def _serve(self, *, open_browser: bool) -> bool:
        """Returns whether it shall begin anew, because a backup was taken in."""
        logs.watch_loop(asyncio.get_running_loop())
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        configuration = msgspec.structs.replace(load(self._home), **self._changes)
        if configuration.from_newer:
            log.warning("A newer TJBot has written %s; what this one does not know is passed over.", FILE_NAME)
        host = host_service(os.environ)
        daemon = Daemon(configuration, self._home, self._gallery, simulate=self._simulate, recipe_host=host)
        url = await daemon.start()
        if configuration.port == 0:
            # Pages and tools find it there again.
            self._changes["port"] = urlsplit(url).port
        if daemon.robot.simulated and not self._simulate:
            print(
                "Here is neither a Raspberry Pi nor a Pico, so the robot is simulated: you see it in the page.",
                flush=True,
            )
        elif daemon.pins_kind == "pico":
            print(daemon.pins.fault or "The robot's wires are on the Pico.", flush=True)
        if os.geteuid() == 0 and os.environ.get("SUDO_USER"):
            print("Recipes run as root, and the files that they make are root's: start without sudo.", flush=True)
        print(f"TJBot is ready: {url}", flush=True)
        log.info("TJBot %s is ready.", VERSION)
        if daemon.access.is_on_the_network:
            print(f"Other computers find it at {daemon.access.urls()[0]} Their codes: tjbot codes", flush=True)
        self._supervisor.ready()
        way = OwnersWay(daemon, url)
        way.open(with_browser=open_browser)
        await _first_of(stop, daemon.robot.starting_over)
        if stop.is_set():
            self._supervisor.stopping()
        way.close()
        await daemon.stop()
        log.info("The robot has stopped.")
        return not stop.is_set()


async def _first_of(*events: asyncio.Event) -> None:
    """Waits until one of them is set."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
