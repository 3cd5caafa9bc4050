"""The recipe host as a process, with the test as its daemon."""

import re
import signal
from pathlib import Path

import psutil
import pytest

from tests.integration.recipe.host_daemon import WITHOUT_NAMESPACES, Daemon, below
from tjbot.protocol.messages import Do
from tjbot.recipe.host_messages import Ended, Started, Stop, encode_line


@pytest.fixture
def daemon(pip, tmp_path):
    daemon = Daemon(tmp_path, pip.url)
    yield daemon
    daemon.close()
    try:
        assert daemon.process.wait(10) == 0
    finally:
        daemon.process.kill()


def test_a_recipe_runs_and_ends(pip, daemon):
    run = daemon.start("from tjbot import robot\nprint(robot.point(20), __name__)\n")
    daemon.wait_for(Started, run)
    end, out, err, notice = daemon.end_of(run)
    assert (end.code, end.reason, end.message) == (0, "finished", "")
    assert (out, err, notice) == ("20 __main__\n", "", "")
    hello = pip.hello.get_nowait()
    assert (hello.name, hello.token, hello.body, hello.role) == ("greet.py", "secret", "real", "recipe")
    assert pip.closed.get(timeout=5) == 1000


def test_the_recipe_has_a_clean_process(daemon):
    run = daemon.start(
        "import os, random, signal, sys\n"
        "print(sorted(os.environ))\n"
        "print(os.getcwd(), sys.argv[0], os.getsid(0) == os.getpid())\n"
        "print(sorted(int(name) for name in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{name}')))\n"
        "print(signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.pthread_sigmask(0, []))\n"
        "print(random.random())\n"
    )
    _, out, err, _ = daemon.end_of(run)
    assert err == ""
    environment, place, files, signals, number = out.splitlines()
    assert set(re.findall(r"'(\w+)'", environment)) <= {
        *("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TJBOT_LANGUAGE", "TJBOT_URL", "TJBOT_TOKEN", "TJBOT_BODY")
    }
    assert place == f"{daemon.folder} {daemon.folder}/greet.py True"
    assert len(eval(files)) == 4, "stdin, stdout, stderr and the channel for notices"
    assert signals == "True set()"
    _, out, _, _ = daemon.end_of(daemon.start("import random\nprint(random.random())\n"))
    assert out != number + "\n"


def test_recipes_share_nothing(daemon):
    daemon.end_of(daemon.start("import math, builtins\nmath.pi = 3\nbuiltins.print = None\n"))
    assert daemon.end_of(daemon.start("import math\nprint(math.pi)\n"))[1] == "3.141592653589793\n"


def test_an_error_is_explained(daemon):
    end, _, err, _ = daemon.end_of(daemon.start("from tjbot import robot\nrobot.wvae()\n"))
    assert (end.code, end.reason, end.message) == (1, "failed", "greet.py ended with an error.")
    assert (
        err == 'greet.py has a problem in line 2:\n    robot.wvae()\nThe robot has no "wvae".\nDid you mean "wave"?\n'
    )


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "is not text: is it a picture or a program?"),
        (b"Please wave.", "is not yet Python in line 1"),
        (b"", "greet.py is empty."),
        (b"print('gr\xfcn')", "Save it as UTF-8"),
    ],
)
def test_what_is_no_recipe_is_a_sentence(daemon, source, sentence):
    end, _, err, _ = daemon.end_of(daemon.start(source))
    assert end.reason == "failed"
    assert sentence in err


def test_a_missing_recipe(daemon):
    end, _, err, _ = daemon.end_of(daemon.start_file(daemon.folder / "nowhere" / "gone.py"))
    assert end.reason == "failed"
    assert err.startswith("There is no recipe gone.py.")


def test_notices_go_their_own_way(pip, daemon):
    pip.note = "The arm stops at 150 degrees."
    _, out, err, notice = daemon.end_of(daemon.start("from tjbot import robot\nrobot.point(170)\n"))
    assert (out, err, notice) == ("", "", "The arm stops at 150 degrees.\n")


