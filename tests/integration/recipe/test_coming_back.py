"""`robot` in this process, and a robot that is lost without a word and comes back."""

import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.integration.recipe.conftest import Robot as Pip
from tjbot.errors import NoRobotError
from tjbot.recipe import connection
from tjbot.recipe.api import Robot

AWAY = "The robot went away. Waiting for it to come back …"
BACK = "The robot is back."


@pytest.fixture
def robot(pip: Pip) -> Iterator[Robot]:
    robot = Robot(pip.url)
    yield robot
    robot._running = True
    robot._leave(politely=True)


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> "queue.Queue[str]":
    told: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr(connection, "tell", told.put)
    return told


def on_a_thread(call: Callable[[], object]) -> "queue.Queue[object]":
    """Where the answer, or the error, of a call will be."""
    answers: queue.Queue[object] = queue.Queue()

    def collect() -> None:
        try:
            answers.put(call())
        except NoRobotError as error:
            answers.put(error)

    threading.Thread(target=collect, daemon=True).start()
    return answers


def test_what_was_not_answered_is_asked_again(pip: Pip, robot: Robot, notices: "queue.Queue[str]") -> None:
    pip.silent.add("point")
    answer = on_a_thread(lambda: robot.point(90))
    assert pip.next_do().arguments == {"angle": 90}
    pip.silent.clear()
    pip.crash()
    assert pip.next_do().arguments == {"angle": 90}
    assert answer.get(timeout=10) == 90
    assert [notices.get(timeout=10), notices.get(timeout=10)] == [AWAY, BACK]


def test_what_is_asked_while_it_is_away_waits_for_it(pip: Pip, robot: Robot, notices: "queue.Queue[str]") -> None:
    robot.wave()
    pip.next_do()
    pip.away.set()
    pip.crash()
    assert notices.get(timeout=10) == AWAY
    answer = on_a_thread(lambda: robot.point(10))
    pip.away.clear()
    assert answer.get(timeout=10) == 10
    assert pip.next_do().arguments == {"angle": 10}


def test_it_comes_back_more_than_once(pip: Pip, robot: Robot, notices: "queue.Queue[str]") -> None:
    for angle in (10, 20, 30):
        assert robot.point(angle) == angle
        pip.crash()
        assert [notices.get(timeout=10), notices.get(timeout=10)] == [AWAY, BACK]


def test_what_was_seen_has_ended_and_may_begin_again(pip: Pip, robot: Robot, notices: "queue.Queue[str]") -> None:
    happened: queue.Queue[str] = queue.Queue()
    robot.when_sees("fist")(lambda: happened.put("begins"))
    robot.when_stops_seeing("fist")(lambda: happened.put("ends"))
    answer = on_a_thread(robot.run)
    pip.connected.get(timeout=10)
    pip.show("fist", "started")
    assert happened.get(timeout=10) == "begins"
    pip.crash()
    assert happened.get(timeout=10) == "ends"
    pip.connected.get(timeout=10)
    assert [notices.get(timeout=10), notices.get(timeout=10)] == [AWAY, BACK]
    pip.show("fist", "started")
    assert happened.get(timeout=10) == "begins"
    robot.stop()
    assert answer.get(timeout=10) is None


def test_it_is_told_again_what_the_recipe_wants(pip: Pip, robot: Robot, notices: "queue.Queue[str]") -> None:
    robot._reads = True
    robot.wave()
    pip.crash()
    assert [notices.get(timeout=10), notices.get(timeout=10)] == [AWAY, BACK]
    assert [pip.hello.get(timeout=10).wants, pip.hello.get(timeout=10).wants] == [["seen", "state"]] * 2


def test_a_robot_that_stays_away_is_given_up(
    pip: Pip, robot: Robot, notices: "queue.Queue[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE_SECONDS", 0.0)
    robot.wave()
    pip.away.set()
    answers = [on_a_thread(call) for call in (robot.wave, lambda: robot.wait_for("fist"), lambda: robot.sleep(60))]
    pip.silent.add("wave")
    pip.crash()
    for answer in answers:
        if not isinstance(told := answer.get(timeout=10), NoRobotError):
            # This wave was quicker than the crash.
            assert told is None
    with pytest.raises(NoRobotError, match="went away"):
        robot.wave()


def test_a_recipe_that_was_stopped_waits_for_nobody(pip: Pip, robot: Robot, notices: "queue.Queue[str]") -> None:
    robot._interrupt = lambda: None
    answer = on_a_thread(lambda: robot.wait_for("fist"))
    pip.connected.get(timeout=10)
    pip.stop("STOP was pressed.")
    pip.crash()
    assert isinstance(answer.get(timeout=10), NoRobotError)
    assert notices.empty()
