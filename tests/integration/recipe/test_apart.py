"""What a recipe cannot do to its host and to other recipes, whoever the robot runs as."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.recipe.host_daemon import AS_AN_ORDINARY_USER, Daemon, below
from tjbot.recipe.host_messages import Stop

MURDEROUS = """
import ctypes, os, signal

libc = ctypes.CDLL(None, use_errno=True)
outside = [number for number in VICTIMS]
harmed = []
# What it can see in /proc, what it may guess, and what stands for "all" and "my group".
guessed = [int(name) for name in os.listdir("/proc") if name.isdigit()]
mine = os.getpid(), int(os.readlink("/proc/self"))
for process in {os.getppid(), *outside, *guessed, *range(1, 5000)}.difference(mine):
    for number in (signal.SIGSTOP, signal.SIGKILL):
        try:
            os.kill(process, number)
            if process not in (os.getppid(), *mine):
                harmed.append(("signal", process))
        except OSError:
            pass
    try:
        handle = os.pidfd_open(process)
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        if process not in (os.getppid(), *mine):
            harmed.append(("pidfd", process))
    except OSError:
        pass
for process in outside:
    # PTRACE_SEIZE, which stops nobody.
    if libc.ptrace(0x4206, process, None, None) == 0:
        harmed.append(("ptrace", process))
    for name in ("mem", "environ", "fd/0"):
        try:
            os.close(os.open(f"/proc/{process}/{name}", os.O_RDONLY))
            harmed.append((name, process))
        except OSError:
            pass
    try:
        handle = os.open(f"/proc/{process}", os.O_RDONLY | os.O_DIRECTORY)
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        harmed.append(("directory", process))
    except OSError:
        pass
try:
    os.kill(-1, signal.SIGKILL)
except OSError:
    pass
print("harmed", harmed, flush=True)
print("over", flush=True)
while True: pass
"""


def ordinary_user(pip) -> Iterator[Daemon]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield from closed(Daemon(Path(folder), pip.url, AS_AN_ORDINARY_USER))


def closed(daemon: Daemon) -> Iterator[Daemon]:
    yield daemon
    daemon.close()
    try:
        assert daemon.process.wait(10) == 0
    finally:
        daemon.process.kill()


@pytest.fixture(params=["whoever runs the tests", "an ordinary user"])
def daemon(pip, tmp_path, request) -> Iterator[Daemon]:
    yield from ordinary_user(pip) if request.param == "an ordinary user" else closed(Daemon(tmp_path, pip.url))


def test_a_recipe_harms_neither_its_host_nor_another_recipe(daemon):
    other = daemon.start("import signal\nprint('other', flush=True)\nsignal.pause()\n", "other.py")
    daemon.wait_for_text(other, "other")
    others = below(daemon.process.pid)
    victims = [daemon.process.pid, os.getpid(), *(process.pid for process in others)]
    run = daemon.start(MURDEROUS.replace("VICTIMS", str(victims)), "murderous.py")
    assert "harmed []\n" in daemon.wait_for_text(run, "over")
    daemon.order(Stop(run=run))
    assert daemon.end_of(run)[0].reason == "stopped"
    assert below(daemon.process.pid) == others
    daemon.order(Stop(run=other))
    assert daemon.end_of(other)[0].reason == "stopped"
    assert daemon.end_of(daemon.start("print('next')\n"))[1] == "next\n"


def test_how_its_own_processes_end_is_told_as_ever(daemon):
    """The first process of a namespace is deaf to signals from within; a recipe is not that one."""
    source = (
        "import os, signal\n"
        "if (child := os.fork()) == 0:\n"
        "    os.abort()\n"
        "print(os.WTERMSIG(os.waitpid(child, 0)[1]), os.getpid() > 1, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGUSR1)\n"
    )
    end, out, _, _ = daemon.end_of(daemon.start(source))
    assert out == "6 True\n"
    assert (end.code, end.reason, end.message) == (-10, "failed", "greet.py was ended by the signal SIGUSR1.")


def test_it_has_no_rights_over_the_machine(daemon):
    source = (
        "rows = dict(row.split(':') for row in open('/proc/self/status') if ':' in row and row.count(':') == 1)\n"
        "rights = [int(rows[name], 16) & ~0x1F for name in ('CapEff', 'CapPrm', 'CapBnd')]\n"
        "print(rights, rows['NoNewPrivs'].strip())\n"
    )
    assert daemon.end_of(daemon.start(source))[1] == "[0, 0, 0] 1\n"
