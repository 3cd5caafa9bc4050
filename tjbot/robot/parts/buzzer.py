"""The buzzer: a small active buzzer that beeps when it gets power.

Wiring: plus to GPIO 22 (pin 15), minus to ground (pin 20). It is built where tjbot.toml has a table [buzzer].
"""

import asyncio
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from tjbot.config import PartSettings, Pin
from tjbot.robot.part import Part, action
from tjbot.robot.wiring import Wire, ground

Times = Annotated[int, Meta(ge=1, le=100)]
BeepSeconds = Annotated[float, Meta(ge=0.02, le=10, extra_json_schema={"unit": "seconds"})]


class BuzzerSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[buzzer]`: where it is connected."""

    pin: Pin = 22
    """The GPIO number of the wire to plus."""


class Buzzer(Part):
    """Beeps."""

    name = "buzzer"
    summary = "A buzzer that beeps"
    on_a_pico: ClassVar = {"pin": 16}
    Settings = BuzzerSettings
    settings: BuzzerSettings
    in_every_kit = False

    @classmethod
    def wires(cls, settings: BuzzerSettings) -> list[Wire]:
        """Plus and minus."""
        return [Wire(name="plus", use="output", color="red", gpio=settings.pin, key="pin"), ground(pin=20)]

    def start(self) -> None:
        """Opens the buzzer, silent."""
        from gpiozero import OutputDevice

        self.buzzer = OutputDevice(self.settings.pin, pin_factory=self.pins)

    def reading(self) -> dict[str, Any]:
        """Whether it is `beeping`."""
        return {"beeping": bool(self.buzzer.value)}

    @action()
    async def beep(self, times: Times = 1, seconds: BeepSeconds = 0.2) -> None:
        """Beeps; seconds is how long each beep lasts, and the silence after it."""
        try:
            for _ in range(times):
                self._set(True)
                await asyncio.sleep(seconds)
                self._set(False)
                await asyncio.sleep(seconds)
        finally:
            self._set(False)

    def halt(self) -> None:
        """Is silent at once."""
        self._set(False)

    def close(self) -> None:
        """Is silent, and frees the pin."""
        self.buzzer.close()

    def _set(self, on: bool) -> None:
        if on != bool(self.buzzer.value):
            self.buzzer.value = on
            self.changed()
