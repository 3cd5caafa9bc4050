"""Peers as they are shipped, on a machine without a graphics card: each with the runtime and the back end that it takes
by itself, which for them is WebGL that the processor imitates. And whether MediaPipe's landmarks are ours."""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, median
from typing import Any

from playwright.sync_api import Playwright

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.vision.bench_page import address, open_bench
from tests.benchmarks.vision.labels import read_labels
from tests.benchmarks.vision.landmarks import distance_percent
from tests.benchmarks.vision.noise import Noise, noise
from tests.benchmarks.vision.speed import film

GOAL_HANDTRACK = 80
GOAL_MEDIAPIPE = 20
GOAL_DIFFERENCE_PERCENT = 3
HANDTRACK_FRAMES = 6
HANDTRACK_WARM_UPS = 2
ASPECT = 4 / 3


def measure(playwright: Playwright, one_hand: Path, pictures: int) -> Iterator[Figure]:
    """The figures; each peer's frames lie between two series of ours, in the same browser.

    Args:
        playwright: the driver.
        one_hand: a folder with a table of labels; on its first pictures landmarks are compared.
        pictures: how many of these.
    """
    frames = film()
    hands = [picture.path for picture in read_labels(one_hand)[:pictures]]
    with noise() as heard, open_bench(playwright, [*frames, *hands], graphics=True) as bench:
        chosen = bench.window("chosenAsShipped")
        bench.worker("openOn", {"backend": chosen["backend"], "threads": chosen["threads"]})
        ours = [bench.worker("look", address(picture)) for picture in [*frames, *hands]]
        theirs = bench.window(
            "shippedHandtrack", [address(frame) for frame in frames[:HANDTRACK_FRAMES]], HANDTRACK_WARM_UPS
        )
        again = [bench.worker("look", address(frame)) for frame in frames]
        mediapipe = bench.window("mediaPipe", [address(picture) for picture in hands])
    took = [look["milliseconds"] for look in [*ours, *again]]
    us = f"ours followed on {chosen['backend']}, {chosen['threads']} thread(s), p50 {median(took):.1f} ms"
    yield Figure(
        name="as shipped, no graphics card: handtrackjs takes",
        value=median(theirs) / median(took),
        unit="times",
        goal=GOAL_HANDTRACK,
        at_least=True,
        against=f"detect() on its WebGL p50 {median(theirs):.0f} ms of {len(theirs)}; {us}{heard}",
    )
    yield from _against_mediapipe(mediapipe, ours[len(frames) :], us, median(took), heard)
    print_what_needs_a_card()


def _against_mediapipe(
    theirs: list[dict[str, Any]], ours: list[dict[str, Any]], us: str, our_ms: float, heard: Noise
) -> Iterator[Figure]:
    their_ms = median(look["milliseconds"] for look in theirs)
    yield Figure(
        name="as shipped, no graphics card: MediaPipe Hands takes",
        value=their_ms / our_ms,
        unit="times",
        goal=GOAL_MEDIAPIPE,
        at_least=True,
        against=f"@mediapipe/hands, lite, following, p50 {their_ms:.0f} ms of {len(theirs)}; {us}{heard}",
    )
    differences = [
        distance_percent(_points(look["sightings"][0]["landmarks"]), _points(other["hands"][0]))
        for look, other in zip(ours, theirs, strict=True)
        if len(look["sightings"]) == len(other["hands"]) == 1
    ]
    if differences:
        yield Figure(
            name="landmarks: distance from MediaPipe's, median",
            value=median(differences),
            unit="% palm",
            goal=GOAL_DIFFERENCE_PERCENT,
            against=f"{len(differences)} hands, mean {fmean(differences):.2f}, p90 {percentile(differences, 90):.2f}",
        )
    found = [sum(len(look["hands"]) == 1 for look in theirs), sum(len(look["sightings"]) == 1 for look in ours)]
    yield Figure(
        name="pictures of one hand: found",
        value=found[1] / len(ours),
        unit="share",
        goal=found[0] / len(ours),
        at_least=True,
        against=f"@mediapipe/hands {found[0]} of {len(theirs)}, ours {found[1]}",
    )


def _points(points: list[dict[str, float]]) -> list[tuple[float, float]]:
    """Fractions of the picture's width and height, both turned into heights."""
    return [(point["x"] * ASPECT, point["y"]) for point in points]


def print_what_needs_a_card() -> None:
    """Says what nobody can measure on a machine without a graphics card."""
    print(
        "Not measured, for want of a graphics card: ours on WebGL or WebGPU, handtrackjs and MediaPipe Hands on a real "
        "WebGL. There theirs are far faster than here; nothing is claimed about it.",
        file=sys.stderr,
    )
