"""Pictures for `tests/bench teach`: photos of Debian's `tuxpaint-stamps-default`, each in drawn rooms."""

import random
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from tests.benchmarks.vision.stamps import DRAWN, STAMPS
from tests.browser.fruit import room

SIDE = 224

Picture = tuple[str, int]
"""The address that the page has for it, and the number of its class."""


class Stamps:
    """The largest classes of photos; what is learned from and what is asked about never show the same stamp.

    Args:
        folder: where pictures are drawn; the page sees it as /pictures/.
        classes: how many.
        learn: pictures of each class that a split has to learn from.
        test: pictures of each class that it asks about.
    """

    def __init__(self, folder: Path, *, classes: int, learn: int, test: int) -> None:
        self._learn, self._test = learn, test
        # Each stamp is drawn as often as the side of the split that has the fewest of them needs it.
        self._views: list[list[list[str]]] = []
        for number, stamps in enumerate(_classes()[:classes]):
            shown = (len(stamps) + 1) // 2
            count = max(-(-learn // shown), -(-test // (len(stamps) - shown)))
            self._views.append([list(_drawn(folder, stamp, f"{number}-{n}", count)) for n, stamp in enumerate(stamps)])

    @property
    def addresses(self) -> list[str]:
        """Of all pictures."""
        return [view for stamps in self._views for views in stamps for view in views]

    def split(self, seed: int) -> tuple[list[Picture], list[Picture]]:
        """Half of each class's stamps to learn from and the other half to be asked about, shared out by chance."""
        chance = random.Random(seed)
        learn: list[Picture] = []
        test: list[Picture] = []
        for number, stamps in enumerate(self._views):
            mixed = [chance.sample(views, len(views)) for views in chance.sample(stamps, len(stamps))]
            middle = (len(mixed) + 1) // 2
            learn += [(address, number) for address in _in_turn(mixed[:middle], self._learn)]
            test += [(address, number) for address in _in_turn(mixed[middle:], self._test)]
        return learn, test

    def few(self, learn: list[Picture], count: int) -> list[Picture]:
        """The first so many of each class of a split."""
        return [picture for index, picture in enumerate(learn) if index % self._learn < count]


def _in_turn(stamps: list[list[str]], count: int) -> list[str]:
    return [stamps[index % len(stamps)][index // len(stamps)] for index in range(count)]


def _classes() -> list[list[Path]]:
    """The stamps of the folders that hold photos, those with the most first."""
    folders: dict[Path, list[Path]] = {}
    for path in sorted(STAMPS.rglob("*.png")):
        if not any(drawn in str(path.relative_to(STAMPS)) for drawn in DRAWN):
            folders.setdefault(path.parent, []).append(path)
    return sorted(folders.values(), key=len, reverse=True)


def _drawn(folder: Path, stamp: Path, name: str, count: int) -> Iterator[str]:
    """A stamp in so many drawn rooms, turned and somewhere."""
    photo = Image.open(stamp).convert("RGBA")
    photo = photo.crop(photo.getchannel("A").point(lambda alpha: 255 * (alpha > 32)).getbbox())
    for number in range(count):
        chance = random.Random(f"{name} {number}")
        picture = room(chance).resize((SIDE, SIDE))
        thing = photo.rotate(chance.uniform(-20, 20), resample=Image.Resampling.BICUBIC, expand=True)
        scale = SIDE * chance.uniform(0.5, 0.85) / max(thing.size)
        thing = thing.resize((max(1, round(thing.width * scale)), max(1, round(thing.height * scale))))
        at = (chance.randint(0, SIDE - thing.width), chance.randint(0, SIDE - thing.height))
        picture.paste(thing, at, thing)
        picture.save(folder / f"{name}-{number}.png")
        yield f"/pictures/{name}-{number}.png"
