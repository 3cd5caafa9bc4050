"""The hand model's speed, beside handtrackjs on the same frames, in the same page, on the same wasm; and its bytes."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Playwright, sync_playwright

from tests.benchmarks.figure import Figure, percentile
from tests.browser.conftest import FILMS
from tests.browser.hands import Hand, Scene, render_pictures
from tests.browser.hands.lab import build_lab, open_lab

ROOT = Path(__file__).parents[2]
HAND = ROOT / "web_ui" / "public" / "models" / "hand"

FRAMES = 12
ROUNDS = 4
GOAL_TIMES_FASTER = 3
GOAL_MEGABYTES = 4.1


def measure() -> Iterator[Figure]:
    """Yields each figure as soon as it is known."""
    build_lab()
    with sync_playwright() as playwright:
        yield from _speed(playwright, isolated=False)
        yield from _speed(playwright, isolated=True)
    size = sum(file.stat().st_size for file in HAND.iterdir())
    yield Figure(
        name="hand model, all files",
        value=size / 1e6,
        unit="MB",
        goal=GOAL_MEGABYTES,
        against="handtrackjs 3.0, 6 or 12",
    )


def _speed(playwright: Playwright, isolated: bool) -> Iterator[Figure]:
    """A hand that crosses the picture while it opens; ours and theirs look at each frame in turn."""
    steps = [k / (FRAMES - 1) for k in range(FRAMES)]
    moving = [Hand({"open hand": step, "fist": 1 - step}, x=0.3 + 0.4 * step, size=0.5) for step in steps]
    pictures = render_pictures([Scene((hand,)) for hand in moving], FILMS)
    addresses = [f"/pictures/{picture.name}" for picture in pictures]
    with open_lab(playwright, FILMS, isolated=isolated) as page:
        threads = page.evaluate("() => lab.open()")
        took = page.evaluate("([films, rounds]) => lab.compare(films, rounds)", [addresses, ROUNDS])
    follow, search, peer = median(took["follow"]), median(took["search"]), median(took["peer"])
    name = f"hand followed, {threads} {'thread' if threads == 1 else 'threads'}, {'' if isolated else 'not '}isolated"
    frames = f"{len(took['follow'])} frames, p99 {percentile(took['follow'], 99):.1f} ms"
    yield Figure(name=f"{name}, p50", value=follow, unit="ms", against=frames)
    yield Figure(
        name=f"{name}: handtrackjs takes",
        value=peer / follow,
        unit="times",
        goal=GOAL_TIMES_FASTER,
        at_least=True,
        against=f"handtrackjs 0.1.5 detect(), p50 {peer:.1f} ms, same frames and back end",
    )
    yield Figure(
        name=f"{name.replace('followed', 'searched')}, p50",
        value=search,
        unit="ms",
        against=f"with its landmarks; {peer / search:.1f} times faster than detect()",
    )
