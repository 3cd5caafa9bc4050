"""What the faults of a wiring are told with: which wires there are, on which board, and where one could go instead."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from tjbot.pins.board import Board
from tjbot.robot.wiring import Wire

Signal = tuple[str, Wire]
"""A part and one of its wires that has a GPIO."""


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Why a wiring would not work or would break something, what to do, and which parts it concerns."""

    message: str
    hint: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Wiring:
    """All wires with a GPIO, the board that they lead to, and its pins for one more wire, the best first."""

    signals: list[Signal]
    board: Board
    free: list[int]

    def places(self, wires: Sequence[Wire]) -> str:
        """Where wires are, for example "GPIO 18 (pin 12) and GPIO 13 (pin 33)"."""
        return and_([self.board.header.place(wire.gpio) for wire in wires if wire.gpio is not None])

    def where(self, part: str, wire: Wire) -> str:
        """The beginning of a sentence: which wire is on which pin."""
        return f"{named(part, wire)} is on {self.places([wire])}"

    def move(self, part: str, wire: Wire, suitable: Sequence[int] | None = None) -> str:
        """How to move a wire; `suitable` are the pins where it could be, by default all that are free."""
        example = self._example(self.free if suitable is None else suitable)
        return f"Connect it to another pin{example}, and change {wire.key} in [{part}] of tjbot.toml."

    def move_one(self, one: Signal, other: Signal) -> str:
        """How to move one of two wires."""
        example = self._example(self.free)
        keys = f"{one[1].key} in [{one[0]}] or {other[1].key} in [{other[0]}]"
        if one[0] == other[0]:
            keys = f"{one[1].key} or {other[1].key} in [{one[0]}]"
        return f"Connect one of them to another pin{example}, and change {keys} of tjbot.toml."

    def _example(self, suitable: Sequence[int]) -> str:
        return f", for example {self.board.header.place(suitable[0])}" if suitable else ""


def named(part: str, *wires: Wire) -> str:
    """What one calls wires of a part: "the light's wires red and green"."""
    return f"the {part}'s {'wire' if len(wires) == 1 else 'wires'} {and_([wire.name for wire in wires])}"


def conflict(message: str, hint: str, *parts: str) -> Conflict:
    """A conflict between parts, from a sentence that may begin with a small letter."""
    return Conflict(message=message[0].upper() + message[1:], hint=hint, parts=parts)


def and_(words: list[str]) -> str:
    """Words in a row: "red, green and blue"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
