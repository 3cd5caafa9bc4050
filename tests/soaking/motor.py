"""The arm is never in danger: whatever arrives, whoever is lost, and STOP."""

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

from tests.benchmarks.figure import Figure
from tests.soaking.robots import ARM, REAL, Robots, names
from tests.soaking.safety import SERVO_US, Safety
from tests.soaking.vandals import Vandals
from tjbot.protocol.messages import Do, Halt, Rest
from tjbot.recipe.link import Link

ROUNDS = 10
STATIONARY_SECONDS = 0.3
ACTIONS: dict[str, tuple[str, dict[str, object]]] = {
    "in a wave": ("wave", {"times": 20}),
    "in a swing": ("swing", {"times": 20, "low": 0, "high": 144}),
    "in a slow move": ("point", {"angle": 144, "seconds": 20}),
    "in a quick move": ("arm_back", {}),
}

# Drives the arm until it is killed.
DRIVER = """
import sys
from tjbot.protocol.messages import Do
from tjbot.recipe.link import Link
link = Link(sys.argv[1], role="tool", name="driver")
link.call(Do, action="point", arguments={"angle": 140})
link.call(Do, action="swing", arguments={"times": 100, "low": 120, "high": 144, "seconds": 0.5}, wait=False)
print("driving", flush=True)
sys.stdin.read()
"""


def soak(seconds: float, *, short: bool) -> Iterator[Figure]:
    """All figures of motor safety."""
    rounds = 1 if short else ROUNDS
    with tempfile.TemporaryDirectory() as folder, Robots(Path(folder), 2) as robots:
        safety = Safety()
        yield from _stop(robots, safety, rounds)
        yield from _lose_the_driver(robots, safety, rounds)
        yield from safety.figures("motor, halted and lost")
        yield from _vandals(robots, 2.0 if short else seconds / 6)


def _stop(robots: Robots, safety: Safety, rounds: int) -> Iterator[Figure]:
    """STOP from another client, in the middle of each kind of move."""
    chance = random.Random(1)
    with (
        Link(robots.url, role="page", name="driver") as driver,
        Link(robots.url, role="page", name="stop") as other,
    ):
        for where, (action, arguments) in ACTIONS.items():
            late, moving = [], 0
            for _ in range(rounds):
                driver.call(Rest)
                safety.take(robots.history())
                driver.call(Do, action=action, arguments=arguments, wait=False)
                # A quick move is over after a third of a second.
                time.sleep(chance.uniform(0.05, 0.2))
                pressed = time.monotonic()
                other.call(Halt)
                time.sleep(STATIONARY_SECONDS)
                changed = [when for when, _ in safety.take(robots.history())[REAL][ARM]]
                moving += any(when < pressed for when in changed)
                late.append(max([0.0, *(when - pressed for when in changed)]) * 1000)
            yield Figure(
                name=f"motor: STOP to last pulse, {where}",
                value=max(late),
                unit="ms",
                goal=50,
                against=f"worst of {rounds}; the arm moved in {moving}",
            )


def _lose_the_driver(robots: Robots, safety: Safety, rounds: int) -> Iterator[Figure]:
    """The program that drives the arm, which is up, is killed."""
    halted, rested = [], []
    for _ in range(rounds):
        command = [sys.executable, "-c", DRIVER, robots.url]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as driver:
            assert driver.stdout
            driver.stdout.readline()
            time.sleep(random.uniform(0.1, 0.6))
            changes = safety.take(robots.history())[REAL][ARM]
            driver.send_signal(signal.SIGKILL)
            killed = time.monotonic()
            time.sleep(1.5)
        before = changes[-1:]
        changes = [change for change in safety.take(robots.history())[REAL][ARM] if change[0] >= killed]
        # The first pulse on the way down, from which on it only goes down, and the end of all pulses.
        halted.append((_last_upward([*before, *changes], killed) - killed) * 1000)
        rested.append(changes[-1][0] - killed if changes and changes[-1][1] == 0 else 9.0)
    yield Figure(
        name="motor: driver killed to the last pulse of its move",
        value=max(halted),
        unit="ms",
        goal=50,
        against=f"worst of {rounds}; p50 {median(halted):.1f} ms; the arm was up at 120 to 144 degrees",
    )
    yield Figure(
        name="motor: driver killed to the arm at rest, without a pulse",
        value=max(rested),
        unit="s",
        goal=1.0,
        against=f"worst of {rounds}; p50 {median(rested):.2f} s",
    )


def _last_upward(changes: list[tuple[float, float]], killed: float) -> float:
    """When the arm last went up, which only its driver wanted; longer pulses are further down."""
    upward = [when for (_, before), (when, after) in pairwise(changes) if before and 0 < after < before]
    return max(upward, default=killed)


def _vandals(robots: Robots, seconds: float) -> Iterator[Figure]:
    """Pages may calibrate, so that a servo's own limits count for their body; recipes may not."""
    calibrated, wide = Safety(), Safety(SERVO_US)
    page, recipe = names(2)
    robots.history()
    vandals = [
        Vandals(robots.url, "page", page, seconds),
        Vandals(robots.url, "page", page, seconds),
        Vandals(robots.url, "recipe", recipe, seconds),
    ]
    ends = time.monotonic() + seconds
    while time.monotonic() < ends + 1:
        history = robots.history()
        wide.take({page: history[page]})
        calibrated.take({recipe: history[recipe]})
        time.sleep(0.5)
    counts = [each.end() for each in vandals]
    sent = sum(count.get("sent", 0) for count in counts)
    answers = sum(count.get(kind, 0) for count in counts for kind in ("done", "failed"))
    yield Figure(
        name="motor: messages of vandals",
        value=sent,
        unit="messages",
        against=f"{answers} answers; {sum(count.get('broken connections', 0) for count in counts)} broken connections",
    )
    yield from wide.figures("motor, vandals in pages")
    yield from calibrated.figures("motor, vandals in recipes")
    yield from _still_works(robots)


def _still_works(robots: Robots) -> Iterator[Figure]:
    """Whether the robot does what it is told afterwards."""
    works = 0
    for body in [REAL, *names(2)]:
        with Link(robots.url, role="tool", name="soak", body=body) as link:
            link.call(Rest)
            works += link.call(Do, action="point", arguments={"angle": 30}).value == 30
            link.call(Rest)
    yield Figure(name="motor: bodies that work afterwards", value=works, unit="bodies", goal=3, at_least=True)
