"""Teaching pictures in the page beside Teachable Machine's own head and recipe (npm `@teachablemachine/image`): the
same features, the same split, the same browser, by turns. The pictures are photos of Debian's
`tuxpaint-stamps-default`."""

import random
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.figure import Figure
from tests.benchmarks.vision.stamps import DRAWN, STAMPS
from tests.browser.fruit import room
from tests.browser.hands.lab import build_lab, open_lab

CLASSES = 21
SAMPLES = (5, 10, 20)
"""Of each class, to learn from."""
TESTS = 10
"""Of each class, of stamps that none of the samples shows."""
ROUNDS = 3
SIDE = 224
SECONDS = 10.0
"""3 classes of 50 pictures shall be learned in this time, on two cores without a graphics card."""

Picture = tuple[str, int]


def measure() -> Iterator[Figure]:
    """Yields each figure as soon as it is known."""
    if not STAMPS.is_dir():
        sys.exit("tests/bench teach: the photos are not here. Install them: sudo apt install tuxpaint-stamps-default")
    build_lab()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        learn, test = _pictures(Path(folder))
        with open_lab(playwright, Path(folder), query="teach.html", evaluates=True) as page:
            page.set_default_timeout(600_000)
            page.evaluate("(addresses) => lab.look(addresses)", [address for address, _ in [*learn, *test]])
            for count in SAMPLES:
                few = [picture for index, picture in enumerate(learn) if index % max(SAMPLES) < count]
                yield from _beside(page, few, test, count)
            yield from _sizes(page, learn, test)
            yield from _lesson(page, learn)


def _beside(page: Page, learn: list[Picture], test: list[Picture], count: int) -> Iterator[Figure]:
    """Accuracy and time, ours and theirs by turns."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_train(page, "ours", learn, test))
        theirs.append(_train(page, "theirs", learn, test))
    right = [statistics.median(one["accuracy"] for one in each) for each in (ours, theirs)]
    seconds = [statistics.median(one["seconds"] for one in each) for each in (ours, theirs)]
    each = f"{CLASSES} classes, {count} pictures each"
    yield Figure(
        name=f"{each}: right of unseen stamps",
        value=right[0],
        unit="",
        goal=right[1],
        at_least=True,
        against=f"Teachable Machine's head {right[1]:.3f}",
    )
    yield Figure(
        name=f"{each}: training, part of Teachable Machine's time",
        value=seconds[0] / seconds[1],
        unit="",
        goal=0.5,
        against=f"{seconds[0]:.2f} s beside {seconds[1]:.2f} s",
    )
    yield Figure(
        name=f"{each}: memory of the page after training",
        value=statistics.median(one["bytes"] for one in ours) / 1e6,
        unit="MB",
        against=f"{statistics.median(one['bytes'] for one in theirs) / 1e6:.1f} MB after theirs, in the same page",
    )


def _sizes(page: Page, learn: list[Picture], test: list[Picture]) -> Iterator[Figure]:
    sizes = page.evaluate("([learn, test, classes]) => lab.quantised(learn, test, classes)", [learn, test, CLASSES])
    whole = sizes["float32"]["accuracy"]
    for name in ("float32", "float16", "uint8"):
        lost = whole - sizes[name]["accuracy"]
        against = f"{sizes[name]['accuracy']:.3f} right, {lost:+.3f} lost"
        yield Figure(name=f"size of the head as {name}", value=sizes[name]["bytes"] / 1e3, unit="kB", against=against)


def _lesson(page: Page, learn: list[Picture]) -> Iterator[Figure]:
    """What a class does: three classes, fifty pictures of each."""
    own = [[picture for picture in learn if picture[1] == number] for number in range(3)]
    fifty = [pictures[index % len(pictures)] for pictures in own for index in range(50)]
    seconds = [_train(page, "ours", fifty, fifty[:3], 3)["seconds"] for _ in range(ROUNDS)]
    yield Figure(name="3 classes of 50 pictures: training", value=statistics.median(seconds), unit="s", goal=SECONDS)


def _train(page: Page, whose: str, learn: list[Picture], test: list[Picture], classes: int = CLASSES) -> Any:
    script = f"([learn, test, classes]) => lab.{whose}(learn, test, classes)"
    return page.evaluate(script, [learn, test, classes])


def _pictures(folder: Path) -> tuple[list[Picture], list[Picture]]:
    """Pictures to learn from, and those to be asked about; each class has its stamps shared out between them."""
    learn, test = [], []
    for number, stamps in enumerate(_classes()):
        chance = random.Random(number)
        chance.shuffle(stamps)
        middle = (len(stamps) + 1) // 2
        shown = [stamps[index % middle] for index in range(max(SAMPLES))]
        asked = [stamps[middle + index % (len(stamps) - middle)] for index in range(TESTS)]
        learn += [(_drawn(folder, stamp, f"{number}-{n}", chance), number) for n, stamp in enumerate(shown)]
        test += [(_drawn(folder, stamp, f"{number}-test-{n}", chance), number) for n, stamp in enumerate(asked)]
    return learn, test


def _classes() -> list[list[Path]]:
    """The stamps of the largest folders that hold photos."""
    folders: dict[Path, list[Path]] = {}
    for path in sorted(STAMPS.rglob("*.png")):
        if not any(drawn in str(path.relative_to(STAMPS)) for drawn in DRAWN):
            folders.setdefault(path.parent, []).append(path)
    return sorted(folders.values(), key=len, reverse=True)[:CLASSES]


def _drawn(folder: Path, stamp: Path, name: str, chance: random.Random) -> str:
    """A stamp in a drawn room, turned and somewhere; the address that the page has for it."""
    picture = room(chance).resize((SIDE, SIDE))
    thing = Image.open(stamp).convert("RGBA")
    thing = thing.crop(thing.getchannel("A").point(lambda alpha: 255 * (alpha > 32)).getbbox())
    thing = thing.rotate(chance.uniform(-20, 20), resample=Image.Resampling.BICUBIC, expand=True)
    side = SIDE * chance.uniform(0.5, 0.85)
    scale = side / max(thing.size)
    thing = thing.resize((max(1, round(thing.width * scale)), max(1, round(thing.height * scale))))
    at = (chance.randint(0, SIDE - thing.width), chance.randint(0, SIDE - thing.height))
    picture.paste(thing, at, thing)
    picture.save(folder / f"{name}.png")
    return f"/pictures/{name}.png"
