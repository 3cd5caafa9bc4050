"""A computer made of a few files, so that every check can be shown a good and a bad one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tjbot.config import FILE_NAME
from tjbot.doctor.system import System

PI_3 = "Raspberry Pi 3 Model B Rev 1.2"
PI_4 = "Raspberry Pi 4 Model B Rev 1.4"

GOOD_FILES = {
    "proc/device-tree/model": PI_4 + "\0",
    "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_CODENAME=trixie\n',
    "boot/firmware/config.txt": "dtparam=audio=on\n",
    "sys/devices/platform/soc/soc:firmware/get_throttled": "0\n",
    "sys/class/thermal/thermal_zone0/temp": "48312\n",
    "run/systemd/timesync/synchronized": "",
    "dev/gpiochip0": "",
    "dev/snd/pcmC0D0p": "",
    "proc/asound/cards": " 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones\n"
    "                      bcm2835 Headphones\n",
    "proc/asound/pcm": "00-00: bcm2835 Headphones : bcm2835 Headphones : playback 8\n",
}


class Programs:
    """Answers of programs by their whole command line; anything else is missing."""

    def __init__(self, **answers: str) -> None:
        self.answers = {"getconf LONG_BIT": "64", **answers}

    def __call__(self, command: Sequence[str]) -> str | None:
        return self.answers.get(" ".join(command))


def computer(
    folder: Path,
    files: dict[str, str | None] | None = None,
    *,
    pi: bool = True,
    toml: str | None = None,
    programs: dict[str, str] | None = None,
    **more: Any,
) -> System:
    """A computer below a folder.

    Args:
        folder: an empty folder.
        files: what its files hold, besides or instead of the good ones; None removes one.
        pi: whether it begins as a Raspberry Pi 4 on which all is well, or as an empty computer.
        toml: what the robot's `tjbot.toml` holds.
        programs: what programs answer, by their command line.
        more: what else a `System` takes.
    """
    for name, text in {**(GOOD_FILES if pi else {}), **(files or {})}.items():
        if text is not None:
            path = folder / "root" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    home = folder / "home"
    home.mkdir()
    if toml is not None:
        (home / FILE_NAME).write_text(toml)
    settings: dict[str, Any] = {
        "groups": frozenset({"gpio", "audio", "video"}),
        "superuser": False,
        "requires": lambda: ["msgspec", "lgpio>=0.2.2; python_version < '3.12'"],
        "version": lambda package: "1.0",
        "free_bytes": lambda folder: 5_000_000_000,
        **more,
    }
    return System(home, folder / "root", Programs(**(programs or {})), **settings)
