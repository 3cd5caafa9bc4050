"""The distance to what stands before the robot: an ultrasonic sensor (HC-SR04).

Wiring: VCC to 5 V (pin 2), GND to ground (pin 20), trigger to GPIO 23 (pin 16), echo through a voltage divider
(1 kΩ from echo to GPIO 24, 2 kΩ from there to ground) to GPIO 24 (pin 18): its 5 V would harm the Pi.
"""

import warnings
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from tjbot.config import PartSettings, Pin
from tjbot.robot.sensing import Below, Sensor
from tjbot.robot.wiring import Supply, Wire, ground, power

Meters = Annotated[float, Meta(ge=0.05, le=4)]


class DistanceSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[distance]`: an ultrasonic sensor that measures how far away things are."""

    trigger_pin: Pin = 23
    """The pin that makes the sensor call."""
    echo_pin: Pin = 24
    """The pin that hears the echo."""
    supply: Supply = "5 V"
    """What the sensor is powered with."""
    divider: bool = True
    """Whether two resistors bring the echo's 5 V down to the 3.3 V that the Pi bears."""
    near_meters: Meters = 0.3
    """Nearer than this is "something near"."""
    farthest_meters: Meters = 2.0
    """Whatever is farther away than this counts as this far."""


class Distance(Sensor):
    """Measures how far away things are."""

    name = "distance"
    summary = "An ultrasonic sensor that tells how far away things are"
    on_a_pico: ClassVar = {"trigger_pin": 14, "echo_pin": 15}
    Settings = DistanceSettings
    settings: DistanceSettings
    key = "distance"
    label = "something near"

    @classmethod
    def wires(cls, settings: DistanceSettings) -> list[Wire]:
        """Trigger, echo, power and ground."""
        return [
            Wire(name="trigger", use="output", color="yellow", gpio=settings.trigger_pin, key="trigger_pin"),
            Wire(
                name="echo",
                use="input",
                color="green",
                gpio=settings.echo_pin,
                key="echo_pin",
                brings_volts=5.0 if settings.supply == "5 V" and not settings.divider else 3.3,
                cure="Put two resistors (1 kΩ and 2 kΩ) between echo and ground, and write divider = true.",
            ),
            power(settings.supply),
            ground(pin=20),
        ]

    def open(self) -> Any:
        """Opens the sensor; it measures sixteen times a second."""
        from gpiozero import DistanceSensor, DistanceSensorNoEcho

        # Nothing within reach gives no echo: that is no fault, and gpiozero would say so again and again.
        warnings.filterwarnings("ignore", category=DistanceSensorNoEcho)
        settings = self.settings
        return DistanceSensor(
            echo=settings.echo_pin,
            trigger=settings.trigger_pin,
            max_distance=settings.farthest_meters,
            queue_len=5,
            pin_factory=self.pins,
        )

    def measure(self, device: Any) -> float | None:
        """The distance in meters."""
        # Asked earlier, gpiozero would wait for its first measurements.
        return float(device.distance) if device._queue.full.is_set() else None

    def limits(self) -> Below:
        """Near, until it is a fifth farther away."""
        return Below(self.settings.near_meters, self.settings.near_meters * 1.2)

    def where(self) -> str:
        """The pins."""
        return f"GPIO {self.settings.trigger_pin} and {self.settings.echo_pin}"
