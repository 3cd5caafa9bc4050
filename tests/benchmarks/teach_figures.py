"""Teaching pictures in the page beside Teachable Machine's own head and recipe (npm `@teachablemachine/image`): the
same features, the same splits, the same browser, by turns; and beside a network that learns from pixels alone."""

import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, Playwright, sync_playwright

from tests.benchmarks.figure import Figure
from tests.benchmarks.teach_sounds import KINDS, Sound, draw_sounds
from tests.benchmarks.teach_stamps import Picture, Stamps
from tests.benchmarks.vision.stamps import STAMPS
from tests.browser.hands.lab import build_lab, open_lab

CLASSES = 21
SAMPLES = (5, 10, 20)
"""Of each class, to learn from."""
TESTS = 10
"""Of each class, of stamps that none of the samples shows."""
SPLITS = 20
"""With fewer of them, one method and the same one again differ by more than two methods do."""
SOUND_SPLITS = 8
"""Each learns from other sounds; those that are asked about are the same."""
ROUNDS = 3
SECONDS = 10.0
"""3 classes of 50 pictures shall be learned in this time, on two cores without a graphics card."""
FROM_SCRATCH = (3, 10)
"""Classes of 50 pictures."""

PLAIN = {"moments": 0, "hidden": 100, "learningRate": 0.001, "epochs": 50}
"""The neurons, the rate and the epochs of Teachable Machine's head, on spectrograms."""


def measure() -> Iterator[Figure]:
    """Yields each figure as soon as it is known."""
    if not STAMPS.is_dir():
        sys.exit("tests/bench teach: the photos are not here. Install them: sudo apt install tuxpaint-stamps-default")
    build_lab()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        stamps = Stamps(Path(folder), classes=CLASSES, learn=max(SAMPLES), test=TESTS)
        learn, test = stamps.split(0)
        with _lab(playwright, folder) as page:
            page.evaluate("(addresses) => lab.look(addresses)", stamps.addresses)
            for count in SAMPLES:
                yield from _beside(page, stamps, count)
            yield from _sizes(page, learn, test)
        yield from _memory(playwright, folder, stamps.few(learn, 10))
    for classes in FROM_SCRATCH:
        with TemporaryDirectory() as folder, sync_playwright() as playwright, _lab(playwright, folder) as page:
            yield from _scratch(page, Stamps(Path(folder), classes=classes, learn=50, test=20), classes)
    with TemporaryDirectory() as folder, sync_playwright() as playwright, _lab(playwright, folder) as page:
        yield from _sounds(page, Path(folder))


def _lab(playwright: Playwright, folder: str) -> AbstractContextManager[Page]:
    return open_lab(playwright, Path(folder), query="teach.html", evaluates=True)


def _beside(page: Page, stamps: Stamps, count: int) -> Iterator[Figure]:
    """Accuracy and time over all splits, ours and theirs by turns."""
    ours, theirs = [], []
    for seed in range(SPLITS):
        learn, test = stamps.split(seed)
        ours.append(_train(page, "ours", stamps.few(learn, count), test))
        theirs.append(_train(page, "theirs", stamps.few(learn, count), test))
    right = [[one["accuracy"] for one in each] for each in (ours, theirs)]
    seconds = [statistics.median(one["seconds"] for one in each) for each in (ours, theirs)]
    mean, error = _mean_of([mine - other for mine, other in zip(*right, strict=True)])
    theirs_right = statistics.mean(right[1])
    each = f"{CLASSES} classes, {count} pictures each"
    yield Figure(
        name=f"{each}: right of unseen stamps",
        value=statistics.mean(right[0]),
        unit="",
        goal=theirs_right,
        at_least=True,
        against=f"Teachable Machine's head {theirs_right:.3f}; {mean:+.3f} ± {error:.3f} over {SPLITS} splits",
    )
    yield Figure(
        name=f"{each}: training, part of Teachable Machine's time",
        value=seconds[0] / seconds[1],
        unit="",
        goal=0.5,
        against=f"{seconds[0]:.2f} s beside {seconds[1]:.2f} s",
    )


def _mean_of(values: Sequence[float]) -> tuple[float, float]:
    """The mean and its standard error."""
    return statistics.mean(values), statistics.stdev(values) / len(values) ** 0.5


