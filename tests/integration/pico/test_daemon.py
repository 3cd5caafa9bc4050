"""The whole robot with its wires on a Pico: it waves, halts and rests; it is unplugged, killed, and taken up again."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.firmware.board import Board
from tests.integration.commands import started
from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.running import ARM_PIN, RunningDaemon, running, wait_until
from tjbot.config import PinsSettings
from tjbot.robot.parts.arm import Arm
from tjbot.robot.parts.button import Button
from tjbot.robot.parts.light import Light

DOWN_NS, UP_NS, BACK_NS = 2_300_000, 1_400_000, 700_000
SLOW = {"degrees_per_second": 100}
BOARD = PinsSettings(board="pico")


@pytest.fixture
def robot(pico: Board, tmp_path: Path) -> Iterator[RunningDaemon]:
    parts = {"arm": SLOW, "button": {"pin": 5}}
    with running(tmp_path, kinds=[Arm, Light, Button], parts=parts, simulate=False, pins=BOARD) as daemon:
        yield daemon


@pytest.fixture
def socket(robot: RunningDaemon) -> Iterator[BareSocket]:
    with bare_socket(robot) as connected:
        yield connected


def pulses_ns(pico: Board) -> list[int]:
    return [note.value for note in pico.history(ARM_PIN, "pulse_ns")]


def is_under_way(pico: Board) -> bool:
    """Whether the arm has left its rest for its back."""
    return any(0 < pulse < 1_800_000 for pulse in pulses_ns(pico)[-1:])


def arm_of(robot: RunningDaemon) -> dict[str, object]:
    with bare_socket(robot, {**HELLO, "wants": ["state"]}) as socket:
        arm: dict[str, object] = socket.read()["arm"]
        return arm


def test_the_arm_begins_down_and_waves(robot: RunningDaemon, pico: Board, socket: BareSocket) -> None:
    assert pulses_ns(pico)[-1] == DOWN_NS
    assert socket.ask({"type": "do", "id": 1, "action": "wave"})["value"] == 81.0
    pico.wait_for(ARM_PIN, "pulse_ns", UP_NS)
    way = [pulse for pulse in pulses_ns(pico) if pulse]
    assert (min(way), max(way)) == (UP_NS, DOWN_NS)
    assert len(set(way)) > 20, "the board eases, step by step"


def test_stop_holds_the_arm_where_it_is(robot: RunningDaemon, pico: Board, socket: BareSocket) -> None:
    socket.send({"type": "do", "id": 1, "action": "arm_back"})
    pico.wait_for(ARM_PIN, "mode")
    wait_until(lambda: is_under_way(pico), "the arm is under way")
    socket.send({"type": "halt", "id": 2})
    answers = {answer["id"]: answer for answer in (socket.read(), socket.read())}
    assert answers[1]["type"] == "failed"
    pico.wait_for(ARM_PIN, "pulse_ns", 0)
    held = pulses_ns(pico)[-2]
    assert BACK_NS < held < 1_900_000


def test_rest_lets_the_arm_down_and_cuts_the_pulse(robot: RunningDaemon, pico: Board, socket: BareSocket) -> None:
    socket.ask({"type": "do", "id": 1, "action": "raise_arm"})
    raised = time.monotonic()
    assert socket.ask({"type": "rest", "id": 2})["type"] == "done"
    cut = pico.wait_for(ARM_PIN, "pulse_ns", 0, after=raised)
    down = [note.value for note in pico.history(ARM_PIN, "pulse_ns") if note.time < cut.time][-1]
    # The last of its steps may be as much before the cut as they are apart.
    assert down == pytest.approx(DOWN_NS, rel=0.05)


def test_the_button_is_felt(robot: RunningDaemon, pico: Board) -> None:
    with bare_socket(robot, {**HELLO, "wants": ["seen"]}) as listening:
        pico.press(5, 0)
        seen = listening.read()
        assert (seen["label"], seen["phase"], seen["sense"]) == ("button", "started", "touch")


def test_unplugged_in_mid_move_it_fails_with_the_cure_and_comes_back_at_rest(
    robot: RunningDaemon, pico: Board, socket: BareSocket
) -> None:
    socket.send({"type": "do", "id": 1, "action": "arm_back"})
    wait_until(lambda: is_under_way(pico), "the arm is under way")
    pico.unplug()
    answer = socket.read()
    assert answer["type"] == "failed"
    assert "The Pico was unplugged. Plug it in again." in answer["message"]
    assert "Pico" in str(arm_of(robot)["fault"])
    refused = socket.ask({"type": "do", "id": 2, "action": "shine", "arguments": {"color": "red"}})
    assert refused["message"].startswith("The light does not work: ")
    plugged_in = time.monotonic()
    pico.plug_in()
    wait_until(lambda: "fault" not in arm_of(robot), "the arm works again", seconds=30)
    assert pico.wait_for(ARM_PIN, "pulse_ns", after=plugged_in).value == 0
    assert pico.wait_for(ARM_PIN, "pulse_ns", DOWN_NS, after=plugged_in)
    assert socket.ask({"type": "do", "id": 3, "action": "raise_arm"})["value"] == 81.0
    pico.wait_for(ARM_PIN, "pulse_ns", UP_NS, after=plugged_in)


def test_a_robot_begins_without_its_pico_and_takes_it_when_it_comes(pico: Board, tmp_path: Path) -> None:
    pico.unplug()
    tables = '[pins]\nboard = "pico"\n[distance]\n[brightness]\n[button]\n'
    (tmp_path / "tjbot.toml").write_text(f'autostart = ""\n{tables}')
    with started("start", "--port", "0", "--home", str(tmp_path), "--no-browser") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(f"No Pico is plugged in at {pico.path}. ")
        url = process.stdout.readline().strip().removeprefix("TJBot is ready: ")
        pico.plug_in()
        wait_until(lambda: raise_arm(url), "the arm works", seconds=30)
        pico.wait_for(ARM_PIN, "pulse_ns", UP_NS)
        # Sensors ask all the time, and are in the middle of that when it is unplugged.
        pico.unplug()
        wait_until(lambda: not raise_arm(url), "it was noticed")
        plugged_in = time.monotonic()
        pico.plug_in()
        wait_until(lambda: raise_arm(url), "the arm works again", seconds=30)
        pico.wait_for(ARM_PIN, "pulse_ns", UP_NS, after=plugged_in)
        process.send_signal(signal.SIGTERM)
        assert "Traceback" not in process.stderr.read()


def test_a_robot_that_is_killed_in_mid_move_lets_its_arm_down(pico: Board, tmp_path: Path) -> None:
    (tmp_path / "tjbot.toml").write_text('autostart = ""\n[pins]\nboard = "pico"\n[arm]\ndegrees_per_second = 100\n')
    with started("start", "--port", "0", "--home", str(tmp_path), "--no-browser") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "The robot's wires are on the Pico.\n"
        url = process.stdout.readline().strip().removeprefix("TJBot is ready: ")
        with started("do", "arm_back", url=url):
            wait_until(lambda: is_under_way(pico), "the arm is under way")
            process.send_signal(signal.SIGKILL)
            killed = time.monotonic()
            down = pico.wait_for(ARM_PIN, "pulse_ns", DOWN_NS, after=killed)
            pico.wait_for(ARM_PIN, "pulse_ns", 0, after=down.time)
    after = [note for note in pico.history(ARM_PIN, "pulse_ns") if killed < note.time <= down.time]
    farthest = min(after, key=lambda note: note.value)
    way_back = [note.value for note in after if note.time >= farthest.time]
    assert len(way_back) > 10, "it was eased"
    assert way_back == sorted(way_back)


def test_a_robot_that_is_suspended_is_taken_up_again(pico: Board, tmp_path: Path) -> None:
    (tmp_path / "tjbot.toml").write_text('autostart = ""\n[pins]\nboard = "pico"\n')
    with started("start", "--port", "0", "--home", str(tmp_path), "--no-browser") as process:
        assert process.stdout is not None
        url = [process.stdout.readline(), process.stdout.readline()][1].strip().removeprefix("TJBot is ready: ")
        with started("do", "raise_arm", url=url) as raising:
            assert raising.wait(20) == 0
        process.send_signal(signal.SIGSTOP)
        down = pico.wait_for(ARM_PIN, "pulse_ns", DOWN_NS, after=time.monotonic())
        process.send_signal(signal.SIGCONT)
        pico.wait_for(ARM_PIN, "mode", "pulses", after=down.time)
        pico.wait_for(ARM_PIN, "pulse_ns", DOWN_NS, after=down.time)
        again = time.monotonic()
        wait_until(lambda: raise_arm(url), "the arm works again")
        pico.wait_for(ARM_PIN, "pulse_ns", UP_NS, after=again)


def raise_arm(url: str) -> bool:
    with started("do", "raise_arm", url=url) as raising:
        return raising.wait(20) == 0
