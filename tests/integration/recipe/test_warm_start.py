"""Recipes begin in a parent that is warm already, and still each begins as if it were the first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.recipe.conftest import Robot
from tests.integration.recipe.host_daemon import Daemon
from tjbot.recipe.host_messages import Stop

FINGERPRINT = """
import atexit, builtins, decimal, gc, json, locale, logging, math, os, random, resource, signal, socket, sys, threading
import time, warnings
import tjbot.recipe.notices
from tjbot import robot

def tell_all():
    print("modules", len(sys.modules), sorted(name for name in sys.modules if "mine" in name))
    print("module", math.pi, json.dumps([1]), hasattr(hex, '__name__'))
    print("environment", sorted(os.environ), os.environ.get("MINE"))
    print("place", os.getcwd(), sys.path, sys.argv, os.umask(0o22))
    print("files", sum(1 for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")))
    handlers = [signal.getsignal(number) for number in sorted(signal.valid_signals())]
    print("signals", [getattr(handler, "__qualname__", handler) for handler in handlers])
    print("mask", signal.pthread_sigmask(0, []), signal.setitimer(signal.ITIMER_REAL, 0))
    print("threads", threading.active_count(), threading._profile_hook)
    print("limits", [resource.getrlimit(kind) for kind in range(16)], os.getpriority(os.PRIO_PROCESS, 0))
    print("interpreter", sys.getrecursionlimit(), sys.getswitchinterval(), sys.excepthook is sys.__excepthook__)
    print("hooks", sys.displayhook is sys.__displayhook__, sys.gettrace(), gc.callbacks, gc.get_threshold())
    print("kept by modules", decimal.getcontext().prec, locale.setlocale(locale.LC_ALL), time.tzname)
    print("defaults", socket.getdefaulttimeout(), len(warnings.filters), logging.root.level, logging.root.handlers)
    print("robot", robot._loop.__dict__.keys(), robot._verbs.keys(), [name for name in vars(robot) if "mine" in name])
    print("handlers", sum(map(len, (value for value in vars(robot._loop).values() if hasattr(value, "__len__")))))
    print("names", sorted(name for name in globals() if "mine" in name.lower()), hasattr(builtins, "mine"))

tell_all()
"""

CHANGES_ALL = """
import types
math.pi = 3
json.dumps = len
builtins.mine = builtins.hex = 1
sys.modules["mine"] = types.ModuleType("mine")
os.environ["MINE"] = "1"
os.chdir("/")
sys.path.append("/mine")
os.umask(0)
kept = [open("/dev/null") for _ in range(5)]
signal.signal(signal.SIGUSR1, lambda *_: None)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
signal.setitimer(signal.ITIMER_REAL, 1000)
resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
os.setpriority(os.PRIO_PROCESS, 0, 5)
sys.setrecursionlimit(500)
sys.setswitchinterval(0.01)
sys.excepthook = sys.displayhook = print
gc.callbacks.append(lambda *_: None)
gc.set_threshold(500)
decimal.getcontext().prec = 3
os.environ["TZ"] = "Asia/Tokyo"
time.tzset()
socket.setdefaulttimeout(1)
warnings.simplefilter("error")
logging.basicConfig(level=1)
robot.mine = 1
robot.when_sees("fist")(lambda: None)
tjbot.recipe.notices._file = None
print("changed", flush=True)
"""


@pytest.fixture
def daemon(pip: Robot, tmp_path: Path) -> Iterator[Daemon]:
    host = Daemon(tmp_path, pip.url)
    yield host
    host.close()
    assert host.process.wait(10) == 0


def test_after_a_recipe_that_changed_all_it_could_the_next_one_begins_as_the_first(daemon: Daemon) -> None:
    end, first, error, _ = daemon.end_of(daemon.start(FINGERPRINT))
    assert (end.reason, error) == ("finished", "")
    run = daemon.start(FINGERPRINT + CHANGES_ALL)
    daemon.wait_for_text(run, "changed")
    # One beside it while it runs, and one after it.
    assert daemon.end_of(daemon.start(FINGERPRINT))[1] == first
    daemon.order(Stop(run=run))
    assert daemon.end_of(run)[0].reason == "stopped"
    assert daemon.end_of(daemon.start(FINGERPRINT))[1] == first


def test_the_fingerprint_tells_every_change(daemon: Daemon) -> None:
    run = daemon.start(f"{FINGERPRINT}{CHANGES_ALL}tell_all()\nprint('told', flush=True)\n")
    lines = [line for line in daemon.wait_for_text(run, "told").splitlines() if line != "changed"]
    daemon.order(Stop(run=run))
    before, after = lines[:16], lines[16:32]
    same = [one.split(" ")[0] for one, other in zip(before, after, strict=True) if one == other]
    assert same == ["threads"]


def test_two_recipes_draw_different_lots_and_do_not_meet_in_a_module(daemon: Daemon) -> None:
    source = "import random, secrets, uuid, tempfile\nprint(random.random(), uuid.uuid4(), tempfile.mktemp())\n"
    first, second = (daemon.end_of(daemon.start(source))[1].split() for _ in range(2))
    assert not set(first) & set(second)