def _memory(playwright: Playwright, folder: str, learn: list[Picture]) -> Iterator[Figure]:
    """Of a page that has done nothing else than look and train once."""
    bytes_of = {}
    for whose in ("ours", "theirs"):
        with _lab(playwright, folder) as page:
            page.evaluate("(addresses) => lab.look(addresses)", [address for address, _ in learn])
            _train(page, whose, learn, learn[:1])
            bytes_of[whose] = page.evaluate("() => lab.bytes()")
    yield Figure(
        name=f"{len(learn)} pictures: memory of a page that trained once",
        value=bytes_of["ours"] / 1e6,
        unit="MB",
        against=f"{bytes_of['theirs'] / 1e6:.1f} MB in a page that trained Teachable Machine's head",
    )


def _sizes(page: Page, learn: list[Picture], test: list[Picture]) -> Iterator[Figure]:
    sizes = page.evaluate("([learn, test, classes]) => lab.quantised(learn, test, classes)", [learn, test, CLASSES])
    whole = sizes["float32"]["accuracy"]
    for name in ("float32", "float16", "uint8"):
        lost = whole - sizes[name]["accuracy"]
        against = f"{sizes[name]['accuracy']:.3f} right, {lost:+.3f} lost"
        yield Figure(name=f"size of the head as {name}", value=sizes[name]["bytes"] / 1e3, unit="kB", against=against)


def _scratch(page: Page, stamps: Stamps, classes: int) -> Iterator[Figure]:
    """What a class does: fifty pictures of each thing, upon features and from scratch."""
    learn, test = stamps.split(0)
    page.evaluate("(addresses) => lab.look(addresses)", [address for address, _ in [*learn, *test]])
    upon = [_train(page, "ours", learn, test, classes) for _ in range(ROUNDS)]
    scratch = _train(page, "scratch", learn, test, classes)
    seconds = statistics.median(one["seconds"] for one in upon)
    each = f"{classes} classes of 50 pictures"
    goal = SECONDS if classes == FROM_SCRATCH[0] else None
    against = f"from scratch {scratch['seconds']:.1f} s"
    yield Figure(name=f"{each}: training", value=seconds, unit="s", goal=goal, against=against)
    right = statistics.median(one["accuracy"] for one in upon)
    against = f"from scratch {scratch['accuracy']:.3f}, one training"
    yield Figure(name=f"{each}: right of unseen stamps", value=right, unit="", against=against)


def _sounds(page: Page, folder: Path) -> Iterator[Figure]:
    """Beside a plain network, which does not know that a sound may come at any moment."""
    learn, test = draw_sounds(folder, range(SOUND_SPLITS * max(SAMPLES))), draw_sounds(folder, range(5000, 5020))
    page.evaluate("(addresses) => lab.listen(addresses)", [address for address, _ in [*learn, *test]])
    for count in SAMPLES:
        ours, plain = [], []
        for split in range(SOUND_SPLITS):
            first = KINDS * max(SAMPLES) * split
            few = learn[first : first + KINDS * count]
            ours.append(_train(page, "sounds", few, test, KINDS))
            plain.append(_train(page, "sounds", few, test, KINDS, PLAIN))
        right = [[one["accuracy"] for one in each] for each in (ours, plain)]
        seconds = [statistics.median(one["seconds"] for one in each) for each in (ours, plain)]
        mean, error = _mean_of([mine - other for mine, other in zip(*right, strict=True)])
        plain_right = statistics.mean(right[1])
        yield Figure(
            name=f"{KINDS} made sounds, {count} of each: right of {len(test)} others",
            value=statistics.mean(right[0]),
            unit="",
            goal=plain_right,
            at_least=True,
            against=f"{plain_right:.3f} by 100 neurons on the whole; {mean:+.3f} ± {error:.3f} over {SOUND_SPLITS} "
            f"splits; {seconds[0]:.2f} s beside {seconds[1]:.2f} s",
        )


def _train(
    page: Page,
    whose: str,
    learn: list[Picture] | list[Sound],
    test: list[Picture] | list[Sound],
    classes: int = CLASSES,
    other: dict[str, Any] | None = None,
) -> Any:
    page.set_default_timeout(600_000)
    script = f"([learn, test, classes, other]) => lab.{whose}(learn, test, classes, other)"
    return page.evaluate(script, [learn, test, classes, other or {}])
