"""Settings are changed while the robot runs: checked, written down, and in force at once; or refused whole."""

import http.client
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.running import RunningDaemon, running, wait_until
from tjbot.config import FILE_NAME, load
from tjbot.errors import RefusedError
from tjbot.protocol.messages import Do, Done, Run
from tjbot.recipe.link import Link

FILE = """# Pip lives in the kitchen.
name = "Pip"

[arm]
pin = 18  # the orange wire
down_pulse_us = 2300  # measured with a ruler
"""


def ask(robot: RunningDaemon, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """One request; the status and what the answer holds."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(robot.url).port or 0, timeout=20)
    connection.request(method, path, body if isinstance(body, bytes | None) else json.dumps(body))
    response = connection.getresponse()
    answer = response.status, json.loads(response.read())
    connection.close()
    return answer


def refusal(robot: RunningDaemon, part: str, changes: Any) -> str:
    """The sentence by which a change is refused; nothing may have been written."""
    file = robot.home / FILE_NAME
    before = file.read_text() if file.exists() else None
    status, answer = ask(robot, "PUT", f"/api/settings/{part}", changes)
    assert status in (400, 404)
    assert (file.read_text() if file.exists() else None) == before
    return f"{answer['message']} {answer['hint']}"


def do(link: Link, action: str, arguments: dict[str, Any]) -> Done:
    return link.call(Do, action=action, arguments=arguments)


def calibrate(robot: RunningDaemon, pulse_us: int) -> None:
    with robot.link() as link:
        assert do(link, "calibrate", {"pulse_us": pulse_us}).value == pulse_us


def test_what_may_stand_there_and_what_holds(robot: RunningDaemon) -> None:
    status, settings = ask(robot, "GET", "/api/settings")
    assert status == 200
    arm = settings["arm"]
    assert arm["summary"] == "An arm that waves and points"
    assert [arm["values"][f"{name}_pulse_us"] for name in ("down", "up", "back")] == [2300, 1400, 700]
    pin = next(key for key in arm["keys"] if key["name"] == "pin")
    assert pin["may_be"] == "a whole number from 0 to 28"
    assert "servo" in pin["meaning"]


def test_a_calibrated_arm_is_written_down_with_its_comments_and_moves_so_at_once(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(FILE)
    with running(tmp_path) as robot:
        calibrate(robot, 2400)
        changes = {"down_pulse_us": 2400, "up_pulse_us": 1500, "back_pulse_us": 800}
        status, values = ask(robot, "PUT", "/api/settings/arm", changes)
        assert status == 200
        assert changes.items() <= values.items()
        robot.forget_history()
        with robot.link() as link:
            do(link, "raise_arm", {})
        assert round(robot.pulses_us()[-1]) == 1500
    text = (tmp_path / FILE_NAME).read_text()
    assert "# Pip lives in the kitchen." in text
    assert "pin = 18  # the orange wire" in text
    assert load(tmp_path).parts["arm"] == {"pin": 18, **changes}
    assert [path.name for path in tmp_path.iterdir() if "toml" in path.name] == [FILE_NAME]
    with running(tmp_path, parts=load(tmp_path).parts) as again, again.link() as link:
        do(link, "arm_back", {})
        assert round(again.pulses_us()[-1]) == 800


def test_the_side_alone_mirrors_the_usual_pulses(robot: RunningDaemon) -> None:
    status, values = ask(robot, "PUT", "/api/settings/arm", {"side": "left"})
    assert (status, values["down_pulse_us"], values["up_pulse_us"]) == (200, 700, 1600)
    assert round([pulse for pulse in robot.pulses_us() if pulse][-1]) == 700


def test_a_recipe_may_not_calibrate_and_is_not_offered_it(robot: RunningDaemon) -> None:
    with robot.link(role="recipe", name="a recipe") as link:
        offered = [action.name for part in link.welcome.parts for action in part.actions]
        assert "calibrate" not in offered
        with pytest.raises(RefusedError, match="A recipe may not"):
            do(link, "calibrate", {"pulse_us": 1000})


@pytest.mark.parametrize("pulse_us", [499, 2501, "fast", None])
def test_no_servo_bears_more(robot: RunningDaemon, pulse_us: Any) -> None:
    with robot.link() as link, pytest.raises(RefusedError, match="500 to 2500"):
        do(link, "calibrate", {"pulse_us": pulse_us})


def test_pulses_out_of_order_are_refused(robot: RunningDaemon) -> None:
    assert "Up must lie between down and back" in refusal(robot, "arm", {"up_pulse_us": 2400})
    with robot.link() as link:
        assert do(link, "raise_arm", {}).value == 81


@pytest.mark.parametrize(
    ("part", "changes", "sentence"),
    [
        ("arm", {"pim": 17}, "Did you mean"),
        ("arm", {"pin": "orange"}, "Mend the value"),
        ("arm", {"pin": 40}, "pin"),
        ("arm", {"pin": 19}, "both on GPIO 19"),
        ("arm", {"enabled": False}, "tjbot setup"),
        ("light", {"green_pin": 18}, "both on GPIO 18"),
        ("lihgt", {}, "light"),
        ("arm", ["pin"], "Send keys and values"),
        ("arm", b"\xff", "Send keys and values"),
        ("arm", {"pin": "x" * 20_000}, "too many"),
    ],
)
def test_what_cannot_be_is_refused_whole(robot: RunningDaemon, part: str, changes: Any, sentence: str) -> None:
    assert sentence.lower() in refusal(robot, part, changes).lower()


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(
    robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tjbot.settings_file.write_atomically", full)
    assert "No space left" in refusal(robot, "arm", {"up_pulse_us": 1450})
    with robot.link() as link:
        assert do(link, "raise_arm", {}).value == 81


def test_stop_during_the_way_there_saves_nothing(robot: RunningDaemon) -> None:
    calibrate(robot, 700)
    body = robot.daemon.robot.bodies["real"]

    def halt_on_the_way(part: str) -> None:
        if 50 < body.reading("arm")["angle"] < 100:
            robot.loop.call_soon(body.halt)

    robot.call(lambda: setattr(body, "_changed", halt_on_the_way))
    assert "halted" in refusal(robot, "arm", {"up_pulse_us": 1450})


def test_new_pins_are_in_the_picture_and_in_use(robot: RunningDaemon) -> None:
    assert ask(robot, "PUT", "/api/settings/arm", {"pin": 7})[0] == 200
    wires = ask(robot, "GET", "/api/wiring")[1]["wires"]
    assert next(wire["pin"] for wire in wires if wire["part"] == "arm" and wire["name"] == "signal") == 26
    with robot.link() as link:
        do(link, "raise_arm", {})
    assert round(robot.changes(7)[-1].pulse_us) == 1400
    assert robot.pulses_us()[-1] == 0


def test_the_recipe_that_runs_is_stopped_first(robot: RunningDaemon) -> None:
    (robot.home / "recipes").mkdir(exist_ok=True)
    (robot.home / "recipes" / "busy.py").write_text("while True:\n    pass\n")
    with robot.link() as link:
        link.call(Run, recipe="busy.py")
    assert ask(robot, "PUT", "/api/settings/arm", {"up_pulse_us": 1450})[0] == 200
    wait_until(lambda: robot.call(lambda: robot.daemon.robot.recipes.running("real")) is None, "the recipe is gone")