def test_stop_interrupts_politely(pip, daemon):
    run = daemon.start("from tjbot import robot\nprint(1, flush=True)\n@robot.when_sees('fist')\ndef nothing(): ...\n")
    pip.connected.get(timeout=20)
    daemon.order(Stop(run=run))
    end, _, err, _ = daemon.end_of(run)
    assert (end.reason, end.message, err) == ("stopped", "greet.py was stopped.", "")
    assert pip.closed.get(timeout=5) != 1000


def test_stop_before_it_has_begun(daemon):
    run = daemon.start("while True: pass\n")
    daemon.order(Stop(run=run))
    daemon.order(Stop(run=run))
    end, out, err, _ = daemon.end_of(run)
    assert (end.reason, out, err) == ("stopped", "", "")


STUBBORN = {
    "it ignores SIGINT": """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
print("on", flush=True)
while True: pass
""",
    "it catches all": """
while True:
    try:
        print("on", flush=True)
        while True: pass
    except BaseException: pass
""",
    "it loops in C": """
print("on", flush=True)
sum(iter(int, 1))
""",
    "it stops itself": """
import os, signal
print("on", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
""",
    "it stops its guard": """
import os, signal
os.kill(os.getppid(), signal.SIGSTOP)
print("on", flush=True)
while True: pass
""",
    "its children hide": """
import os, signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.setsid()
            time.sleep(600)
        os._exit(0)
print("on", flush=True)
while True: pass
""",
    "it keeps forking": """
import os, signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
for _ in range(40):
    if os.fork() == 0:
        while True:
            if os.fork() != 0: os._exit(0)
            time.sleep(0.001)
print("on", flush=True)
while True: pass
""",
}


@pytest.mark.parametrize("source", STUBBORN.values(), ids=STUBBORN)
def test_whatever_a_recipe_does_it_can_be_stopped(daemon, source):
    stopped_in_spite_of_all(daemon, source)


@pytest.fixture
def daemon_without_namespaces(pip, tmp_path):
    daemon = Daemon(tmp_path, pip.url, WITHOUT_NAMESPACES)
    yield daemon
    daemon.close()
    try:
        assert daemon.process.wait(10) == 0
    finally:
        daemon.process.kill()


@pytest.mark.parametrize("source", STUBBORN.values(), ids=STUBBORN)
def test_it_can_be_stopped_also_where_there_are_no_namespaces(daemon_without_namespaces, source):
    stopped_in_spite_of_all(daemon_without_namespaces, source)


def stopped_in_spite_of_all(daemon, source):
    run = daemon.start(source)
    daemon.wait_for_text(run, "on")
    daemon.order(Stop(run=run))
    end, *_ = daemon.end_of(run)
    assert end.reason in ("stopped", "killed")
    assert below(daemon.process.pid) == []
    assert daemon.end_of(daemon.start("print('next')\n"))[1] == "next\n"


def test_where_there_are_no_namespaces_a_recipe_that_kills_its_guard_ends_with_it(daemon_without_namespaces):
    daemon = daemon_without_namespaces
    other = daemon.start("print('other', flush=True)\nwhile True: pass\n", "other.py")
    daemon.wait_for_text(other, "other")
    run = daemon.start(
        "import os, signal, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    time.sleep(600)\n"
        "os.kill(os.getppid(), signal.SIGKILL)\n"
        "while True: pass\n"
    )
    end, *_ = daemon.end_of(run)
    assert (end.reason, end.message) == ("killed", "greet.py was ended from outside.")
    assert len(below(daemon.process.pid)) == 2
    daemon.order(Stop(run=other))
    assert daemon.end_of(other)[0].reason == "stopped"


def test_a_guard_that_is_killed_takes_its_recipe_along_and_no_other(daemon):
    other = daemon.start("print('other', flush=True)\nwhile True: pass\n", "other.py")
    daemon.wait_for_text(other, "other")
    others = below(daemon.process.pid)
    run = daemon.start(
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    print('on', flush=True)\nwhile True: pass\n"
    )
    daemon.wait_for_text(run, "on")
    guard = next(child for child in psutil.Process(daemon.process.pid).children() if child not in others)
    guard.kill()
    end, *_ = daemon.end_of(run)
    assert (end.reason, end.message) == ("killed", "greet.py was ended from outside.")
    assert below(daemon.process.pid) == others
    daemon.order(Stop(run=other))
    assert daemon.end_of(other)[0].reason == "stopped"


