"""`tjbot run FILE`: a recipe in a supervised process of its own, against a small robot."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tjbot.protocol.messages import Failed

START = """
import sys
from pathlib import Path
from tjbot.recipe.run import run_here
sys.exit(run_here(Path(sys.argv[1]), sys.argv[2]))
"""

LISTENS = """
from tjbot import robot

@robot.when_sees("open hand")
def greet(hand):
    print("I see", hand.label, flush=True)
    robot.wave()
"""


@pytest.fixture
def run(pip, tmp_path):
    started = []

    def start(source: str | bytes, name: str = "greet.py") -> subprocess.Popen[str]:
        path = tmp_path / name
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
        process = subprocess.Popen(
            [sys.executable, "-c", START, str(path), pip.url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def end_of(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def test_a_recipe_that_ends_says_goodbye(pip, run):
    process = run("from tjbot import robot\nprint(robot.point(20), __name__)")
    assert end_of(process) == (0, "20 __main__\n", "")
    assert pip.closed.get(timeout=5) == 1000
    assert pip.hello.get_nowait().name == "greet.py"


def test_it_goes_on_listening_and_ctrl_c_ends_it(pip, run):
    process = run(LISTENS)
    pip.connected.get(timeout=20)
    pip.show("open hand", "started")
    assert process.stdout.readline() == "I see open hand\n"
    assert pip.next_do().action == "wave"
    process.send_signal(signal.SIGINT)
    code, _, err = end_of(process)
    assert (code, err) == (0, "Stopped. The robot goes to rest.\n")
    assert pip.closed.get(timeout=5) != 1000


def test_robot_run_on_the_last_line_is_not_run_twice(pip, run):
    process = run(LISTENS.replace("robot.wave()", "robot.stop()") + "\nrobot.run()\nprint('over')")
    pip.connected.get(timeout=20)
    pip.show("open hand", "started")
    assert end_of(process) == (0, "I see open hand\nover\n", "")


def test_the_robot_can_end_it(pip, run):
    process = run("from tjbot import robot\nrobot.wave()\nwhile True: pass")
    pip.next_do()
    pip.stop("Somebody pressed STOP.")
    code, out, err = end_of(process)
    assert (code, out) == (0, "")
    assert err.endswith("Somebody pressed STOP.\n")


def test_an_action_that_is_cut_short_by_stop_is_no_error(pip, run):
    pip.silent = {"wave"}
    process = run("from tjbot import robot\nrobot.wave()\n")
    waved = pip.next_do()
    pip.stop("STOP was pressed.")
    pip.say(Failed(id=waved.id, message="The arm was halted."))
    assert end_of(process) == (0, "", "STOP was pressed.\n")


def test_a_recipe_that_will_not_stop_is_ended(run):
    process = run(
        "while True:\n"
        "    try:\n"
        "        print('busy', flush=True)\n"
        "        while True: pass\n"
        "    except BaseException:\n"
        "        print('no', flush=True)\n"
    )
    assert process.stdout.readline() == "busy\n"
    process.send_signal(signal.SIGTERM)
    code, out, err = end_of(process)
    assert (code, out) == (1, "no\nbusy\n")
    assert err.endswith("greet.py did not stop by itself, so it was ended.\n")


def test_what_is_wrong_is_told_with_its_line_before_anything_runs(run):
    source = "print('I run')\n\ndef greet():\n    pass\n"
    code, out, err = end_of(run(source))
    assert (code, out) == (0, "I run\n")
    assert err == (
        "greet.py may have a problem in line 3:\n    def greet():\ngreet is never called.\n"
        'Put a line such as @robot.when_sees("open hand") above it, or call it: greet()\n'
    )


def test_an_error_is_explained_and_there_is_no_goodbye(pip, run):
    process = run("from tjbot import robot\nrobot.wave()\n\nrobot.wvae()\n")
    code, out, err = end_of(process)
    assert (code, out) == (1, "")
    assert (
        err == 'greet.py has a problem in line 4:\n    robot.wvae()\nThe robot has no "wvae".\nDid you mean "wave"?\n'
    )
    assert pip.closed.get(timeout=5) != 1000


def test_an_error_in_a_handler_names_its_line(pip, run):
    process = run(LISTENS + "    1 / 0\n")
    pip.connected.get(timeout=20)
    pip.show("open hand", "started")
    code, _, err = end_of(process)
    assert code == 1
    assert err == "greet.py has a problem in line 8:\n    1 / 0\nNothing can be divided by zero.\n"


@pytest.mark.parametrize(
    ("source", "code", "err"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", 1, "is not text: is it a picture"),
        (b"", 1, "greet.py is empty."),
        (b"Please wave.", 1, "is not yet Python in line 1"),
        ("import sys; sys.exit()", 0, ""),
        ("import sys; sys.exit(3)", 3, ""),
        ("import sys; sys.exit('I had enough.')", 1, "I had enough."),
        ("import os; os.abort()", 1, "greet.py was ended by the signal SIGABRT."),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 1, "greet.py was ended from outside"),
        ("x = 'a' * 10**10", 1, "needs more memory than it may have"),
        ("open('big', 'wb').truncate(10**9)", 1, "The file gets too large. A file of a recipe may have 64 MB."),
    ],
)
def test_ends(run, source, code, err, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = end_of(run(source))
    assert result[0] == code
    assert err in result[2]
    assert "Traceback" not in result[2]


def test_a_missing_recipe(pip):
    result = subprocess.run(
        [sys.executable, "-c", START, "gone.py", pip.url], capture_output=True, text=True, timeout=30, check=False
    )
    assert result.returncode == 1
    assert (
        result.stderr.startswith("There is no recipe gone.py. I looked in /") or "There is no recipe" in result.stderr
    )


def test_the_terminal_is_the_recipes_own(run):
    process = run("print('Hello ' + input('Name? '))")
    out, _ = process.communicate("Anna\n", timeout=30)
    assert out == "Name? Hello Anna\n"


def test_it_finds_what_lies_beside_it(run, tmp_path):
    (tmp_path / "beside.py").write_text("word = 'beside'")
    assert end_of(run("import beside\nprint(beside.word)"))[1] == "beside\n"


def test_nothing_that_it_began_stays(run, tmp_path):
    process = run(
        "import os, sys, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        os.close(1); os.close(2)\n"
        "        open(sys.argv[0] + '.new', 'w').write(str(os.getpid()))\n"
        "        os.rename(sys.argv[0] + '.new', sys.argv[0] + '.orphan')\n"
        "        time.sleep(600)\n"
        "    os._exit(0)\n"
        "while not os.path.exists(sys.argv[0] + '.orphan'): pass\n"
    )
    assert end_of(process)[0] == 0
    orphan = int(Path(tmp_path / "greet.py.orphan").read_text())
    assert not psutil.pid_exists(orphan)


def test_the_recipe_goes_with_its_supervisor(run):
    process = run("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)")
    recipe = psutil.Process(int(process.stdout.readline()))
    os.kill(process.pid, signal.SIGKILL)
    recipe.wait(timeout=10)


def test_no_robot_is_a_sentence(tmp_path):
    path = tmp_path / "greet.py"
    path.write_text("from tjbot import robot\nrobot.wave()\n")
    result = subprocess.run(
        [sys.executable, "-c", START, str(path), "http://127.0.0.1:1"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert result.returncode == 1
    assert "No robot answers at http://127.0.0.1:1.\nStart one with: tjbot start" in result.stderr


PLAIN = "from tjbot import robot\n"


def plain_python(pip, tmp_path, source: str) -> subprocess.CompletedProcess[str]:
    """What `python greet.py` does, as in Thonny."""
    path = tmp_path / "greet.py"
    path.write_text(PLAIN + source)
    environment = {**os.environ, "TJBOT_URL": pip.url, "PYTHONPATH": str(Path(__file__).parents[3])}
    return subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, timeout=30, check=False, env=environment
    )


def test_plain_python_says_goodbye_but_not_after_an_error(pip, tmp_path):
    assert plain_python(pip, tmp_path, "robot.wave()").returncode == 0
    assert pip.closed.get(timeout=5) == 1000
    assert plain_python(pip, tmp_path, "robot.wave()\n1 / 0").returncode == 1
    assert pip.closed.get(timeout=5) != 1000


def test_plain_python_tells_of_a_missing_run(pip, tmp_path):
    result = plain_python(pip, tmp_path, '@robot.when_sees("fist")\ndef nothing(): ...\n')
    assert result.returncode == 0
    assert "Put robot.run() on its last line" in result.stderr
