"""Whether our landmarks are still the original's: its weights as MediaPipe publishes them run in LiteRT.js, ours as the
page loads them, both on the same cuts of the same pictures."""

from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, median

from playwright.sync_api import Playwright

from tests.benchmarks.figure import Figure
from tests.benchmarks.vision.bench_page import address, open_bench
from tests.benchmarks.vision.labels import Box, LabelledPicture, read_labels
from tests.benchmarks.vision.landmarks import distance_percent

GOAL_PERCENT = 1.0
PICTURES = 24
NUMBERS = 63
ASPECT = 4 / 3
CUT = 1.6
"""How much longer than the hand's box the cut's side is."""


def measure(playwright: Playwright, one_hand: Path) -> Iterator[Figure]:
    """The distance of our landmarks from the original's; `one_hand` is a set of rendered pictures."""
    pictures = read_labels(one_hand)[:PICTURES]
    with open_bench(playwright, [picture.path for picture in pictures], isolated=False) as bench:
        bench.worker("openOnProcessor", 1)
        bench.worker("openNetworks", 1)
        away = []
        for picture in pictures:
            for part in _cuts(picture):
                outputs = bench.worker("outputs", "landmarks", address(picture.path), part)
                away.append(distance_percent(_points(outputs["ours"]), _points(outputs["original"])))
    yield Figure(
        name="landmarks as shipped: distance from the original weights', mean",
        value=fmean(away),
        unit="% palm",
        goal=GOAL_PERCENT,
        against=f"{len(away)} hands, median {median(away):.3f}, largest {max(away):.2f}; same networks in LiteRT.js",
    )


def _points(outputs: list[list[float]]) -> list[tuple[float, float]]:
    """The points in the picture; the same in metres are much smaller numbers."""
    candidates = [output for output in outputs if len(output) == NUMBERS]
    numbers = max(candidates, key=lambda output: max(map(abs, output)))
    return list(zip(numbers[0::3], numbers[1::3], strict=True))


def _cuts(picture: LabelledPicture) -> Iterator[dict[str, float]]:
    """A square round each hand: its corner in the picture's width and height, its side in the height."""
    for hand in picture.hands:
        box: Box | None = hand.box
        if box is not None:
            size = CUT * max(box.width * ASPECT, box.height)
            x, y = box.x + box.width / 2 - size / ASPECT / 2, box.y + box.height / 2 - size / 2
            yield {"x": x, "y": y, "size": size}
