"""The light follows what another part tells of the mouth, and is itself again afterwards."""

from typing import Any

from tests.virtual_time import run_in_virtual_time
from tjbot.config import Configuration
from tjbot.pins.simulated import simulated_factory
from tjbot.protocol.values import Fraction
from tjbot.robot.body import Body
from tjbot.robot.part import Part, action
from tjbot.robot.parts.light import MOUTH, Light

PINS = (19, 13, 12)
GAMMA = 2.2


class Mouth(Part):
    """Tells what a test wants it to tell."""

    name = "mouth"
    summary = "Opens and shuts"

    @action()
    async def gape(self, level: Fraction) -> None:
        """Opens."""
        self.tell("mouth", level)

    @action()
    async def shut(self) -> None:
        """Is over."""
        self.tell("mouth", None)


def test_the_light_follows_the_mouth_and_its_reading_does_not() -> None:
    changes: list[str] = []
    pins = simulated_factory()
    body = Body("real", pins, [Light, Mouth], changes.append)

    def shines(*shade: float) -> bool:
        """Whether the pins of the common anode are low for as long as a shade wants."""
        powers = [1 - pins.pin(pin).state for pin in PINS]
        return all(abs(power - value**GAMMA) < 0.01 for power, value in zip(powers, shade, strict=True))

    async def test(_: Any) -> None:
        body.start(Configuration())
        await body.begin("gape", {"level": 0.5})
        assert shines(*(0.5 * value for value in MOUTH))
        await body.begin("shine", {"color": "red"})
        assert shines(0.5, 0, 0)
        await body.begin("gape", {"level": 0})
        assert shines(0, 0, 0)
        await body.begin("shut", {})
        assert shines(1, 0, 0)
        await body.begin("off", {})
        assert shines(0, 0, 0)
        assert changes == ["light", "light"]
        body.close()

    run_in_virtual_time(test)
