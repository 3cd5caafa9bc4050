"""What may go wrong with a body, on a whole daemon: commands in mid-move, broken parts, a kill, hours of recipes."""

import json
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.benchmarks.pulse_daemon import PulseDaemon
from tests.integration.sockets import HELLO, bare_socket
from tests.running import ARM_PIN, RunningDaemon, running, wait_until
from tjbot.daemon import unfinished
from tjbot.errors import PartError
from tjbot.pins.simulated import largest_step
from tjbot.protocol.messages import Do, Run, Seen, State, Stop
from tjbot.recipe.link import Link
from tjbot.robot.part import Part, action
from tjbot.robot.parts.arm import Arm
from tjbot.robot.parts.light import Light

DEGREES_PER_SECOND = 200
STEP_US = DEGREES_PER_SECOND * 0.02 * 2000 / 180
"""The furthest that two neighbouring pulses may be apart at this speed."""


class Whistle(Part):
    """A part that works for a while."""

    name = "whistle"
    summary = "A whistle"
    broken = True

    @action()
    async def whistle(self) -> None:
        """Whistles."""
        if self.broken:
            raise OSError("its cable came off")


class Trumpet(Part):
    """A part that cannot start, and says so."""

    name = "trumpet"
    summary = "A trumpet"

    def start(self) -> None:
        raise PartError("The trumpet is not connected.", "Plug it in.")

    @action()
    async def toot(self) -> None:
        """Toots."""


class Tuba(Part):
    """A part that cannot start, in words of its own."""

    name = "tuba"
    summary = "A tuba"

    def start(self) -> None:
        raise RuntimeError("GPIO busy")


def test_a_command_in_mid_move_takes_over_without_a_jump(tmp_path: Path) -> None:
    with running(tmp_path / "home", parts={"arm": {"degrees_per_second": DEGREES_PER_SECOND}}) as robot:
        with bare_socket(robot) as socket:
            socket.send({"type": "do", "id": 1, "action": "arm_back"})
            wait_until(lambda: min(filter(None, robot.pulses_us())) < 2000, "the arm is under way")
            socket.send({"type": "do", "id": 2, "action": "point", "arguments": {"angle": 10}})
            answers = {answer["id"]: answer for answer in (socket.read(), socket.read())}
        assert answers[1]["note"] == "The arm got another command before it was done."
        assert answers[2]["value"] == 10.0
        pulses = robot.pulses_us()
        assert min(filter(None, pulses)) > 700, "it never got to the back"
        assert round(pulses[-1]) == round(2300 - 10 * 2000 / 180)
        # A busy computer may be late with a pulse, and the next one makes up for it.
        assert largest_step(robot.changes(ARM_PIN)) < 10 * STEP_US


def test_parts_that_fail_at_the_start_are_shown_and_the_others_work(tmp_path: Path) -> None:
    with running(tmp_path / "home", kinds=[Trumpet, Tuba, Arm, Light]) as robot:
        with bare_socket(robot, None) as socket:
            welcome = socket.ask({**HELLO, "wants": ["state"]})
            state = socket.read()
        faults = {part["name"]: part.get("fault") for part in welcome["parts"]}
        assert faults["trumpet"] == "The trumpet is not connected. Plug it in."
        assert "The tuba cannot start: GPIO busy" in faults["tuba"]
        with urllib.request.urlopen(f"{robot.url}/api/health") as health:
            assert json.load(health)["faults"] == {name: faults[name] for name in ("trumpet", "tuba")}
        assert faults["arm"] is None
        assert {name: state[name]["fault"] for name in ("trumpet", "tuba")} == {
            name: faults[name] for name in ("trumpet", "tuba")
        }
        with bare_socket(robot) as socket:
            assert socket.ask({"type": "do", "id": 1, "action": "raise_arm"})["value"] == 81.0
            answer = socket.ask({"type": "do", "id": 2, "action": "toot"})
        assert answer["message"].startswith("The trumpet does not work: The trumpet is not connected.")
        assert round(robot.pulses_us()[-1]) == 1400


def test_a_part_that_fails_later_answers_is_shown_and_may_work_again(tmp_path: Path) -> None:
    whistle = {"type": "do", "id": 1, "action": "whistle"}
    with running(tmp_path / "home", kinds=[Whistle, Arm]) as robot:
        with bare_socket(robot) as socket:
            answer = socket.ask(whistle)
            assert answer["message"] == "The whistle failed: its cable came off."
            assert "wires" in answer["hint"]
            assert state_of(robot)["whistle"]["fault"].startswith("The whistle failed: its cable came off.")
            assert socket.ask({"type": "do", "id": 2, "action": "raise_arm"})["value"] == 81.0
            mend(robot)
            assert socket.ask(whistle)["type"] == "done"
        assert "fault" not in state_of(robot)["whistle"]


def test_a_servo_that_fails_in_mid_move_stops_only_the_arm(tmp_path: Path) -> None:
    with running(tmp_path / "home", kinds=[Arm, Light]) as robot, bare_socket(robot) as socket:
        pin = robot.daemon.pins.pin(ARM_PIN)

        def break_off(value: float) -> None:
            raise OSError("the servo is gone")

        robot.call(lambda: setattr(pin, "_set_state", break_off))
        assert socket.ask({"type": "do", "id": 1, "action": "wave"})["message"] == "The arm failed: the servo is gone."
        state = state_of(robot)["arm"]
        assert state["moving"] is False
        assert state["fault"].startswith("The arm failed: the servo is gone.")
        assert socket.ask({"type": "do", "id": 2, "action": "shine", "arguments": {"color": "red"}})["type"] == "done"
        robot.call(lambda: delattr(pin, "_set_state"))
        assert socket.ask({"type": "do", "id": 3, "action": "raise_arm"})["value"] == 81.0
        assert round(robot.pulses_us()[-1]) == 1400


