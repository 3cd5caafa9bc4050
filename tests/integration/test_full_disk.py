"""The robot on a full disk: what cannot be kept is told in a sentence, nothing is lost, and STOP works as ever.

The disk is a small tmpfs where this user may mount one, else no file may grow (RLIMIT_FSIZE): the names of the tests
say which.
"""

import http.client
import json
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psutil
import pytest

from tests.integration.commands import robot_process
from tests.running import wait_until
from tjbot.errors import RefusedError
from tjbot.protocol.messages import Do, Run, Stop
from tjbot.recipe.link import Link

DISK_BYTES = 1_000_000
OLD = "print('old')\n"


def mount(folder: Path) -> bool:
    """Mounts a small disk at a folder; whether that could be done."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    with suppress(FileNotFoundError):
        return subprocess.run(command, capture_output=True).returncode == 0
    return False


def unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def kind_of_disk() -> str:
    with tempfile.TemporaryDirectory() as folder:
        if not mount(Path(folder)):
            return "RLIMIT_FSIZE"
        unmount(Path(folder))
        return "tmpfs"


class Robot(NamedTuple):
    """A robot, and how its disk gets full."""

    home: Path
    url: str
    fill: Callable[[], None]
    why: str
    """What the system calls the fault."""

    def request(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("localhost", urlsplit(self.url).port or 0, timeout=10)
        connection.request(method, path, body and json.dumps(body))
        response = connection.getresponse()
        answer = response.status, json.loads(response.read())
        connection.close()
        return answer


@pytest.fixture(params=[kind_of_disk()])
def robot(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Robot]:
    home = tmp_path / "home"
    home.mkdir()
    mounted = request.param == "tmpfs" and mount(home)
    try:
        (home / "tjbot.toml").write_text('autostart = ""\n')
        (home / "recipes").mkdir()
        (home / "recipes" / "mine.py").write_text(OLD)
        with robot_process(home) as (process, url):
            if mounted:
                yield Robot(home, url, lambda: fill(home), "No space left on device")
            else:
                yield Robot(home, url, lambda: forbid_to_grow(process.pid), "File too large")
    finally:
        if mounted:
            unmount(home)


def fill(home: Path) -> None:
    with (home / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while filler.write(bytes(4096)):
            continue


def forbid_to_grow(daemon: int) -> None:
    for process in [daemon, *(child.pid for child in psutil.Process(daemon).children(recursive=True))]:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (0, 0))


def test_on_a_disk_that_has_become_read_only_the_robot_begins_and_moves(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    if not mount(home):
        pytest.skip("this user may not mount a disk")
    try:
        (home / "tjbot.toml").write_text('autostart = ""\n')
        with robot_process(home):
            pass
        subprocess.run(["mount", "-o", "remount,ro", str(home)], check=True)
        with robot_process(home) as (_, url), Link(url, role="tool", name="test") as link:
            assert link.call(Do, action="point", arguments={"angle": 20}).value == 20
            robot = Robot(home, url, lambda: None, "Read-only file system")
            status, answer = robot.request("PUT", "/api/recipes/mine.py", {"source": OLD})
            assert status >= 400
            assert answer["message"] == "The recipe could not be saved: Read-only file system."
    finally:
        unmount(home)


class Watcher:
    """Whoever looks at the page; `said` is what recipes printed and what there was to say of them."""

    def __init__(self, robot: Robot) -> None:
        self._texts: list[str] = []
        take = self._texts.append
        self.link = Link(
            robot.url,
            role="tool",
            name="test",
            wants=("output",),
            on_report=lambda said: take(getattr(said, "text", "")),
        )

    @property
    def said(self) -> str:
        return "".join(self._texts)

    def run(self, file: str, until: str) -> None:
        """Runs a recipe until something is said."""
        self.link.call(Run, recipe=file)
        wait_until(lambda: until in self.said, f"“{until}” was said")


@pytest.fixture
def watcher(robot: Robot) -> Iterator[Watcher]:
    watching = Watcher(robot)
    with watching.link:
        yield watching


def test_a_recipe_that_cannot_be_saved_stays_as_it_was(robot: Robot) -> None:
    robot.fill()
    status, answer = robot.request("PUT", "/api/recipes/mine.py", {"source": "print('new')\n" * 100})
    assert status >= 400
    assert answer["message"] == f"The recipe could not be saved: {robot.why}."
    assert "Your text is still in the page" in answer["hint"]
    assert robot.request("GET", "/api/recipes/mine.py")[1]["source"] == OLD
    assert [path.name for path in (robot.home / "recipes").glob("*.new")] == []


def test_what_cannot_be_remembered_is_told_and_what_was_remembered_stays(robot: Robot, watcher: Watcher) -> None:
    path = robot.home / "recipes" / "mine.py"
    path.write_text("from tjbot import robot\nrobot.remember('score', 3)\nprint('kept')\n")
    watcher.run("mine.py", "kept")
    wait_until(lambda: "has ended" in watcher.said, "it has ended")
    path.write_text(
        "from tjbot import robot\nprint('still', robot.recall('score'))\nrobot.remember('score', 'x' * 9000)\n"
    )
    robot.fill()
    watcher.run("mine.py", "ended with an error")
    assert "still 3\n" in watcher.said
    assert f"The robot could not remember it: {robot.why}. Free some space." in watcher.said.replace("\n", " ")
    path_of_memory = robot.home / "memory" / "real" / "mine.json"
    assert json.loads(path_of_memory.read_text()) == {"score": 3}


def test_a_picture_that_cannot_be_kept_is_a_sentence(robot: Robot, watcher: Watcher) -> None:
    robot.fill()
    with pytest.raises(RefusedError, match=robot.why):
        watcher.link.call(Do, action="look", arguments={})
    assert list((robot.home / "pictures").glob("*.jpg")) == []


FILLS_THE_DISK = """
import signal
from tjbot import robot
# Else it depends on the line that is reached whether the first signal ends it.
signal.signal(signal.SIGINT, signal.SIG_IGN)
robot.shine("red")
number = 0
told = False
while True:
    try:
        number += 1
        with open(f"filler-{number}", "wb") as file:
            file.write(bytes(100_000))
    except BaseException as error:
        if not told:
            print("full:", error.strerror, flush=True)
            told = True
"""


def test_a_recipe_that_keeps_filling_the_disk_is_stopped(robot: Robot, watcher: Watcher) -> None:
    (robot.home / "recipes" / "fills.py").write_text(FILLS_THE_DISK)
    robot.fill()
    watcher.run("fills.py", f"full: {robot.why}")
    recipes = [process for process in psutil.process_iter() if is_below(process, robot)]
    watcher.link.call(Stop)
    wait_until(lambda: "did not stop by itself, so it was ended." in watcher.said, "it is over")
    assert recipes
    assert [process for process in recipes if process.is_running()] == []
    # The robot goes on, and so do recipes that write nothing.
    watcher.run("mine.py", "old\n")


def is_below(process: psutil.Process, robot: Robot) -> bool:
    """Whether it is a recipe of this robot."""
    with suppress(psutil.Error):
        return process.cwd() == str(robot.home / "recipes")
    return False


def test_a_recipe_that_finds_no_room_is_told_so(robot: Robot, watcher: Watcher) -> None:
    (robot.home / "recipes" / "mine.py").write_text(
        "with open('notes.txt', 'w') as file:\n    file.write('x' * 90000)\n"
    )
    robot.fill()
    watcher.run("mine.py", "ended with an error")
    sentences = {"No space left on device": "There is no room left for this file.", "File too large": "gets too large."}
    assert sentences[robot.why] in watcher.said
