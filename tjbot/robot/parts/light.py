"""The light: an RGB LED with a common anode.

Wiring: red to GPIO 19 (pin 35), green to GPIO 13 (pin 33), blue to GPIO 12 (pin 32), each through a
resistor; the long leg to 3.3 V (pin 1). With a common cathode the long leg goes to ground (pin 34).
"""

import asyncio
import re
from typing import Annotated, Any, Literal

from msgspec import Meta

from tjbot.config import PartSettings, Pin
from tjbot.errors import PartError, UnknownNameError, did_you_mean
from tjbot.protocol.values import Color
from tjbot.robot.part import Answer, Part, action
from tjbot.robot.wiring import Supply, Wire, ground, power

FRAME_SECONDS = 0.02
BLACK = (0.0, 0.0, 0.0)
Shade = tuple[float, float, float]

PulseSeconds = Annotated[float, Meta(ge=0.1, le=60, extra_json_schema={"unit": "seconds"})]


class LightSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[light]`: the pins of the three colors, and where their common leg is connected."""

    red_pin: Pin = 19
    """The GPIO number of the red leg."""
    green_pin: Pin = 13
    """The GPIO number of the green leg."""
    blue_pin: Pin = 12
    """The GPIO number of the blue leg."""
    common: Literal["anode", "cathode"] = "anode"
    """What the long leg is: "anode" (on plus) or "cathode" (on ground)."""
    supply: Supply = "3.3 V"
    """What a common anode is connected to."""


class Light(Part):
    """Shines and pulses in any color."""

    name = "light"
    summary = "A light in every color"
    Settings = LightSettings
    settings: LightSettings

    @classmethod
    def wires(cls, settings: LightSettings) -> list[Wire]:
        """A wire for each color, and the common leg."""
        anode_on_5_volts = settings.common == "anode" and settings.supply == "5 V"
        colors = [
            Wire(
                name=color,
                use="software pwm",
                color=color,
                gpio=getattr(settings, f"{color}_pin"),
                key=f"{color}_pin",
                brings_volts=5.0 if anode_on_5_volts else 0.0,
                cure='Connect the long leg to 3.3 V (pin 1), and write supply = "3.3 V" in [light] of tjbot.toml.',
            )
            for color in ("red", "green", "blue")
        ]
        common = power(settings.supply, color="white") if settings.common == "anode" else ground(pin=34)
        return [*colors, common]

    def start(self) -> None:
        """Opens the LED, dark."""
        from gpiozero import RGBLED, GPIOZeroError

        pins = (self.settings.red_pin, self.settings.green_pin, self.settings.blue_pin)
        self.shade = BLACK
        try:
            self.led = RGBLED(*pins, active_high=self.settings.common == "cathode", pin_factory=self.pins)
        except (GPIOZeroError, OSError) as error:
            raise PartError(
                f"The light on GPIO {pins[0]}, {pins[1]} and {pins[2]} cannot be opened: {error}.",
                "Check [light] in tjbot.toml, and that no other program uses the pins.",
            ) from None

    def reading(self) -> dict[str, Any]:
        """`color` as #rrggbb; #000000 is dark."""
        return {"color": "#" + "".join(f"{round(value * 255):02x}" for value in self.shade)}

    @action()
    async def shine(self, color: Color) -> Answer:
        """Shines in a color: a name such as "green" or "hotpink", or "#ff8800"."""
        self._show(shade_of(color))
        return Answer(self.reading()["color"])

    @action()
    async def pulse(self, color: Color, seconds: PulseSeconds = 1.0) -> Answer:
        """Glows up in a color and fades to dark again."""
        shade = shade_of(color)
        begun = self.clock()
        while (done := (self.clock() - begun) / seconds) < 1:
            brightness = 1 - abs(2 * done - 1)
            self._show((shade[0] * brightness, shade[1] * brightness, shade[2] * brightness))
            await asyncio.sleep(FRAME_SECONDS)
        self._show(BLACK)
        return Answer(self.reading()["color"])

    @action()
    async def off(self) -> Answer:
        """Puts the light out."""
        self._show(BLACK)
        return Answer(self.reading()["color"])

    async def rest(self) -> None:
        """Puts the light out."""
        self._show(BLACK)

    def close(self) -> None:
        """Puts the light out and frees the pins."""
        self.led.close()

    def _show(self, shade: Shade) -> None:
        if shade != self.shade:
            self.shade = shade
            self.led.value = shade
            self.changed()


def shade_of(color: str) -> Shade:
    """Red, green and blue as fractions.

    Args:
        color: a CSS name in any case ("green" is a full green, as on every traffic light), or #rgb, #rrggbb.

    Raises:
        UnknownNameError: nobody knows this color.
    """
    from colorzero import Color as NamedColor
    from colorzero.tables import NAMED_COLORS

    word = re.sub(r"\s+", "", color.lower())
    if re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", word) or word in NAMED_COLORS:
        named = NamedColor("#00ff00" if word == "green" else word)
        return (float(named.red), float(named.green), float(named.blue))
    raise UnknownNameError(
        f'There is no color "{color}".',
        did_you_mean(word, NAMED_COLORS) if len(word) < 20 else 'Try "red" or "#ff8800".',
    )
