"""A class on one robot: thirty pupils with a page and a recipe each, and a teacher who sees them all."""

import json
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.pulse_daemon import PulseDaemon
from tests.soaking.load import POINTER, delays_of_a_page
from tests.soaking.pages import EVENTS_A_SECOND, Pages, Told
from tests.soaking.stalls import Stalls
from tjbot.errors import NoRobotError
from tjbot.protocol.class_messages import Robots
from tjbot.protocol.messages import Run, Seen, Stop
from tjbot.recipe.link import Link

PUPILS = 30
PROCESSES = 3
"""Which all pages share."""

SECONDS = 60.0
PATIENCE_SECONDS = 30.0
FILE = "pointer.py"


def measure() -> Iterator[Figure]:
    """All figures of a class."""
    with tempfile.TemporaryDirectory() as home, PulseDaemon(Path(home), "class_daemon") as daemon:
        # The host of recipes is there from the beginning, whether or not there is a class.
        _wait_for_host(daemon)
        before = _weight_mb(daemon)
        bodies = _gather(daemon.url)
        links = {body: _start_recipe(daemon, body) for body in bodies}
        with _Teacher(daemon.url) as teacher, Stalls() as stalls:
            told, changes = _work(daemon, bodies)
        weight = (_weight_mb(daemon) - before) / PUPILS
        yield from _events(told, changes)
        yield Figure(
            name="class: memory a pupil, PSS",
            value=weight,
            unit="MB",
            goal=15,
            against=f"a {PUPILS}th of what daemon, host, guards and recipes have more than without pupils",
        )
        name = "class: reports of all robots to the teacher"
        yield Figure(name=name, value=teacher.rate, unit="1/s", goal=9, at_least=True)
        longest = max((seconds for _, seconds in stalls.all()), default=0.0)
        yield Figure(name="the machine: longest wait of a process that does nothing", value=longest * 1000, unit="ms")
        for link in links.values():
            link.call(Stop)
            link.close()


def _gather(url: str) -> list[str]:
    """Opens a class and lets the pupils in, each with the recipe; their bodies."""
    _ask(url, "POST", "/api/class/open", {})
    pupils = [_ask(url, "POST", "/api/class/pupils", {"name": f"Pupil {number}"}) for number in range(1, PUPILS + 1)]
    for pupil in pupils:
        _ask(url, "PUT", f"/api/recipes/{FILE}?body={pupil['body']}", {"source": POINTER})
    return [pupil["body"] for pupil in pupils]


def _ask(url: str, method: str, path: str, body: dict[str, Any]) -> Any:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url + path, json.dumps(body).encode(), headers, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
        return json.load(answer)


def _start_recipe(daemon: PulseDaemon, body: str) -> Link:
    """Runs the recipe on a pupil's robot and waits until it answers."""
    link = Link(daemon.url, role="tool", name="bench", body=body)
    link.call(Run, recipe=FILE)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not any(pulse_us for _, pulse_us in daemon.ask("pulses")[body]):
        if time.monotonic() > deadline:
            raise RuntimeError(f"the recipe of {body} does not answer")
        link.send(Seen(label="right", phase="started"))
        link.send(Seen(label="right", phase="stopped"))
        time.sleep(0.1)
    return link


def _work(daemon: PulseDaemon, bodies: list[str]) -> tuple[list[Told], dict[str, list[tuple[float, float]]]]:
    """Every pupil's page tells what it sees; what each has to tell of it, and what each robot's arm did."""
    pages = [Pages(daemon.url, bodies[first::PROCESSES], SECONDS) for first in range(PROCESSES)]
    changes: dict[str, list[tuple[float, float]]] = {body: [] for body in bodies}
    for each in pages:
        each.begin()
    ends = time.monotonic() + SECONDS + 2
    while time.monotonic() < ends:
        # The pins remember only so much.
        time.sleep(1)
        for body, new in daemon.ask("pulses").items():
            changes.setdefault(body, []).extend(new)
    return [page for each in pages for page in each.end()], changes


def _events(told: list[Told], changes: dict[str, list[tuple[float, float]]]) -> Iterator[Figure]:
    delays = [delay for page in told for delay in delays_of_a_page(page, changes[page.body])]
    shown = sum(len(page.shown) for page in told)
    sent = sum(page.sent for page in told)
    against = f"{len(delays)} of {shown} actions; {sent / SECONDS:.0f} events/s of {PUPILS} pages"
    yield Figure(name="class: event to action, p50", value=median(delays), unit="ms", against=against)
    yield Figure(name="class: event to action, p99", value=percentile(delays, 99), unit="ms", goal=50)
    rate = EVENTS_A_SECOND * PUPILS * 0.99
    yield Figure(name="class: events that all pages sent", value=sent / SECONDS, unit="1/s", goal=rate, at_least=True)
    lost = sum(len(page.unanswered) for page in told)
    yield Figure(name="class: events of an action that were lost", value=lost, unit="events", goal=0)
    strange = sum(max(0, page.heard_edges - page.edges) for page in told)
    yield Figure(name="class: edges heard of another pupil's page", value=strange, unit="events", goal=0)


class _Teacher:
    """Sees all robots while the block lasts; `rate` is how often they were told, a second."""

    def __init__(self, url: str) -> None:
        self._link = Link(url, role="page", name="teacher", wants=("class",))
        self._count = 0
        self._began = time.monotonic()
        self.rate = 0.0
        self._listening = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "_Teacher":
        self._listening.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.rate = self._count / (time.monotonic() - self._began)
        self._link.close()

    def _listen(self) -> None:
        # It ends with the connection.
        with suppress(NoRobotError):
            for report in self._link.reports():
                self._count += isinstance(report, Robots)


def _wait_for_host(daemon: PulseDaemon) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not psutil.Process(daemon.pid).children():
        if time.monotonic() > deadline:
            raise RuntimeError("the host of recipes did not start")
        time.sleep(0.1)


def _weight_mb(daemon: PulseDaemon) -> float:
    """The daemon with all that it started, each with its share of what they have together."""
    weight = 0.0
    here = psutil.Process(daemon.pid)
    for process in [here, *here.children(recursive=True)]:
        try:
            weight += process.memory_full_info().pss / 1e6
        except psutil.NoSuchProcess:
            continue
    return weight
