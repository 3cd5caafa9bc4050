"""A whole daemon inside the test's process, so that a test can read gpiozero's pins while all else is real."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvloop

from tjbot.cli import gallery
from tjbot.config import Configuration
from tjbot.daemon.app import Daemon
from tjbot.daemon.recipe_hosts import HostService
from tjbot.daemon.room import Room
from tjbot.pins.simulated import Change, history
from tjbot.recipe.link import Link

ARM_PIN, RED_PIN, GREEN_PIN, BLUE_PIN = 18, 19, 13, 12
WAITING_SECONDS = 10.0
"""How long a test waits for what must happen; it is not what is measured."""


class RunningDaemon:
    """A daemon on a thread and a free port of its own."""

    def __init__(
        self,
        home: Path,
        configuration: Configuration,
        kinds: list[Any] | None,
        recipe_host: HostService | None = None,
        *,
        simulate: bool = True,
    ) -> None:
        self.daemon = Daemon(configuration, home, gallery(), simulate=simulate, kinds=kinds, recipe_host=recipe_host)
        self.home = home
        self._ready = threading.Event()
        self._stopping = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="daemon", daemon=True)

    def start(self) -> None:
        """Returns when the daemon is ready; raises what its start raised."""
        self._thread.start()
        if not self._ready.wait(WAITING_SECONDS):
            raise TimeoutError("the daemon did not get ready")
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        """Stops as SIGTERM does, and waits for the end."""
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(WAITING_SECONDS)
            assert not self._thread.is_alive(), "the daemon did not stop"

    def call(self, function: Callable[[], Any]) -> Any:
        """Calls a function on the daemon's event loop and returns its answer."""

        async def on_loop() -> Any:
            return function()

        return asyncio.run_coroutine_threadsafe(on_loop(), self.loop).result(WAITING_SECONDS)

    def link(self, **options: Any) -> Link:
        """A client of this daemon; by default a tool."""
        return Link(self.url, **{"role": "tool", "name": "test", **options})

    def pulses_us(self) -> list[float]:
        """Every pulse width that the arm's pin ever had, oldest first; 0 is no pulse."""
        return [change.pulse_us for change in self.changes(ARM_PIN)]

    def changes(self, pin: int) -> list[Change]:
        """Everything that a pin did."""
        changes: list[Change] = self.call(lambda: history(self.daemon.pins, pin))
        return changes

    def forget_history(self) -> None:
        """Empties the history of the arm's and the light's pins."""
        self.call(lambda: [self.daemon.pins.pin(pin).clear_states() for pin in (ARM_PIN, RED_PIN, GREEN_PIN, BLUE_PIN)])

    def light(self) -> tuple[float, float, float]:
        """How bright red, green and blue shine now, 0…1, read from the pins of the common-anode LED."""
        pins = self.daemon.pins
        red, green, blue = self.call(lambda: [1 - pins.pin(pin).state for pin in (RED_PIN, GREEN_PIN, BLUE_PIN)])
        return (red, green, blue)

    def _run(self) -> None:
        uvloop.run(self._serve())

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        try:
            self.url = await self.daemon.start()
        except BaseException as error:
            self._failure = error
            self._ready.set()
            return
        self._ready.set()
        await self._stop.wait()
        await self.daemon.stop()


@contextmanager
def running(
    home: Path,
    *,
    autostart: str = "",
    port: int = 0,
    parts: dict[str, Any] | None = None,
    kinds: list[Any] | None = None,
    recipe_host: HostService | None = None,
    simulate: bool = True,
    **settings: Any,
) -> Iterator[RunningDaemon]:
    """A daemon while the block lasts.

    Args:
        home: the robot's home.
        autostart: the recipe that runs from the start; none by default.
        port: where it listens; by default at a free port.
        parts: tables of the configuration by part.
        kinds: the parts to build; all by default.
        recipe_host: the recipe host that another user is; by default the daemon starts its own.
        simulate: whether its pins are simulated, whatever the configuration says.
        settings: other keys of the configuration, such as `listen`.
    """
    configuration = Configuration(port=port, autostart=autostart, parts=parts or {}, **settings)
    daemon = RunningDaemon(home, configuration, kinds, recipe_host, simulate=simulate)
    with pytest.MonkeyPatch.context() as patch:
        # Over mDNS another test's robot on this computer could claim its name, and it would get another one.
        patch.setattr(Room, "open", lambda _: None)
        daemon.start()
    try:
        yield daemon
    finally:
        daemon.stop()


def wait_until(condition: Callable[[], Any], why: str, seconds: float = WAITING_SECONDS) -> Any:
    """Waits for something that no event announces; returns what the condition answered.

    Args:
        condition: asked again and again until it answers something true.
        why: what was waited for, for the failure's sentence.
        seconds: how long at the most.
    """
    waiting = threading.Event()
    for _ in range(int(seconds / 0.01)):
        answer = condition()
        if answer:
            return answer
        waiting.wait(0.01)
    raise AssertionError(f"waited {seconds:g} s in vain: {why}")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
