"""Thonny's own back end runs recipes, without its window: installed from PyPI, spoken to as its front end does."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.integration.commands import environment
from tests.running import RunningDaemon

pytestmark = pytest.mark.deep
VERSION = "thonny==5.0.1"
FRONT_END = """
import json, subprocess, sys
folder, file = sys.argv[1:]
sys.path.insert(0, folder)
from thonny.common import InputSubmission, ToplevelCommand, parse_message, serialize_message
launcher = folder + "/thonny/plugins/cpython_backend/cp_launcher.py"
back_end = subprocess.Popen(
    [sys.executable, "-u", "-B", launcher, "/", "{}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
)
def send(message):
    back_end.stdin.write(serialize_message(message) + "\\n")
    back_end.stdin.flush()
send(ToplevelCommand("Run", args=[file], source=open(file).read(), tty_mode=True, id="1"))
output = ""
for line in back_end.stdout:
    if "Event(" not in line and "Response(" not in line:
        continue
    message = parse_message(line)
    if message.event_type == "InputRequest":
        send(InputSubmission("Ada\\n"))
    elif message.event_type == "ProgramOutput":
        output += message.data
    elif message.event_type == "ToplevelResponse" and message.command_name == "Run":
        break
shown = [item[0] for item in message.get("user_exception", {}).get("items", [])]
print(json.dumps({"output": output, "shown": "".join(shown)}))
back_end.kill()
"""


@pytest.fixture(scope="module")
def thonny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where Thonny is; its libraries are for its window."""
    folder = tmp_path_factory.mktemp("thonny")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), VERSION]
    subprocess.run(pip, check=True, capture_output=True)
    return folder


def shown_by(thonny: Path, robot: RunningDaemon, source: str, folder: Path) -> dict[str, Any]:
    """What is in Thonny's shell after a recipe has run: its output, and what is shown of an error."""
    path = folder / "greet.py"
    path.write_text(source)
    variables = {**environment(robot.url), "THONNY_USER_DIR": str(folder / "settings")}
    front_end = subprocess.run(
        [sys.executable, "-c", FRONT_END, str(thonny), str(path)], capture_output=True, text=True, env=variables
    )
    assert front_end.returncode == 0, front_end.stderr
    shown: dict[str, Any] = json.loads(front_end.stdout)
    return shown


def test_a_recipe_runs_and_asks_in_thonnys_shell(thonny: Path, robot: RunningDaemon, tmp_path: Path) -> None:
    source = "from tjbot import robot\nprint('Hello,', input('Name? '))\nrobot.point(20)\nprint(robot.read('angle'))\n"
    assert shown_by(thonny, robot, source, tmp_path) == {"output": "Name? Hello, Ada\n20.0\n", "shown": ""}


def test_thonny_shows_our_words_and_the_robot_rests(thonny: Path, robot: RunningDaemon, tmp_path: Path) -> None:
    source = "from tjbot import robot\nrobot.shine('red')\nrobot.wvae()\n"
    assert shown_by(thonny, robot, source, tmp_path)["shown"] == (
        'greet.py has a problem in line 3:\n    robot.wvae()\nThe robot has no "wvae".\nDid you mean "wave"?\n'
    )
    assert robot.light() == (0, 0, 0)
