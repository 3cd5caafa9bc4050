"""Whatever pictures come in: as phones take them, large and upright, and from the camera that was chosen."""

import base64
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.hands import Hand, Scene, render_pictures
from tests.browser.test_files import choose
from tests.running import RunningDaemon, running
from tjbot.protocol.messages import Seen

SLOWLY = 60_000
"""Milliseconds that a test waits: models load, and a slow machine sees few frames a second."""

HIGH, LEFT = 0.7, 0.3
"""Where the hand is in the picture, as fractions of it, from below and from the left."""

DRAW = """async ([base64, width, height, turned]) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.fromBase64(base64)]));
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    context.translate(width / 2, height / 2);
    context.rotate(turned * Math.PI / 180);
    const [across, down] = turned % 180 ? [height, width] : [width, height];
    context.drawImage(bitmap, -across / 2, -down / 2, across, down);
    const jpeg = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg'));
    return new Uint8Array(await jpeg.arrayBuffer()).toBase64();
}"""
"""A picture in another size, and turned clockwise by so many degrees."""

RECORD = """async ([base64, width, height]) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.fromBase64(base64)]));
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: 'video/webm' });
    const pieces = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const ended = new Promise((resolve) => { recorder.onstop = resolve; });
    recorder.start(100);
    // Large ones take a while until the first of them is written.
    while (pieces.filter(({ size }) => size > 1000).length < 3) {
        canvas.getContext('2d').drawImage(bitmap, 0, 0, width, height);
        await new Promise(requestAnimationFrame);
    }
    recorder.stop();
    await ended;
    return new Uint8Array(await new Blob(pieces).arrayBuffer()).toBase64();
}"""


def a_hand(films: Path, width: int, height: int) -> str:
    """A picture with a hand in it that is no larger than it must be, as base64."""
    scene = Scene((Hand("open hand", size=0.5, x=LEFT, y=HIGH),))
    (path,) = render_pictures([scene], films, width, height, kind="jpeg")
    return base64.b64encode(path.read_bytes()).decode()


def marked(jpeg: bytes, orientation: int) -> bytes:
    """The picture with the Exif orientation that a phone writes into it."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def seen_in(robot: RunningDaemon, page: Page, file: dict[str, object]) -> Seen:
    """What is first seen of an open hand in a file."""
    with robot.link(wants=("seen",)) as link:
        choose(page, file)  # type: ignore[arg-type]
        return next(report for report in link.reports() if isinstance(report, Seen) and report.label == "open hand")


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("orientation", "turned"), [(1, 0), (3, 180), (6, 270), (8, 90)])
def test_a_photo_of_a_phone_is_looked_at_upright(
    playwright: Playwright, films: Path, tmp_path: Path, orientation: int, turned: int
) -> None:
    picture = a_hand(films, 640, 480)
    with running(tmp_path) as robot, visiting(playwright, robot.url) as visit:
        width, height = (480, 640) if turned % 180 else (640, 480)
        jpeg = base64.b64decode(visit.page.evaluate(DRAW, [picture, width, height, turned]))
        file = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": marked(jpeg, orientation)}
        seen = seen_in(robot, visit.page, file)
        size = visit.page.locator(".window canvas").first.evaluate("({ width, height }) => [width, height]")
        assert size == [640, 480]
        assert (seen.x, seen.y) == (pytest.approx(LEFT, abs=0.1), pytest.approx(HIGH, abs=0.15))
        assert not visit.complaints


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("width", "height", "shown"), [(3840, 2160, [1280, 720]), (1080, 1920, [720, 1280])])
def test_large_and_upright_pictures_are_looked_at(
    playwright: Playwright, films: Path, tmp_path: Path, width: int, height: int, shown: list[int]
) -> None:
    picture = a_hand(films, width // 3, height // 3)
    with running(tmp_path) as robot, visiting(playwright, robot.url) as visit:
        jpeg = base64.b64decode(visit.page.evaluate(DRAW, [picture, width, height, 0]))
        seen = seen_in(robot, visit.page, {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": jpeg})
        size = visit.page.locator(".window canvas").first.evaluate("({ width, height }) => [width, height]")
        assert size == shown
        assert seen.y == pytest.approx(HIGH, abs=0.15)
        assert not visit.complaints


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("width", "height"), [(3840, 2160), (1080, 1920)])
def test_large_and_upright_films_are_looked_at(
    playwright: Playwright, films: Path, tmp_path: Path, width: int, height: int
) -> None:
    picture = a_hand(films, width // 3, height // 3)
    with running(tmp_path) as robot, visiting(playwright, robot.url) as visit:
        film = base64.b64decode(visit.page.evaluate(RECORD, [picture, width, height]))
        seen = seen_in(robot, visit.page, {"name": "film.webm", "mimeType": "video/webm", "buffer": film})
        size = visit.page.locator("video").evaluate("({ videoWidth, videoHeight }) => [videoWidth, videoHeight]")
        assert size == [width, height]
        assert seen.y == pytest.approx(HIGH, abs=0.15)
        assert not visit.complaints


@pytest.mark.live
@pytest.mark.timeout(240)
def test_of_two_cameras_the_one_that_was_chosen_is_taken_again(playwright: Playwright, tmp_path: Path) -> None:
    def camera(page: Page) -> str:
        """The name of the one that is open, once there is one."""
        page.wait_for_function("() => document.querySelector('video').videoWidth > 0", timeout=SLOWLY)
        name: str = page.evaluate("() => document.querySelector('video').srcObject.getVideoTracks()[0].label")
        return name

    with running(tmp_path) as robot, visiting(playwright, robot.url, camera="film", cameras=2) as visit:
        visit.start_camera()
        which = visit.page.get_by_role("combobox", name="Which camera")
        expect(which).to_be_visible(timeout=SLOWLY)
        first = camera(visit.page)
        (other,) = {*which.get_by_role("option").all_inner_texts()} - {first, "any"}
        which.select_option(label=other)
        visit.page.wait_for_function(
            "(name) => document.querySelector('video').srcObject?.getVideoTracks()[0].label === name", arg=other
        )
        visit.page.reload()
        visit.start_camera()
        assert camera(visit.page) == other
        visit.page.evaluate("() => localStorage.setItem('tjbot.camera', 'one that is not there any more')")
        visit.page.reload()
        visit.start_camera()
        assert camera(visit.page) == first
        assert not visit.complaints
