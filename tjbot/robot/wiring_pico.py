"""What cannot be on a Pico: pins that it uses itself, voltages where none is measured, pulses that two wires share."""

from collections.abc import Iterator

from tjbot.pins.board import Board
from tjbot.pins.header import ANALOG_PINS
from tjbot.robot.wiring import Wire
from tjbot.robot.wiring_words import Conflict, Signal, Wiring, conflict, named

SLICES = 8


def free_pins(signals: list[Signal], board: Board) -> list[int]:
    """Pins for a new wire, those last that also measure voltages, or whose pulses would be those of another wire."""
    taken = {wire.gpio for _, wire in signals}
    pulsing = {slice_of(wire.gpio) for _, wire in signals if wire.hertz and wire.gpio is not None}
    gpios = (gpio for gpio in board.header.pin_of_gpio if gpio not in taken)
    return sorted(gpios, key=lambda gpio: (slice_of(gpio) in pulsing, gpio in ANALOG_PINS, gpio))


def faults_of_one(part: str, wire: Wire, wiring: Wiring) -> Iterator[Conflict]:
    """What is wrong with where one wire is."""
    if wire.use == "analog" and wire.gpio not in ANALOG_PINS:
        suitable = [gpio for gpio in wiring.free if gpio in ANALOG_PINS]
        yield conflict(
            f"{wiring.where(part, wire)}, which measures no voltage; only GP26, GP27 and GP28 do.",
            wiring.move(part, wire, suitable),
            part,
        )


def faults_of_two(one: Signal, other: Signal, wiring: Wiring) -> Iterator[Conflict]:
    """What is wrong with two wires on different pins: eight slices make all pulses, each of one frequency on two
    channels.
    """
    (part, wire), (other_part, other_wire) = one, other
    assert wire.gpio is not None
    assert other_wire.gpio is not None
    if not wire.hertz or not other_wire.hertz or slice_of(wire.gpio) != slice_of(other_wire.gpio):
        return
    both = f"{named(part, wire)} and {named(other_part, other_wire)} are on {wiring.places([wire, other_wire])}"
    if wire.gpio % 2 == other_wire.gpio % 2:
        what = "which get the same pulses: both would do alike."
    elif wire.hertz != other_wire.hertz:
        what = f"which share a frequency, and they need {wire.hertz} and {other_wire.hertz} pulses a second."
    else:
        return
    yield conflict(f"{both}, {what}", wiring.move_one(one, other), part, other_part)


def faults_of_all(wiring: Wiring) -> Iterator[Conflict]:
    """Nothing: on a Pico every part stands for itself."""
    yield from ()


def slice_of(gpio: int) -> int:
    """Which of the eight makers of pulses a pin belongs to; its channel there is whether the GPIO is odd."""
    return gpio // 2 % SLICES
