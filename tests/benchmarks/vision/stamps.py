"""Pictures of things, put together from the photos of Debian's `tuxpaint-stamps-default`, with the boxes of what is in
them: things alone, large and small, before a wall and in drawn rooms; three in one room; and what is none of them.

The package is GPL-2 and none of it is in the repository: `sudo apt install tuxpaint-stamps-default`.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.benchmarks.vision.labels import LabelsError
from tests.browser.conftest import FILMS
from tests.browser.hands import Scene, render_pictures

STAMPS = Path("/usr/share/tuxpaint/stamps")
DRAWN = ("cartoon", "symbols", "clipart")
"""Folders whose pictures are no photos, or show signs and letters."""
KNOWN = {
    "household/dishes/mug.png": "cup",
    "hobbies/camera_35mm.png": "camera",
    "animals/mammals/bovines/cow.png": "cow",
    "animals/mammals/bovines/cow_white.png": "cow",
    "animals/mammals/bovines/bull.png": "cow",
    "animals/mammals/bovines/zebu.png": "cow",
    "animals/mammals/dogs/dog.png": "dog",
    "animals/mammals/dogs/dingo.png": "dog",
    "vehicles/auto/beetle.png": "car",
    "vehicles/auto/sedan.png": "car",
    "vehicles/auto/sportscar2.png": "car",
    "vehicles/race/indycar.png": "car",
    "people/fireman200b.png": "person",
    "people/fireman240a.png": "person",
}
"""What can only be called this."""
UNCLEAR = {
    "vehicles/": {"car", "bicycle"},
    "military/": {"car", "person", "shoe"},
    "people/": {"person", "shoe"},
    "space/": {"person"},
    "animals/mammals/bovines/": {"cow"},
    "household/tools/toolbox": {"box"},
    "household/dishes/": {"cup", "bottle"},
}
"""What somebody may well call those that are not in `KNOWN`: neither right nor wrong. A fireman wears shoes."""

SIZE = (640, 480)
WALL = (230, 225, 215)
PARTS_OF_THE_PICTURE = (0.35, 0.55, 0.75)
SEVERAL = 28
SEED = 4


@dataclass(frozen=True)
class Box:
    """Fractions of the picture; `x` and `y` are the left upper corner."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: "Box") -> float:
        """What both cover as a part of what either covers, 0…1."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        both = max(0.0, across) * max(0.0, down)
        return both / (self.width * self.height + other.width * other.height - both)


@dataclass(frozen=True)
class Picture:
    """A picture and what is in it."""

    file: Path
    kind: str
    """`alone`, `several` or `none`."""
    things: tuple[tuple[str, Box], ...] = ()
    unclear: frozenset[str] = frozenset()
    """Words that count neither as right nor as wrong."""
    about: str = ""


def pictures(folder: Path) -> list[Picture]:
    """All of them, written into a folder; the same in every run.

    Raises:
        LabelsError: the photos are not installed.
    """
    if not STAMPS.is_dir():
        raise LabelsError("The photos are not here. Install them: sudo apt install tuxpaint-stamps-default")
    chance = random.Random(SEED)
    rooms = render_pictures([Scene(background=seed) for seed in range(1, 13)], FILMS, *SIZE)
    return [*_alone(folder, chance, rooms), *_several(folder, chance, rooms), *_others(folder)]


def _alone(folder: Path, chance: random.Random, rooms: list[Path]) -> Iterator[Picture]:
    for name, word in KNOWN.items():
        for part in PARTS_OF_THE_PICTURE:
            for behind in ("wall", "room"):
                picture = Image.open(chance.choice(rooms)).convert("RGB") if behind == "room" else _wall()
                box = _put(picture, name, part, chance.random(), chance.random())
                yield _write(picture, folder, "alone", [(word, box)], f"{Path(name).stem} {part} {behind}")


def _several(folder: Path, chance: random.Random, rooms: list[Path]) -> Iterator[Picture]:
    for count in range(SEVERAL):
        picture = Image.open(chance.choice(rooms)).convert("RGB")
        names = chance.sample(sorted(KNOWN), 3)
        things = [
            (KNOWN[name], _put(picture, name, 0.32, place / 2, chance.random())) for place, name in enumerate(names)
        ]
        yield _write(picture, folder, "several", things, f"{count}")


def _others(folder: Path) -> Iterator[Picture]:
    for path in sorted(STAMPS.rglob("*.png")):
        name = str(path.relative_to(STAMPS))
        if name not in KNOWN and not any(drawn in name for drawn in DRAWN):
            picture = _wall()
            _put(picture, name, 0.7, 0.5, 0.5)
            yield _write(picture, folder, "none", [], name)


def _wall() -> Image.Image:
    return Image.new("RGB", SIZE, WALL)


def _put(picture: Image.Image, name: str, part: float, across: float, down: float) -> Box:
    """Puts a thing into the picture; says where what can be seen of it is.

    Args:
        picture: is changed.
        name: of the stamp.
        part: of the picture's width or height that it fills at most, 0…1.
        across: 0 at the left, 1 at the right.
        down: 0 at the top, 1 at the bottom.
    """
    stamp = Image.open(STAMPS / name).convert("RGBA")
    stamp = stamp.crop(stamp.getchannel("A").point(lambda alpha: 255 * (alpha > 32)).getbbox())
    scale = part * min(SIZE[0] / stamp.width, SIZE[1] / stamp.height)
    stamp = stamp.resize((max(1, round(stamp.width * scale)), max(1, round(stamp.height * scale))))
    x, y = round(across * (SIZE[0] - stamp.width)), round(down * (SIZE[1] - stamp.height))
    picture.paste(stamp, (x, y), stamp)
    return Box(x / SIZE[0], y / SIZE[1], stamp.width / SIZE[0], stamp.height / SIZE[1])


def _write(picture: Image.Image, folder: Path, kind: str, things: list[tuple[str, Box]], about: str) -> Picture:
    file = folder / f"{kind}_{about.replace('/', '_').replace(' ', '_').removesuffix('.png')}.png"
    picture.save(file)
    unclear = {word for start, words in UNCLEAR.items() if about.startswith(start) for word in words}
    # Firemen wear shoes.
    unclear |= {"shoe"} if any(word == "person" for word, _ in things) else set()
    return Picture(file, kind, tuple(things), frozenset(unclear), about)


def box_of(found: Mapping[str, float] | None) -> Box:
    """A box as the page gives it; the whole picture where it gives none."""
    return Box(0, 0, 1, 1) if found is None else Box(found["x"], found["y"], found["width"], found["height"])
