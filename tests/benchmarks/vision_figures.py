"""What the page recognises, how fast and in how many bytes, beside its peers; each kind of figure has a room of its own
in `vision/`. Ratios last, milliseconds do not: all are measured on the same frames in the same browser, by turns."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.benchmarks.figure import Figure
from tests.benchmarks.vision import PARTS, found, gestures, poses, shipped, soak, speed, things, weights, wire
from tests.benchmarks.vision.labels import LabelsError, sets_in
from tests.benchmarks.vision.rendered import rendered_sets

MINUTES = 2.0
LEAST_MINUTES = 1.5
MEDIAPIPE_PICTURES = 8


def measure(frames: Sequence[Path] = (), minutes: float = MINUTES, only: Sequence[str] = ()) -> Iterator[Figure]:
    """Yields each figure as soon as it is known.

    Args:
        frames: folders of pictures with a `labels.csv`; with one, only how many of their hands are found is measured,
            unless `only` says otherwise.
        minutes: how long the page is left alone, at least `LEAST_MINUTES`.
        only: those of `vision.PARTS` that are wanted; none is all of them.
    """
    try:
        own = _named([folder for given in frames for folder in sets_in(given)])
    except LabelsError as error:
        sys.exit(f"tests/bench vision: {error}")
    wanted = only or (("found",) if own else tuple(PARTS))
    drawn = rendered_sets() if {"found", "shipped", "weights"} & set(wanted) and not (own and not only) else {}
    rooms: dict[str, Callable[[Playwright], Iterator[Figure]]] = {
        "speed": speed.measure,
        "found": lambda playwright: found.measure(playwright, {**drawn, **own}),
        "gestures": gestures.measure,
        "things": things.measure,
        "poses": poses.measure,
        "shipped": lambda playwright: shipped.measure(playwright, drawn["one hand"], MEDIAPIPE_PICTURES),
        "weights": lambda playwright: weights.measure(playwright, drawn["one hand"]),
        "wire": wire.measure,
        "soak": lambda playwright: soak.measure(playwright, max(LEAST_MINUTES, minutes)),
    }
    with sync_playwright() as playwright:
        for part in wanted:
            try:
                yield from rooms[part](playwright)
            except LabelsError as error:
                sys.exit(f"tests/bench vision: {error}")


def _named(folders: Sequence[Path]) -> dict[str, Path]:
    """The folders by their names, or by their paths where two have one name."""
    names = [folder.resolve().name for folder in folders]
    return {
        name if names.count(name) == 1 else str(folder): folder for name, folder in zip(names, folders, strict=True)
    }
