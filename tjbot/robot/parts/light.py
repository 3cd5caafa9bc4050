"""The light: an RGB LED with a common anode or cathode, or a NeoPixel.

Wiring of an RGB LED: red to GPIO 19 (pin 35), green to GPIO 13 (pin 33), blue to GPIO 12 (pin 32), each through
a resistor; the long leg to 3.3 V (pin 1). With a common cathode the long leg goes to ground (pin 34).
Wiring of a NeoPixel: data to GPIO 10 (pin 19), power to 3.3 V (pin 1), ground to pin 6; SPI must be switched on.
"""

import asyncio
from collections.abc import Callable
from math import cos, pi
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from tjbot.config import PartSettings, Pin
from tjbot.errors import PartError
from tjbot.pins.neopixel import PIN as NEOPIXEL_PIN
from tjbot.pins.neopixel import NeoPixel, Order
from tjbot.protocol.values import Color
from tjbot.robot.colors import BLACK, Shade, dimmed, number_of, power_of, rainbow_at, shade_of
from tjbot.robot.part import Answer, Part, action
from tjbot.robot.wiring import Supply, Wire, ground, power

FRAME_SECONDS = 0.02
LED_HERTZ = 100
"""How often a second gpiozero switches an LED that shall be half as bright."""
MOUTH = shade_of("warm white")

EffectSeconds = Annotated[float, Meta(ge=0.1, le=60, extra_json_schema={"unit": "seconds"})]
Times = Annotated[int, Meta(ge=1, le=100)]


class LightSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[light]`: which kind of light it is, where it is connected, and how bright it may get."""

    kind: Literal["rgb", "neopixel"] = "rgb"
    """What it is: "rgb" (an LED with four legs) or "neopixel"."""
    red_pin: Pin = 19
    """The GPIO number of the red leg."""
    green_pin: Pin = 13
    """The GPIO number of the green leg."""
    blue_pin: Pin = 12
    """The GPIO number of the blue leg."""
    data_pin: Pin = NEOPIXEL_PIN
    """The GPIO number of a NeoPixel's data: on a Pi only 10, which is SPI; on a Pico any."""
    common: Literal["anode", "cathode"] = "anode"
    """What the long leg is: "anode" (on plus) or "cathode" (on ground)."""
    supply: Supply = "3.3 V"
    """What a common anode or a NeoPixel is connected to."""
    level_shifter: bool = False
    """Whether a level shifter is between the pin and a NeoPixel on 5 V."""
    order: Order = "GRB"
    """In which order a NeoPixel wants its colors; where red and green are swapped, the other one."""
    brightness: Annotated[float, Meta(ge=0.05, le=1)] = 1.0
    """How bright the light may get: 1 is as bright as it can, 0.5 looks half as bright."""


class Light(Part):
    """Shines, pulses, blinks, breathes, and shows the rainbow."""

    name = "light"
    summary = "A light in every color"
    # Where GPIO 18 has pulses for a servo, GPIO 19 has as many a second; and these lie side by side.
    on_a_pico: ClassVar = {"red_pin": 20, "green_pin": 21, "blue_pin": 22, "data_pin": 20}
    Settings = LightSettings
    settings: LightSettings

    @classmethod
    def wires(cls, settings: LightSettings) -> list[Wire]:
        """A wire for each color and the common leg; or the three wires of a NeoPixel."""
        return _neopixel_wires(settings) if settings.kind == "neopixel" else _led_wires(settings)

    @classmethod
    def questions(cls, settings: LightSettings) -> list[str]:
        """Setup asks which light it is, and what it is connected to."""
        neopixel = settings.kind == "neopixel"
        powered = neopixel or settings.common == "anode"
        return [
            "kind",
            *([] if neopixel else ["common"]),
            *(["supply"] if powered else []),
            *(["level_shifter"] if neopixel and settings.supply == "5 V" else []),
        ]

    def start(self) -> None:
        """Opens the light, dark."""
        from gpiozero import GPIOZeroError

        self.shade = BLACK
        self._mouth: float | None = None
        try:
            self.led = self._open()
        except PartError:
            raise
        except (GPIOZeroError, OSError) as error:
            pins = [wire.gpio for wire in self.wires(self.settings) if wire.gpio is not None]
            raise PartError(
                f"The light on GPIO {', '.join(map(str, pins))} cannot be opened: {error}.",
                "Check [light] in tjbot.toml, and that no other program uses the pins.",
            ) from None

    def reading(self) -> dict[str, Any]:
        """`color` as #rrggbb, as it was asked for; #000000 is dark."""
        return {"color": number_of(self.shade)}

    @action()
    async def shine(self, color: Color) -> Answer:
        """Shines in a color: a name such as "green" or "light blue", or "#ff8800"."""
        return self._show(shade_of(color))

    @action()
    async def pulse(self, color: Color, seconds: EffectSeconds = 1.0) -> Answer:
        """Glows up in a color and fades to dark again."""
        shade = shade_of(color)
        await self._play(seconds, lambda done: dimmed(shade, 1 - abs(2 * done - 1)))
        return self._show(BLACK)

    @action()
    async def blink(self, color: Color, times: Times = 3, seconds: EffectSeconds = 0.6) -> Answer:
        """Blinks in a color, and is dark then; seconds is once on and off."""
        shade = shade_of(color)
        for _ in range(times):
            self._show(shade)
            await asyncio.sleep(seconds / 2)
            self._show(BLACK)
            await asyncio.sleep(seconds / 2)
        return self._show(BLACK)

    @action()
    async def breathe(self, color: Color, times: Times = 3, seconds: EffectSeconds = 4.0) -> Answer:
        """Glows softly as if it breathed, and is dark then; seconds is one breath."""
        shade = shade_of(color)
        for _ in range(times):
            await self._play(seconds, lambda done: dimmed(shade, (1 - cos(2 * pi * done)) / 2))
        return self._show(BLACK)

    @action()
    async def rainbow(self, times: Times = 1, seconds: EffectSeconds = 5.0) -> Answer:
        """Goes through all colors of the rainbow, and is dark then; seconds is one rainbow."""
        for _ in range(times):
            await self._play(seconds, rainbow_at)
        return self._show(BLACK)

    @action()
    async def off(self) -> Answer:
        """Puts the light out."""
        return self._show(BLACK)

    def foresee(self, action: str, arguments: dict[str, Any]) -> None:
        """Whether there is such a color."""
        if "color" in arguments:
            shade_of(arguments["color"])

    def told(self, what: str, level: float | None) -> None:
        """While the voice speaks it is its mouth, in its own color, or in warm white where it is dark."""
        if what == "mouth":
            self._mouth = level
            self._drive(self.shade)

    async def rest(self) -> None:
        """Puts the light out."""
        self._show(BLACK)

    def close(self) -> None:
        """Puts the light out and frees the pins."""
        self.led.close()

    def _open(self) -> Any:
        """Something whose `value` is red, green and blue as shares of the full power."""
        from gpiozero import RGBLED

        settings = self.settings
        if settings.kind == "neopixel":
            return NeoPixel(self.pins, settings.order, settings.data_pin)
        pins = (settings.red_pin, settings.green_pin, settings.blue_pin)
        return RGBLED(*pins, active_high=settings.common == "cathode", pin_factory=self.pins)

    async def _play(self, seconds: float, shade_at: Callable[[float], Shade]) -> None:
        """Shows what `shade_at` gives for the share of the time that is over."""
        begun = self.clock()
        while (done := (self.clock() - begun) / seconds) < 1:
            self._show(shade_at(done))
            await asyncio.sleep(FRAME_SECONDS)

    def _show(self, shade: Shade) -> Answer:
        if shade != self.shade:
            self._drive(shade)
            self.shade = shade
            self.changed()
        return Answer(number_of(shade))

    def _drive(self, shade: Shade) -> None:
        if self._mouth is not None:
            shade = dimmed(MOUTH if shade == BLACK else shade, self._mouth)
        self.led.value = power_of(dimmed(shade, self.settings.brightness))


def _led_wires(settings: LightSettings) -> list[Wire]:
    anode_on_5_volts = settings.common == "anode" and settings.supply == "5 V"
    colors = [
        Wire(
            name=color,
            use="software pwm",
            color=color,
            gpio=getattr(settings, f"{color}_pin"),
            key=f"{color}_pin",
            hertz=LED_HERTZ,
            brings_volts=5.0 if anode_on_5_volts else 0.0,
            cure='Connect the long leg to 3.3 V, and write supply = "3.3 V" in [light] of tjbot.toml.',
        )
        for color in ("red", "green", "blue")
    ]
    common = power(settings.supply, color="white") if settings.common == "anode" else ground(pin=34)
    return [*colors, common]


def _neopixel_wires(settings: LightSettings) -> list[Wire]:
    needs_5_volts = settings.supply == "5 V" and not settings.level_shifter
    data = Wire(
        name="data",
        use="spi",
        color="green",
        gpio=settings.data_pin,
        key="data_pin",
        # It takes for high what is above 0.7 times its supply.
        needs_volts=3.5 if needs_5_volts else 3.3,
        cure='Connect its power to 3.3 V and write supply = "3.3 V" in [light] of tjbot.toml, '
        "or put a level shifter in between and write level_shifter = true.",
    )
    return [data, power(settings.supply), ground()]
