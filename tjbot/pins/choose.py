"""Which pins the robot has: those of the Pi that this runs on, or simulated ones."""

from typing import Any

from tjbot.pins.board import board_model
from tjbot.pins.gpio import gpio_factory
from tjbot.pins.simulated import simulated_factory


def choose_factory(*, simulate: bool) -> tuple[Any, bool]:
    """The gpiozero pin factory for the real body.

    Args:
        simulate: use simulated pins even on a Pi.

    Returns:
        The factory, and whether it is simulated.

    Raises:
        PartError: this is a Pi, but its pins cannot be used.
    """
    if simulate or not board_model():
        return simulated_factory(), True
    return gpio_factory(), False
