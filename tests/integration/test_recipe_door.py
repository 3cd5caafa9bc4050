"""A recipe that the robot runs reaches the robot over a Unix socket, and nothing else."""

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import unix_connect

from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.running import RunningDaemon, running
from tjbot.recipe.link import UNIX

NOBODY = 65534


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    with running(tmp_path / "home") as daemon:
        yield daemon


def played(robot: RunningDaemon, source: str) -> str:
    """What a recipe prints that the robot runs, to its last line `over`."""
    folder = robot.daemon.home / "recipes"
    folder.mkdir(exist_ok=True)
    (folder / "tried.py").write_text(f"{source}\nprint('over')\n")
    texts = []
    with bare_socket(robot, {**HELLO, "wants": ["output"]}) as watching:
        watching.send({"type": "run", "id": 1, "recipe": "tried.py"})
        while "over" not in "".join(texts):
            message = watching.read()
            texts.append(message.get("text", ""))
            assert message["type"] != "failed", message
            assert "has a problem" not in "".join(texts), texts
    return "".join(texts)


def door(robot: RunningDaemon) -> str:
    return str(robot.daemon.robot.recipes_url.removeprefix(UNIX))


def refused_at_the_door(robot: RunningDaemon, hello: dict[str, Any]) -> dict[str, Any]:
    with unix_connect(door(robot), "ws://localhost/socket", close_timeout=1) as connection:
        return BareSocket(connection).ask(hello)


def test_a_recipe_moves_the_robot_but_cannot_reach_it_as_a_page(robot: RunningDaemon) -> None:
    name, port = robot.url.removeprefix("http://").rsplit(":", 1)
    text = played(
        robot,
        f"""
import os, socket
from tjbot import robot
robot.shine("green")
print(os.environ["TJBOT_URL"].split(":")[0])
try:
    socket.create_connection(({name!r}.replace("localhost", "127.0.0.1"), {port}), 5)
    print("came in")
except OSError as error:
    print("no network", error.errno)
""",
    )
    assert robot.light() == (0, 1, 0)
    assert "unix" in text
    assert "no network 101" in text
    assert "came in" not in text


def test_what_a_recipe_begins_has_no_network_either(robot: RunningDaemon) -> None:
    port = int(robot.url.rsplit(":", 1)[1])
    program = f"import socket; print(socket.socket().connect_ex(('127.0.0.1', {port})))"
    text = played(
        robot, f"import subprocess, sys\nprint(subprocess.check_output([sys.executable, '-c', {program!r}], text=True))"
    )
    assert "101" in text


@pytest.mark.parametrize(
    "hello",
    [
        pytest.param({**HELLO, "role": "page"}, id="a page"),
        pytest.param({**HELLO, "role": "tool"}, id="a tool"),
        pytest.param({**HELLO, "role": "recipe"}, id="a recipe without a token"),
        pytest.param({**HELLO, "role": "recipe", "token": "x" * 32}, id="a recipe with a token of its own making"),
        pytest.param({**HELLO, "role": "recipe", "token": "ü"}, id="a recipe with a token that is none"),
    ],
)
def test_only_the_recipe_that_runs_comes_in_at_the_door(robot: RunningDaemon, hello: dict[str, Any]) -> None:
    # A token is compared with those of recipes that run.
    played(
        robot, "from tjbot import robot\nrobot.at_start(lambda: print('over'))\nrobot.every(seconds=60)(lambda: None)"
    )
    answer = refused_at_the_door(robot, hello)
    assert answer["type"] == "failed"
    assert answer["message"] == "This recipe is no longer the one that runs."


def test_the_door_leads_to_nothing_but_the_socket(robot: RunningDaemon) -> None:
    for method, path in (
        ("GET", "/"),
        ("GET", "/api/health"),
        ("GET", "/api/me"),
        ("POST", "/api/pair"),
        ("PUT", "/api/settings/arm"),
        ("GET", "/api/pictures/a"),
        ("GET", "/api/models"),
        ("GET", "/api/models/fruit.zip"),
        ("PUT", "/api/models/fruit"),
        ("DELETE", "/api/models/fruit"),
    ):
        connection = http.client.HTTPConnection("localhost")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(door(robot))
        connection.request(method, path)
        answer = connection.getresponse()
        assert answer.status == 403
        assert json.loads(answer.read())["message"].startswith("Here recipes speak")
        connection.close()
    with pytest.raises(InvalidStatus), unix_connect(door(robot), "ws://localhost/eyes"):
        pass


def test_only_the_robots_user_can_open_the_door(robot: RunningDaemon) -> None:
    assert Path(door(robot)).parent.stat().st_mode & 0o077 == 0


def test_the_door_is_gone_with_the_robot(tmp_path: Path) -> None:
    with running(tmp_path / "home") as daemon:
        folder = Path(door(daemon)).parent
        assert folder.is_dir()
    assert not folder.exists()


def test_an_old_recipe_sees_through_the_door(robot: RunningDaemon) -> None:
    text = played(
        robot,
        """
from tjbot import TJBot
tj = TJBot.get_instance().initialize({"hardware": {"camera": True}})
print("a JPEG", tj.see()[:2] == bytes([255, 216]))
""",
    )
    assert "a JPEG True" in text


def as_an_ordinary_user(lines: str) -> list[str]:
    """What a program prints that has left the network without being root."""
    # Imported first, because another user may not enter this folder.
    program = f"""
import ctypes, os, socket
from tjbot.recipe import limits, namespaces
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
    # As a process is that this user began: one that changed its user may not write its own /proc files.
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
before = os.getuid(), os.getgid()
print(namespaces.leave_network(apart=False))
{lines}
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_without_root_a_process_leaves_the_network_and_stays_who_it_was() -> None:
    how, same, code = as_an_ordinary_user(
        'print((os.getuid(), os.getgid()) == before)\nprint(socket.socket().connect_ex(("127.0.0.1", 9)))'
    )
    assert (how, same, code) == ("True", "True", "101")


def test_without_root_a_recipe_that_keeps_forking_comes_to_its_end() -> None:
    _how, forked, why = as_an_ordinary_user(
        """
import signal
limits.bind(limits.Limits(processes=20), alone=True)
children = []
why = ""
while len(children) < 100 and not why:
    try:
        child = os.fork()
    except OSError as error:
        why = error.strerror
        break
    if child == 0:
        signal.pause()
    children.append(child)
for child in children:
    os.kill(child, signal.SIGKILL)
print(len(children))
print(why)
"""
    )
    # The process itself is one of the twenty.
    assert (forked, why) == ("19", "Resource temporarily unavailable")
