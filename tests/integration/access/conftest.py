"""Another computer, a robot on the network, and who may be on it: somebody unknown, a pupil, a teacher."""

from collections.abc import Iterator

import pytest

from tests.integration.guests import Guest, code_of, guest
from tests.other_computer import OtherComputer, other_computer
from tests.running import RunningDaemon, running


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
