"""Things with their boxes: how many are named right in the photos of Debian's `tuxpaint-stamps-default`, each alone
before a plain wall, and in how many of the other photos of it something is named that is not there.

The package is GPL-2 and none of it is in the repository: `sudo apt install tuxpaint-stamps-default`.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Playwright

from tests.benchmarks.figure import Figure
from tests.benchmarks.vision.labels import LabelsError
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.hands.studio import HERE

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
}
"""What can only be called this. People are left out: there are toys and astronauts among them."""
WALL = (230, 225, 215)
SIZE = (640, 480)
PART_OF_THE_PICTURE = 0.7
TOLD = 0.6
"""So sure a word must be to be told, unless somebody has moved its slider."""
GOAL_RECALL = 0.9
GOAL_WRONG = 0.05


def measure(playwright: Playwright) -> Iterator[Figure]:
    """The figures of the object detector.

    Raises:
        LabelsError: the photos are not installed.
    """
    photos = _photos()
    folder = HERE.parents[2] / "build" / "frames" / "stamps"
    folder.mkdir(parents=True, exist_ok=True)
    build_lab()
    told: dict[str, list[str]] = {}
    with open_lab(playwright, folder, query="models.html") as page:
        page.evaluate("() => lab.open('objects')")
        for count, name in enumerate(photos):
            (folder / "stamp.png").write_bytes(_before_a_wall(STAMPS / name))
            # The number keeps the browser from taking the one before out of its cache.
            found = page.evaluate("(picture) => lab.find('objects', picture)", f"/pictures/stamp.png?{count}")
            told[name] = [thing["label"] for thing in found if thing["confidence"] >= TOLD]
    right = [name for name, word in KNOWN.items() if word in told[name]]
    others = [name for name in photos if name not in KNOWN]
    wrong = [name for name in others if told[name]]
    missed = ", ".join(Path(name).stem for name in KNOWN if name not in right)
    yield Figure(
        name="things: named right",
        value=len(right) / len(KNOWN),
        unit="",
        goal=GOAL_RECALL,
        at_least=True,
        against=f"{len(KNOWN)} photos of {len(set(KNOWN.values()))} kinds; missed: {missed or 'none'}",
    )
    yield Figure(
        name="things: named where there is none that it should know",
        value=len(wrong) / len(others),
        unit="",
        goal=GOAL_WRONG,
        against=f"{len(others)} other photos; {', '.join(f'{Path(n).stem} a {told[n][0]}' for n in wrong[:12])}",
    )


def _photos() -> list[str]:
    if not STAMPS.is_dir():
        raise LabelsError("The photos are not here. Install them: sudo apt install tuxpaint-stamps-default")
    names = [str(path.relative_to(STAMPS)) for path in sorted(STAMPS.rglob("*.png"))]
    return [name for name in names if not any(drawn in name for drawn in DRAWN)]


def _before_a_wall(stamp: Path) -> bytes:
    wall = Image.new("RGB", SIZE, WALL)
    image = Image.open(stamp).convert("RGBA")
    scale = PART_OF_THE_PICTURE * min(SIZE[0] / image.width, SIZE[1] / image.height)
    image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    wall.paste(image, ((SIZE[0] - image.width) // 2, (SIZE[1] - image.height) // 2), image)
    file = BytesIO()
    wall.save(file, "PNG")
    return file.getvalue()
