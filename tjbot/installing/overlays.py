"""Which lines of config.txt a robot needs, and why."""

from collections.abc import Mapping, Sequence

import msgspec

from tjbot.config import PartSettings
from tjbot.installing.boot_block import with_block, without_block
from tjbot.pins.board import BootConfiguration, parse_boot_configuration, who_takes_pulses
from tjbot.pins.hardware_pwm import FUNCTIONS, connected_pins
from tjbot.pins.header import PI_HEADER
from tjbot.robot.wiring import Wire

_FIRST_CHANNEL = (12, 18)


class Need(msgspec.Struct, frozen=True):
    """A line of config.txt and the sentence that says what it is for."""

    line: str
    why: str


class Plan(msgspec.Struct, frozen=True):
    """What config.txt shall hold: the lines that are missing, what the file is with them, and what else to know."""

    needs: list[Need]
    text: str
    remarks: list[str]


def plan(text: str, model: str, parts: Mapping[str, PartSettings], wires: Mapping[str, Sequence[Wire]]) -> Plan:
    """What is missing in a config.txt for a robot.

    Args:
        text: the whole file, perhaps with a block of ours from before.
        model: which Pi it is.
        parts: the settings of the robot's parts, by name.
        wires: the wires of the robot's parts, by name.
    """
    own = parse_boot_configuration(without_block(text), model)
    pulses, remarks = _pulses(own, model, parts)
    needs = [*_buses(own, wires), *pulses]
    return Plan(needs, with_block(text, [need.line for need in needs]), remarks)


def _buses(own: BootConfiguration, wires: Mapping[str, Sequence[Wire]]) -> list[Need]:
    """SPI, where a part is connected to it."""
    parts = [part for part, several in wires.items() if any(wire.use == "spi" for wire in several)]
    if not parts or own.is_on("spi"):
        return []
    return [Need("dtparam=spi=on", f"switches SPI on, by which the Pi speaks with the {' and the '.join(parts)}")]


def _pulses(own: BootConfiguration, model: str, parts: Mapping[str, PartSettings]) -> tuple[list[Need], list[str]]:
    """The pulse generator, where it reaches a servo and nobody else has it."""
    servos = {part: settings for part, settings in parts.items() if getattr(settings, "pwm", "software") != "software"}
    pins = {part: getattr(settings, "pin", -1) for part, settings in servos.items()}
    missing = {part: pin for part, pin in pins.items() if pin in FUNCTIONS and pin not in connected_pins(own)}
    if not missing:
        return [], []
    named = " and the ".join(missing)
    if taken := who_takes_pulses(own, model):
        return [], [f"The {named} moves a little less steadily, because the Pi's pulse generator is used by {taken}."]
    if connected_pins(own):
        return [], [f"config.txt connects the Pi's pulse generator to other pins, so the {named} goes without it."]
    where = " and ".join(PI_HEADER.place(pin) for pin in missing.values())
    return [Need(_overlay(list(missing.values())), f"lets the Pi's pulse generator move the {named} on {where}")], []


def _overlay(pins: list[int]) -> str:
    """The overlay for one servo, or for the first two that have channels of their own."""
    first = next((pin for pin in pins if pin in _FIRST_CHANNEL), None)
    second = next((pin for pin in pins if pin not in _FIRST_CHANNEL), None)
    if first is None or second is None:
        pin = pins[0]
        return f"dtoverlay=pwm,pin={pin},func={FUNCTIONS[pin]}"
    return f"dtoverlay=pwm-2chan,pin={first},func={FUNCTIONS[first]},pin2={second},func2={FUNCTIONS[second]}"
