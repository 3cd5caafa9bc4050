"""Another computer, a robot on the network, and who may be on it: somebody unknown, a pupil, a teacher."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.commands import COMMAND_SECONDS, command, environment
from tests.integration.guests import Guest, code_of, guest
from tests.other_computer import OtherComputer, other_computer
from tests.running import RunningDaemon, running
from tjbot.daemon.origins import names_of_this_machine

Typed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def computer() -> Iterator[OtherComputer]:
    with other_computer() as found:
        yield found


@pytest.fixture(scope="module")
def robot(computer: OtherComputer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDaemon]:
    """A robot on the network."""
    with running(tmp_path_factory.mktemp("robot") / "home", listen="0.0.0.0") as daemon:
        yield daemon


@pytest.fixture(autouse=True)
def quiet_brake(request: pytest.FixtureRequest) -> None:
    """Wrong codes of one test do not slow another one."""
    if "robot" in request.fixturenames:
        robot: RunningDaemon = request.getfixturevalue("robot")
        codes = robot.daemon.access.codes
        codes._brake = type(codes._brake)(codes._clock)


@pytest.fixture
def stranger(robot: RunningDaemon, computer: OtherComputer) -> Guest:
    return guest(robot, computer)


@pytest.fixture
def pupil(robot: RunningDaemon, computer: OtherComputer) -> Guest:
    found = guest(robot, computer)
    assert found.pair(code_of(robot), "Ada's Chromebook").status == 200
    return found


@pytest.fixture
def teacher(robot: RunningDaemon, computer: OtherComputer) -> Guest:
    found = guest(robot, computer)
    assert found.pair(code_of(robot, "teacher"), "Desk").status == 200
    return found


@pytest.fixture
def address(robot: RunningDaemon, computer: OtherComputer) -> str:
    """Where the other computer finds the robot."""
    name = next(each for each in names_of_this_machine().network if each.endswith(".local"))
    computer.look_up(name)
    return f"https://{name}:{robot.daemon.access.secure_port}"


@pytest.fixture
def there(computer: OtherComputer, tmp_path: Path) -> Typed:
    """Runs a program on the other computer, whose user has files of their own."""
    variables = {**environment(), "XDG_CONFIG_HOME": str(tmp_path / "config"), "HOME": str(tmp_path)}

    def run(*arguments: str, url: str = "", typed: str = "") -> subprocess.CompletedProcess[str]:
        words = computer.command(
            *(command(*arguments) if arguments[0] != "python" else [sys.executable, *arguments[1:]])
        )
        return subprocess.run(
            words,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            env={**variables, **({"TJBOT_URL": url} if url else {})},
            input=typed,
            check=False,
        )

    return run
