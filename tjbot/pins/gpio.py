"""The pins of a Raspberry Pi, through gpiozero and lgpio."""

from typing import Any

from tjbot.errors import PartError


def gpio_factory() -> Any:
    """gpiozero's lgpio factory for the Pi that this runs on.

    Returns:
        A `gpiozero.pins.lgpio.LGPIOFactory`.

    Raises:
        PartError: lgpio is missing, or this user may not use the pins.
    """
    try:
        from gpiozero.pins.lgpio import LGPIOFactory
    except ImportError:
        raise PartError(
            "The library lgpio, which moves the Pi's pins, is not installed.",
            "Run ./install.sh again; on Raspberry Pi OS trixie: sudo apt-get install python3-lgpio.",
        ) from None
    try:
        return LGPIOFactory()
    except Exception as error:
        raise PartError(
            f"The Pi's pins cannot be opened: {error}.",
            "Add this user to the group gpio: sudo usermod -aG gpio $USER, then log in again.",
        ) from None
