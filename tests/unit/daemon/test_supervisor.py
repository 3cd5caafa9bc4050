"""What systemd hears, over a real socket, with the clock in the test's hands."""

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.virtual_time import VirtualTimeLoop, run_in_virtual_time
from tjbot.daemon.supervisor import Supervisor

WATCHDOG_SECONDS = 15.0


class Systemd:
    """The socket that systemd listens at, and the variables that it sets."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        self.environment = {
            "NOTIFY_SOCKET": address,
            "WATCHDOG_USEC": str(int(WATCHDOG_SECONDS * 1e6)),
            "WATCHDOG_PID": str(os.getpid()),
            "HOME": "/",
        }

    def heard(self) -> list[str]:
        """What it has been told since it was last asked."""
        told = []
        try:
            while True:
                told.append(self._socket.recv(1000).decode())
        except BlockingIOError:
            return told

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["a file", "no file"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Systemd]:
    started = Systemd(str(tmp_path / "notify") if request.param == "a file" else f"@tjbot-test-{os.getpid()}")
    yield started
    started.close()


def test_it_hears_that_the_robot_is_ready_lives_and_stops(systemd: Systemd) -> None:
    async def test(loop: VirtualTimeLoop) -> None:
        supervisor = Supervisor(systemd.environment)
        assert systemd.heard() == []
        supervisor.ready()
        assert systemd.heard() == ["READY=1", "WATCHDOG=1"]
        fed = 0
        for _ in range(10):
            await asyncio.sleep(WATCHDOG_SECONDS)
            fed += systemd.heard().count("WATCHDOG=1")
        assert 20 <= fed <= 40
        supervisor.stopping()
        assert systemd.heard() == ["STOPPING=1"]
        supervisor.close()
        await asyncio.sleep(WATCHDOG_SECONDS)
        assert systemd.heard() == []

    run_in_virtual_time(test)


def test_an_event_loop_that_hangs_feeds_no_watchdog(systemd: Systemd) -> None:
    async def test(loop: VirtualTimeLoop) -> None:
        supervisor = Supervisor(systemd.environment)
        supervisor.ready()
        await asyncio.sleep(WATCHDOG_SECONDS)
        systemd.heard()
        loop.late(10 * WATCHDOG_SECONDS)  # this very task does not give way for so long
        assert systemd.heard() == []
        supervisor.close()

    run_in_virtual_time(test)


def test_what_the_robot_begins_cannot_speak_for_it(systemd: Systemd) -> None:
    Supervisor(systemd.environment).close()
    assert systemd.environment == {"HOME": "/"}


def test_a_watchdog_of_another_process_is_not_fed(systemd: Systemd) -> None:
    async def test(loop: VirtualTimeLoop) -> None:
        supervisor = Supervisor(systemd.environment | {"WATCHDOG_PID": "1"})
        supervisor.ready()
        await asyncio.sleep(WATCHDOG_SECONDS)
        assert systemd.heard() == ["READY=1"]
        supervisor.close()

    run_in_virtual_time(test)


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere/notify"}], ids=["none", "gone"])
def test_without_systemd_all_goes_on(environment: dict[str, str]) -> None:
    async def test(loop: VirtualTimeLoop) -> None:
        supervisor = Supervisor(environment)
        supervisor.ready()
        supervisor.stopping()
        supervisor.close()

    run_in_virtual_time(test)
