"""Python itself runs a recipe, as a terminal or an editor starts it: no pupil ever sees a traceback."""

import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.commands import environment
from tests.integration.recipe.conftest import Robot
from tjbot.protocol.messages import Failed

Start = Callable[..., "subprocess.Popen[str]"]
IMPORT = "from tjbot import robot\n"


@pytest.fixture
def start(pip: Robot, tmp_path: Path) -> Start:
    """Starts `python -u` as editors do; the robot is told by TJBOT_URL."""

    def started(source: str, *options: str, **variables: str) -> "subprocess.Popen[str]":
        path = tmp_path / "greet.py"
        path.write_text(source)
        return subprocess.Popen(
            [sys.executable, "-u", *options, str(path)],
            cwd=tmp_path,
            env={**environment(pip.url), **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return started


def end_of(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, complaint = process.communicate(timeout=30)
    return process.returncode, complaint


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("robot.wvae()", '    robot.wvae()\nThe robot has no "wvae".\nDid you mean "wave"?\n'),
        ("print(1 / 0)", "    print(1 / 0)\nNothing can be divided by zero.\n"),
        (
            "robot.point('up', 'down', 3)",
            "    robot.point('up', 'down', 3)\npoint() takes one thing, not 3.\n"
            "Write it like this: robot.point(angle)\n",
        ),
        ("def f(): f()\nf()", "    def f(): f()\nThe function calls itself again and again without an end.\n"),
        (
            "import tensorflow",
            '    import tensorflow\nThis robot does not have "tensorflow". '
            "A recipe can use what comes with Python, and tjbot.\n",
        ),
    ],
)
def test_an_error_is_explained_with_its_line(pip: Robot, start: Start, source: str, complaint: str) -> None:
    assert end_of(start(IMPORT + source)) == (1, f"greet.py has a problem in line 2:\n{complaint}")


def test_so_is_an_error_in_a_handler_and_the_robot_rests(pip: Robot, start: Start) -> None:
    process = start(IMPORT + '@robot.when_sees("fist")\ndef f(hand):\n    hand.wave()\nrobot.run()\n')
    pip.connected.get(timeout=20)
    pip.show("fist", "started")
    code, complaint = end_of(process)
    assert (code, complaint.split("\n")[0]) == (1, "greet.py has a problem in line 4:")
    assert 'has no "wave"' in complaint
    assert "Traceback" not in complaint
    assert pip.closed.get(timeout=5) != 1000


def test_so_is_an_error_in_a_thread(start: Start) -> None:
    process = start(IMPORT + "import threading\nthreading.Thread(target=lambda: [][1]).start()\n")
    _, complaint = end_of(process)
    assert complaint.startswith("greet.py has a problem in line 3:")
    assert "Traceback" not in complaint


def test_so_is_a_file_beside_it_that_is_no_python(start: Start, tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("def wave()\n    pass\n")
    _, complaint = end_of(start(IMPORT + "import beside\n"))
    assert complaint.startswith("beside.py is not yet Python in line 1:\n    def wave()\n")


def test_an_error_in_a_file_beside_it_names_that(start: Start, tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("def wave():\n    return [][1]\n")
    _, complaint = end_of(start(IMPORT + "import beside\nbeside.wave()\n"))
    assert complaint.startswith("beside.py has a problem in line 2:\n    return [][1]\n")


def test_ctrl_c_says_stopped(pip: Robot, start: Start) -> None:
    process = start(IMPORT + "robot.wave()\nprint('waved')\nrobot.sleep(600)\n")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert end_of(process)[1] == "Stopped.\n"
    assert pip.closed.get(timeout=5) != 1000


def test_stop_is_no_error(pip: Robot, start: Start) -> None:
    pip.silent = {"wave"}
    process = start(IMPORT + "robot.wave()\n")
    waved = pip.next_do()
    pip.say(Failed(id=waved.id, message="The arm was halted.", halted=True))
    assert end_of(process)[1] == "The arm was halted.\n"


def test_leaving_is_no_error(start: Start) -> None:
    assert end_of(start(IMPORT + "robot.wave()\nraise SystemExit('I had enough.')\n")) == (1, "I had enough.\n")


def test_in_german_where_that_is_chosen(start: Start) -> None:
    _, complaint = end_of(start(IMPORT + "robot.wvae()\n", TJBOT_LANGUAGE="", LANG="de_AT.UTF-8", LC_ALL=""))
    assert complaint == (
        "In greet.py stimmt etwas nicht in Zeile 2:\n    robot.wvae()\n"
        'Der Roboter hat kein "wvae".\nMeinst du "wave"?\n'
    )


def test_maintainers_may_have_the_traceback_too(start: Start) -> None:
    _, complaint = end_of(start(IMPORT + "1 / 0\n", TJBOT_TRACEBACK="1"))
    assert "Nothing can be divided by zero.\nTraceback (most recent call last):" in complaint


def test_who_tells_of_errors_already_goes_on(start: Start) -> None:
    source = "import sys\nsys.excepthook = lambda *error: print('mine', file=sys.stderr)\n" + IMPORT + "1 / 0\n"
    assert end_of(start(source))[1] == "mine\n"


def test_old_recipes_are_explained_too(start: Start) -> None:
    _, complaint = end_of(start("from tjbot import TJBot\nTJBot.wvae\n"))
    assert complaint.startswith("greet.py has a problem in line 2:\n    TJBot.wvae\n")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(["-u", "{file}"], id="VS Code, PyCharm"),
        pytest.param(["-i", "{file}"], id="Mu, IDLE from a terminal"),
        pytest.param(["-c", "import runpy; runpy.run_path({file!r}, run_name='__main__')"], id="run_path"),
    ],
)
def test_however_an_editor_starts_python_at_a_terminal(pip: Robot, tmp_path: Path, line: list[str]) -> None:
    path = tmp_path / "greet.py"
    path.write_text(IMPORT + "name = input('Name? ')\nprint('Hello,', name)\nrobot.point(20)\n1 / 0\n")
    ours, theirs = pty.openpty()
    given = [part.format(file=str(path)) for part in line]
    with subprocess.Popen(
        [sys.executable, *given],
        cwd=tmp_path,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**environment(pip.url), "TERM": "dumb"},
        start_new_session=True,
    ) as process:
        os.close(theirs)
        text = read_until(ours, b"Name? ")
        os.write(ours, b"Ada\n")
        text = read_until(ours, b"divided by zero.")
        assert pip.next_do().arguments == {"angle": 20}
        assert b"Hello, Ada" in text
        assert b"Traceback" not in text
        process.kill()
    os.close(ours)


def read_until(file: int, wanted: bytes) -> bytes:
    text = b""
    while wanted not in text:
        assert select.select([file], [], [], 30)[0], text
        text += os.read(file, 1024)
    return text
