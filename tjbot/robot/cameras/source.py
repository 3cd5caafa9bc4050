"""What every kind of camera gives: shots, newest only, at most 15 a second."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec

MOST_PICTURES_A_SECOND = 15
JPEG_QUALITY = 80

Kind = Literal["picamera2", "webcam", "simulated"]


class CameraSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which camera, and what to ask of it; travels to the camera's process.

    `device` is a webcam's path (`/dev/video0`), `folder` is where a simulated camera finds pictures; each is
    empty where it does not matter. `width` and `height` are pixels, and a wish: a webcam may have others.
    """

    kind: Kind
    width: int = 640
    height: int = 480
    upside_down: bool = False
    device: str = ""
    folder: str = ""


@dataclass(frozen=True)
class Shot:
    """One moment as the camera saw it. Only who calls `jpeg` (before the next shot is taken) pays for the JPEG.

    `time` is in seconds of `time.monotonic`, which all processes of a computer share; sizes are in pixels.
    """

    time: float
    width: int
    height: int
    jpeg: Callable[[], bytes]


def paced(shots: Iterable[Shot], most_a_second: float = MOST_PICTURES_A_SECOND) -> Iterator[Shot]:
    """Leaves shots out where they come faster than `most_a_second`; pure, by the shots' own times."""
    interval = 1 / most_a_second
    due = float("-inf")
    for shot in shots:
        # A camera's clock trembles: a shot that is a little early is not left out, only counted from when it was due.
        if shot.time >= due - interval / 10:
            due = max(due, shot.time - interval) + interval
            yield shot
