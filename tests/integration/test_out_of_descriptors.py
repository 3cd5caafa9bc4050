"""The robot cannot open anything any more: who drives it keeps it, STOP stops, and it recovers."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.commands import robot_process
from tjbot.protocol.messages import Do, Halt, Rest
from tjbot.recipe.link import Link

CALLERS = 40


class Robot:
    """A robot's process and its address."""

    def __init__(self, process: int, url: str) -> None:
        self.process, self.url = process, url

    def take_descriptors(self) -> None:
        """Leaves it none to open."""
        files = [int(path.name) for path in Path(f"/proc/{self.process}/fd").iterdir()]
        resource.prlimit(self.process, resource.RLIMIT_NOFILE, (max(files) + 2, self.allowed))

    def give_them_back(self) -> None:
        """Lets it open as many as before."""
        resource.prlimit(self.process, resource.RLIMIT_NOFILE, (self.allowed, self.allowed))

    @property
    def allowed(self) -> int:
        return resource.prlimit(self.process, resource.RLIMIT_NOFILE)[1]


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[Robot]:
    (tmp_path / "tjbot.toml").write_text('autostart = ""\n')
    with robot_process(tmp_path) as (process, url):
        yield Robot(process.pid, url)


def test_who_drives_it_keeps_it_and_others_come_in_when_there_is_room(robot: Robot) -> None:
    address = ("127.0.0.1", urlsplit(robot.url).port or 0)
    with Link(robot.url, role="tool", name="driver") as driver:
        driver.call(Do, action="point", arguments={"angle": 10})
        robot.take_descriptors()
        with ExitStack() as callers:
            for _ in range(CALLERS):
                callers.enter_context(socket.create_connection(address))
            driver.call(Do, action="swing", arguments={"times": 50}, wait=False)
            driver.call(Halt)
            driver.call(Rest)
            assert driver.call(Do, action="point", arguments={"angle": 20}).value == 20
        robot.give_them_back()
        with Link(robot.url, role="tool", name="next") as other:
            assert other.call(Do, action="point", arguments={"angle": 30}).value == 30
