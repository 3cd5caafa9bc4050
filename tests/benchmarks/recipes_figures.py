"""Recipes: how quickly they act and stop, whatever they do, and what they cost."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psutil

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.pulse_daemon import PulseDaemon
from tests.benchmarks.ten_bodies import BODIES
from tests.benchmarks.wave_figures import POINTER, delays_of
from tjbot.protocol.messages import Do, Halt, Run, Seen, Stop
from tjbot.recipe.link import Link

STARTS = 40
STOPS = 3
ROUNDS = 30
ROUNDS_A_SECOND = 3
PATIENCE_SECONDS = 10.0

STARTER = """
from tjbot import robot
robot.point(90, wait=False)
robot.wait_for("nothing")
"""

MOVING = """
import threading
from tjbot import robot

def go_on():
    while True:
        for angle in (40, 100):
            try:
                robot.point(angle)
            except BaseException:
                pass

threading.Thread(target=go_on, daemon=True).start()
"""

STUBBORN = {
    "an endless loop": "while True:\n    pass\n",
    "except: pass": (
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n"
    ),
    "a loop in C": "sum(range(10**15))\n",
    "setsid": (
        "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(1000)\n"
        "time.sleep(1000)\n"
    ),
    "forks that fork, 200 at most": (
        "import os, time\nfor _ in range(200):\n    try:\n        if os.fork() == 0:\n            os.setsid()\n"
        "            if os.fork() == 0:\n                time.sleep(1000)\n            os._exit(0)\n"
        "    except OSError:\n        pass\ntime.sleep(1000)\n"
    ),
    "output without end": "while True:\n    print('x' * 1000)\n",
}


def measure() -> Iterator[Figure]:
    """All figures of recipes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "recipes").mkdir()
        recipes = {"pointer": POINTER, "starter": STARTER}
        recipes |= {f"stubborn_{number}": MOVING + text for number, text in enumerate(STUBBORN.values())}
        for name, text in recipes.items():
            (home / "recipes" / f"{name}.py").write_text(text)
        with PulseDaemon(home) as daemon, Link(daemon.url, role="tool", name="bench") as link:
            yield from _run_to_action(daemon, link)
            yield from _memory(daemon, link)
            for number, what in enumerate(STUBBORN):
                yield from _stop(daemon, link, f"stubborn_{number}.py", what)
        with PulseDaemon(home, "ten_bodies") as daemon:
            yield from _ten_at_once(daemon)


def _run_to_action(daemon: PulseDaemon, link: Link) -> Iterator[Figure]:
    """From Run, sent to a host that is warm, to the first pulse that the recipe asks for."""
    delays = []
    for _ in range(STARTS):
        link.call(Do, action="point", arguments={"angle": 10})
        daemon.ask("pulses")
        sent = time.monotonic()
        link.call(Run, recipe="starter.py")
        delays.append((_first_pulse(daemon) - sent) * 1000)
    against = f"{STARTS} starts"
    yield Figure(name="Run to first pulse, warm, p50", value=median(delays), unit="ms", goal=120, against=against)
    yield Figure(name="Run to first pulse, warm, p95", value=percentile(delays, 95), unit="ms")


def _first_pulse(daemon: PulseDaemon) -> float:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if changes := daemon.ask("pulses"):
            return float(changes[0][0])
        time.sleep(0.01)
    raise RuntimeError("the recipe moved nothing")


def _memory(daemon: PulseDaemon, link: Link) -> Iterator[Figure]:
    """What a recipe that listens costs, with what it shares with others divided among them."""
    link.call(Run, recipe="pointer.py")
    # By then who prepared its guard, and has that as a child for a moment, is gone.
    time.sleep(1)
    guard = _wait_for_recipe(daemon)
    recipe = guard.children()[0]
    both = _pss_mb(recipe) + _pss_mb(guard)
    yield Figure(name="memory of a recipe's process, PSS", value=_pss_mb(recipe), unit="MB", goal=15)
    yield Figure(name="with the process that guards it, PSS", value=both, unit="MB")
    link.call(Stop)


