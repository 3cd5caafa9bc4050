"""Who moves the servos: the Pi's own pulse generator, or lgpio."""

from tjbot.doctor.checks.board import NO_PI
from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System
from tjbot.errors import PartError
from tjbot.pins.hardware_pwm import find_channel
from tjbot.pins.header import PI_HEADER
from tjbot.pins.pulses import PWMChoice


def pulses(system: System) -> Finding:
    """Who makes the pulses of each servo: the Pi's pulse generator, or lgpio, which is less steady."""
    if system.on_a_pico:
        return Finding("the Pico makes them")
    if not system.board.model:
        return Finding(NO_PI)
    servos = [(part, settings) for part, settings in system.parts.items() if hasattr(settings, "pwm")]
    found = [_pulses_of(part, settings.pin, settings.pwm, system) for part, settings in servos]  # type: ignore[attr-defined]
    return Finding(
        " ".join(item.found for item in found) or "no servo", " ".join(item.cure for item in found if item.cure)
    )


def _pulses_of(part: str, gpio: int, choice: PWMChoice, system: System) -> Finding:
    if choice == "software":
        return Finding(f"{part}: lgpio on {PI_HEADER.place(gpio)}, as tjbot.toml says.")
    try:
        find_channel(gpio, system.root)
    except PartError as error:
        cure = error.hint if choice == "hardware" else ""
        return Finding(f"{part}: lgpio on {PI_HEADER.place(gpio)}. {error.message}", cure)
    return Finding(f"{part}: hardware PWM on {PI_HEADER.place(gpio)}.")
