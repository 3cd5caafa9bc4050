"""`robot.remember` and `recall`: kept between runs, however a recipe is started, and when the robot is switched off."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.integration.commands import environment, robot_process, tjbot
from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.running import running, wait_until
from tjbot.protocol.messages import Stop

COUNTS = """from tjbot import robot
runs = robot.recall("runs", 0) + 1
robot.remember("runs", runs)
print("This is run", runs)
"""
PAGE = {**HELLO, "role": "page", "name": "page", "wants": ["output"]}


def printed_in_a_page(page: BareSocket, number: int) -> str:
    page.send({"type": "run", "id": number, "recipe": "counts.py"})
    text = ""
    while "This is run" not in text:
        message = page.read()
        text += message["text"] if message["type"] == "output" and message["stream"] != "notice" else ""
    return text.strip()


def test_it_is_kept_between_runs_however_they_are_started(tmp_path: Path) -> None:
    home = tmp_path / "home"
    path = home / "recipes" / "counts.py"
    path.parent.mkdir(parents=True)
    path.write_text(COUNTS)
    with running(home) as robot, bare_socket(robot, PAGE) as page:
        assert printed_in_a_page(page, 1) == "This is run 1"
        assert tjbot("run", str(path), url=robot.url).stdout == "This is run 2\n"
        # Python itself, in another folder, as an editor starts it.
        plain = subprocess.run(
            [sys.executable, "-u", str(path)],
            cwd=tmp_path,
            env=environment(robot.url),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (plain.stdout, plain.stderr) == ("This is run 3\n", "")
        assert printed_in_a_page(page, 2) == "This is run 4"
    with running(home) as robot, bare_socket(robot, PAGE) as page:
        assert printed_in_a_page(page, 1) == "This is run 5"


def test_a_recipe_that_was_stopped_remembers_no_more(tmp_path: Path) -> None:
    with running(tmp_path / "home") as robot, bare_socket(robot, {**HELLO, "role": "recipe", "name": "a.py"}) as recipe:
        with robot.link() as tool:
            tool.call(Stop)
        recipe.send({"type": "remember", "id": 5, "name": "score", "value": 1})
        while (answer := recipe.read()).get("id") != 5:
            pass
        assert (answer["type"], answer["hint"]) == ("failed", "Start it again.")
        assert not (tmp_path / "home" / "memory").exists()


SAVES_AGAIN_AND_AGAIN = """from tjbot import robot
number = robot.recall("number", [0])[0]
while True:
    number += 1
    robot.remember("number", [number] * 2000)
    print(number, flush=True)
"""


def switch_off(daemon: subprocess.Popen[str]) -> None:
    """Ends it and all that it began at once, as without current."""
    robot = psutil.Process(daemon.pid)
    for process in (robot, *robot.children(recursive=True)):
        process.kill()


@pytest.mark.parametrize("after", [1, 20])
def test_a_robot_that_is_switched_off_while_it_saves_has_lost_nothing(tmp_path: Path, after: int) -> None:
    path = tmp_path / "saves.py"
    path.write_text(SAVES_AGAIN_AND_AGAIN)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "tjbot.toml").write_text('autostart = ""\n')
    with robot_process(tmp_path / "home") as (daemon, url):
        with subprocess.Popen(
            [sys.executable, str(path)],
            env=environment(url),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as recipe:
            assert recipe.stdout is not None
            for _ in range(after):
                recipe.stdout.readline()
            switch_off(daemon)
            assert recipe.stderr is not None
            assert "went away" in recipe.stderr.readline()
            # It would wait for the robot.
            recipe.kill()
            rest, _ = recipe.communicate(timeout=30)
            told = int((rest.split() or [str(after)])[-1])
        wait_until(lambda: daemon.poll() is not None, "the robot is off")
    path.write_text("from tjbot import robot\nprint(*set(robot.recall('number')))\n")
    with robot_process(tmp_path / "home") as (_, url):
        # The one that was being saved is there or not; all that were told to be saved are.
        assert int(tjbot("run", str(path), url=url).stdout) in (told, told + 1)
