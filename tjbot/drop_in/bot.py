"""The class `TJBot` of tjbot-ce 3, on top of a recipe's `robot`."""

import asyncio
import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tjbot.drop_in.colors import color_for_the_light
from tjbot.drop_in.old_modules import Capability, Hardware, shine_colors
from tjbot.drop_in.pictures import bring_picture
from tjbot.drop_in.settings import Settings
from tjbot.drop_in.vision import as_class, as_face, as_object
from tjbot.errors import RefusedError
from tjbot.protocol.messages import Finding
from tjbot.protocol.values import Subject
from tjbot.recipe.api import robot
from tjbot.recipe.notices import tell
from tjbot.recipe.pictures import bytes_of

LONGEST_LISTENING_SECONDS = 15.0
SHORTEST_PULSE_SECONDS, LONGEST_PULSE_SECONDS = 0.5, 2.0
NEEDS = {
    Capability.LISTEN: Hardware.MICROPHONE,
    Capability.SEE: Hardware.CAMERA,
    Capability.SHINE: Hardware.LED,
    Capability.SPEAK: Hardware.SPEAKER,
    Capability.WAVE: Hardware.SERVO,
}
ALSO_LIGHTS = ("led_neopixel", "led_common_anode")


class TJBot:
    """The robot, for recipes that were written for tjbot-ce; new ones write `from tjbot import robot`.

    Args:
        override_config: what the recipe uses, for example `{"hardware": {"led": True}}`.
        recipe_config_path: the recipe's own settings.
        auto_initialize: False leaves it to `initialize()`.

    Raises:
        ConfigurationError: the settings cannot be understood.
        NoRobotError: there is no robot.
    """

    VERSION = "v3.0.0"
    Hardware = Hardware
    _instance: "TJBot | None" = None

    def __init__(
        self,
        override_config: dict[str, Any] | None = None,
        recipe_config_path: str = "recipe.toml",
        auto_initialize: bool = True,
    ) -> None:
        if TJBot._instance is None:
            TJBot._instance = self
        self.config: Settings | None = None
        self._initialized = False
        if auto_initialize:
            self.initialize(override_config, recipe_config_path)

    @classmethod
    def get_instance(cls) -> "TJBot":
        """The one TJBot; it must be initialized before it can do anything."""
        if TJBot._instance is None:
            TJBot._instance = cls(auto_initialize=False)
        return TJBot._instance

    @classmethod
    def get_recipe_config(cls, recipe_config_path: str = "recipe.toml") -> dict[str, Any]:
        """The recipe's own settings, from its file."""
        return Settings(recipe_path=recipe_config_path).recipe

    def initialize(
        self, override_config: dict[str, Any] | None = None, recipe_config_path: str = "recipe.toml"
    ) -> Self:
        """Reads the settings and meets the robot; may be called again with others."""
        self.config = Settings(override_config, recipe_config_path)
        for task in ("speak", "listen", "see"):
            self._tell_of_the_cloud(task)
        robot._link()
        self._initialized = True
        return self

    def cleanup(self) -> None:
        """Lets the robot be; it can be initialized again."""
        self._initialized = False

    def set_log_level(self, level: str) -> None:
        """Does nothing: what there is to know of the robot, its page and `tjbot watch` tell."""

    async def sleep(self, sec: float) -> None:
        """Waits so many seconds."""
        await asyncio.sleep(sec)

    # Shine

    def shine(self, color: str) -> None:
        """Shines in a color: a name, a number such as "#ff8800", "on" or "off"."""
        self._need(Capability.SHINE)
        robot.shine(color_for_the_light(color))

    def pulse(self, color: str, duration: float = 1.0) -> None:
        """Glows up in a color and fades to dark again, in half a second to two."""
        self._need(Capability.SHINE)
        robot.pulse(color_for_the_light(color), min(max(duration, SHORTEST_PULSE_SECONDS), LONGEST_PULSE_SECONDS))

    def shine_colors(self) -> list[str]:
        """The names of colors to choose from."""
        return shine_colors()

    def random_color(self) -> str:
        """One of them, by chance."""
        return random.choice(shine_colors())  # noqa: S311 - it is no secret

    # Wave

    def arm_back(self) -> None:
        """Moves the arm back."""
        self._need(Capability.WAVE)
        robot.arm_back()

    def raise_arm(self) -> None:
        """Raises the arm."""
        self._need(Capability.WAVE)
        robot.raise_arm()

    def lower_arm(self) -> None:
        """Lets the arm hang down."""
        self._need(Capability.WAVE)
        robot.lower_arm()

    def wave(self) -> None:
        """Waves: up, down, up."""
        self._need(Capability.WAVE)
        robot.wave()

    # Speak

    def speak(self, message: str) -> None:
        """Says it, with the robot's own voice."""
        self._need(Capability.SPEAK)
        robot.say(message)

    def play(self, sound_file: str) -> None:
        """Plays a sound that the robot has: one of its own, or of the folder `sounds` of its home."""
        self._need(None)
        robot.play(Path(sound_file).name)

    # Listen

    def listen(self) -> str:
        """Listens with the robot's own ears until something was said; empty where nothing was."""
        self._need(Capability.LISTEN)
        return str(robot.listen("", LONGEST_LISTENING_SECONDS) or "")

    async def listen_async(
        self,
        on_partial_result: Callable[[str], Any] | None = None,
        on_final_result: Callable[[str], Any] | None = None,
    ) -> None:
        """Listens beside other work; what was said goes to `on_final_result`, for these ears hear no halves."""
        self._need(Capability.LISTEN)
        if on_partial_result is None and on_final_result is None:
            raise RefusedError("listen_async() has nobody to tell what it hears.", "Give it on_final_result=…")
        heard = await asyncio.to_thread(self.listen)
        if on_final_result is not None:
            answer = on_final_result(heard)
            if asyncio.iscoroutine(answer):
                await answer

    # See

    def look(self, file_path: str | None = None) -> str:
        """Takes a picture; answers the path of the file, which is the recipe's."""
        picture = self.see()
        if file_path is None:
            descriptor, file_path = tempfile.mkstemp(prefix="tjbot", suffix=".jpg")
            os.close(descriptor)
        Path(file_path).write_bytes(picture)
        return file_path

    def see(self) -> bytes:
        """Takes a picture; answers it as a JPEG."""
        self._need(Capability.SEE)
        return bring_picture(robot._address(), str(robot.look()))

    def detect_objects(self, image: str | bytes) -> list[dict[str, Any]]:
        """Has the robot's page look for things in a picture.

        Args:
            image: the path of a JPEG, PNG or WebP file, or what is in it; at most 4 MiB.

        Returns:
            For each thing its `label`, `confidence` (0 to 1) and `bbox`: left, top, width and height as fractions of
            the picture. Only what is surer than `objectDetectionConfidence` of the settings.

        Raises:
            RefusedError: no page is open, or it has no model for that.
        """
        return [as_object(finding) for finding in self._ask("objects", image, "objectDetectionConfidence")]

    def classify_image(self, image: str | bytes) -> list[dict[str, Any]]:
        """Has the robot's page say what a picture shows: a `label` and `confidence` for each possibility, the likeliest
        first. As `detect_objects`, with `imageClassificationConfidence`.
        """
        return [as_class(finding) for finding in self._ask("picture", image, "imageClassificationConfidence")]

    def detect_faces(self, image: str | bytes) -> dict[str, Any]:
        """Has the robot's page look for faces in a picture: `isFaceDetected`, and for each its `boundingBox` and
        `confidence` in `metadata`. As `detect_objects`, with `faceDetectionConfidence`.
        """
        faces = [as_face(finding) for finding in self._ask("faces", image, "faceDetectionConfidence")]
        return {"isFaceDetected": bool(faces), "metadata": faces}

    def describe_image(self, image: str | bytes) -> dict[str, Any]:
        """Always refused: only a cloud's model writes whole sentences about a picture."""
        raise RefusedError(
            "describe_image() needs a cloud, and this robot works without one.",
            "Let the page look: robot.when_sees() of a new recipe tells what it recognises.",
        )

    # Inside

    def _ask(self, what: Subject, image: str | bytes, least: str) -> list[Finding]:
        self._need(Capability.SEE)
        assert self.config is not None
        backend = self.config["see"]["backend"]
        if backend.get("type") == "none":
            raise RefusedError(
                "The recipe's settings switch looking at pictures off.", 'Set see.backend.type to "local".'
            )
        least_confidence = backend["local"][least]
        picture = bytes_of(image)
        findings = robot._ask_robot(lambda link: link.ask(what, picture))
        return [finding for finding in findings if finding.confidence >= least_confidence]

    def _need(self, capability: Capability | None) -> None:
        """Looks whether the recipe has said that it will do this."""
        if self.config is None or not self._initialized:
            raise RefusedError("TJBot has not been initialized.", "Call initialize() before anything else.")
        if capability is None:
            return
        hardware = NEEDS[capability]
        keys = (hardware, *ALSO_LIGHTS) if hardware == Hardware.LED else (hardware,)
        if not any(self.config.hardware.get(key) for key in keys):
            raise RefusedError(
                f"TJBot is not configured to {capability}. Required hardware: {hardware}.",
                f'Write TJBot({{"hardware": {{"{hardware}": True}}}}).',
            )

    def _tell_of_the_cloud(self, task: str) -> None:
        assert self.config is not None
        kind = self.config[task].get("backend", {}).get("type", "local")
        if kind not in ("local", "none"):
            tell(f'"{kind}" is a cloud, and this robot works without one: it uses what it has itself to {task}.')
