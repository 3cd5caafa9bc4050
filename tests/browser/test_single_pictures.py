"""Single pictures that somebody asks about: with and without the camera, on a worker of the page's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.faces import Face, svg
from tests.browser.hands import render_video
from tests.browser.hands.lab import build_lab, open_lab

SLOWLY = 60_000
"""Milliseconds that a test waits for models that load."""

CLOCK = """<rect width="640" height="480" fill="#c9b79c"/>
<circle cx="320" cy="240" r="170" fill="white" stroke="#222" stroke-width="18"/>
<g fill="#111" font-size="38" font-family="sans-serif" text-anchor="middle">
<text x="320" y="118">12</text><text x="440" y="254">3</text>
<text x="320" y="392">6</text><text x="200" y="254">9</text>
</g><g stroke="#111" stroke-linecap="round"><path d="M320 240 L390 195" stroke-width="13"/>
<path d="M320 240 L298 126" stroke-width="9"/></g><circle cx="320" cy="240" r="11"/>"""


@pytest.fixture
def lab(playwright: Playwright, films: Path) -> Iterator[Page]:
    """A page whose camera shows a hand; nothing watches yet."""
    build_lab()
    with open_lab(playwright, films, film=render_video([("open hand", 2), ("fist", 2)], films)) as page:
        page.set_default_timeout(SLOWLY)
        yield page


def draw(lab: Page, films: Path, name: str, shapes: str) -> str:
    """A drawing as a picture of the lab; its address there."""
    browser = lab.context.browser
    assert browser
    page = browser.new_page(viewport={"width": 640, "height": 480})
    page.set_content(
        f'<body style="margin:0;background:#9ab"><svg width="640" height="480" display="block">{shapes}</svg>'
    )
    page.screenshot(path=films / f"{name}.png")
    page.close()
    return f"/pictures/{name}.png"


def find(lab: Page, model: str, *pictures: str) -> list[Any]:
    """What the model finds in each picture, all asked for at once; a sentence where it fails."""
    found: list[Any] = lab.evaluate("([model, pictures]) => lab.inPictures(model, pictures)", [model, list(pictures)])
    return found


def is_face_at(box: dict[str, float], x: float, y: float) -> bool:
    """Whether a box has its middle near there, as fractions of the picture from its left upper corner."""
    return abs(box["x"] + box["width"] / 2 - x) < 0.06 and abs(box["y"] + box["height"] / 2 - y) < 0.1


def test_without_a_camera_things_are_named_and_faces_have_their_boxes(lab: Page, films: Path) -> None:
    clock = draw(lab, films, "one_clock", CLOCK)
    faces = draw(lab, films, "two_faces", svg(Face(x=170, size=0.8)) + svg(Face("smiling", x=470, size=0.8)))
    (words,) = find(lab, "image", clock)
    assert (words[0]["label"], words[0]["box"]) == ("clock", None)
    assert words == sorted(words, key=lambda word: -word["confidence"])
    (found,) = find(lab, "face", faces)
    assert {face["label"] for face in found} == {"face"}
    left, right = sorted((face["box"] for face in found), key=lambda box: box["x"])
    assert is_face_at(left, 170 / 640, 210 / 480)
    assert is_face_at(right, 470 / 640, 210 / 480)
    assert all(min(box.values()) >= 0 and box["x"] + box["width"] <= 1 for box in (left, right))
    assert find(lab, "face", clock) == [[]]


def test_beside_the_camera_the_same_worker_looks_and_what_it_watches_goes_on(lab: Page, films: Path) -> None:
    clock = draw(lab, films, "one_clock", CLOCK)
    lab.evaluate("() => lab.start(['hand'])")
    # Asked before the worker is there: it waits for it.
    assert [found[0]["label"] for found in find(lab, "image", clock)] == ["clock"]
    lab.wait_for_function("() => lab.events.length > 0 && lab.statuses.length > 0")
    workers = [worker.url for worker in lab.workers if not worker.url.startswith("blob:")]
    assert len(workers) == 1
    frames = lab.evaluate("() => lab.frames")
    assert [found[0]["label"] for found in find(lab, "image", *[clock] * 5)] == ["clock"] * 5
    lab.wait_for_function("(frames) => lab.frames > frames + 5", arg=frames)
    assert [worker.url for worker in lab.workers if not worker.url.startswith("blob:")] == workers
    assert {model["model"] for model in lab.evaluate("() => lab.statuses.at(-1).models")} <= {"hand"}
    lab.evaluate("() => { lab.watch.stop(); lab.watch = undefined; }")
    assert [found[0]["label"] for found in find(lab, "image", clock)] == ["clock"]


def test_whoever_can_not_be_answered_is_told_why(lab: Page, films: Path) -> None:
    clock = draw(lab, films, "one_clock", CLOCK)
    (sentence,) = find(lab, "hand", clock)
    assert sentence == "“Hands” can not look at a single picture."
    lab.route("**/models/image/efficientnet.bin*", lambda route: route.abort())
    (sentence,) = find(lab, "image", clock)
    assert "efficientnet.bin did not arrive" in sentence
    lab.unroute("**/models/image/efficientnet.bin*")
    assert [found[0]["label"] for found in find(lab, "image", clock)] == ["clock"]