def test_what_is_left_running_ends_with_the_recipe(daemon):
    end, *_ = daemon.end_of(
        daemon.start("import subprocess\nsubprocess.Popen(['sleep', '600'], start_new_session=True)\n")
    )
    assert end.reason == "finished"
    assert below(daemon.process.pid) == []


def test_a_million_lines(daemon):
    run = daemon.start("for number in range(1_000_000): print(number)\n")
    end, out, _, notice = daemon.end_of(run)
    assert end.reason == "finished"
    left_out = sum(int(count.replace(",", "")) for count in re.findall(r"… ([\d,]+) more lines", notice))
    assert out.count("\n") + left_out == 1_000_000
    assert out.startswith("0\n1\n2\n")
    assert left_out > 990_000


def test_printing_without_an_end_does_not_grow_and_can_be_stopped(daemon):
    host = psutil.Process(daemon.process.pid)
    run = daemon.start("while True: print('again ' * 100)\n")
    daemon.wait_for_text(run, "again")
    before = host.memory_info().rss
    other = daemon.start("for _ in range(50000): len('x')\nprint('not disturbed')\n", "other.py")
    daemon.wait_for(Ended, other)
    daemon.order(Stop(run=run))
    end, *_ = daemon.end_of(run)
    assert end.reason in ("stopped", "killed")
    assert host.memory_info().rss - before < 8_000_000


def test_a_line_without_an_end(daemon):
    run = daemon.start("import sys\nfor _ in range(5000): sys.stdout.write('a' * 10000)\n")
    end, out, _, _ = daemon.end_of(run)
    assert end.reason == "finished"
    assert out == "a" * 2000 + "…"


def test_where_memory_gets_scarce_the_recipe_goes_first(daemon):
    mine = int(Path("/proc/self/oom_score_adj").read_text())
    _, out, _, _ = daemon.end_of(daemon.start("print(open('/proc/self/oom_score_adj').read())\n"))
    assert int(out) >= max(500, mine)
    host = int(Path(f"/proc/{daemon.process.pid}/oom_score_adj").read_text())
    assert host == mine


def test_limits_hold(daemon):
    assert "more memory than it may have" in daemon.end_of(daemon.start("x = bytearray(10**9)\n"))[2]
    assert "The file gets too large." in daemon.end_of(daemon.start("open('big', 'wb').truncate(10**9)\n"))[2]
    assert "Too many open files" in daemon.end_of(daemon.start("kept = [open('/dev/null') for _ in range(1000)]\n"))[2]


def test_all_recipes_end_with_the_daemon(pip, tmp_path):
    daemon = Daemon(tmp_path, pip.url)
    run = daemon.start(
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('on', flush=True)\nwhile True: pass\n"
    )
    daemon.wait_for_text(run, "on")
    processes = below(daemon.process.pid)
    daemon.close()
    assert daemon.process.wait(10) == 0
    assert [process for process in processes if process.is_running()] == []


def test_sigterm_ends_it_and_ctrl_c_does_not(pip, tmp_path):
    daemon = Daemon(tmp_path, pip.url)
    run = daemon.start("print('on', flush=True)\nwhile True: pass\n")
    daemon.wait_for_text(run, "on")
    daemon.process.send_signal(signal.SIGINT)
    assert daemon.end_of(daemon.start("print('next')\n"))[1] == "next\n"
    daemon.process.send_signal(signal.SIGTERM)
    assert daemon.end_of(run)[0].reason == "stopped"
    assert daemon.process.wait(10) == 0
    daemon.close()


def test_orders_that_are_none(daemon):
    daemon.send(b"no json\n" + b'{"type": "start"}\n' + encode_line(Stop(run=99)))
    assert daemon.end_of(daemon.start("print('next')\n"))[1] == "next\n"


def test_a_handler_answers_an_event(pip, daemon):
    run = daemon.start("from tjbot import robot\n@robot.when_sees('fist')\ndef red():\n    robot.shine('red')\n")
    pip.connected.get(timeout=20)
    pip.show("fist", "started", trace="t1")
    done = pip.next_do()
    assert isinstance(done, Do)
    assert (done.arguments, done.trace) == ({"color": "red"}, "t1")
    daemon.order(Stop(run=run))
    daemon.end_of(run)
