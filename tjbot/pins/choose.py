"""Which pins the robot has: those of the Pi that this runs on, or simulated ones."""

from pathlib import Path
from typing import Any

from tjbot.pins.gpio import gpio_factory
from tjbot.pins.simulated import simulated_factory

DEVICE_TREE_MODEL = Path("/proc/device-tree/model")


def on_a_pi(model: Path = DEVICE_TREE_MODEL) -> bool:
    """True where the device tree says that this is a Raspberry Pi."""
    try:
        return "Raspberry Pi" in model.read_text(errors="replace")
    except OSError:
        return False


def choose_factory(*, simulate: bool) -> tuple[Any, bool]:
    """The gpiozero pin factory for the real body.

    Args:
        simulate: use simulated pins even on a Pi.

    Returns:
        The factory, and whether it is simulated.

    Raises:
        PartError: this is a Pi, but its pins cannot be used.
    """
    if simulate or not on_a_pi():
        return simulated_factory(), True
    return gpio_factory(), False
