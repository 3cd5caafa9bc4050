"""The real page in Chromium, while the daemon is killed and begins anew: it comes back by itself."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import WebSocket, sync_playwright

from tests.benchmarks.figure import Figure
from tests.browser.chromium import visiting
from tests.running import free_port
from tests.soaking.robots import Robots

KILLS = 10
BACK_SECONDS = 2.0
PATIENCE_SECONDS = 20.0
AWAY_SECONDS = (0.0, 3.0)
"""How long nobody answers: as a laptop begins anew at once, and as a small Pi does."""

LOOK_MILLISECONDS = 10


def soak(seconds: float, *, short: bool) -> Iterator[Figure]:
    """All figures of the page."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        welcomes: list[float] = []

        def note(frame: str | bytes) -> None:
            if isinstance(frame, str) and frame.startswith('{"type":"welcome"'):
                welcomes.append(time.monotonic())

        def watch(socket: WebSocket) -> None:
            socket.on("framereceived", note)

        robots = Robots(Path(folder), port=port)
        try:
            with visiting(playwright, "about:blank") as visit:
                visit.page.on("websocket", watch)
                visit.page.goto(robots.url)
                delays = []
                for number in range(1 if short else KILLS):
                    while not welcomes:
                        visit.page.wait_for_timeout(LOOK_MILLISECONDS)
                    robots.kill()
                    visit.page.wait_for_timeout(AWAY_SECONDS[number % 2] * 1000)
                    welcomes.clear()
                    robots = Robots(Path(folder), port=port)
                    ready = time.monotonic()
                    while not welcomes and time.monotonic() < ready + PATIENCE_SECONDS:
                        visit.page.wait_for_timeout(LOOK_MILLISECONDS)
                    delays.append(max(0.0, welcomes[0] - ready) if welcomes else PATIENCE_SECONDS)
        finally:
            with robots:
                robots.history()
        yield Figure(
            name="browser: the page is welcome after the robot was ready again",
            value=max(delays),
            unit="s",
            goal=BACK_SECONDS,
            against=f"worst of {len(delays)} kills in Chromium; median {median(delays):.2f} s",
        )
