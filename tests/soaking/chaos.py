"""The daemon is killed at random moments while everybody saves and the arm moves, and begins anew."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import TypeVar

from tests.benchmarks.figure import Figure
from tests.running import free_port
from tests.soaking.company import Counting, Elsewhere, Mover, Page
from tests.soaking.robots import ARM, REAL, Robots
from tests.soaking.safety import Safety
from tests.soaking.writers import KINDS, SETTINGS, Site, Writer, half_written
from tjbot.protocol.messages import Command, Run, Stop
from tjbot.recipe.link import Link

KILLS = 200
KILLS_A_MINUTE = 20
"""Of a soak of less than ten minutes."""

KILLS_SHORT = 4
LONGEST_SECONDS = 1.0
"""Between the moment that all are back and the next kill."""

PATIENCE_SECONDS = 15.0
BACK_SECONDS = 2.0
RUNS_ANEW = 4
"""After so many crashes somebody presses Run again, because a recipe is not begun anew for ever."""

SETTLED_SECONDS = 0.2
"""What was printed before the kill has been heard by then."""

HANGING_US = 2300

Answer = TypeVar("Answer")

COUNTS = """
from tjbot import robot
number = robot.recall("number") or 0
while True:
    number += 1
    robot.remember("number", number)
    print(number)
    robot.sleep(0.02)
"""


def soak(seconds: float, *, short: bool) -> Iterator[Figure]:
    """All figures of a daemon that is killed."""
    kills = KILLS_SHORT if short else min(KILLS, max(KILLS_SHORT, round(seconds / 60 * KILLS_A_MINUTE)))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        (home / "recipes").mkdir(parents=True)
        (home / "recipes" / "counts.py").write_text(COUNTS)
        elsewhere = Path(folder) / "elsewhere.py"
        elsewhere.write_text(COUNTS)
        yield from Chaos(home, elsewhere, kills).figures()


class Chaos:
    """One robot that is killed again and again.

    Args:
        home: its home, where `counts.py` is.
        elsewhere: a recipe for `tjbot run`.
        kills: how often.
    """

    def __init__(self, home: Path, elsewhere: Path, kills: int) -> None:
        self._home, self._recipe, self._kills = home, elsewhere, kills
        self._port = free_port()
        self._chance = random.Random(kills)
        self._safety = Safety()
        self._pages: list[float] = []
        self._recipes: dict[str, list[float]] = {}
        self._starts: list[float] = []
        self._lost: list[str] = []
        self._broken: list[str] = []
        self._not_hanging = 0

    def figures(self) -> Iterator[Figure]:
        """Kills, and then tells how it was."""
        self._start()
        site = Site(self._robots.url, self._home)
        self._page, self._mover = Page(site.url), Mover(site.url, self._chance)
        # New settings stop the recipe, so they have a time of their own.
        self._writers = [Writer(site, kind) for kind in KINDS if kind is not SETTINGS]
        fifth = max(1, self._kills // 5)
        try:
            self._kill_often(self._kills - 3 * fifth, self._page, "that the robot runs")
            self._tell(Stop)
            elsewhere = Elsewhere(site.url, self._recipe)
            self._kill_often(2 * fifth, elsewhere, "from elsewhere")
            elsewhere.end()
            self._writers.append(Writer(site, SETTINGS))
            self._kill_often(fifth, None, "")
        finally:
            for each in self._busy():
                each.end()
            self._page.end()
            with self._robots:
                self._safety.take(self._robots.history())
        yield from self._results()

    def _start(self) -> None:
        begun = time.monotonic()
        self._robots = Robots(self._home, port=self._port)
        self._ready = time.monotonic()
        self._starts.append(self._ready - begun)
        self._safety.forget()
        changes = self._safety.take(self._robots.history())[REAL][ARM]
        self._not_hanging += any(pulse_us and abs(pulse_us - HANGING_US) > 1 for _, pulse_us in changes)

    def _kill_often(self, kills: int, recipe: Counting | None, whose: str) -> None:
        for number in range(kills):
            if recipe is self._page and number % RUNS_ANEW == 0:
                self._tell(Run, recipe="counts.py")
            if recipe is not None and number == 0:
                self._until(lambda: recipe.first_heard(self._ready), f"the recipe {whose} runs")
            for each in self._busy():
                each.begin()
            time.sleep(self._chance.uniform(0, LONGEST_SECONDS))
            self._safety.take(self._robots.history())
            self._crash(recipe, whose)

    def _crash(self, recipe: Counting | None, whose: str) -> None:
        """Kills the daemon; then it begins anew, and all come back."""
        self._robots.kill()
        killed = time.monotonic()
        for each in self._busy():
            each.pause()
        before = 0 if recipe is None else recipe.number
        self._broken += half_written(self._home)
        self._start()
        self._lost += [writer.kind.name for writer in self._writers if writer.lost()]
        self._until(lambda: self._page.welcomed > killed, "the page is back")
        self._pages.append(max(0.0, self._page.welcomed - self._ready))
        if recipe is not None:
            # It may be back a moment before the daemon has told us that it is ready.
            came = self._until(lambda: recipe.first_heard(killed + SETTLED_SECONDS), f"the recipe {whose} is back")
            self._recipes.setdefault(whose, []).append(max(0.0, came - self._ready))
            self._lost += ["memory"] * (recipe.number < before)

    def _busy(self) -> list[Writer | Mover]:
        return [*self._writers, self._mover]

    def _tell(self, command: type[Command], **fields: object) -> None:
        with Link(self._robots.url, role="tool", name="soak") as link:
            link.call(command, **fields)

    def _until(self, condition: Callable[[], Answer | None], why: str) -> Answer:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (answer := condition()):
            if time.monotonic() > deadline:
                raise RuntimeError(f"waited in vain: {why}")
            time.sleep(0.01)
        return answer

    def _results(self) -> Iterator[Figure]:
        saves = ", ".join(f"{writer.saves} {writer.kind.name}" for writer in self._writers)
        yield Figure(
            name="chaos: kinds of things lost that had been acknowledged",
            value=len(self._lost),
            unit="losses",
            goal=0,
            against=f"{self._kills} kills; saves that were told: {saves}; {', '.join(self._lost[:5])}",
        )
        refused = [answer for writer in self._writers for answer in writer.refused]
        yield Figure(
            name="chaos: saves that were refused",
            value=len(refused),
            unit="saves",
            goal=0,
            against="; ".join(refused[:2]),
        )
        yield Figure(
            name="chaos: files that were half written",
            value=len(self._broken),
            unit="files",
            goal=0,
            against=", ".join(self._broken[:5]),
        )
        left = [str(path) for path in self._home.rglob("*.new")]
        yield Figure(name="chaos: unfinished files that stay for ever", value=len(left), unit="files", goal=0)
        yield Figure(
            name="chaos: starts with an arm that does not hang", value=self._not_hanging, unit="starts", goal=0
        )
        yield Figure(
            name="chaos: page welcome after the robot was ready again",
            value=max(self._pages),
            unit="s",
            goal=BACK_SECONDS,
            against=f"worst of {len(self._pages)}; start of the daemon: median {median(self._starts):.2f} s",
        )
        for whose, delays in self._recipes.items():
            yield Figure(
                name=f"chaos: recipe {whose} goes on after the robot was ready again",
                value=max(delays),
                unit="s",
                goal=BACK_SECONDS,
                against=f"worst of {len(delays)}; median {median(delays):.2f} s",
            )
        yield from self._safety.figures("chaos")
