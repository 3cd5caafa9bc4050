"""A USB webcam, through the kernel's V4L2. Most give JPEGs already, which are passed on as they are."""

import errno
import io
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tjbot.errors import PartError
from tjbot.robot.cameras.source import JPEG_QUALITY, MOST_PICTURES_A_SECOND, CameraSettings, Shot

if TYPE_CHECKING:
    from PIL.Image import Image

MOTION_JPEG, YUYV = "MJPG", "YUYV"
WARM_UP_SHOTS = 5
"""The first pictures of a webcam are dark, until it has found the right exposure."""


def shots(settings: CameraSettings) -> Iterator[Shot]:
    """The webcam's shots, for as long as it is plugged in.

    Raises:
        PartError: it is not there, may not be used, is used by another program, or was unplugged.
    """
    from linuxpy.video.device import Device, VideoCapture

    try:
        with Device(settings.device) as device:
            capture = VideoCapture(device)
            pixels = _agree(capture, settings)
            with capture:
                for count, frame in enumerate(capture):
                    if count >= WARM_UP_SHOTS and (shot := _shot(bytes(frame.data), frame.timestamp, pixels, settings)):
                        yield shot
    except OSError as error:
        raise _trouble(error, settings.device) from None


def _agree(capture: Any, settings: CameraSettings) -> Any:
    """Agrees with the webcam on size and format: it answers with what it can that is nearest to the wish."""
    for wish in (MOTION_JPEG, YUYV):
        capture.set_format(settings.width, settings.height, wish)
        given = capture.get_format()
        if given.pixel_format.name in (MOTION_JPEG, "MJPEG", "JPEG", YUYV):
            # Not every webcam lets its speed be set; the pace is kept anyway.
            with suppress(OSError):
                capture.set_fps(MOST_PICTURES_A_SECOND)
            return given
    raise PartError(
        f"The webcam gives pictures in a way that is not known here ({given.pixel_format.name}).",
        "Try another webcam; nearly all give MJPG or YUYV.",
    )


def _shot(data: bytes, stamp: float, pixels: Any, settings: CameraSettings) -> Shot | None:
    """The shot in a frame's bytes; None where the frame is broken."""
    now = time.monotonic()
    taken = stamp if 0 <= now - stamp < 1 else now
    if pixels.pixel_format.name == YUYV:
        if len(data) < pixels.bytes_per_line * pixels.height:
            return None

        def jpeg() -> bytes:
            image = image_of_yuyv(data, pixels.width, pixels.height, pixels.bytes_per_line)
            return _encode(image, settings.upside_down)
    else:
        if not is_whole(data):
            return None

        def jpeg() -> bytes:
            return _turned(data) if settings.upside_down else data

    return Shot(taken, pixels.width, pixels.height, jpeg)


def is_whole(jpeg: bytes) -> bool:
    """Whether a JPEG has its beginning and its end; webcams may lose a part, and may pad the end."""
    return jpeg.startswith(b"\xff\xd8") and b"\xff\xd9" in jpeg[-4096:]


def image_of_yuyv(data: bytes, width: int, height: int, bytes_per_line: int) -> "Image":
    """An image (mode YCbCr) of YUYV bytes: two neighbours share their color; black is 16 and white 235.

    Args:
        data: at least `height` lines.
        width: in pixels, even.
        height: in pixels.
        bytes_per_line: at least twice the width.
    """
    from PIL import Image

    data = data[: bytes_per_line * height]
    line = bytes_per_line // 2
    brightness = Image.frombytes("L", (line, height), data[0::2]).point(_BRIGHTNESS)
    colors = [
        Image.frombytes("L", (line // 2, height), data[offset::4]).point(_COLOR).resize((line, height), 0)
        for offset in (1, 3)
    ]
    return Image.merge("YCbCr", (brightness, *colors)).crop((0, 0, width, height))


# From the range of a video signal to the full one of a JPEG.
_BRIGHTNESS = [min(255, max(0, round((value - 16) * 255 / 219))) for value in range(256)]
_COLOR = [min(255, max(0, round((value - 128) * 255 / 224 + 128))) for value in range(256)]


def _encode(image: "Image", upside_down: bool) -> bytes:
    from PIL.Image import Transpose

    buffer = io.BytesIO()
    (image.transpose(Transpose.ROTATE_180) if upside_down else image).save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def _turned(jpeg: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as image:
        return _encode(image, upside_down=True)


def _trouble(error: OSError, device: str) -> PartError:
    if isinstance(error, PartError):
        return error
    if error.errno in (errno.ENOENT, errno.ENODEV, errno.ENXIO):
        return PartError("The webcam is gone.", "Plug it in again; it starts by itself.")
    if error.errno == errno.EBUSY:
        return PartError(
            "Another program uses the webcam.", "Close that program, such as a video call; it then starts by itself."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return PartError(f"The robot may not use the webcam {device}.", "Run: sudo usermod -aG video $USER; restart.")
    return PartError(f"The webcam {device} does not work: {error.strerror or error}.", "Plug it out and in again.")
