"""The real image model, in Chromium, on things that are drawn for it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.hands import Hand, Scene, render_pictures
from tests.browser.hands.lab import build_lab, open_lab
from tools.models.card import write
from tools.models.convert_image import image_files
from tools.models.quantise import HALF

CLOCK = """<rect width="400" height="400" fill="#c9b79c"/>
<circle cx="200" cy="200" r="150" fill="white" stroke="#222" stroke-width="16"/>
<g fill="#111" font-size="34" font-family="sans-serif" text-anchor="middle">
<text x="200" y="92">12</text><text x="263" y="107">1</text><text x="308" y="152">2</text><text x="323" y="213">3</text>
<text x="306" y="274">4</text><text x="262" y="318">5</text><text x="200" y="334">6</text><text x="138" y="318">7</text>
<text x="94" y="274">8</text><text x="77" y="213">9</text><text x="92" y="152">10</text><text x="138" y="107">11</text>
</g><g stroke="#111" stroke-linecap="round"><path d="M200 200 L262 160" stroke-width="12"/>
<path d="M200 200 L180 100" stroke-width="8"/></g><circle cx="200" cy="200" r="10"/>"""
TRAFFIC_LIGHT = """<rect width="400" height="400" fill="#9fc4e8"/>
<rect x="190" y="300" width="20" height="100" fill="#333"/>
<rect x="135" y="50" width="130" height="270" rx="22" fill="#1b1b1b"/><circle cx="200" cy="100" r="38" fill="#f22"/>
<circle cx="200" cy="185" r="38" fill="#432"/><circle cx="200" cy="270" r="38" fill="#132"/>"""


@pytest.fixture(scope="module")
def lab(playwright: Playwright, films: Path) -> Iterator[Page]:
    """A page with the model loaded, that also finds its half floats in its pictures."""
    write(image_files(HALF), films / "half" / "image")
    build_lab()
    with open_lab(playwright, films, query="models.html") as page:
        page.evaluate("() => lab.open('image')")
        yield page


def draw(lab: Page, films: Path, name: str, shapes: str) -> str:
    """A drawing as a picture of the lab; its address there."""
    browser = lab.context.browser
    assert browser
    page = browser.new_page(viewport={"width": 400, "height": 400})
    page.set_content(f'<body style="margin:0"><svg width="400" height="400" display="block">{shapes}</svg>')
    page.screenshot(path=films / f"{name}.png")
    page.close()
    return f"/pictures/{name}.png"


@pytest.mark.parametrize(("word", "shapes"), [("clock", CLOCK), ("traffic light", TRAFFIC_LIGHT)])
def test_things_are_called_by_their_word(lab: Page, films: Path, word: str, shapes: str) -> None:
    [[sighting]] = lab.evaluate("(picture) => lab.see([picture])", draw(lab, films, word.replace(" ", "_"), shapes))
    assert (sighting["label"], sighting["place"]) == (word, None)
    assert sighting["confidence"] >= 0.5


def test_an_empty_room_is_called_nothing(lab: Page, films: Path) -> None:
    for picture in render_pictures([Scene(background=seed) for seed in range(1, 6)], films):
        [[sighting]] = lab.evaluate("(picture) => lab.see([picture])", f"/pictures/{picture.name}")
        assert sighting["label"] is None


@pytest.mark.deep
@pytest.mark.timeout(300)
def test_8_bits_see_what_half_floats_see(lab: Page, films: Path) -> None:
    scenes = [Scene((Hand(y=0.4, size=0.7, roll=9 * seed),), background=seed) for seed in range(20)]
    angles, agreed = [], []
    for picture in render_pictures(scenes, films, 224, 224):
        address, range_ = f"/pictures/{picture.name}", [-127 / 128, 1]
        half, eight = (
            [
                np.array(numbers)
                for numbers in lab.evaluate(
                    "(all) => lab.outputs(...all)",
                    [base, "image/efficientnet", address, ["features", "logits"], *range_],
                )
            ]
            for base in ("/pictures/half/", "/models/")
        )
        angles.append(half[0] @ eight[0] / np.linalg.norm(half[0]) / np.linalg.norm(eight[0]))
        agreed.append(half[1].argmax() == eight[1].argmax())
    print(f"features are alike by {np.mean(angles):.4f}, at least {min(angles):.4f}; same class {np.mean(agreed):.0%}")
    assert min(angles) >= 0.99
    assert np.mean(agreed) >= 0.85


def test_no_tensor_is_left_behind(lab: Page, films: Path) -> None:
    (picture,) = render_pictures([Scene((Hand("open hand"),))], films)
    assert lab.evaluate("(address) => lab.leaked(address, 30)", f"/pictures/{picture.name}") == 0
    lab.evaluate("() => lab.close()")
    before = lab.evaluate("() => lab.close()")
    lab.evaluate("() => lab.open('image')")
    assert lab.evaluate("() => lab.close()") == before
