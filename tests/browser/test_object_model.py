"""The real object detector, in Chromium, on things that are drawn for it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.hands import Scene, render_pictures
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.things import Thing, overlap, svg
from tools.models.card import write
from tools.models.convert_objects import objects_files
from tools.models.quantise import HALF

PLACES = [(320, 240, 1.0), (200, 260, 0.8), (430, 230, 1.2)]
TOLD = 0.5
SIDE = 300
"""Of the network's own picture, in pixels."""


class Gallery:
    """A page with the model loaded, and one that draws things for it."""

    def __init__(self, lab: Page, easel: Page, films: Path) -> None:
        self.lab = lab
        self._easel = easel
        self._films = films

    def draw(self, *things: Thing, width: int = 640, height: int = 480) -> str:
        """Things in a picture, stretched to a size; its address in the lab."""
        shapes = svg(*things)
        name = f"things_{hashlib.sha256(shapes.encode()).hexdigest()[:16]}_{width}.png"
        if not (self._films / name).exists():
            size = f'width="{width}" height="{height}" viewBox="0 0 640 480" preserveAspectRatio="none"'
            self._easel.set_viewport_size({"width": width, "height": height})
            self._easel.set_content(f'<body style="margin:0"><svg {size} display="block">{shapes}</svg>')
            self._easel.screenshot(path=self._films / name)
        return f"/pictures/{name}"

    def told(self, *things: Thing) -> list[dict[str, Any]]:
        """What a picture of these things makes it tell."""
        [sightings] = self.lab.evaluate("(picture) => lab.see([picture])", self.draw(*things))
        return [sighting for sighting in sightings if sighting["label"]]

    def find(self, *things: Thing) -> list[dict[str, Any]]:
        """What it finds where somebody asks about this one picture, also what it is not sure of."""
        found: list[dict[str, Any]] = self.lab.evaluate("(picture) => lab.find('objects', picture)", self.draw(*things))
        return found


@pytest.fixture(scope="module")
def gallery(playwright: Playwright, films: Path) -> Iterator[Gallery]:
    """The model, that also finds its half floats in its pictures."""
    write(objects_files(precision=HALF), films / "half" / "objects")
    build_lab()
    with open_lab(playwright, films, query="models.html") as page:
        page.evaluate("() => lab.open('objects')")
        browser = page.context.browser
        assert browser
        yield Gallery(page, browser.new_page(), films)


@pytest.mark.parametrize("word", ["cup", "bottle", "screen"])
def test_a_thing_is_found_where_it_is(gallery: Gallery, word: str) -> None:
    for x, y, size in PLACES:
        thing = Thing(word, x, y, size)
        (sighting,) = gallery.told(thing)
        assert sighting["label"] == word
        assert sighting["confidence"] >= TOLD
        box, place = thing.box(), sighting["place"]
        assert place["x"] == pytest.approx(1 - box["x"] - box["width"] / 2, abs=0.05), "as the person sees it"
        assert place["y"] == pytest.approx(1 - box["y"] - box["height"] / 2, abs=0.06), "from the bottom"
        (found, *_) = gallery.find(thing)
        assert found["label"] == word
        assert overlap(found["box"], box) >= 0.7


def test_two_cups_and_a_bottle_are_three_things(gallery: Gallery) -> None:
    things = [Thing("cup", 110, 290, 0.6), Thing("bottle", 320, 250, 0.8), Thing("cup", 500, 290, 0.6)]
    found = gallery.find(*things)[:3]
    assert sorted(thing["label"] for thing in found) == ["bottle", "cup", "cup"]
    for thing in things:
        assert max(overlap(each["box"], thing.box()) for each in found if each["label"] == thing.word) >= 0.6


def test_an_empty_room_holds_nothing(gallery: Gallery, films: Path) -> None:
    assert gallery.told() == []
    for picture in render_pictures([Scene(background=seed) for seed in range(1, 6)], films):
        [sightings] = gallery.lab.evaluate("(picture) => lab.see([picture])", f"/pictures/{picture.name}")
        assert [sighting for sighting in sightings if sighting["label"]] == []


@pytest.mark.deep
@pytest.mark.timeout(300)
def test_8_bits_find_what_half_floats_find(gallery: Gallery) -> None:
    differences, boxes = [], []
    for word in ("cup", "bottle", "screen"):
        for x, y, size in PLACES:
            picture = gallery.draw(Thing(word, x, y, size), width=SIDE, height=SIDE)
            half, eight = (
                [
                    np.array(numbers)
                    for numbers in gallery.lab.evaluate(
                        "(all) => lab.outputs(...all)",
                        [base, "objects/detector", picture, ["scores", "boxes"], -1, 1],
                    )
                ]
                for base in ("/pictures/half/", "/models/")
            )
            sure = [1 / (1 + np.exp(-numbers[0].reshape(-1, 24)[:, 1:])) for numbers in (half, eight)]
            best = int(sure[0].max(1).argmax())
            differences.append(abs(sure[0][best].max() - sure[1][best].max()))
            boxes.append(abs(half[1].reshape(-1, 4)[best] - eight[1].reshape(-1, 4)[best]).max())
    print(f"confidences differ by {max(differences):.3f} at most, boxes by {max(boxes):.2f} tenths of an anchor")
    assert max(differences) <= 0.08
    assert max(boxes) <= 1


def test_no_tensor_is_left_behind(gallery: Gallery) -> None:
    assert gallery.lab.evaluate("(address) => lab.leaked(address, 30)", gallery.draw(Thing("cup"))) == 0
    gallery.lab.evaluate("() => lab.close()")
    before = gallery.lab.evaluate("() => lab.close()")
    gallery.lab.evaluate("() => lab.open('objects')")
    assert gallery.lab.evaluate("() => lab.close()") == before
