"""Looking goes on for hours: nothing that a picture left behind may stay."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.chromium import visiting
from tests.browser.hands import render_video
from tests.browser.isolates import Isolates
from tests.running import running

pytestmark = pytest.mark.live

KINDS = ("Object", "Array", "Function", "Promise", "Map", "Float32Array", "VideoFrame")
TENSORS = "globalThis._tfengine?.state.numTensors ?? 0"
BEFORE, PICTURES = 240, 600
"""Some seconds of them are kept for the strip charts; how many these are depends on how fast the machine is."""
SLOWLY = 180_000

COUNTING = """() => {
    globalThis.pictures = 0;
    globalThis.VideoFrame = class extends VideoFrame {
        constructor(...given) {
            super(...given);
            globalThis.pictures += 1;
        }
    };
}"""


def counts(isolates: Isolates) -> dict[tuple[str, str], int]:
    """How much lives in the page and its workers, by its kind."""
    classes = {name: isolates.classes(name) for name in isolates.names()}
    counted = {(name, kind): classes[name][kind] for name in classes for kind in KINDS}
    tensors = {(name, "tensors"): isolates.value(name, TENSORS) for name in isolates.names()}
    return counted | tensors


@pytest.mark.deep
@pytest.mark.timeout(400)
def test_nothing_stays_of_a_picture_that_was_looked_at(playwright: Playwright, films: Path, tmp_path: Path) -> None:
    film = render_video([("open hand", 2), ("fist", 2), (None, 1)], films)
    with running(tmp_path) as daemon, visiting(playwright, daemon.url, camera="film", film=film) as visit:
        visit.page.evaluate(COUNTING)
        visit.start_camera()
        visit.page.wait_for_function(f"() => pictures >= {BEFORE}", timeout=SLOWLY)
        isolates = Isolates(visit.page)
        before = counts(isolates)
        visit.page.evaluate("() => { pictures = 0; }")
        visit.page.wait_for_function(f"() => pictures >= {PICTURES}", timeout=SLOWLY)
        after = counts(isolates)
    workers = {name for name, _ in after} - {Isolates.PAGE}
    assert any(after[worker, "tensors"] > 0 for worker in workers), "the models' weights at the least"
    grown = {kind: count - before[kind] for kind, count in after.items()}
    assert {kind: count for kind, count in grown.items() if count >= PICTURES} == {}, "fewer than one for each picture"
