"""A class from other computers: a program with a pupil's key, a page over plain http, and how all that is forgotten."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.access.conftest import Typed
from tests.integration.commands import tjbot
from tests.integration.guests import Guest, code_of, guest, plain_guest
from tests.integration.sockets import HELLO
from tests.other_computer import OtherComputer
from tests.running import RunningDaemon, running


@pytest.fixture
def ada(robot: RunningDaemon, teacher: Guest, pupil: Guest) -> Iterator[dict[str, str]]:
    """A pupil of an open class."""
    assert teacher.request("POST", "/api/class/open", {}).status == 200
    yield pupil.request("POST", "/api/class/pupils", {"name": "Ada"}).json
    assert teacher.request("DELETE", "/api/class").status == 200


def color(robot: RunningDaemon, body: str) -> str:
    return str(robot.call(lambda: robot.daemon.robot.bodies[body].reading("light")["color"]))


def test_what_runs_on_a_computer_with_a_pupils_key_moves_their_own_robot_and_no_other(
    robot: RunningDaemon, ada: dict[str, str], address: str, there: Typed, tmp_path: Path
) -> None:
    recipe = tmp_path / "recipe.py"
    recipe.write_text('from tjbot import robot\nrobot.shine("red")\nprint("ran")\n')
    done = there("pair", address, "--code", code_of(robot), "--pupil", "wrong")
    assert (done.returncode, "No pupil of this class has that key." in done.stderr) == (1, True)
    refused = there("run", str(recipe), url=address)
    assert (refused.returncode, "does not know your name yet" in refused.stderr) == (1, True)
    done = there("pair", address, "--pupil", ada["key"])
    assert (done.returncode, done.stderr) == (0, "")
    assert "In the class it is Ada's" in done.stdout
    for arguments in (["run", str(recipe)], ["python", str(recipe)]):
        ran = there(*arguments, url=address)
        assert (ran.stdout, ran.returncode) == ("ran\n", 0), ran.stderr
    assert color(robot, ada["body"]) == "#ff0000"
    assert there("do", "shine", "blue", url=address).returncode == 0
    assert color(robot, ada["body"]) == "#0000ff"
    assert color(robot, "real") == "#000000"
    recipe.write_text(f'import os\nos.environ["TJBOT_BODY"] = "real"\n{recipe.read_text()}')
    for how in ("run", "python"):
        for_real = there(how, str(recipe), url=address)
        assert (for_real.returncode, "a robot of your own" in for_real.stderr) == (1, True)
    assert color(robot, "real") == "#000000"


def test_a_pupils_page_over_plain_http_has_their_own_robot_alone(
    robot: RunningDaemon, ada: dict[str, str], computer: OtherComputer
) -> None:
    plain = plain_guest(robot, computer)
    assert plain.pair(code_of(robot), "Old phone").status == 200
    with plain.socket() as link:
        assert "does not know your name" in link.ask(HELLO)["message"]
    ben = plain.request("POST", "/api/class/pupils", {"name": "Ben"}).json
    for body in ("real", ada["body"]):
        with plain.socket() as link:
            assert link.ask({**HELLO, "body": body})["type"] == "failed"
        assert plain.request("GET", "/api/recipes/wave_back.py", TJBot_Body=body).status == 403
    with plain.socket() as link:
        assert link.ask(HELLO)["body"] == ben["body"]
        assert plain.request("POST", "/api/class/queue", {}).status == 200
        with plain.socket("/eyes") as eyes:
            eyes.send("next")
            assert isinstance(eyes.connection.recv(timeout=20), bytes), "in their turn the real robot's eyes are theirs"
            assert plain.request("DELETE", "/api/class/queue").status == 200
            eyes.send("next")
            assert eyes.end()[0] == 1000
    with plain.socket("/eyes") as eyes:
        eyes.send("next")
        assert "no eyes" in json.loads(eyes.connection.recv(timeout=20))["message"]


def test_the_class_is_in_what_is_kept_and_forgotten_with_all_work(computer: OtherComputer, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running(home, listen="0.0.0.0") as robot:
        teacher, ada = guest(robot, computer), guest(robot, computer)
        teacher.pair(code_of(robot, "teacher"))
        ada.pair(code_of(robot))
        teacher.request("POST", "/api/class/open", {})
        made = ada.request("POST", "/api/class/pupils", {"name": "Ada"}).json
        told = json.loads(tjbot("audit", "--json", "--home", str(home)).stdout)
        assert told["class"] == {"open": True, "pupils": 1}
        assert tjbot("forget-everyone", "--yes", "--home", str(home)).returncode == 0
        again = guest(robot, computer)
        again.pair(code_of(robot))
        assert again.request("POST", "/api/class/pupils", {"name": "Ada"}).json["id"] == made["id"]
    told = tjbot("audit", "--home", str(home)).stdout
    assert "Class: open, pupils: 1" in told
    assert "the class: its pupils' names" in told
    assert tjbot("forget-everyone", "--yes", "--home", str(home)).returncode == 0
    with running(home, listen="0.0.0.0") as robot:
        late = guest(robot, computer)
        late.pair(code_of(robot))
        assert late.request("POST", "/api/class/pupils", {"name": "Ada"}).json["id"] == made["id"]
    assert tjbot("forget-everyone", "--yes", "--and-their-work", "--home", str(home)).returncode == 0
    assert not (home / "class").exists()
