"""How bright it is: a light-dependent resistor and a capacitor of 1 µF.

Wiring: the resistor between 3.3 V (pin 17) and GPIO 27 (pin 13), the capacitor between GPIO 27 and ground (pin 25);
the more light, the sooner the capacitor is full. No other chip is needed.
"""

from typing import Annotated, Any

from msgspec import Meta

from tjbot.config import PartSettings, Pin
from tjbot.protocol.values import Fraction
from tjbot.robot.sensing import Below, Sensor
from tjbot.robot.wiring import Wire, ground, power

CLEARLY = 0.1
"""How much brighter than dark it must become to be dark no longer."""


class BrightnessSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[brightness]`: a light-dependent resistor that tells how bright it is."""

    pin: Pin = 27
    """The pin between resistor and capacitor."""
    dark_below: Fraction = 0.2
    """Less than this, from 0 to 1, is "darkness"."""
    charging_seconds: Annotated[float, Meta(ge=0.001, le=0.1)] = 0.01
    """How long the capacitor takes in the dark; larger for a larger capacitor."""


class Brightness(Sensor):
    """Measures how bright it is."""

    name = "brightness"
    summary = "A light sensor that tells how bright it is"
    Settings = BrightnessSettings
    settings: BrightnessSettings
    key = "brightness"
    label = "darkness"

    @classmethod
    def wires(cls, settings: BrightnessSettings) -> list[Wire]:
        """The wire between resistor and capacitor, power and ground."""
        return [
            Wire(name="light", use="input", color="yellow", gpio=settings.pin, key="pin"),
            power("3.3 V", pin=17),
            ground(pin=25),
        ]

    def open(self) -> Any:
        """Opens the sensor; it measures nine times a second."""
        from gpiozero import LightSensor

        return LightSensor(
            self.settings.pin,
            queue_len=3,
            charge_time_limit=self.settings.charging_seconds,
            pin_factory=self.pins,
        )

    def measure(self, device: Any) -> float | None:
        """How bright it is, from 0 to 1."""
        # Asked earlier, gpiozero would wait for its first measurements.
        return float(device.value) if device._queue.full.is_set() else None

    def limits(self) -> Below:
        """Dark, until it is clearly brighter."""
        return Below(self.settings.dark_below, self.settings.dark_below + CLEARLY)

    def where(self) -> str:
        """The pin."""
        return f"GPIO {self.settings.pin}"
