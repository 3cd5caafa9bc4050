"""The robot's eyes: a camera on the Pi's ribbon cable, a USB webcam, or a drawn room where the robot is simulated.

The camera is on only while somebody looks: the page, or a recipe that takes a picture. A light can show it: an LED
with its long leg to `light_pin` (for example GPIO 25, pin 22) through a resistor, and its short leg to ground (pin 20).
"""

import asyncio
import time
from collections.abc import Callable
from typing import Annotated, Any, Literal

from msgspec import Meta

from tjbot.config import PartSettings, Pin
from tjbot.errors import PartError
from tjbot.robot.cameras.camera import Camera
from tjbot.robot.cameras.find import find_camera
from tjbot.robot.cameras.source import CameraSettings, Kind
from tjbot.robot.part import Answer, Part, action
from tjbot.robot.pictures import Pictures
from tjbot.robot.wiring import Wire, ground

Pixels = Annotated[int, Meta(ge=160, le=1920, multiple_of=2)]

PICTURES_TO_SEE = "eyes"
"""The folder in the robot's home whose pictures a simulated robot sees."""


class EyesSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[eyes]`: which camera, how large its pictures are, and the light that shows when it is on."""

    camera: Literal["auto", "picamera2", "webcam", "simulated"] = "auto"
    """Which camera: "picamera2" (the Pi's ribbon cable), "webcam", "simulated" (the pictures in the folder `eyes` of
    the robot's home, or a drawn room), or "auto": what is plugged in; on a simulated robot, "simulated"."""
    device: Annotated[str, Meta(pattern=r"^(/dev/video\d{1,3})?$")] = ""
    """Which webcam, for example "/dev/video2"; empty: the first one."""
    width: Pixels = 640
    """The width of the pictures in pixels."""
    height: Pixels = 480
    """The height of the pictures in pixels."""
    upside_down: bool = False
    """Whether the camera hangs upside down."""
    light_pin: Pin | None = None
    """The GPIO number of an LED that is on whenever the camera is."""
    keep_pictures: Annotated[int, Meta(ge=1, le=1000)] = 100
    """How many pictures that `look` took are kept; then the oldest goes."""


class Eyes(Part):
    """Sees. Nothing of it is loaded or opened before the first look; the camera may come and go."""

    name = "eyes"
    summary = "Looks through a camera, and takes pictures"
    Settings = EyesSettings
    settings: EyesSettings

    def __init__(self, settings: EyesSettings, pins: Any, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(settings, pins, clock)
        self.camera = Camera(self._which, self._light, self._troubled)
        self._led: Any = None
        self._kind: Kind | None = None
        self._trouble: str | None = None

    @classmethod
    def wires(cls, settings: EyesSettings) -> list[Wire]:
        """The two wires of the light, where there is one."""
        if settings.light_pin is None:
            return []
        light = Wire(name="camera light", use="output", color="white", gpio=settings.light_pin, key="light_pin")
        return [light, ground(pin=20)]

    @classmethod
    def questions(cls, settings: EyesSettings) -> list[str]:
        """Setup asks which camera it is, and whether an LED shows that it is on."""
        return ["camera", "light_pin"]

    def start(self) -> None:
        """Opens the light, dark; the camera stays closed."""
        from gpiozero import LED, GPIOZeroError

        self.pictures = Pictures(self.home, self.settings.keep_pictures)
        self.pictures.names()
        self._kind = self._find()[0]
        if self.settings.light_pin is None:
            return
        try:
            self._led = LED(self.settings.light_pin, pin_factory=self.pins)
        except (GPIOZeroError, OSError) as error:
            raise PartError(
                f"The camera's light on GPIO {self.settings.light_pin} cannot be opened: {error}.",
                "Check [eyes] in tjbot.toml, and that no other program uses the pin.",
            ) from None

    def reading(self) -> dict[str, Any]:
        """`on`: whether the camera is; `kind`: "picamera2", "webcam", "simulated" or "none"; `trouble`: a sentence
        or None; `picture`: the newest picture's file or None; `pictures`: how many there are.
        """
        names = self.pictures.known
        return {
            "on": self.camera.on,
            "kind": self._kind or "none",
            "trouble": self._trouble,
            "picture": names[0] if names else None,
            "pictures": len(names),
        }

    @action(queued=True, answers=True)
    async def look(self) -> Answer:
        """Takes a picture and keeps it; answers its file name."""
        picture = await self.camera.picture(newer_than=time.monotonic())
        name = await asyncio.to_thread(self.pictures.save, picture.jpeg)
        self.changed()
        return Answer(name)

    async def forget(self, name: str) -> None:
        """Removes a picture.

        Raises:
            UnknownNameError: there is none of this name.
            PartError: it could not be removed.
        """
        await asyncio.to_thread(self.pictures.forget, name)
        self.changed()

    def close(self) -> None:
        """Closes the camera, then puts its light out."""
        self.camera.close()
        if self._led:
            self._led.close()

    def _which(self) -> CameraSettings:
        """Which camera to open now. Raises `PartError` where there is none."""
        kind, device = self._find()
        self._kind = kind
        if kind is None:
            raise PartError("The robot has no camera.", "Plug a webcam in, or a Pi's camera while the Pi is off.")
        settings = self.settings
        return CameraSettings(
            kind=kind,
            device=device,
            width=settings.width,
            height=settings.height,
            upside_down=settings.upside_down,
            folder=str((self.home / PICTURES_TO_SEE).absolute()),
        )

    def _find(self) -> tuple[Kind | None, str]:
        """What `[eyes]` asks for, else what is plugged in."""
        wish, device = self.settings.camera, self.settings.device
        if wish == "webcam" or (wish == "auto" and device):
            found = find_camera("webcam")
            return "webcam", device or (found[1] if found else "/dev/video0")
        if wish != "auto":
            return wish, ""
        if self._is_simulated():
            # A simulated robot never opens a laptop's webcam without being asked.
            return "simulated", ""
        return find_camera() or (None, "")

    def _is_simulated(self) -> bool:
        from gpiozero.pins.mock import MockFactory

        return isinstance(self.pins, MockFactory)

    def _light(self, on: bool) -> None:
        if self._led:
            self._led.value = on
        self.changed()

    def _troubled(self, sentence: str | None) -> None:
        self._trouble = sentence
        self.changed()
