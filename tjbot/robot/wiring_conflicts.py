"""What cannot be connected so: found in all wires, before anything is driven. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from tjbot.errors import ConfigurationError
from tjbot.pins.board import Board
from tjbot.robot import wiring_pi, wiring_pico
from tjbot.robot.wiring import PIN_VOLTS, Wire, by_part
from tjbot.robot.wiring_words import Conflict, Signal, Wiring, conflict, named


def conflicts(wires: Mapping[str, Sequence[Wire]], board: Board) -> list[Conflict]:
    """Everything that is wrong with a wiring, before anything is driven.

    Args:
        wires: the wires by the name of their part.
        board: what they are connected to.
    """
    rules = wiring_pico if board.header.kind == "pico" else wiring_pi
    signals = [(part, wire) for part, wire in by_part(wires) if wire.gpio is not None]
    wiring = Wiring(signals, board, rules.free_pins(signals, board))
    found: list[Conflict] = []
    for part, wire in signals:
        if wire.gpio not in board.header.pin_of_gpio:
            found.append(_no_pin(part, wire, wiring))
        else:
            found += rules.faults_of_one(part, wire, wiring)
    for one, other in combinations(signals, 2):
        same = one[1].gpio == other[1].gpio
        found += _both_on_one(one, other, wiring) if same else rules.faults_of_two(one, other, wiring)
    traps = [trap for part, several in wires.items() for trap in _voltage_traps(part, several, wiring)]
    return [*found, *traps, *rules.faults_of_all(wiring)]


def refuse_conflicts(wires: Mapping[str, Sequence[Wire]], board: Board) -> None:
    """Raises `ConfigurationError` that names every conflict with its cure, if there is any."""
    found = conflicts(wires, board)
    if len(found) == 1:
        raise ConfigurationError(found[0].message, found[0].hint)
    if found:
        lines = "\n".join(f"- {conflict.message} {conflict.hint}" for conflict in found)
        raise ConfigurationError(f"{len(found)} wires are not right:\n{lines}", "Nothing was switched on.")


def _no_pin(part: str, wire: Wire, wiring: Wiring) -> Conflict:
    header = wiring.board.header
    why = "which the Pico uses itself" if header.kind == "pico" else "which is inside the Pi"
    return conflict(f"{wiring.where(part, wire)}, {why}: no pin leads there.", wiring.move(part, wire), part)


def _both_on_one(one: Signal, other: Signal, wiring: Wiring) -> Iterator[Conflict]:
    (part, wire), (other_part, other_wire) = one, other
    # Devices on I2C have addresses, so they share its two wires.
    if not wire.use == other_wire.use == "i2c":
        both = f"{named(part, wire)} and {named(other_part, other_wire)}"
        message = f"{both} are both on {wiring.places([wire])}."
        yield conflict(message, wiring.move_one(one, other), part, other_part)


def _voltage_traps(part: str, wires: Sequence[Wire], wiring: Wiring) -> Iterator[Conflict]:
    """Wires of one part that have the same cure are named together."""
    signals = [wire for wire in wires if wire.gpio is not None]
    for cure in dict.fromkeys(wire.cure for wire in signals):
        high = [wire for wire in signals if wire.cure == cure and wire.brings_volts > PIN_VOLTS]
        low = [wire for wire in signals if wire.cure == cure and wire.needs_volts > PIN_VOLTS]
        if high:
            volts = max(wire.brings_volts for wire in high)
            broken = f"more than {PIN_VOLTS:g} V breaks the {wiring.board.header.board}"
            what = f"can bring {volts:g} V to {wiring.places(high)}, and {broken}."
            yield conflict(f"{named(part, *high)} {what}", cure, part)
        if low:
            volts = max(wire.needs_volts for wire in low)
            needs = "needs" if len(low) == 1 else "need"
            what = f"{needs} {volts:g} V to be understood, and {wiring.places(low)} gives only {PIN_VOLTS:g} V."
            yield conflict(f"{named(part, *low)} {what}", cure, part)
