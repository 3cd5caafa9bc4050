"""The camera on a Pi's ribbon cable, through picamera2 and the system's libcamera."""

import time
from collections.abc import Iterator
from typing import Any

from tjbot.errors import PartError
from tjbot.robot.cameras.source import JPEG_QUALITY, MOST_PICTURES_A_SECOND, CameraSettings, Shot

WARM_UP_SHOTS = 8
"""The first pictures are dark, until the camera has found the right exposure."""


def shots(settings: CameraSettings) -> Iterator[Shot]:
    """The camera's shots.

    Raises:
        PartError: picamera2 is missing, there is no camera, or another program uses it.
    """
    camera = _open()
    with camera:
        pixels = _configure(camera, settings)
        camera.start()
        count = 0
        while True:
            # Waits for the next one: what came before and was not asked for is gone.
            request = camera.capture_request()
            try:
                count += 1
                if count > WARM_UP_SHOTS:
                    yield _shot(request, pixels)
            finally:
                request.release()


def _open() -> Any:
    try:
        from picamera2 import Picamera2
    except ImportError as error:
        raise PartError(f"picamera2, the program for the Pi's camera, is missing ({error}).", _INSTALL) from None
    if not Picamera2.global_camera_info():
        raise PartError(
            "The Pi finds no camera.", "Switch the Pi off and check the ribbon cable; the contacts face the contacts."
        )
    try:
        return Picamera2()
    except RuntimeError as error:
        raise PartError(
            f"The Pi's camera does not start ({error.__cause__ or error}).",
            "Perhaps another program uses it: close that; the camera then starts by itself.",
        ) from None


_INSTALL = "Run ./install.sh again, or: sudo apt-get install python3-picamera2"


def _configure(camera: Any, settings: CameraSettings) -> Any:
    """Configures size, format and speed; returns the stream's configuration as the camera took it."""
    from libcamera import ColorSpace, Transform

    turned = Transform(hflip=settings.upside_down, vflip=settings.upside_down)
    controls = {"FrameRate": MOST_PICTURES_A_SECOND} if "FrameDurationLimits" in camera.camera_controls else {}
    wish = camera.create_video_configuration(
        main={"size": (settings.width, settings.height), "format": "YUV420"},
        transform=turned,
        # JPEG uses the full range of brightness; small videos else have that of television, and look pale.
        colour_space=ColorSpace.Sycc(),
        controls=controls,
        queue=False,
    )
    camera.configure(wish)
    main = camera.camera_configuration()["main"]
    if main["format"] not in ("YUV420", "NV12"):
        raise PartError(f"The Pi's camera gives pictures in a way that is not known here ({main['format']}).", _INSTALL)
    return main


def _shot(request: Any, pixels: Any) -> Shot:
    now = time.monotonic()
    stamp = request.get_metadata().get("SensorTimestamp", 0) / 1e9
    width, height = pixels["size"]
    return Shot(stamp if 0 <= now - stamp < 1 else now, width, height, lambda: _jpeg(request, pixels))


def _jpeg(request: Any, pixels: Any) -> bytes:
    """The request's picture; brightness in full, color in a quarter of the pixels, which is how JPEG keeps it too."""
    import numpy
    import simplejpeg

    width, height = pixels["size"]
    stride = pixels["stride"]
    data = request.make_buffer("main")
    brightness = data[: stride * height].reshape(height, stride)[:, :width]
    colors = data[stride * height : stride * height * 3 // 2]
    if pixels["format"] == "NV12":
        both = colors.reshape(height // 2, stride)[:, :width]
        blue, red = both[:, 0::2], both[:, 1::2]
    else:
        blue, red = colors.reshape(2, height // 2, stride // 2)[:, :, : width // 2]
    planes = [numpy.ascontiguousarray(plane) for plane in (brightness, blue, red)]
    jpeg: bytes = simplejpeg.encode_jpeg_yuv_planes(*planes, quality=JPEG_QUALITY)
    return jpeg
