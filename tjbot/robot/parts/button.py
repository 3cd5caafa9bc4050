"""Buttons: one, and as many more as there are pins.

Wiring: one leg to GPIO 5 (pin 29), the other one to ground (pin 30); the Pi's own resistor does the rest.
"""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from tjbot.config import PartSettings, Pin
from tjbot.errors import PartError
from tjbot.protocol.messages import Seen
from tjbot.protocol.values import Sense
from tjbot.robot.part import Part
from tjbot.robot.wiring import Wire, ground

BOUNCE_SECONDS = 0.01
"""Metal springs back when it meets metal: so soon after a change nothing new is believed."""

ButtonName = Annotated[str, Meta(pattern="^[a-z][a-z0-9 _-]*$", max_length=30)]


class ButtonSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[button]`: a button, and further ones by name, for example `more = { doorbell = 6 }`."""

    pin: Pin = 5
    """The pin of the button that is called "button"."""
    more: dict[ButtonName, Pin] = msgspec.field(default_factory=dict)
    """The pins of further buttons by their names."""


class Button(Part):
    """Feels when it is pressed."""

    name = "button"
    summary = "Buttons that can be pressed"
    in_every_kit = False
    sense: ClassVar[Sense | None] = "touch"
    Settings = ButtonSettings
    settings: ButtonSettings

    @classmethod
    def wires(cls, settings: ButtonSettings) -> list[Wire]:
        """A wire for each button, and ground."""
        signals = [
            Wire(name=name, use="input", color="blue", gpio=pin, key="pin" if name == cls.name else "more")
            for name, pin in _pins(settings).items()
        ]
        return [*signals, ground(pin=30)]

    def start(self) -> None:
        """Opens the buttons."""
        from gpiozero import Button as Device
        from gpiozero import GPIOZeroError

        if self.name in self.settings.more:
            raise PartError('Two buttons are called "button".', "Give the one under more in [button] another name.")
        self._loop = asyncio.get_running_loop()
        self.devices: list[Any] = []
        self.pressed: dict[str, bool] = {}
        for name, pin in _pins(self.settings).items():
            try:
                device = Device(pin, bounce_time=BOUNCE_SECONDS, pin_factory=self.pins)
            except (GPIOZeroError, OSError) as error:
                self.close()
                raise PartError(
                    f'The button "{name}" on GPIO {pin} cannot be opened: {error}.',
                    "Check [button] in tjbot.toml, and that no other program uses the pin.",
                ) from None
            self.devices.append(device)
            self.pressed[name] = device.is_pressed
            device.when_pressed = self._teller(name, pressed=True)
            device.when_released = self._teller(name, pressed=False)

    def reading(self) -> dict[str, Any]:
        """For each button whether it is pressed."""
        return dict(self.pressed)

    def labels(self) -> list[str]:
        """The names of the buttons."""
        return list(self.pressed)

    def close(self) -> None:
        """Frees the pins."""
        for device in self.devices:
            device.close()

    def _teller(self, name: str, *, pressed: bool) -> Callable[[], None]:
        """What gpiozero calls, on a thread of its own."""

        def tell() -> None:
            self._loop.call_soon_threadsafe(self._change, name, pressed)

        return tell

    def _change(self, name: str, pressed: bool) -> None:
        if self.pressed[name] == pressed:
            return
        self.pressed[name] = pressed
        self.changed()
        phase: Any = "started" if pressed else "stopped"
        confidence = 1.0 if pressed else 0.0
        self.noticed(Seen(label=name, phase=phase, sense="touch", model=self.name, confidence=confidence))


def _pins(settings: ButtonSettings) -> dict[str, int]:
    return {Button.name: settings.pin, **settings.more}
