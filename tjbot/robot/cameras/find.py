"""Which camera is plugged in, read from what the kernel shows: a matter of microseconds."""

from pathlib import Path

from tjbot.robot.cameras.source import Kind

VIDEO_DEVICES = Path("/sys/class/video4linux")

_PI_RECEIVERS = ("unicam", "bcm2835-unicam", "rp1-cfe")
"""What the kernel calls the end of the ribbon cable: on a Pi up to 4, by its old name, and on a Pi 5."""


def find_camera(only: Kind | None = None, devices: Path = VIDEO_DEVICES) -> tuple[Kind, str] | None:
    """The camera that is plugged in; a Pi's own comes before a webcam.

    Args:
        only: look for this kind alone.
        devices: where the kernel shows its video devices.

    Returns:
        Its kind, and a webcam's path; None where there is none.
    """
    found = sorted(devices.glob("video*"), key=lambda path: (len(path.name), path.name))
    if only != "webcam" and any(_read(path / "name").startswith(_PI_RECEIVERS) for path in found):
        return "picamera2", ""
    for path in found if only != "picamera2" else ():
        # A webcam has a second device for what is no picture; its index is 1.
        if (path / "device" / "driver").resolve().name == "uvcvideo" and _read(path / "index") == "0":
            return "webcam", f"/dev/{path.name}"
    return None


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""
