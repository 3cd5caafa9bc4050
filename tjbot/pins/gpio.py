"""The pins of a Raspberry Pi, through gpiozero, lgpio and the pulse generator."""

import os
import tempfile
from typing import Any

from tjbot.errors import PartError
from tjbot.pins.hardware_pwm import PWMChooser


def gpio_factory() -> Any:
    """The gpiozero factory for the Pi that this runs on.

    Returns:
        A `gpiozero.pins.lgpio.LGPIOFactory` that is a `PWMChooser` too, and whose pins make pulses of any width.

    Raises:
        PartError: lgpio is missing, or this user may not use the pins.
    """
    # lgpio makes a pipe in the folder where the program runs, which may be read-only or a pupil's.
    os.environ.setdefault("LG_WD", tempfile.gettempdir())
    try:
        factory_class = _factory_class()
    except ImportError:
        raise PartError(
            "The library lgpio, which moves the Pi's pins, is not installed.",
            "Run ./install.sh again; on Raspberry Pi OS trixie: sudo apt-get install python3-lgpio.",
        ) from None
    try:
        return factory_class()
    except Exception as error:
        raise PartError(
            f"The Pi's pins cannot be opened: {error}.",
            "Add this user to the group gpio: sudo usermod -aG gpio $USER, then log in again.",
        ) from None


def _factory_class() -> Any:
    import lgpio
    from gpiozero import PinInvalidState
    from gpiozero.pins.lgpio import LGPIOFactory, LGPIOPin

    class FinePin(LGPIOPin):  # type: ignore[misc]
        """gpiozero's own pin rounds the pulse to whole percents: 200 µs, or 18 degrees of a servo."""

        def _set_state(self, value: float) -> None:
            if self.frequency is None:
                super()._set_state(value)
                return
            self._pwm: tuple[float, float] = (self.frequency, value * 100)
            try:
                lgpio.tx_pwm(self.factory._handle, self._number, *self._pwm)
            except lgpio.error as error:
                raise PinInvalidState(f"{self!r} cannot make a pulse: {error}") from None

    class PiFactory(PWMChooser, LGPIOFactory):  # type: ignore[misc]
        """lgpio's pins, and those of the pulse generator."""

        def __init__(self) -> None:
            super().__init__()
            self._usual_pin_class = FinePin

    return PiFactory
