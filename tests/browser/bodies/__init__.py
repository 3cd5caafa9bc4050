"""Bodies in rooms: drawn from the MakeHuman mesh by `tests.browser.bodies.draw`, which tests do not need; they look at
the pictures that it made. Nobody in them is anybody.
"""

from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
"""`arms_up_100.jpg`: the pose, and the number of the scene (`scenes.varied`); `leap_00.jpg` and on is a film."""
MANY = Path(__file__).parent / "many"
"""Bodies that nobody tuned anything on, to count on; `desk_arms_up_400.jpg` is at a desk."""


def film(folder: Path) -> Path:
    """A MJPEG film of 30 pictures a second in the folder: the leap, between some seconds of standing."""
    frames = [path.read_bytes() for path in sorted(PICTURES.glob("leap_*.jpg"))]
    # The leap has twelve pictures a second.
    leap = [frames[number * 2 // 5] for number in range(5 * len(frames) // 2)]
    path = folder / "leap.mjpeg"
    path.write_bytes(b"".join([*frames[:1] * 60, *leap, *frames[-1:] * 60]))
    return path
