"""A class at work: thirty pages, ten recipes on ten bodies, two who look through the robot's eyes, three who sleep."""

import bisect
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psutil

from tests.benchmarks.figure import Figure, percentile
from tests.soaking.onlookers import Looked, Onlookers
from tests.soaking.pages import EVENTS_A_SECOND, LABELS, Pages, Told
from tests.soaking.robots import ARM, REAL, History, Robots, names
from tests.soaking.safety import Safety
from tests.soaking.stalls import Stalls
from tjbot.daemon.clients import TRY_LATER
from tjbot.protocol.messages import Do, Halt, Run, Seen
from tjbot.recipe.link import Link

BODIES = 10
PAGES_A_BODY = 3
PROCESSES = 3
"""Which all pages share."""

LOOK_SECONDS = 1.0
"""How often the pins are looked at, and STOP is pressed."""

MOST_GROWTH_MB = 2.0
LONG_STALL_SECONDS = 0.04

# Not so far that a move still lasts when the next one begins.
POINTER = """
from tjbot import robot

@robot.when_sees("left")
def left():
    robot.point(40, wait=False)

@robot.when_sees("right")
def right():
    robot.point(60, wait=False)
"""


def soak(seconds: float, *, short: bool) -> Iterator[Figure]:
    """All figures of a class at work."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "recipes").mkdir()
        (home / "recipes" / "pointer.py").write_text(POINTER)
        with Robots(home, BODIES) as robots:
            yield from Work(robots, seconds).figures()


class Work:
    """One class.

    Args:
        robots: the daemon.
        seconds: for how long.
    """

    def __init__(self, robots: Robots, seconds: float) -> None:
        self._robots = robots
        self._seconds = seconds
        self._safety = Safety()
        self._pulses: dict[str, list[tuple[float, float]]] = {body: [] for body in names(BODIES)}
        self._weights: list[float] = []
        self._stops: list[float] = []
        self._lost_stops = 0

    def figures(self) -> Iterator[Figure]:
        """Works, and then tells how it was."""
        links = [self._start_recipe(body) for body in names(BODIES)]
        pages = [Pages(self._robots.url, bodies, self._seconds) for bodies in self._shares()]
        onlookers = Onlookers(self._robots.url, names(BODIES)[0], self._seconds)
        daemon = psutil.Process(self._robots.process.pid)
        begun, busy = time.monotonic(), sum(daemon.cpu_times()[:2])
        self._begun = begun
        self._look()
        for each in pages:
            each.begin()
        with Stalls() as stalls, Link(self._robots.url, role="tool", name="stop") as driver:
            while time.monotonic() < begun + self._seconds:
                self._press_stop(driver)
                self._weights.append(daemon.memory_full_info().pss / 1e6)
        cores = (sum(daemon.cpu_times()[:2]) - busy) / (time.monotonic() - begun)
        told = [page for each in pages for page in each.end()]
        looked = onlookers.end()
        self._look()
        for link in links:
            link.close()
        yield _stall_figure(stalls.all(), begun)
        yield from self._events(told, cores)
        yield from self._stop_figures()
        yield from self._memory()
        yield from _onlooker_figures(looked)
        yield from self._safety.figures("class")

    def _start_recipe(self, body: str) -> Link:
        """Runs the recipe on a body and waits until it answers."""
        link = Link(self._robots.url, role="tool", name="soak", body=body)
        link.call(Run, recipe="pointer.py")
        deadline = time.monotonic() + 30
        while not any(pulse_us for _, pulse_us in self._look()[body][ARM]):
            if time.monotonic() > deadline:
                raise RuntimeError(f"the recipe of {body} does not answer")
            link.send(Seen(label="right", phase="started"))
            link.send(Seen(label="right", phase="stopped"))
            time.sleep(0.1)
        return link

    def _shares(self) -> list[list[str]]:
        """The bodies of each process's pages: all pages of a body belong to one process, which counts its edges."""
        bodies = names(BODIES)
        return [[body for body in bodies[first::PROCESSES] for _ in range(PAGES_A_BODY)] for first in range(PROCESSES)]

    def _look(self) -> History:
        """What the pins did since the last time."""
        history = self._safety.take(self._robots.history())
        for body, changes in self._pulses.items():
            changes += history[body][ARM]
        return history

    def _press_stop(self, driver: Link) -> None:
        """Has the real body swing, presses STOP, and looks when the last new pulse came."""
        driver.call(Do, action="swing", arguments={"times": 50}, wait=False)
        time.sleep(LOOK_SECONDS / 2)
        pressed = time.monotonic()
        driver.call(Halt)
        time.sleep(LOOK_SECONDS / 2)
        moved = [when for when, _ in self._look()[REAL][ARM]]
        self._lost_stops += not any(when < pressed for when in moved)
        self._stops.append(max([0.0, *(when - pressed for when in moved)]) * 1000)

    def _events(self, told: list[Told], cores: float) -> Iterator[Figure]:
        delays = [delay for page in told if page.acts for delay in delays_of_a_page(page, self._pulses[page.body])]
        shown = sum(len(page.shown) for page in told)
        seconds = f"{self._seconds:.0f} s"
        against = (
            f"{len(delays)} of {shown} actions in {seconds}; the daemon kept {cores:.2f} of {os.cpu_count()} cores "
            f"busy, {PROCESSES} processes of pages, {BODIES} recipes and all else shared the rest"
        )
        yield Figure(name="class: event to action, p50", value=median(delays), unit="ms", against=against)
        yield Figure(name="class: event to action, p99", value=percentile(delays, 99), unit="ms", goal=50)
        sent = sum(page.sent for page in told)
        rate = sent / self._seconds
        yield Figure(
            name="class: events that all pages sent",
            value=rate,
            unit="1/s",
            goal=0.99 * BODIES * PAGES_A_BODY * EVENTS_A_SECOND,
            at_least=True,
            against=f"{sent} events from {len(told)} pages",
        )
        lost = [when - self._begun for page in told for when in page.unanswered]
        yield Figure(
            name="class: events of an action that were lost",
            value=len(lost),
            unit="events",
            goal=0,
            against=f"of {shown}; the recipe's action came back to the page with the event's trace{_seconds_of(lost)}",
        )
        expected = sum(page.edges for page in told) * PAGES_A_BODY
        heard = sum(page.heard_edges for page in told)
        yield Figure(
            name="class: beginnings and ends that a page missed",
            value=max(0, expected - heard),
            unit="events",
            goal=0,
            against=f"{expected} were to be heard of; in all {sum(page.heard for page in told)} messages came",
        )
        ended = [page.lost for page in told if page.lost]
        yield Figure(
            name="class: pages that were let go", value=len(ended), unit="pages", goal=0, against="; ".join(ended[:2])
        )

    def _stop_figures(self) -> Iterator[Figure]:
        worst = self._stops.index(max(self._stops))
        against = f"worst of {len(self._stops)}, while the class works, after about {worst * LOOK_SECONDS:.0f} s"
        yield Figure(name="class: STOP to last pulse", value=max(self._stops), unit="ms", goal=50, against=against)
        yield Figure(name="class: arms that did not move before STOP", value=self._lost_stops, unit="times", goal=0)

    def _memory(self) -> Iterator[Figure]:
        """The first third is left out: what is loaded with the first events is not lost memory."""
        rest = self._weights[len(self._weights) // 3 :]
        half = (len(rest) + 1) // 2
        growth = median(rest[-half:]) - median(rest[:half])
        yield Figure(
            name="class: growth of the daemon's memory, PSS",
            value=growth,
            unit="MB",
            goal=MOST_GROWTH_MB,
            against=f"from the second third of {self._seconds:.0f} s to the last; {rest[-1]:.1f} MB at the end",
        )


def _seconds_of(times: list[float]) -> str:
    """In which seconds something happened, the first few of them."""
    seconds = sorted({int(time) for time in times})
    return f"; in the seconds {', '.join(map(str, seconds[:12]))}{' …' if seconds[12:] else ''}" if seconds else ""


def _stall_figure(stalls: list[tuple[float, float]], begun: float) -> Figure:
    """How long the machine let a process wait that does nothing: what it does to the robot, it did not do itself."""
    when, longest = max(stalls, key=lambda stall: stall[1], default=(begun, 0.0))
    long = sum(seconds > LONG_STALL_SECONDS for _, seconds in stalls)
    return Figure(
        name="the machine: longest wait of a process that does nothing",
        value=longest * 1000,
        unit="ms",
        against=f"after {when - begun:.0f} s; {long} times over {LONG_STALL_SECONDS * 1000:.0f} ms: what disturbs it "
        "disturbs the figures below",
    )


def delays_of_a_page(page: Told, changes: list[tuple[float, float]]) -> list[float]:
    """For each label shown the milliseconds until the arm turned its way: down (a longer pulse) for left."""
    times = [when for when, _ in changes]
    delays = []
    for number, (label, sent) in enumerate(page.shown):
        # By then the same label is shown again.
        ends = page.shown[number + 2][1] if number + 2 < len(page.shown) else sent + 1
        for at in range(max(1, bisect.bisect_left(times, sent)), bisect.bisect_left(times, ends)):
            before, after = changes[at - 1][1], changes[at][1]
            if before and after and after != before and (after > before) == (label == LABELS[0]):
                delays.append((times[at] - sent) * 1000)
                break
    return delays


def _onlooker_figures(looked: Looked) -> Iterator[Figure]:
    rates = ", ".join(f"{rate:.1f}" for rate in looked.pictures_a_second)
    yield Figure(
        name="class: pictures of the robot's eyes, slower stream",
        value=min(looked.pictures_a_second),
        unit="1/s",
        against=f"{rates}",
    )
    impolite = [(code, reason) for code, reason in looked.endings if code != TRY_LATER]
    yield Figure(
        name="class: slow readers that were not let go with a sentence",
        value=len(impolite),
        unit="clients",
        goal=0,
        against=f"of {len(looked.endings)}: " + "; ".join(sorted({f"{code} {why}" for code, why in looked.endings})),
    )