def _stop(daemon: PulseDaemon, link: Link, file: str, what: str) -> Iterator[Figure]:
    """STOP to the last new pulse target, and Stop to the end of the last process."""
    halted, moving, gone = [], 0, []
    for _ in range(STOPS):
        _begin(daemon, link, file)
        moving += bool(daemon.ask("pulses"))
        sent = time.monotonic()
        link.call(Halt)
        _wait_until_gone(daemon, what)
        halted.append(max((when - sent for when, _ in daemon.ask("pulses")), default=0.0) * 1000)
        _begin(daemon, link, file)
        sent = time.monotonic()
        link.call(Stop)
        _wait_until_gone(daemon, what)
        gone.append(time.monotonic() - sent)
    against = f"worst of {STOPS}; the arm moved in {moving} of them"
    yield Figure(name=f"STOP to last pulse: {what}", value=max(halted), unit="ms", goal=100, against=against)
    against = f"worst of {STOPS}"
    yield Figure(name=f"Stop to processes gone: {what}", value=max(gone), unit="s", goal=1.2, against=against)


def _begin(daemon: PulseDaemon, link: Link, file: str) -> None:
    """Runs a recipe until it has moved the arm and has begun whatever it begins."""
    link.call(Do, action="point", arguments={"angle": 10})
    daemon.ask("pulses")
    link.call(Run, recipe=file)
    _wait_for_recipe(daemon)
    _first_pulse(daemon)
    time.sleep(0.5)
    daemon.ask("pulses")
    time.sleep(0.1)


def _wait_until_gone(daemon: PulseDaemon, what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (left := _host(daemon).children(recursive=True)) and time.monotonic() < deadline:
        psutil.wait_procs(left, 0.1)
    if left:
        raise RuntimeError(f"{what}: {len(left)} processes are left")


def _ten_at_once(daemon: PulseDaemon) -> Iterator[Figure]:
    """Ten recipes on ten bodies of one daemon, each answering the same event at the same moment."""
    links = {body: Link(daemon.url, role="tool", name="bench", body=body) for body in BODIES}
    for link in links.values():
        link.call(Run, recipe="pointer.py")
    time.sleep(3)
    sent: dict[str, list[float]] = {body: [] for body in BODIES}
    daemon.ask("pulses")
    for number in range(ROUNDS):
        label, other = ("left", "right") if number % 2 == 0 else ("right", "left")
        for body, link in links.items():
            link.send(Seen(label=other, phase="stopped"))
            sent[body].append(time.monotonic())
            link.send(Seen(label=label, phase="started"))
        time.sleep(1 / ROUNDS_A_SECOND)
    changes = daemon.ask("pulses")
    delays = [delay for body in BODIES for delay in delays_of(sent[body], changes[body])]
    for link in links.values():
        link.call(Stop)
        link.close()
    against = f"{len(delays)} of {ROUNDS * len(BODIES)} edges, sent to all ten in one go"
    yield Figure(name="ten recipes on ten bodies: event to pulse, p50", value=median(delays), unit="ms")
    yield Figure(
        name="ten recipes on ten bodies: event to pulse, p99",
        value=percentile(delays, 99),
        unit="ms",
        goal=20,
        against=against,
    )


def _host(daemon: PulseDaemon) -> psutil.Process:
    children = psutil.Process(daemon.pid).children()
    return next(child for child in children if "tjbot.recipe.host" in child.cmdline())


def _wait_for_recipe(daemon: PulseDaemon) -> psutil.Process:
    """The guard of the one recipe that runs, as soon as its recipe is there."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        guards = [guard for guard in _host(daemon).children() if _has_children(guard)]
        if len(guards) == 1:
            return guards[0]
        time.sleep(0.01)
    raise RuntimeError("no recipe runs")


def _has_children(guard: psutil.Process) -> bool:
    """Whether a recipe runs below a guard; that of the recipe before may be gone by now."""
    try:
        return bool(guard.children())
    except psutil.NoSuchProcess:
        return False


def _pss_mb(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / 1e6
