"""Bytes: what the page with its hand model weighs on its way from a real robot to a real browser."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, Playwright

from tests.benchmarks.figure import Figure
from tests.benchmarks.vision.relay import Relay
from tests.browser.chromium import CHROMIUM, QUIET
from tests.browser.conftest import FILMS
from tests.browser.hands import render_video
from tests.integration.commands import robot_process
from tools.models.sources import NODE_MODULES

HAND = "/models/hand/"
GOAL_WEIGHTS_MEGABYTES = 2.2
GOAL_PAGE_MEGABYTES = 3.0
LOOKING_MILLISECONDS = 90_000
SETTLING_MILLISECONDS = 3_000
NOT_THE_PAGE = ("/socket", "/eyes", "/api/")
PEER = NODE_MODULES / "handtrackjs" / "models" / "webmodel" / "ssd320fpnlite"


def measure(playwright: Playwright) -> Iterator[Figure]:
    """The first visit of a browser that knows nothing, and its second."""
    film = render_video([("open hand", 2), ("fist", 2)], FILMS)
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    camera += [f"--use-file-for-fake-video-capture={film}"]
    with tempfile.TemporaryDirectory() as home, robot_process(Path(home)) as (_, url), Relay(url) as relay:
        arguments = [*QUIET, *camera, relay.browser_argument]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        try:
            page = browser.new_page()
            visits = [_visit(page, url, relay) for _ in range(2)]
        finally:
            browser.close()
    first, second = visits
    weights = sum(size for path, size in first.items() if path.startswith(HAND) and path.endswith(".bin")) / 1e6
    yield Figure(
        name="hand model: its networks' weights on the wire",
        value=weights,
        unit="MB",
        goal=GOAL_WEIGHTS_MEGABYTES,
        against=f"with graphs and card {_megabytes(first, HAND):.2f}; handtrackjs, all files: {', '.join(_peers())}",
    )
    yield Figure(
        name="page's first load with the hand model",
        value=_megabytes(first, "/"),
        unit="MB",
        goal=GOAL_PAGE_MEGABYTES,
        against=f"bodies as served, {len(first)} files, until a hand is seen; largest besides: {_largest(first)}",
    )
    again = {path: size for path, size in second.items() if path.startswith("/models/") and size}
    yield Figure(
        name="second visit: bytes of models",
        value=sum(again.values()),
        unit="bytes",
        goal=0,
        against=f"whole page {sum(second.values()) / 1e3:.0f} kB{': ' + ', '.join(again) if again else ''}",
    )


def _visit(page: Page, url: str, relay: Relay) -> Counter[str]:
    """What came over the wire until a hand was seen and nothing more came for a moment."""
    relay.bodies.clear()
    page.goto(url)
    page.get_by_role("button", name="Start camera", exact=True).click()
    page.locator("li.seen").first.wait_for(timeout=LOOKING_MILLISECONDS)
    page.wait_for_timeout(SETTLING_MILLISECONDS)
    bodies = relay.bodies.copy()
    page.goto("about:blank")
    return Counter({path: size for path, size in bodies.items() if not path.startswith(NOT_THE_PAGE)})


def _megabytes(bodies: Counter[str], beginning: str) -> float:
    return sum(size for path, size in bodies.items() if path.startswith(beginning)) / 1e6


def _largest(bodies: Counter[str]) -> str:
    others = Counter({path: size for path, size in bodies.items() if not path.startswith(HAND)})
    return ", ".join(f"{path.rsplit('/', 1)[-1] or path} {size / 1e6:.2f}" for path, size in others.most_common(3))


def _peers() -> list[str]:
    """What each size of the peer's model weighs, in megabytes."""
    sizes = {"int8": "small", "fp16": "medium", "base": "large"}
    return [
        f"{name} {sum(file.stat().st_size for file in (PEER / folder).iterdir()) / 1e6:.1f}"
        for folder, name in sizes.items()
    ]