def state_of(robot: RunningDaemon) -> dict[str, Any]:
    """The whole state, as a client gets it that comes now."""
    with bare_socket(robot, {**HELLO, "wants": ["state"]}) as socket:
        return socket.read()


def mend(robot: RunningDaemon) -> None:
    part = robot.daemon.robot.bodies["real"]._slots["whistle"].part
    assert isinstance(part, Whistle)
    part.broken = False


WAVER = """
from tjbot import robot
robot.wave(times=100)
"""


def home_with(name: str, recipe: str, folder: Path) -> Path:
    """A robot's home with a recipe of its own."""
    home = folder / "home"
    (home / "recipes").mkdir(parents=True)
    (home / "recipes" / name).write_text(recipe)
    return home


def test_after_a_kill_in_the_middle_of_a_wave_the_next_start_rests_the_arm(tmp_path: Path) -> None:
    home = home_with("waver.py", WAVER, tmp_path)
    with PulseDaemon(home) as daemon:
        process = psutil.Process(daemon.pid)
        with Link(daemon.url, role="tool", name="test") as link:
            link.call(Run, recipe="waver.py")
            wait_until(lambda: any(pulse < 1900 for _, pulse in daemon.ask("pulses")), "the arm waves")
        family = process.children(recursive=True)
        process.kill()
        _, alive = psutil.wait_procs([process, *family], timeout=10)
        assert not alive, "what the daemon had started ended with it"
    # Else the recipe would begin anew, and wave again.
    (home / unfinished.FILE_NAME).unlink()
    states: list[dict[str, Any]] = []
    options: dict[str, Any] = {"wants": ("state",), "on_report": lambda report: note(report, states)}
    with PulseDaemon(home) as daemon, Link(daemon.url, role="tool", name="test", **options) as link:
        wait_until(lambda: states, "the state comes")
        assert states[0] == {"angle": 0.0, "moving": False}
        wait_until(lambda: cut_after_hanging_down(daemon), "the arm hangs down and its pulse is cut")
        assert link.call(Do, action="raise_arm").value == 81.0


def note(report: Any, states: list[dict[str, Any]]) -> None:
    if isinstance(report, State) and "arm" in report.parts:
        states.append(report.parts["arm"])


def cut_after_hanging_down(daemon: PulseDaemon) -> bool:
    """Whether the pulse has been cut; on its way there it has been nothing but the rest angle's."""
    pulses = [round(pulse) for _, pulse in daemon.ask("pulses")]
    assert set(pulses) <= {0, 2300}
    return pulses[-1:] == [0]


COUNTER = """
from tjbot import robot

@robot.when_sees("open hand")
def greet():
    robot.shine("green")
    robot.point(20, wait=False)

@robot.when_stops_seeing("open hand")
def rest():
    robot.off()
    print("done")
"""


@pytest.mark.parametrize(
    "enough",
    [
        pytest.param(lambda cycles, begun: cycles >= 100, id="100 runs"),
        pytest.param(
            lambda cycles, begun: time.monotonic() - begun > 3600,
            id="an hour",
            marks=[pytest.mark.deep, pytest.mark.timeout(4500)],
        ),
    ],
)
def test_recipes_leave_no_thread_process_or_file_behind(tmp_path: Path, enough: Callable[[int, float], bool]) -> None:
    home = home_with("counter.py", COUNTER, tmp_path)
    with PulseDaemon(home) as daemon:
        process = psutil.Process(daemon.pid)
        outputs: list[str] = []
        with Link(
            daemon.url, role="tool", name="test", wants=("output",), on_report=lambda report: collect(report, outputs)
        ) as link:
            for _ in range(3):
                run_once(link, outputs)
            before = wait_until(lambda: nobody_runs(process) and settled(process), "all is quiet")
            cycles, begun = 0, time.monotonic()
            while not enough(cycles, begun):
                run_once(link, outputs)
                cycles += 1
            wait_until(lambda: settled(process) == before, f"nothing is left behind: {before} before")


def collect(report: Any, outputs: list[str]) -> None:
    text = getattr(report, "text", None)
    if text is not None:
        outputs.append(text)


def run_once(link: Link, outputs: list[str]) -> None:
    """Starts the recipe, shows it a hand five times, and stops it."""
    outputs.clear()
    link.call(Run, recipe="counter.py")
    wait_until(lambda: any("Nobody looks yet" in text for text in outputs), "the recipe listens")
    for shown in range(1, 6):
        link.send(Seen(label="open hand", phase="started"))
        link.send(Seen(label="open hand", phase="stopped"))
        wait_until(lambda: sum("done" in text for text in outputs) >= shown, "the recipe answers")  # noqa: B023
    link.call(Stop)


def nobody_runs(process: psutil.Process) -> bool:
    """Whether the recipe host has no recipe any more."""
    try:
        (host,) = [child for child in process.children() if "tjbot.recipe.host" in child.cmdline()]
        return not host.children()
    except psutil.NoSuchProcess:
        return False


def settled(process: psutil.Process) -> tuple[int, int, list[str]] | None:
    """Open files, threads, and the names of all processes below; None while one of them is ending."""
    family = process.children(recursive=True)
    try:
        names = sorted(child.name() for child in family)
        return (process.num_fds() + sum(child.num_fds() for child in family), process.num_threads(), names)
    except psutil.NoSuchProcess:
        return None
