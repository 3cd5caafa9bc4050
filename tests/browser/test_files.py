"""A picture or a film from a file, dropped on the page: looked at as the camera is, and back with one click."""

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.hands import Hand, Scene, render_pictures
from tests.browser.test_accessibility import findings
from tests.running import running

SLOWLY = 60_000
"""Milliseconds that a test waits: models load, and a slow machine sees few frames a second."""

DROP = """async ([address, name, type]) => {
    const data = address ? await (await fetch(address)).blob() : new Blob(['words']);
    const transfer = new DataTransfer();
    transfer.items.add(new File([data], name, { type }));
    const found = () => document.querySelector('section[aria-labelledby="see-heading"]');
    // The page first asks the robot whether it lets it in.
    while (found() === null) await new Promise(requestAnimationFrame);
    const panel = found();
    for (const kind of ['dragover', 'drop']) {
        panel.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
}"""

RECORD = """async (base64) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.fromBase64(base64)]));
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: 'video/webm' });
    const pieces = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const ended = new Promise((resolve) => { recorder.onstop = resolve; });
    recorder.start();
    for (let frame = 0; frame < 20; frame++) {
        context.drawImage(bitmap, 0, 0);
        await new Promise(requestAnimationFrame);
    }
    recorder.stop();
    await ended;
    return new Uint8Array(await new Blob(pieces).arrayBuffer()).toBase64();
}"""


def choose(page: Page, file: dict[str, Any] | Path, button: str = "a file") -> None:
    """Chooses a file with the button, which bears the name of the file that was chosen before."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(file)  # type: ignore[arg-type]


@pytest.fixture
def picture(films: Path) -> Path:
    (path,) = render_pictures([Scene((Hand("open hand", size=0.6),))], films)
    return path


@pytest.mark.timeout(240)
def test_a_picture_is_looked_at_and_the_camera_is_one_click_away(
    playwright: Playwright, tmp_path: Path, picture: Path
) -> None:
    with running(tmp_path) as robot, visiting(playwright, robot.url, camera="film") as visit:
        page = visit.page
        choose(page, picture)
        expect(page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=SLOWLY)
        expect(page.get_by_role("button", name="Stop looking")).to_be_visible()
        assert findings(page) == []
        page.get_by_role("radio", name="my camera").check()
        page.wait_for_function("() => document.querySelector('video').videoWidth > 0")
        expect(page.locator("li.seen")).to_have_count(0, timeout=SLOWLY)
        assert not visit.complaints


@pytest.mark.timeout(240)
def test_what_is_dropped_on_the_sheet_is_looked_at_and_what_is_neither_is_told(
    playwright: Playwright, tmp_path: Path, picture: Path
) -> None:
    with running(tmp_path) as robot, visiting(playwright, robot.url) as visit:
        page = visit.page
        page.evaluate(DROP, [None, "homework.txt", "text/plain"])
        expect(page.get_by_role("alert")).to_contain_text("“homework.txt” is neither a picture nor a film.")
        page.evaluate(DROP, ["/robot.svg", "broken.png", "image/png"])
        expect(page.get_by_role("alert")).to_contain_text("can not show “broken.png”")
        page.evaluate(DROP, ["/", "broken.mp4", "video/mp4"])
        expect(page.get_by_role("alert")).to_contain_text("can not show “broken.mp4”")
        choose(page, picture, "broken.mp4")
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=SLOWLY)


@pytest.mark.live
@pytest.mark.timeout(240)
def test_a_film_is_looked_at_again_and_again(playwright: Playwright, tmp_path: Path, picture: Path) -> None:
    with running(tmp_path) as robot, visiting(playwright, robot.url) as visit:
        page = visit.page
        film = page.evaluate(RECORD, base64.b64encode(picture.read_bytes()).decode())
        choose(page, {"name": "film.webm", "mimeType": "video/webm", "buffer": base64.b64decode(film)})
        expect(page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=SLOWLY)
        page.wait_for_function("() => document.querySelector('video').currentTime > 0.1")
        page.wait_for_function("() => document.querySelector('video').currentTime < 0.1")
        assert not visit.complaints
