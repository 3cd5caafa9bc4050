"""STOP, rest, and clients that go: what the arm's pin gets then, and who drives."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.running import RunningDaemon, running, wait_until
from tjbot.daemon import dispatch
from tjbot.daemon.robot import REAL_BODY, THE_ROBOT_ITSELF
from tjbot.errors import RefusedError
from tjbot.protocol.messages import Seen
from tjbot.protocol.values import Phase

BACK = {"type": "do", "id": 1, "action": "arm_back"}
GOODBYE, GOING_AWAY = 1000, 1001


@pytest.fixture(scope="module")
def slow_robot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDaemon]:
    """A robot whose arm is slow enough to be stopped in the middle on a busy computer."""
    home = tmp_path_factory.mktemp("robot") / "home"
    with running(home, parts={"arm": {"degrees_per_second": 200}}) as daemon:
        yield daemon


@pytest.fixture
def robot(slow_robot: RunningDaemon) -> RunningDaemon:
    """The slow robot, at rest and with nobody there."""
    with bare_socket(slow_robot) as socket:
        socket.ask({"type": "rest", "id": 0})
    wait_until(lambda: nobody_is_here(slow_robot), "all have gone")
    slow_robot.forget_history()
    return slow_robot


def nobody_is_here(robot: RunningDaemon) -> bool:
    return not robot.call(robot.daemon.robot.clients.all)


def begin_to_move(robot: RunningDaemon, socket: BareSocket) -> None:
    """Begins a move and returns in the middle of it."""
    socket.send(BACK)
    wait_until(lambda: min(filter(None, robot.pulses_us()), default=2500) < 2000, "the arm moves")


def driver(robot: RunningDaemon) -> str | None:
    name: str | None = robot.call(lambda: robot.daemon.robot.turns.driver("real"))
    return name


def rests(robot: RunningDaemon) -> bool:
    return robot.pulses_us()[-1] == 0


def test_after_halt_is_answered_no_new_pulse_goes_out(robot: RunningDaemon) -> None:
    with bare_socket(robot) as socket:
        begin_to_move(robot, socket)
        socket.send({"type": "halt", "id": 2})
        answers = {answer["id"]: answer for answer in (socket.read(), socket.read())}
        pulses = robot.pulses_us()
        assert answers[2]["type"] == "done"
        assert answers[1]["message"] == "The arm was halted."
        assert 700 < pulses[-1] < 2300
        assert driver(robot) is None
        wait_until(lambda: rests(robot), "the pulse is cut")
        assert robot.pulses_us() == [*pulses, 0]


def test_after_halt_the_next_command_moves_the_arm_again(robot: RunningDaemon) -> None:
    with bare_socket(robot) as socket:
        begin_to_move(robot, socket)
        socket.send({"type": "halt", "id": 2})
        assert {socket.read()["id"], socket.read()["id"]} == {1, 2}
        assert socket.ask({**BACK, "id": 3})["value"] == 144.0
        assert robot.pulses_us()[-1] == pytest.approx(700)


def test_rest_lets_the_arm_down_cuts_the_pulse_and_puts_the_light_out(robot: RunningDaemon) -> None:
    with bare_socket(robot) as socket:
        socket.ask({"type": "do", "id": 1, "action": "shine", "arguments": {"color": "red"}})
        socket.ask({"type": "do", "id": 2, "action": "raise_arm"})
        assert robot.light() == (1, 0, 0)
        assert socket.ask({"type": "rest", "id": 3}) == {"type": "done", "id": 3}
        assert robot.pulses_us()[-2:] == [pytest.approx(2300), 0]
        assert robot.light() == (0, 0, 0)


@pytest.mark.parametrize("code", [GOING_AWAY, 1011, None], ids=["page closed", "page broke", "cable pulled"])
def test_a_driver_that_is_lost_in_the_middle_leaves_a_robot_that_rests(robot: RunningDaemon, code: int | None) -> None:
    with bare_socket(robot) as watcher:
        with bare_socket(robot, {**HELLO, "role": "page"}) as socket:
            begin_to_move(robot, socket)
            assert (driver(robot) or "").startswith("page-")
            if code is None:
                socket.connection.socket.close()
            else:
                socket.connection.close(code)
            wait_until(lambda: rests(robot), "the arm rests")
        powered = [round(pulse) for pulse in robot.pulses_us() if pulse]
        assert min(powered) > 700, "it never got as far back as it was told"
        assert powered[-1] == 2300
        assert driver(robot) is None
        assert watcher.works()


def test_a_goodbye_in_the_middle_lets_the_move_finish(robot: RunningDaemon) -> None:
    with bare_socket(robot) as socket:
        begin_to_move(robot, socket)
        socket.connection.close(GOODBYE)
    wait_until(lambda: rests(robot), "the pulse is cut after the move")
    assert round(robot.pulses_us()[-2]) == 700
    assert driver(robot) is None


def test_a_client_that_is_lost_and_did_not_drive_changes_nothing(robot: RunningDaemon) -> None:
    with bare_socket(robot) as driving:
        with bare_socket(robot) as other:
            begin_to_move(robot, driving)
            other.connection.close(GOING_AWAY)
        assert driving.read() == {"type": "done", "id": 1, "value": 144.0}


def test_stop_says_so_where_no_recipe_runs_and_rests_the_arm(robot: RunningDaemon) -> None:
    with bare_socket(robot) as socket:
        begin_to_move(robot, socket)
        socket.send({"type": "stop", "id": 2})
        answers = {answer["id"]: answer for answer in (socket.read(), socket.read())}
        assert answers[2]["note"] == "No recipe was running."
        wait_until(lambda: rests(robot), "the arm rests")


def test_halt_ends_the_turn_of_a_recipe_for_good(robot: RunningDaemon) -> None:
    with bare_socket(robot, {**HELLO, "role": "recipe"}) as recipe, bare_socket(robot) as page:
        begin_to_move(robot, recipe)
        assert page.ask({"type": "halt", "id": 1})["type"] == "done"
        reports = [recipe.read(), recipe.read()]
        assert {"type": "stopped", "message": "STOP was pressed."} in reports
        assert "The arm was halted." in [report["message"] for report in reports]
        answer = recipe.ask({**BACK, "id": 9})
        assert answer["message"] == "Your turn is over: this recipe was stopped."
        assert page.ask({**BACK, "id": 2})["type"] == "done"


def test_a_second_recipe_ends_the_first(robot: RunningDaemon) -> None:
    recipe = {**HELLO, "role": "recipe"}
    with bare_socket(robot, {**recipe, "name": "1"}) as first, bare_socket(robot, {**recipe, "name": "2"}) as second:
        assert first.read() == {"type": "stopped", "message": 'The recipe "2" was started.'}
        assert second.ask({"type": "do", "id": 1, "action": "lower_arm"})["type"] == "done"


def test_what_a_lost_page_saw_is_ended_for_all_who_watch(robot: RunningDaemon) -> None:
    with bare_socket(robot, {**HELLO, "wants": ["seen"]}) as watcher:
        with bare_socket(robot, {**HELLO, "role": "page"}) as page:
            page.send({"type": "seen", "label": "open hand", "phase": "started", "confidence": 0.93, "trace": "t1"})
            started = watcher.read()
            page.connection.close(GOING_AWAY)
        stopped = watcher.read()
    assert (started["label"], started["phase"], started["confidence"]) == ("open hand", "started", 0.93)
    assert started["source"].startswith("page-")
    assert started["stamps"].keys() == {"received"}
    assert (stopped["label"], stopped["phase"], stopped["source"]) == ("open hand", "stopped", started["source"])
    assert stopped["time"] >= started["time"]


def test_nothing_that_was_seen_was_sent_after_it_came(robot: RunningDaemon) -> None:
    with (
        bare_socket(robot, {**HELLO, "wants": ["seen"]}) as watcher,
        bare_socket(robot, {**HELLO, "role": "page"}) as page,
    ):
        clock = page.ask({"type": "ping", "id": 1})["time"]
        # A page on a busy computer measures the daemon's clock badly.
        stamps = {"frame": clock - 1, "recognised": clock - 0.5, "sent": clock + 3600}
        page.send({"type": "seen", "label": "fist", "phase": "started", "confidence": 0.9, "stamps": stamps})
        told = watcher.read()["stamps"]
    assert list(told) == ["frame", "recognised", "sent", "received"]
    assert (told["frame"], told["recognised"], told["sent"]) == (clock - 1, clock - 0.5, told["received"])


def test_labels_are_on_offer_as_long_as_their_page_is_here(robot: RunningDaemon) -> None:
    def labels() -> list[str]:
        with bare_socket(robot, None) as socket:
            offered: list[str] = socket.ask(HELLO).get("labels", [])
            return offered

    with bare_socket(robot, {**HELLO, "role": "page"}) as page:
        page.send({"type": "offer", "model": "hand", "labels": ["open hand", "fist"]})
        assert page.works()
        assert labels() == ["fist", "open hand"]
        page.send({"type": "offer", "model": "hand", "labels": []})
        assert page.works()
        assert labels() == []
        page.send({"type": "offer", "model": "hand", "labels": ["pinch"]})
        page.send({"type": "offer", "model": "sound", "sense": "hear", "labels": ["whistle", "clap"]})
        assert page.works()
        with bare_socket(robot, None) as socket:
            welcome = socket.ask(HELLO)
        assert welcome["labels"] == ["clap", "pinch", "whistle"]
        assert welcome["offers"] == {"hear": ["clap", "whistle"], "see": ["pinch"]}
    wait_until(lambda: labels() == [], "the labels went with the page")


def test_a_clap_is_told_by_the_page_that_hears_it_and_else_by_the_ears(robot: RunningDaemon) -> None:
    """A page may begin to listen after a recipe has opened the robot's own ears; one clap would be two."""

    def ears(phase: Phase, label: str = "clap") -> None:
        seen = Seen(label=label, phase=phase, sense="hear", model="ears")
        robot.call(lambda: robot.daemon.robot.notice(REAL_BODY, THE_ROBOT_ITSELF, seen))

    with bare_socket(robot, {**HELLO, "wants": ["seen"]}) as watcher:
        ears("started")
        with bare_socket(robot, {**HELLO, "role": "page"}) as page:
            page.send({"type": "offer", "model": "sound", "sense": "hear", "labels": ["clap"]})
            assert page.works()
            ears("stopped")
            ears("started")
            ears("stopped")
            ears("started", "yes")
            page.send({"type": "seen", "sense": "hear", "label": "clap", "phase": "started"})
            assert page.works()
        wait_until(lambda: nobody_offers(robot), "the page's ears went with it")
        ears("started")
        told = [watcher.read() for _ in range(6)]
    assert [(each["label"], each["phase"], each["source"].split("-")[0]) for each in told] == [
        ("clap", "started", "robot"),
        ("clap", "stopped", "robot"),
        ("yes", "started", "robot"),
        ("clap", "started", "page"),
        ("clap", "stopped", "page"),
        ("clap", "started", "robot"),
    ]
    ears("stopped")
    ears("stopped", "yes")


