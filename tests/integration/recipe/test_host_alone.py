"""The recipe host before a daemon has come to it."""

import contextlib
import os
import socket
import stat
import subprocess
import sys

import psutil


def test_the_socket_is_for_this_user_only(tmp_path):
    path = tmp_path / "host.socket"
    process = subprocess.Popen([sys.executable, "-m", "tjbot.recipe.host", str(path)])
    while not path.exists():
        assert process.poll() is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with socket.socket(socket.AF_UNIX) as connection:
        while connection.connect_ex(str(path)):
            os.sched_yield()
    assert process.wait(10) == 0
    assert not path.exists()


def test_a_host_whose_daemon_ends_before_it_has_come_ends_too(tmp_path):
    daemon = (
        "import os, subprocess, sys\n"
        "host = [sys.executable, '-m', 'tjbot.recipe.host', sys.argv[1], str(os.getpid())]\n"
        "print(subprocess.Popen(host, stdout=subprocess.DEVNULL).pid)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", daemon, str(tmp_path / "socket")], capture_output=True, timeout=30, check=True
    )
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int(ended.stdout)).wait(10)
    assert ended.stderr == b""


def test_a_host_without_a_place():
    command = [sys.executable, "-m", "tjbot.recipe.host"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (result.returncode, result.stderr) == (2, "Use: python -m tjbot.recipe.host SOCKET [PROCESS]\n")
    command.append("/nowhere/at/all")
    result = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert result.returncode == 1
    assert result.stderr.startswith("The recipe host cannot serve at /nowhere/at/all")
