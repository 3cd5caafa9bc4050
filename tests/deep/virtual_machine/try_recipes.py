"""Runs as root in a virtual machine whose systemd has the units of recipes: plays the daemon, and says what it found.

Each line is one finding, as JSON. The test outside judges.
"""

import json
import os
import pwd
import shutil
import socket
import subprocess
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tjbot.recipe.host_messages import Ended, Output, Start, Started, Stop, decode_tidings, encode_line

HERE = Path(__file__).parent
SOCKET = "/run/tjbot-recipes.socket"
UNIT = "tjbot-recipes.service"
GROUP = Path("/sys/fs/cgroup/system.slice", UNIT)
SECONDS = 120

QUIET = "import time\nwhile True:\n    print('alive', flush=True)\n    time.sleep(0.5)\n"
BUSY = "print('on', flush=True)\nwhile True: pass\n"
SWARM = (
    "import os\nfor _ in range(15):\n    if os.fork() == 0: break\nelse: print('on', flush=True)\nwhile True: pass\n"
)
EATS_WITH_MANY = """
import os, signal
for _ in range(20):
    if os.fork() == 0:
        os.setsid()
        kept = b"x" * 30_000_000
        signal.pause()
signal.pause()
"""
FORKS = """
import os, signal
print("on", flush=True)
input_file = "begin"
while not os.path.exists(input_file):
    os.sched_yield()
born = 0
why = 0
while born < 300 and not why:
    try:
        if os.fork() == 0: signal.pause()
        born += 1
    except OSError as error: why = error.errno
print("born", born, why, "over", flush=True)
signal.pause()
"""
TAMPERS = """
import ctypes, os
name = open("/proc/self/cgroup").read().strip().partition("::")[2]
libc = ctypes.CDLL(None)
tries = {}
def tried(what, function):
    try: tries[what] = function()
    except OSError as error: tries[what] = type(error).__name__
group = "/sys/fs/cgroup" + name
tried("sees", lambda: os.listdir("/sys/fs/cgroup"))
tried("uncovers", lambda: libc.umount2(b"/sys/fs/cgroup", 2))
tried("more memory", lambda: open(group + "/memory.max", "w").write("max"))
tried("ends its host", lambda: open(os.path.dirname(group) + "/host/cgroup.kill", "w").write("1"))
# A user and a mount namespace of its own, and what can be done there.
tried("unshares", lambda: libc.unshare(0x10020000))
tried("uncovers there", lambda: libc.umount2(b"/sys/fs/cgroup", 2))
tried("mounts anew", lambda: libc.mount(b"none", b"/tmp", b"cgroup2", 0, None))
tried("sees at last", lambda: os.listdir("/sys/fs/cgroup"))
import json
print(name, json.dumps(tries), "over", flush=True)
"""


class Daemon:
    """A daemon of the host that systemd starts."""

    def __init__(self) -> None:
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.settimeout(SECONDS)
        os.seteuid(pwd.getpwnam("tjbot").pw_uid)
        self._connection.connect(SOCKET)
        os.seteuid(0)
        self._lines = self._connection.makefile("rb")
        self._runs = 0
        self.texts: dict[int, str] = {}
        self.begun: set[int] = set()
        self.ended: dict[int, Ended] = {}
        self._lines.readline()

    def start(self, source: str) -> int:
        self._runs += 1
        start = Start(
            run=self._runs,
            file="mine.py",
            path="/var/lib/tjbot/recipes/mine.py",
            url="unix:/run/tjbot/robot.socket",
            token="",
            body="real",
            files={"mine.py": source.encode()},
        )
        self.texts[self._runs] = ""
        self._connection.sendall(encode_line(start))
        return self._runs

    def until(self, what: Callable[[], Any]) -> None:
        while not what():
            message = decode_tidings(self._lines.readline())
            if isinstance(message, Output):
                self.texts[message.run] += message.text
            elif isinstance(message, Started):
                self.begun.add(message.run)
            elif isinstance(message, Ended):
                self.ended[message.run] = message

    def until_printed(self, run: int, text: str) -> None:
        self.until(lambda: text in self.texts[run] or run in self.ended)

    def stop(self, *runs: int) -> None:
        for run in runs:
            self._connection.sendall(encode_line(Stop(run=run)))
        self.until(lambda: all(run in self.ended for run in runs))

    def goes_on(self, run: int) -> bool:
        """Whether a recipe still prints."""
        self.texts[run] = ""
        self.until_printed(run, "alive")
        return run not in self.ended


