"""A USB webcam: our adapter and the real linuxpy on a webcam that is faked where the kernel would be.

Neither v4l2loopback nor vivid can be loaded where tests run, so `webcam/fake_webcam.c` answers the system calls.
"""

import asyncio
import io
import shutil
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
import uvloop
from PIL import Image

from tjbot.errors import PartError
from tjbot.robot.cameras.camera import Camera
from tjbot.robot.cameras.source import CameraSettings

SOURCE = Path(__file__).parent / "webcam" / "fake_webcam.c"
COMPILER = shutil.which("cc")
RED, BLUE = (255, 0, 0), (0, 0, 255)

pytestmark = pytest.mark.skipif(COMPILER is None, reason="needs a C compiler to fake a webcam (Debian: gcc)")


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled fake."""
    library = tmp_path_factory.mktemp("webcam") / "fake_webcam.so"
    assert COMPILER
    subprocess.run([COMPILER, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, SOURCE], check=True)
    return library


def scene() -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (640, 480), RED)
    image.paste(BLUE, (320, 0, 640, 480))
    return image


def as_jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def as_yuyv(padding: int) -> bytes:
    """The scene as a webcam without JPEG gives it, with some bytes of nothing at the end of each line."""
    red, blue = bytes([81, 90, 81, 240]), bytes([41, 240, 41, 110])
    return (red * 160 + blue * 160 + b"\x55" * padding) * 480


def webcam(fake: Path, frame: bytes, *, form: str = "MJPG", line: int = 0, mood: str = "", **settings: Any) -> Camera:
    """The daemon's side of a webcam that gives this frame."""
    file = fake.parent / "frame"
    file.write_bytes(frame)
    edge = [f"FAKE_FRAME={file}", f"FAKE_FORMAT={form}", f"FAKE_LINE={line}", f"FAKE_MOOD={mood}"]
    program = ["env", f"LD_PRELOAD={fake}", *edge, sys.executable, "-m", "tjbot.robot.cameras.process"]
    return Camera(
        lambda: CameraSettings(kind="webcam", device="/dev/video42", **settings),
        lambda on: None,
        lambda trouble: None,
        program=program,
    )


def run(test: Coroutine[Any, Any, None]) -> None:
    uvloop.run(asyncio.wait_for(test, 90))


async def pictures(camera: Camera, count: int) -> list[bytes]:
    """So many JPEGs, each newer than the one before."""
    found, seen = [], float("-inf")
    with camera.looking():
        for _ in range(count):
            picture = await camera.picture(newer_than=seen)
            assert picture.time > seen
            assert (picture.width, picture.height) == (640, 480)
            seen = picture.time
            found.append(picture.jpeg)
    return found


def sides(jpeg: bytes) -> tuple[Any, Any]:
    image = Image.open(io.BytesIO(jpeg)).convert("RGB")
    return image.getpixel((100, 240)), image.getpixel((540, 240))


def test_jpegs_are_passed_on_as_they_are(fake: Path) -> None:
    async def test() -> None:
        camera = webcam(fake, as_jpeg(scene()) + bytes(100))
        for jpeg in await pictures(camera, 20):
            assert jpeg == as_jpeg(scene()) + bytes(100)
        camera.close()

    run(test())


@pytest.mark.parametrize("padding", [0, 64])
def test_a_webcam_without_jpeg_is_understood(fake: Path, padding: int) -> None:
    async def test() -> None:
        camera = webcam(fake, as_yuyv(padding), form="YUYV", line=1280 + padding)
        left, right = sides((await pictures(camera, 2))[-1])
        assert left == pytest.approx(RED, abs=12)
        assert right == pytest.approx(BLUE, abs=12)
        camera.close()

    run(test())


@pytest.mark.parametrize(("form", "line"), [("MJPG", 0), ("YUYV", 1280)])
def test_a_webcam_that_hangs_upside_down_is_turned(fake: Path, form: str, line: int) -> None:
    async def test() -> None:
        frame = as_jpeg(scene()) if form == "MJPG" else as_yuyv(0)
        camera = webcam(fake, frame, form=form, line=line, upside_down=True)
        left, right = sides((await pictures(camera, 1))[0])
        assert left == pytest.approx(BLUE, abs=12)
        assert right == pytest.approx(RED, abs=12)
        camera.close()

    run(test())


@pytest.mark.parametrize(
    ("mood", "says"),
    [
        ("busy", "Another program uses the webcam"),
        ("unplugged", "The webcam is gone"),
        ("locked", "may not use the webcam"),
    ],
)
def test_each_trouble_has_its_sentence(fake: Path, mood: str, says: str) -> None:
    async def test() -> None:
        camera = webcam(fake, as_jpeg(scene()), mood=mood)
        with pytest.raises(PartError, match=says):
            await pictures(camera, 30)
        camera.close()

    run(test())


def test_torn_pictures_are_left_out(fake: Path) -> None:
    async def test() -> None:
        camera = webcam(fake, as_jpeg(scene())[:500])
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3):
                await camera.picture()
        assert camera.on
        camera.close()

    run(test())


def test_a_format_that_nobody_knows_is_named(fake: Path) -> None:
    async def test() -> None:
        camera = webcam(fake, b"", form="NV12", line=640)
        with pytest.raises(PartError, match="NV12"):
            await camera.picture()
        camera.close()

    run(test())
