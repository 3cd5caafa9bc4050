"""The recipe host that is another user's service: who may speak with it, and what its recipes see and leave behind."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.recipe.service import Systemd, service_host
from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.running import RunningDaemon, running, wait_until
from tjbot.daemon.recipe_hosts import HostService, host_service

NOBODY = "nobody"


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    with service_host(tmp_path / "host") as started:
        yield started


@pytest.fixture
def robot(tmp_path: Path, systemd: Systemd) -> Iterator[RunningDaemon]:
    place = HostService(tmp_path / "host" / "host.socket", tmp_path / "robot.socket")
    with running(tmp_path / "home", recipe_host=place) as daemon:
        yield daemon


def lay(robot: RunningDaemon, **sources: str) -> None:
    """Writes recipes of these names."""
    folder = robot.home / "recipes"
    folder.mkdir(exist_ok=True)
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source)


def read_until(watching: BareSocket, text: str) -> str:
    said = ""
    while text not in said:
        message = watching.read()
        assert message["type"] != "failed", message
        said += message.get("text", "")
    return said


def played(robot: RunningDaemon, name: str) -> str:
    """All that is said while a recipe runs, to its end."""
    with bare_socket(robot, {**HELLO, "wants": ["output"]}) as watching:
        watching.send({"type": "run", "id": 1, "recipe": f"{name}.py"})
        return read_until(watching, " has ended.")


def test_a_recipe_moves_the_robot_and_lies_in_a_folder_of_its_own(robot: RunningDaemon, tmp_path: Path) -> None:
    lay(
        robot,
        mine="import os, sys\nfrom tjbot import robot\nrobot.shine('green')\n"
        "print(os.getcwd(), os.environ['HOME'], os.listdir())\nrobot.remember('n', 7)\nprint(robot.recall('n'))",
    )
    said = played(robot, "mine")
    room = tmp_path / "host" / "rooms" / "run-1"
    assert f"{room} {room} ['mine.py']" in said
    assert "7\n" in said
    assert robot.light() == (0, 1, 0)


def test_it_brings_along_what_it_imports_and_nothing_else(robot: RunningDaemon) -> None:
    lay(
        robot,
        mine="import os, steps\nprint(steps.how_many(), sorted(name for name in os.listdir() if name.endswith('.py')))",
        steps="from numbers_of_mine import seven\ndef how_many(): return seven",
        numbers_of_mine="seven = 7",
        secret="print('not for others')",
    )
    assert "7 ['mine.py', 'numbers_of_mine.py', 'steps.py']" in played(robot, "mine")


def test_what_it_writes_goes_with_it_and_it_is_told(
    robot: RunningDaemon, systemd: Systemd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = tmp_path / "host"
    lay(
        robot,
        mine=f"""
import os, pathlib
pathlib.Path("notes.txt").write_text("mine")
pathlib.Path("shut").mkdir()
pathlib.Path("shut/in").mkdir()
pathlib.Path("shut").chmod(0)
pathlib.Path({str(host / "more")!r}, "elsewhere").write_text("mine")
os.symlink("/", "link")
""",
        next="import os\nprint(os.listdir(), os.listdir('..'))",
    )
    said = played(robot, "mine")
    assert "What the recipe wrote is gone with it: link, notes.txt, shut (robot.remember keeps things.)" in said
    wait_until(lambda: not list((host / "rooms").iterdir()) and not list((host / "more").iterdir()), "all is gone")
    assert "['next.py'] ['run-2']" in played(robot, "next")
    assert Path("/").is_dir()


def test_an_error_in_it_is_told_with_its_line(robot: RunningDaemon) -> None:
    lay(robot, mine="from tjbot import robot\nrobot.wvae()")
    with bare_socket(robot, {**HELLO, "wants": ["output"]}) as watching:
        watching.send({"type": "run", "id": 1, "recipe": "mine.py"})
        said = read_until(watching, "ended with an error")
    assert 'mine.py has a problem in line 2:\n    robot.wvae()\nThe robot has no "wvae".' in said


def test_another_user_is_sent_away(tmp_path: Path) -> None:
    with service_host(tmp_path / "host", NOBODY), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(str(tmp_path / "host" / "host.socket"))
        assert connection.recv(100) == b""


def test_a_host_that_ends_loses_the_recipe_and_the_next_one_gets_a_new_host(
    robot: RunningDaemon, systemd: Systemd
) -> None:
    lay(robot, mine="import signal\nprint('on', flush=True)\nsignal.pause()", next="print('next')")
    with bare_socket(robot, {**HELLO, "wants": ["output"]}) as watching:
        watching.send({"type": "run", "id": 1, "recipe": "mine.py"})
        read_until(watching, "on\n")
        systemd.hosts[-1].kill()
        read_until(watching, "The recipe was lost, because its host ended. Press Run again.")
    systemd.hosts.pop().wait()
    assert "next\n" in played(robot, "next")


def test_the_service_of_the_robot_names_the_host_and_the_door() -> None:
    both = {"TJBOT_RECIPE_HOST": "/run/host.socket", "TJBOT_RECIPE_DOOR": "/run/tjbot/robot.socket"}
    assert host_service(both) == HostService(Path("/run/host.socket"), Path("/run/tjbot/robot.socket"))
    assert host_service({"TJBOT_RECIPE_HOST": "/run/host.socket"}) is None


def test_without_a_listener_the_daemon_starts_its_own_host(tmp_path: Path) -> None:
    place = HostService(tmp_path / "nobody.socket", tmp_path / "robot.socket")
    with running(tmp_path / "home", recipe_host=place) as robot:
        lay(robot, mine="import os\nprint(os.getcwd())")
        assert str(tmp_path / "home" / "recipes") in played(robot, "mine")


def test_where_nobody_answers_there_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as closed:
        closed.bind(str(tmp_path / "host.socket"))
    place = HostService(tmp_path / "host.socket", tmp_path / "robot.socket")
    with running(tmp_path / "home", recipe_host=place) as robot, bare_socket(robot) as client:
        lay(robot, mine="print(1)")
        answer = client.ask({"type": "run", "id": 1, "recipe": "mine.py"})
    assert answer["message"].startswith("Recipes cannot run: their host does not start (")


def test_the_door_is_open_to_the_recipes_user_and_gone_with_the_robot(tmp_path: Path) -> None:
    door = tmp_path / "robot.socket"
    door.touch()
    with running(tmp_path / "home", recipe_host=HostService(tmp_path / "none", door)) as robot:
        assert robot.daemon.robot.recipes_url == f"unix:{door}"
        assert door.stat().st_mode & 0o777 == 0o666
    assert not door.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Use: python -m tjbot.recipe.host_service USER PLACE…"),
        (["nobody at all", "."], "The recipe host cannot serve: there is no user nobody at all."),
        ([NOBODY, "/"], "The recipe host cannot serve: / is no empty folder."),
        ([NOBODY, "{empty}"], "The recipe host cannot serve: systemd has handed no socket to it."),
    ],
)
def test_a_service_that_cannot_serve_says_why(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    given = [argument.format(empty=tmp_path) for argument in arguments]
    command = [sys.executable, "-m", "tjbot.recipe.host_service", *given]
    result = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert result.returncode in (1, 2)
    assert result.stderr == f"{sentence}\n"