def say(what: str, value: Any) -> None:
    print(json.dumps({what: value}), flush=True)


def host() -> str:
    return subprocess.check_output(["systemctl", "show", "-p", "MainPID", "--value", UNIT], text=True).strip()


def value(run: int, name: str) -> str:
    return (GROUP / f"run-{run}" / name).read_text().strip()


def used_us(run: int) -> int:
    return int(value(run, "cpu.stat").split()[1])


def try_memory(daemon: Daemon, quiet: int) -> None:
    eater = daemon.start(EATS_WITH_MANY)
    daemon.until(lambda: eater in daemon.ended)
    say("memory", [daemon.ended[eater].message, daemon.ended[eater].reason, daemon.goes_on(quiet)])


def try_processes(daemon: Daemon, quiet: int) -> None:
    forker = daemon.start(FORKS.replace('"begin"', '"/dev/shm/begin"'))
    daemon.until_printed(forker, "on\n")
    # Fewer than its resource limit, which would bind it, too.
    (GROUP / f"run-{forker}" / "pids.max").write_text("20")
    enter = ["nsenter", "--target", host(), "--mount", "touch", "/dev/shm/begin"]
    subprocess.run(enter, check=True)
    daemon.until_printed(forker, "over\n")
    say("processes", [daemon.texts[forker].splitlines()[-1], value(forker, "pids.events"), daemon.goes_on(quiet)])
    daemon.stop(forker)


def try_time(daemon: Daemon) -> None:
    busy, swarm = daemon.start(BUSY), daemon.start(SWARM)
    daemon.until_printed(busy, "on\n")
    daemon.until_printed(swarm, "on\n")
    before = used_us(busy), used_us(swarm)
    time.sleep(10)
    say("time", [used_us(busy) - before[0], used_us(swarm) - before[1]])
    daemon.stop(busy, swarm)


def try_to_tamper(daemon: Daemon, quiet: int) -> None:
    tamperer = daemon.start(TAMPERS)
    daemon.until_printed(tamperer, "over\n")
    daemon.until(lambda: tamperer in daemon.ended)
    say("tampered", [daemon.texts[tamperer], daemon.goes_on(quiet)])


def try_all() -> None:
    for name in ("tjbot-recipes.service", "tjbot-recipes.socket"):
        shutil.copy(HERE / "installing" / name, "/etc/systemd/system")
    Path("/run/tjbot").mkdir()
    subprocess.run(["systemctl", "daemon-reload"], check=True)
    subprocess.run(["systemctl", "start", "tjbot-recipes.socket"], check=True)
    daemon = Daemon()
    first = host()
    quiet = daemon.start(QUIET)
    daemon.until_printed(quiet, "alive")
    say("limits", {name: value(quiet, name) for name in ("memory.max", "pids.max", "cpu.max", "memory.oom.group")})
    try_memory(daemon, quiet)
    try_processes(daemon, quiet)
    try_time(daemon)
    try_to_tamper(daemon, quiet)
    daemon.stop(quiet)
    last = daemon.start("print('over', flush=True)\n")
    daemon.until(lambda: last in daemon.ended)
    say("left", sorted(entry.name for entry in GROUP.iterdir() if entry.is_dir()))
    say("same host", host() == first)


try:
    try_all()
except BaseException:
    say("failed", traceback.format_exc())
    journal = subprocess.run(["journalctl", "-b", "-u", UNIT, "-o", "cat"], capture_output=True, text=True, check=False)
    say("journal", journal.stdout[-3000:])
