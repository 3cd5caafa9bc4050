"""What needs a browser: the wave's whole way, from the camera's frame to the servo's pulse."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.pulse_daemon import PulseDaemon
from tests.browser.chromium import visiting
from tests.browser.conftest import FILMS
from tests.browser.hands import render_video
from tjbot.protocol.messages import Run
from tjbot.protocol.why_messages import Traced
from tjbot.recipe.link import Link

WAVES = 20
LOOKING_MILLISECONDS = 60_000

NODDER = """
from tjbot import robot

@robot.when_sees("open hand")
def up():
    robot.point(60, wait=False)

@robot.when_sees("fist")
def down():
    robot.point(40, wait=False)
"""


def whole_way() -> Iterator[Figure]:
    """A film of a hand that opens and closes, seen by the real model, answered by a real recipe."""
    FILMS.mkdir(parents=True, exist_ok=True)
    film = render_video([("open hand", 1.5), ("fist", 1.5)], FILMS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        (home / "recipes").mkdir()
        (home / "recipes" / "nodder.py").write_text(NODDER)
        with (
            PulseDaemon(home) as daemon,
            Link(daemon.url, role="tool", name="bench", wants=("traced",)) as link,
            visiting(playwright, daemon.url, camera="film", film=film) as visit,
        ):
            link.call(Run, recipe="nodder.py")
            visit.start_camera()
            visit.page.locator("li.seen", has_text="open hand").wait_for(timeout=LOOKING_MILLISECONDS)
            reports = link.reports()
            traces = [next(reports) for _ in range(WAVES)]
    stamps = [trace.stamps for trace in traces if isinstance(trace, Traced)]
    ways = [(stamp["acted"] - stamp["frame"]) * 1000 for stamp in stamps]
    looks = [(stamp["recognised"] - stamp["frame"]) * 1000 for stamp in stamps]
    against = f"of it {median(looks):.0f} ms for the model and its smoothing; {len(ways)} waves"
    yield Figure(name="frame to pulse, the wave's whole way, p50", value=median(ways), unit="ms", against=against)
    yield Figure(name="frame to pulse, the wave's whole way, p90", value=percentile(ways, 90), unit="ms")
