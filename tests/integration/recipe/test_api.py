"""`robot` in this process, against a small robot that speaks the wire."""

import os
import queue
import threading

import pytest

from tjbot.errors import NoRobotError, RefusedError, UnknownNameError
from tjbot.protocol.messages import Failed
from tjbot.recipe.api import Robot
from tjbot.recipe.verbs import ArgumentError


@pytest.fixture
def robot(pip):
    robot = Robot(pip.url)
    yield robot
    robot._running = True
    robot._leave(politely=True)


@pytest.fixture
def notices(monkeypatch) -> list[str]:
    told: list[str] = []
    for module in ("api", "connection"):
        monkeypatch.setattr(f"tjbot.recipe.{module}.tell", told.append)
    return told


def test_nothing_is_connected_before_it_is_needed(pip, robot):
    @robot.when_sees("fist")
    def nothing(): ...

    assert repr(robot) == f"<robot at {pip.url}>"
    assert not hasattr(robot, "_private")
    assert pip.hello.empty()


def test_verbs_come_from_the_robot(pip, robot):
    assert robot.point(90) == 90
    robot.wave(times=2, wait=False)
    assert pip.next_do().arguments == {"angle": 90}
    waved = pip.next_do()
    assert (waved.action, waved.arguments, waved.wait, waved.trace) == ("wave", {"times": 2}, False, None)
    assert {"wave", "point", "shine", "when_sees"} <= set(dir(robot))
    hello = pip.hello.get_nowait()
    assert (hello.role, hello.wants) == ("recipe", ["seen"])


def test_the_environment_tells_where_and_who(pip, monkeypatch):
    for name, value in {"TJBOT_URL": pip.url, "TJBOT_TOKEN": "secret", "TJBOT_BODY": "anna"}.items():
        monkeypatch.setitem(os.environ, name, value)
    robot = Robot()
    robot.wave()
    hello = pip.hello.get_nowait()
    assert (hello.token, hello.body) == ("secret", "anna")
    robot._leave(politely=True)


def test_typos_are_errors_at_once(robot):
    with pytest.raises(UnknownNameError, match=r'The robot has no "wav"\. Did you mean "wave"\?'):
        robot.wav()
    with pytest.raises(AttributeError, match=r'Did you mean "when_sees"\?'):
        robot.when_see("fist")
    with pytest.raises(ArgumentError, match=r'Did you mean "angle"\?'):
        robot.point(angel=3)
    with pytest.raises(RefusedError, match="Too far"):
        robot.point(181)


def test_a_note_is_told_once(pip, robot, notices):
    pip.note = "The arm stops at 150 degrees."
    robot.point(160)
    robot.point(170)
    assert notices == ["The arm stops at 150 degrees."]


def test_what_goes_wrong_later_is_told(pip, robot, notices):
    robot.wave(wait=False)
    pip.say(Failed(message="The arm failed.", hint="Check its wires."))
    robot.point(1)
    assert notices == ["The arm failed. Check its wires."]


def run(robot) -> threading.Thread:
    """Runs the recipe's loop beside the test, and waits until it is connected."""
    thread = threading.Thread(target=robot.run, daemon=True)
    robot._link()
    thread.start()
    return thread


def test_handlers_run_on_edges_with_the_event_or_nothing(pip, robot):
    seen: queue.Queue = queue.Queue()

    @robot.when_sees("open hand")
    def hand(it):
        seen.put(it)

    @robot.when_stops_seeing("open hand")
    def gone():
        seen.put("gone")

    @robot.at_start
    def start():
        seen.put("start")

    thread = run(robot)
    assert seen.get(timeout=5) == "start"
    pip.show("open hand", "started", x=0.25, y=0.5, side="left", confidence=0.9)
    it = seen.get(timeout=5)
    assert (it.label, it.x, it.y, it.side, it.confidence, it.source) == ("open hand", 0.25, 0.5, "left", 0.9, "page 1")
    assert robot.sees("open hand") == it
    pip.show("open hand", "stopped")
    assert seen.get(timeout=5) == "gone"
    assert robot.sees("open hand") is None
    robot.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_what_comes_while_a_handler_runs_is_merged(pip, robot):
    seen, go = queue.Queue(), threading.Event()

    @robot.while_sees("open hand")
    def follow(hand):
        seen.put(hand.y)
        go.wait(10)

    run(robot)
    pip.show("open hand", "started", y=0.1)
    assert seen.get(timeout=5) == 0.1
    for height in (0.2, 0.3, 0.4):
        pip.show("open hand", "now", y=height)
    with robot._changed:
        robot._changed.wait_for(lambda: robot._loop.sight("open hand").y == 0.4, timeout=5)
    go.set()
    assert seen.get(timeout=5) == 0.4
    robot.stop()


