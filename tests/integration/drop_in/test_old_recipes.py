"""Recipes as they are written for tjbot-ce, run unchanged on a robot of ours."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.commands import COMMAND_SECONDS, command, environment
from tests.integration.recipes.scene import Deed
from tests.integration.recipes.stage import QUICKLY, Diary
from tests.running import RunningDaemon, running, wait_until

EVERYTHING = """
import asyncio
from tjbot import TJBot
from tjbot.utils.errors import TJBotError

tj = TJBot.get_instance().initialize({
    "log": {"level": "debug"},
    "hardware": {"led": True, "servo": True, "speaker": True, "camera": True},
    "shine": {"hasCommonAnodeLED": True, "commonanode": {"redPin": 19, "greenPin": 13, "bluePin": 12}},
    "speak": {"backend": {"type": "ibm-watson-tts"}},
})
tj.shine("red")
tj.shine("00FF00")
tj.shine("#0000ff")
tj.pulse("yellow", duration=0.1)
assert tj.random_color() in tj.shine_colors()
tj.shine(tj.random_color())
tj.shine("off")
tj.arm_back()
tj.raise_arm()
tj.lower_arm()
tj.wave()
tj.speak("Hello")
tj.play("/home/pi/sounds/ta-da.wav")
path = tj.look()
print(open(path, "rb").read(2) == tj.see()[:2] == bytes([255, 216]))
print(tj.look("here.jpg"))
asyncio.run(tj.sleep(0))
for refused in (tj.listen, lambda: tj.describe_image(b""), lambda: tj.shine("notacolor_xyz123")):
    try:
        refused()
    except TJBotError as error:
        print(error)
"""


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    with running(tmp_path / "robot", parts=QUICKLY) as daemon:
        yield daemon


def run(robot: RunningDaemon, folder: Path, source: str, *how: str) -> subprocess.CompletedProcess[str]:
    """Runs a script as plain Python, or in another way, in a folder that is also its person's home."""
    script = folder / "old_recipe.py"
    script.write_text(source)
    return subprocess.run(
        [*(how or (sys.executable,)), script],
        cwd=folder,
        env={**environment(robot.url), "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )


@pytest.mark.parametrize("how", [(sys.executable,), tuple(command("run"))], ids=["python", "tjbot run"])
def test_all_that_a_robot_can_do_is_done(robot: RunningDaemon, tmp_path: Path, how: tuple[str, ...]) -> None:
    diary = Diary(robot)
    ended = run(robot, tmp_path, EVERYTHING, *how)
    assert ended.returncode == 0, ended.stderr
    place = 0
    for what, value in [
        *[("light", color) for color in ("red", "lime", "blue", "on", "off", "on", "off")],
        *[("arm", angle) for angle in ("144", "81", "0", "81", "0", "81")],
        *[("says", "Hello"), ("plays", "ta-da"), ("looks", "")],
    ]:
        place = diary.wait_for(Deed(what, (value,)), place)
    assert ended.stdout.splitlines() == [
        "True",
        "here.jpg",
        "TJBot is not configured to listen. Required hardware: microphone. "
        'Write TJBot({"hardware": {"microphone": True}}).',
        "describe_image() needs a cloud, and this robot works without one. "
        "Let the page look: robot.when_sees() of a new recipe tells what it recognises.",
        ended.stdout.splitlines()[-1],
    ]
    assert ended.stdout.splitlines()[-1].startswith('There is no color "notacolor_xyz123".')
    assert '"ibm-watson-tts" is a cloud' in ended.stderr


def test_settings_come_from_the_files_of_the_person_and_of_the_recipe(robot: RunningDaemon, tmp_path: Path) -> None:
    (tmp_path / ".tjbot").mkdir()
    (tmp_path / ".tjbot" / "tjbot.toml").write_text("[hardware]\nled = true\n")
    (tmp_path / "recipe.toml").write_text('favorite_color = "blue"\n')
    ended = run(
        robot,
        tmp_path,
        "from tjbot import TJBot\ntj = TJBot()\ntj.shine(TJBot.get_recipe_config().get('favorite_color'))\n",
    )
    assert ended.returncode == 0, ended.stderr
    wait_until(lambda: robot.light() == (0, 0, 1), "a recipe that ends well leaves the light on")


def test_without_a_robot_it_is_told_how_to_start_one(tmp_path: Path) -> None:
    with running(tmp_path / "robot") as robot:
        pass
    ended = run(robot, tmp_path, "from tjbot import TJBot\nTJBot()\n")
    assert "Start one with: tjbot start" in ended.stderr
