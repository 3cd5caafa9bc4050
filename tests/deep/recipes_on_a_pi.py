"""What recipes try on a Pi where they run as a user of their own, and what is seen of their processes from outside."""

import threading
import time
from pathlib import Path
from typing import Any

import psutil

from tjbot.protocol.messages import Do, Run, Stop
from tjbot.recipe.link import Link

UNIT = "tjbot-recipes.service"

TRIED = """
import ctypes, os, pwd, socket
from tjbot import robot

def tried(what):
    try:
        return what()
    except OSError as error:
        return type(error).__name__

def fill(folder):
    for number in range(1000):
        with open(f"{folder}/{number}", "wb") as file:
            file.write(bytes(1_000_000))

robot.point(60)
robot.remember("tries", 4)
print("remembers", robot.recall("tries"))
print("user", pwd.getpwuid(os.getuid()).pw_name, set(os.getgroups()) - {os.getgid()})
print("home", tried(lambda: os.listdir("/home")))
print("etc", tried(lambda: open("/etc/motd.tjbot", "w")))
for path in ("tjbot.toml", "recipes/mine.py", "memory/real/mine.json"):
    print("robot's", path, tried(lambda: open(f"/var/lib/tjbot/{path}").read()))
print("signals", tried(lambda: os.kill(DAEMON, 0)), tried(lambda: os.kill(DAEMON, 9)))
host = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("PPid"))
print("guard", tried(lambda: open(f"/proc/{host}/mem", "r+b")))
print("environment", tried(lambda: open("/proc/DAEMON/environ").read()))
print("memory", tried(lambda: open("/proc/DAEMON/mem", "rb")))
for path in ("/run/tjbot-recipes.socket", "/run/dbus/system_bus_socket", "/run/systemd/notify"):
    print("socket", path, tried(lambda: socket.socket(socket.AF_UNIX).connect(path)))
print("door", tried(lambda: os.unlink("/run/tjbot/robot.socket")))
print("devices", sorted(set(os.listdir("/dev")) & {"mem", "snd", "gpiochip0", "spidev0.0", "video0"}))
print("callback", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda number: number + 1)(41))
print("sees", tried(lambda: os.path.exists("/proc/1/cmdline")))
for place in ("192.0.2.1", "127.0.0.1"):
    print(place, socket.socket().connect_ex((place, 8765)))
print("own", open("notes.txt", "w").write("mine"))
for folder in (".", "/dev/shm"):
    try:
        fill(folder)
    except OSError as error:
        print("full", folder, error.errno, len(os.listdir(folder)) < 70)
print("done")
"""

WHAT_IT_MAY = (
    "remembers 4",
    "user tjbot-recipes set()",
    "home PermissionError",
    "etc OSError",
    "robot's tjbot.toml FileNotFoundError",
    "robot's recipes/mine.py FileNotFoundError",
    "robot's memory/real/mine.json FileNotFoundError",
    "signals ProcessLookupError ProcessLookupError",
    "guard FileNotFoundError",
    "environment FileNotFoundError",
    "memory FileNotFoundError",
    "socket /run/tjbot-recipes.socket FileNotFoundError",
    "socket /run/dbus/system_bus_socket FileNotFoundError",
    "socket /run/systemd/notify FileNotFoundError",
    "door OSError",
    "devices []",
    "callback 42",
    "sees False",
    # No network at all: neither another computer nor what listens on this one (ENETUNREACH).
    "192.0.2.1 101",
    "127.0.0.1 101",
    "own 4",
    # ENOSPC, from the few megabytes of memory that they may write.
    "full . 28 True",
    "full /dev/shm 28 True",
    "done",
)

LEFT_BEHIND = """
import os
print(os.listdir(), len(os.listdir("/tmp")), os.listdir("/dev/shm"))
print("done")
"""

STUBBORN = """
import ctypes, os, signal, time
# From now on /proc shows it to nobody but root.
ctypes.CDLL(None).prctl(4, 0)
signal.signal(signal.SIGINT, signal.SIG_IGN)
for _ in range(10):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.setsid()
            time.sleep(600)
        os._exit(0)
from tjbot import robot
robot.shine("red")
print("done", flush=True)
while True:
    try:
        while True: pass
    except BaseException: pass
"""

TOGETHER = """
import os, signal, time
children = []
for _ in range(5):
    child = os.fork()
    if child == 0:
        kept = bytearray(os.urandom(1_000_000)) * 60
        time.sleep(20)
        os._exit(0)
    children.append(child)
time.sleep(5)
ended = [os.waitpid(child, os.WNOHANG) for child in children]
print("killed", sum(process > 0 and os.WIFSIGNALED(status) for process, status in ended) > 0)
for child in children:
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
print("done", flush=True)
"""


def played(url: str, file: str, until: str = "done") -> str:
    """Starts a recipe of the robot; all that is said until a word is printed. The recipe may go on."""
    texts: list[str] = []
    over = threading.Event()

    def collect(report: Any) -> None:
        texts.append(getattr(report, "text", ""))
        if until in texts[-1] or "has a problem" in texts[-1]:
            over.set()

    with Link(url, role="tool", name="test", wants=("output",), on_report=collect) as link:
        link.call(Run, recipe=file)
        assert over.wait(30), texts
    return "".join(texts)


SHINES = """
from tjbot import robot
robot.shine("red")
robot.wait_for("nothing")
"""


def milliseconds_to_act(url: str, file: str, times: int) -> list[float]:
    """How long it took, each time, from Run to the report that the light is red; the first time is not warm."""
    took = []
    red = threading.Event()

    def notice(report: Any) -> None:
        if getattr(report, "parts", {}).get("light", {}).get("color") == "#ff0000":
            red.set()

    with Link(url, role="tool", name="test", wants=("state",), on_report=notice) as link:
        for _ in range(times):
            link.call(Do, action="shine", arguments={"color": "blue"})
            red.clear()
            begin = time.monotonic()
            link.call(Run, recipe=file)
            assert red.wait(30)
            took.append((time.monotonic() - begin) * 1000)
        link.call(Stop)
    return took


def processes_of_recipes() -> set[int]:
    """Every process in the cgroup of the recipes' service, its host too, by the numbers of the computer around."""
    found = set()
    for process in psutil.pids():
        try:
            if UNIT in Path(f"/proc/{process}/cgroup").read_text():
                found.add(process)
        except OSError:
            continue
    return found
