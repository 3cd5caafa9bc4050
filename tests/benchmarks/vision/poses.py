"""Milliseconds a frame of the pose model, on the same WebAssembly as the hands: a body followed, and nobody found."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Playwright

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.vision.bench_page import address, open_bench
from tests.benchmarks.vision.noise import noise
from tests.benchmarks.vision.speed import THREADS, named
from tests.browser.bodies import PICTURES
from tests.browser.conftest import FILMS
from tests.browser.hands import Scene, render_pictures

LOOKS = 40
GOAL_MS = 100
"""A slower model would hold up the others for too long at a time."""


def measure(playwright: Playwright) -> Iterator[Figure]:
    """The figures of the pose model."""
    pictures = {
        "a body followed": PICTURES / "arms_up_100.jpg",
        "nobody found": render_pictures([Scene(background=4)], FILMS)[0],
    }
    for threads in THREADS:
        for name, picture in pictures.items():
            with noise() as heard, open_bench(playwright, [picture], isolated=threads > 1) as bench:
                bench.worker("openOnProcessor", threads)
                took = bench.worker("looks", "pose", address(picture), LOOKS)
            yield Figure(
                name=f"poses: {name}, {named(threads)}, p50",
                value=median(took["whole"]),
                unit="ms",
                goal=GOAL_MS,
                against=f"{LOOKS} looks, p99 {percentile(took['whole'], 99):.1f}; without the networks"
                f" {median(took['rest']):.1f} ms{heard}",
            )
