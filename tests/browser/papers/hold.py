"""The pictures that the network that looks for print is judged by: typeset and drawn by Chromium.

    python -m tests.browser.papers.hold PAPERS OTHERS SEED FILE.npz --fonts FOLDER

The folder holds the fonts (.ttf, .otf) that papers are set in; none of them may be among those of the training. Those
whose names are in `WRITTEN` stand for handwriting.
"""

import argparse
import io
import random
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import CHROMIUM, QUIET
from tests.browser.fruit import picture
from tests.browser.papers.drawn import OBJECTS, SURFACES
from tests.browser.papers.typeset import PAPERS
from tjbot.learn.papers.held_out import write
from tjbot.learn.papers.scenes import SIDE

WRITTEN = ("Kristi", "Rufscript", "Klee", "femke", "Ecolier", "ComicNeue")
_ROOM = 2 * SIDE
_LARGEST = {"card": 1.25, "receipt": 1.5}
_FRUIT = ("banana", "apple", "nothing")
_FRUIT_PART = 0.12


def paper(chance: random.Random, kind: int) -> tuple[str, str]:
    """A paper before a surface: its kind, and the HTML."""
    draw = PAPERS[kind % len(PAPERS)]
    name = draw.__name__
    largest = _LARGEST.get(name, 1.15)
    laid = _laid(
        chance, draw(chance), largest * chance.uniform(0.62, 1), chance.gauss(0, 30), hand=chance.random() < 0.5
    )
    return name, _room(chance, chance.choice(SURFACES)(chance), laid)


def other(chance: random.Random) -> tuple[str, str]:
    """Something without lines of print: its kind, and the HTML."""
    if chance.random() < 0.45:
        surface = chance.choice(SURFACES)
        return surface.__name__, _room(chance, surface(chance), "")
    thing = chance.choice(OBJECTS)
    laid = _laid(chance, thing(chance), chance.uniform(0.5, 1.3), chance.gauss(0, 40), hand=chance.random() < 0.4)
    return thing.__name__, _room(chance, chance.choice(SURFACES)(chance), laid)


def _laid(chance: random.Random, html: str, size: float, away: float, hand: bool) -> str:
    """A thing in the room: tilted, in its own light, with its shadow, and perhaps a thumb on it."""
    turned = chance.gauss(0, 12) + chance.choice((0, 0, 0, 90, 180, -90))
    tilt = f"rotateX({chance.gauss(0, 16)}deg) rotateY({chance.gauss(0, 16)}deg) rotateZ({turned}deg) scale({size})"
    light = f"linear-gradient({chance.randint(0, 360)}deg,#0000 30%,#000{chance.choice('1357')} 50%,#0000 75%)"
    skin = chance.choice(("#e8b48f", "#c98b66", "#7d4a2d"))
    thumb = f"""<div style="position:absolute;left:{chance.randint(0, 350)}px;bottom:-60px;width:58px;height:180px;
border-radius:30px;background:linear-gradient(90deg,#0002,#fff2,#0003),{skin}"></div>"""
    return f"""<div style="position:absolute;left:50%;top:50%;translate:calc(-50% + {away}px) calc(-50% +
{chance.gauss(0, 25)}px)">
<div style="transform:perspective(900px) {tilt};position:relative;box-shadow:4px 8px 22px #0008">{html}
<div style="position:absolute;inset:0;background:{light}"></div></div></div>{thumb if hand else ""}"""


def _room(chance: random.Random, behind: str, before: str) -> str:
    """What the camera sees: the surface, what is before it, light and grain."""
    lens = (
        f"brightness({chance.uniform(0.6, 1.15)}) contrast({chance.uniform(0.75, 1.1)}) sepia({chance.uniform(0, 0.4)})"
    )
    soft = f"blur({chance.uniform(0, 1.1) * (chance.random() < 0.5)}px)"
    grain = f"""<svg width="{_ROOM}" height="{_ROOM}"
style="position:absolute;left:0;top:0;opacity:{chance.uniform(0, 0.16)}">
<filter id="grain"><feTurbulence baseFrequency=".6" seed="{chance.randint(0, 999)}"/></filter><rect width="100%"
height="100%"
filter="url(#grain)"/></svg>"""
    turned = f"rotate({chance.gauss(0, 25)}deg) scale({chance.uniform(1, 1.4)})"
    return f"""<div style="position:relative;width:{_ROOM}px;height:{_ROOM}px;overflow:hidden;filter:{lens} {soft}">
<div style="position:absolute;left:-220px;top:-220px;transform:{turned}">{behind}</div>{before}{grain}</div>"""


class Camera:
    """Takes pictures of HTML, with fonts of chance."""

    def __init__(self, page: Page, fonts: Path, folder: Path) -> None:
        self._page, self._folder = page, folder
        files = sorted(fonts.glob("*.[to]tf"))
        self._written = [file for file in files if file.name.startswith(WRITTEN)]
        self._printed = [file for file in files if file not in self._written]
        page.set_viewport_size({"width": _ROOM, "height": _ROOM})

    def take(self, chance: random.Random, html: str) -> bytes:
        """A JPEG as the page keeps a sample."""
        faces = "".join(
            f"@font-face{{font-family:{name};src:url({chance.choice(files).as_uri()})}}"
            for name, files in (("held", self._printed), ("written", self._written))
        )
        file = self._folder / "scene.html"
        file.write_text(f"<!doctype html><meta charset=utf-8><style>{faces}body{{margin:0}}</style>{html}")
        self._page.goto(file.as_uri())
        self._page.evaluate("document.fonts.ready.then(() => undefined)")
        return kept(Image.open(io.BytesIO(self._page.screenshot())))


def kept(image: Image.Image) -> bytes:
    """What the page keeps of a square picture."""
    data = io.BytesIO()
    image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(data, "JPEG", quality=90)
    return data.getvalue()


def main() -> None:
    """Draws the pictures and writes the file."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("papers", "others", "seed"):
        wanted.add_argument(name, type=int)
    wanted.add_argument("file", type=Path)
    wanted.add_argument("--fonts", type=Path, required=True)
    given = wanted.parse_args()
    chance = random.Random(given.seed)
    jpegs, kinds, papers = [], [], []
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        camera = Camera(browser.new_page(), given.fonts, Path(folder))
        for number in range(given.papers + given.others):
            is_paper = number < given.papers
            if not is_paper and chance.random() < _FRUIT_PART:
                kind = chance.choice(_FRUIT)
                jpeg = kept(Image.open(io.BytesIO(picture(kind, number))))
            else:
                kind, html = paper(chance, number) if is_paper else other(chance)
                jpeg = camera.take(chance, html)
            jpegs.append(jpeg)
            kinds.append(kind)
            papers.append(is_paper)
        browser.close()
    write(given.file, jpegs, kinds, papers)


if __name__ == "__main__":
    main()
