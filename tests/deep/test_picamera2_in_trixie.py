"""The Pi's camera for real: our adapter on the real picamera2 and libcamera of a Debian 13, with a virtual camera.

The test runs the daemon's side; only the camera's process runs in the Debian, whose root file system is kept in
`build/`. What only a Pi has is replaced at the very edge: see `trixie_camera/`.
"""

import asyncio
import hashlib
import io
import os
import shutil
import subprocess
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
import uvloop
from PIL import Image

from tests.deep.test_install_in_fresh_debian import debian_mirror, environment
from tjbot.errors import PartError
from tjbot.robot.cameras.camera import Camera
from tjbot.robot.cameras.source import CameraSettings

CHECKOUT = Path(__file__).parents[2]
STAND_INS = Path(__file__).parent / "trixie_camera"
CACHE = CHECKOUT / "build" / "trixie-camera"
PACKAGES = (
    *("ca-certificates", "python3-venv", "python3-libcamera", "libcamera-ipa"),
    *("python3-numpy", "python3-pil", "python3-piexif", "python3-prctl", "python3-dev", "gcc", "libc6-dev"),
)
NEEDS = ("debootstrap", "unshare", "chroot")
MISSING = [name for name in NEEDS if shutil.which(name) is None]

BARS = ((255, 255, 255), (255, 255, 0), (0, 255, 255), (0, 255, 0), (255, 0, 255), (255, 0, 0), (0, 0, 255), (0, 0, 0))
"""The colors of libcamera's test pattern, from left to right."""

pytestmark = [
    pytest.mark.deep,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a Debian to try the camera in"),
    pytest.mark.skipif(bool(MISSING), reason=f"needs the programs {', '.join(MISSING)} (Debian: debootstrap)"),
]

ENTER = """
mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && mount --bind "$1" "$0/opt/tjbot" &&
mount --bind "$2" "$0/opt/stand_ins" && root=$0 && shift 2 && exec chroot "$root" "$@"
"""


def inside(root: Path, *command: str) -> list[str]:
    """The command line that runs a command in the Debian, where this checkout is /opt/tjbot."""
    namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
    return [*namespaces, "sh", "-c", ENTER, str(root), str(CHECKOUT), str(STAND_INS), *command]


@pytest.fixture(scope="module")
def trixie() -> Path:
    """The root file system, made once and kept until something of its making changes."""
    recipe = hashlib.sha256(repr(PACKAGES).encode())
    for file in sorted(STAND_INS.iterdir()):
        if file.is_file():
            recipe.update(file.read_bytes())
    root, complete = CACHE / "root", CACHE / "complete"
    if complete.exists() and complete.read_text() == recipe.hexdigest():
        return root
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    packages = f"--include={','.join(PACKAGES)}"
    subprocess.run(["debootstrap", "--variant=minbase", packages, "trixie", root, *debian_mirror()], check=True)
    for file in ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt"):
        if Path(file).exists():
            shutil.copy(file, root / file.removeprefix("/"))
    for folder in ("tjbot", "stand_ins"):
        (root / "opt" / folder).mkdir()
    subprocess.run(inside(root, "/opt/stand_ins/build.sh"), check=True, env=environment())
    complete.write_text(recipe.hexdigest())
    return root


def camera_in(root: Path, *, plugged_in: bool = True) -> Camera:
    """A camera of the daemon whose process runs in the Debian."""
    edge = ["env", "LD_PRELOAD=/opt/dma_buffers.so", "PYTHONPATH=/opt/tjbot", "PYTHONDONTWRITEBYTECODE=1"]
    start = [*edge, "/opt/camera/bin/python", "/opt/stand_ins/camera_process.py"]
    if not plugged_in:
        start = ["sh", "-c", 'mount -t tmpfs tmpfs /usr/share/libcamera/pipeline/virtual && exec "$0" "$@"', *start]
    settings = CameraSettings(kind="picamera2")
    return Camera(lambda: settings, lambda on: None, lambda trouble: None, program=inside(root, *start))


def run(test: Coroutine[Any, Any, None]) -> None:
    uvloop.run(asyncio.wait_for(test, 120))


def bars_of(jpeg: bytes) -> list[tuple[int, ...]]:
    """The colors of a picture's eighths, at half its height."""
    image = Image.open(io.BytesIO(jpeg)).convert("RGB")
    middles = [(round((bar + 0.5) * image.width / 8), image.height // 2) for bar in range(8)]
    return [tuple(image.getpixel(place)) for place in middles]  # type: ignore[arg-type]


def are_the_bars(colors: list[tuple[int, ...]]) -> bool:
    """Whether they are the colors of the test pattern in its order; it wanders, so any may be the first."""
    nearest = [
        min(range(8), key=lambda bar: sum((one - other) ** 2 for one, other in zip(color, BARS[bar], strict=True)))
        for color in colors
    ]
    return nearest == [(nearest[0] + place) % 8 for place in range(8)]


def test_the_real_picamera2_streams_pictures_of_the_right_size_and_colors(trixie: Path) -> None:
    async def test() -> None:
        camera = camera_in(trixie)
        seen = float("-inf")
        firsts = set()
        with camera.looking():
            for _ in range(30):
                picture = await camera.picture(newer_than=seen)
                assert seen < picture.time <= time.monotonic()
                assert (picture.width, picture.height) == (640, 480)
                seen = picture.time
                assert are_the_bars(bars_of(picture.jpeg))
                firsts.add(bars_of(picture.jpeg)[0])
        assert len(firsts) > 1, "the picture is live"
        camera.close()

    run(test())


def test_the_camera_can_be_opened_again(trixie: Path) -> None:
    async def test() -> None:
        for _ in range(2):
            camera = camera_in(trixie)
            await camera.picture()
            camera.close()

    run(test())


def test_without_a_camera_there_is_a_sentence_and_a_cure(trixie: Path) -> None:
    async def test() -> None:
        camera = camera_in(trixie, plugged_in=False)
        with pytest.raises(PartError, match="The Pi finds no camera") as trouble:
            await camera.picture()
        assert "ribbon cable" in trouble.value.hint
        camera.close()

    run(test())