def test_a_handlers_actions_carry_the_events_trace(pip, robot, monkeypatch):
    monkeypatch.setattr(threading, "main_thread", threading.current_thread)

    @robot.when_sees("open hand")
    def greet():
        robot.wave()
        robot.stop()

    before = pip.clock()
    pip_shows = threading.Thread(
        target=lambda: (
            pip.connected.get(timeout=5),
            pip.show("open hand", "started", trace="t1", stamps={"frame": 3.0}),
        )
    )
    pip_shows.start()
    robot.run()
    pip_shows.join()
    waved = pip.next_do()
    assert (waved.trace, waved.stamps["frame"]) == ("t1", 3.0)
    assert before - 1 < waved.stamps["handler"] < pip.clock() + 1


def test_every_so_often(pip, robot):
    ticks: queue.Queue = queue.Queue()

    @robot.every(seconds=0.02)
    def tick():
        ticks.put(1)

    run(robot)
    for _ in range(3):
        ticks.get(timeout=5)
    robot.stop()


def test_wait_for_misses_nothing_however_short(pip, robot, monkeypatch):
    robot._link()
    assert robot.wait_for("fist", timeout=0.01) is None
    expecting = threading.Event()
    expect = robot._loop.expect
    monkeypatch.setattr(robot._loop, "expect", lambda *given: (expect(*given), expecting.set())[0])
    answers: queue.Queue = queue.Queue()
    threading.Thread(target=lambda: answers.put(robot.wait_for("fist", timeout=10)), daemon=True).start()
    assert expecting.wait(5)
    pip.show("fist", "started", y=0.5)
    pip.show("fist", "stopped")
    assert answers.get(timeout=10).y == 0.5


def test_labels_that_nobody_knows_are_warned_of_once(pip, robot, notices):
    robot.sees("open hnad")
    robot.sees("open hnad")
    assert notices == ['Nobody recognises "open hnad" now. Did you mean "open hand"?']


def test_no_page_is_open(pip, notices):
    pip.labels = []
    robot = Robot(pip.url)
    robot.sees("open hand")
    robot.sees("fist")
    assert notices == ["Nobody looks yet: open the robot's page and start the camera there."]
    robot._leave(politely=True)


def test_a_hat_without_a_function_is_told_of(robot, notices):
    robot.when_sees("fist")
    robot.run()
    assert len(notices) == 1
    assert notices[0].endswith(': @robot.when_sees("fist") has no function. Put a line with def below it.')


def test_a_recipe_without_handlers_has_nothing_to_listen_to(robot):
    robot.run()


def test_a_robot_that_goes_away_ends_everything(pip, robot):
    @robot.when_sees("fist")
    def nothing(): ...

    results: queue.Queue = queue.Queue()

    def collect(call):
        try:
            results.put(call())
        except NoRobotError as error:
            results.put(error)

    calls = (robot.run, lambda: robot.wait_for("fist"), lambda: robot.sleep(60))
    robot._link()
    for call in calls:
        threading.Thread(target=collect, args=(call,), daemon=True).start()
    pip.connections[0].close(1012, "restarting")
    for _ in calls:
        assert "went away (restarting)" in str(results.get(timeout=10))
    with pytest.raises(NoRobotError):
        robot.wave()


def test_no_robot():
    with pytest.raises(NoRobotError, match="Start one with: tjbot start"):
        Robot("http://127.0.0.1:1").wave()
