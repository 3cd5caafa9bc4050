"""The modules of tjbot-ce that old recipes import beside `TJBot`: those of them that mean something here."""

import re
import sys
import time
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from tjbot.drop_in.colors import NAMES, color_for_the_light
from tjbot.errors import TJBotError


class Hardware(StrEnum):
    """What a robot can be built of."""

    CAMERA = "camera"
    LED = "led"
    MICROPHONE = "microphone"
    SERVO = "servo"
    SPEAKER = "speaker"


class Capability(StrEnum):
    """What a robot can do with it."""

    LISTEN = "listen"
    SEE = "see"
    SHINE = "shine"
    SPEAK = "speak"
    WAVE = "wave"


class RPiDetect:
    """Which Raspberry Pi this is."""

    @staticmethod
    def model() -> str:
        """Its name, for example "Raspberry Pi 5 Model B Rev 1.0"; "Unknown" on another computer."""
        path = Path("/proc/device-tree/model")
        return path.read_text(errors="replace").strip("\0\n ") if path.is_file() else "Unknown"

    @staticmethod
    def is_pi5() -> bool:
        """Whether it is a Pi 5."""
        return _is_pi(5)

    @staticmethod
    def is_pi4() -> bool:
        """Whether it is a Pi 4."""
        return _is_pi(4)

    @staticmethod
    def is_pi3() -> bool:
        """Whether it is a Pi 3."""
        return _is_pi(3)


def _is_pi(number: int) -> bool:
    return re.search(rf"Raspberry Pi {number}\b", RPiDetect.model()) is not None


def shine_colors() -> list[str]:
    """The names of colors to choose from."""
    return list(NAMES)


def provide_old_modules() -> None:
    """Makes `tjbot.utils`, `tjbot.utils.errors` and `tjbot.rpi_drivers.rpi_detect` importable in this process."""
    errors = _module("tjbot.utils.errors", TJBotError=TJBotError)
    utils: dict[str, Any] = {
        "errors": errors,
        "Hardware": Hardware,
        "Capability": Capability,
        "get_shine_colors": shine_colors,
        "normalize_color": color_for_the_light,
        "sleep_sync": time.sleep,
        "TJBotError": TJBotError,
    }
    _module("tjbot.utils", **utils)
    detect = _module("tjbot.rpi_drivers.rpi_detect", RPiDetect=RPiDetect)
    _module("tjbot.rpi_drivers", rpi_detect=detect, RPiDetect=RPiDetect)


def _module(name: str, **contents: Any) -> ModuleType:
    module = ModuleType(name, "A part of tjbot-ce, made for old recipes by tjbot.drop_in.")
    module.__dict__.update(contents)
    return sys.modules.setdefault(name, module)