def nobody_offers(robot: RunningDaemon) -> bool:
    """Whether no client recognises anything."""
    return not robot.call(lambda: robot.daemon.robot.clients.offers(REAL_BODY))


def test_a_trace_tells_when_the_command_came_and_when_the_robot_acted(robot: RunningDaemon) -> None:
    with bare_socket(robot, {**HELLO, "wants": ["traced"]}) as socket:
        socket.send({"type": "do", "id": 1, "action": "wave", "wait": False, "trace": "t1", "stamps": {"seen": 1.5}})
        reports = {report["type"]: report for report in (socket.read(), socket.read())}
        stamps = reports["traced"]["stamps"]
        assert (reports["traced"]["trace"], reports["traced"]["action"], stamps["seen"]) == ("t1", "wave", 1.5)
        assert stamps["commanded"] <= stamps["acted"]


def test_state_comes_whole_first_and_then_what_changes(robot: RunningDaemon) -> None:
    with bare_socket(robot, {**HELLO, "wants": ["state"]}) as socket:
        first = socket.read()
        assert first.keys() >= {"type", "time", "arm", "light", "voice", "about"}
        assert first["about"].keys() == {"name", "body", "recipes", "clients", "labels", "offers", "driver"}
        socket.send({"type": "do", "id": 1, "action": "shine", "arguments": {"color": "blue"}})
        states: list[dict[str, Any]] = []
        while (report := socket.read())["type"] == "state" or not any("light" in state for state in states):
            states.append(report)
        assert {"light": {"color": "#0000ff"}}.items() <= next(state for state in states if "light" in state).items()


def test_too_many_actions_of_one_client_are_refused(robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "MOST_ACTIONS", 1)
    with bare_socket(robot) as socket:
        begin_to_move(robot, socket)
        answer = socket.ask({**BACK, "id": 2})
        assert answer["message"] == "1 of your actions are under way already."
        assert socket.read()["id"] == 1
        assert socket.ask({**BACK, "id": 3})["type"] == "done"


def test_a_recipe_that_is_stopped_before_it_begins_does_not_begin(robot: RunningDaemon) -> None:
    daemon = robot.daemon.robot

    async def run_and_stop() -> None:
        running = daemon.run_recipe(REAL_BODY, "wave_back.py")
        daemon.stop_recipes(REAL_BODY, "STOP was pressed.")
        with pytest.raises(RefusedError, match="stopped before it began"):
            await running
        assert daemon.recipes.running(REAL_BODY) is None

    asyncio.run_coroutine_threadsafe(run_and_stop(), robot.loop).result(10)
