"""What is connected where: the wires of all parts, and the pins where they end. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from tjbot.pins.header import PI_HEADER, Header, Supply

__all__ = ["Connection", "Supply", "Use", "Wire", "connections", "ground", "picture", "power"]

Use = Literal["servo", "hardware pwm", "software pwm", "output", "input", "spi", "i2c", "analog", "supply", "ground"]
"""What a wire is for. "servo" takes hardware PWM where it is to be had; "hardware pwm" needs it. "spi" is the data of a
NeoPixel, which only a Pi sends by its SPI."""

PIN_VOLTS = 3.3
"""What a pin of the board gives at most, and the most that it bears."""


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """One wire between a part and the board's header.

    `name` is what is written at the part's end ("signal", "red", "echo"), `gpio` the pin that it drives or reads
    and `key` the key of `tjbot.toml` that chooses it. Power and ground have no `gpio` but the pin of a Pi's header
    where the kit puts them. `hertz` says how often a second it has pulses. `needs_volts` is what the part must get to
    understand a high level, `brings_volts` the most that it puts on the pin; `cure` says what to do where these do not
    fit the board's 3.3 V.
    """

    name: str
    use: Use
    color: str
    gpio: int | None = None
    key: str = ""
    pin: int | None = None
    hertz: int = 0
    needs_volts: float = PIN_VOLTS
    brings_volts: float = 0.0
    cure: str = ""


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """A wire with its part and the pin of the header where it ends; `shared`: another wire ends there too."""

    part: str
    wire: Wire
    pin: int
    shared: bool = False


def power(supply: Supply, *, pin: int | None = None, color: str = "red") -> Wire:
    """The wire that powers a part; `pin` is where the kit puts it on a Pi, if that pin of the header is free."""
    usual = 2 if supply == "5 V" else 1
    return Wire(name=supply, use="supply", color=color, pin=pin or usual)


def ground(*, pin: int = 6, color: str = "black") -> Wire:
    """The wire that leads back to ground; `pin` is where the kit puts it on a Pi."""
    return Wire(name="ground", use="ground", color=color, pin=pin)


def connections(wires: Mapping[str, Sequence[Wire]], header: Header = PI_HEADER) -> list[Connection]:
    """Every wire with the pin where it ends.

    Power and ground go where the kit puts them (on a Pico: near the part's first signal), or to the nearest free pin of
    their kind; where none is free two wires share one. A wire whose GPIO has no pin is left out.

    Args:
        wires: the wires by the name of their part.
        header: the pins of the board.
    """
    taken: list[int] = []
    found = []
    for part, wire in by_part(wires):
        if wire.gpio is None:
            pin = _supply_pin(wire, _usual_pin(wire, wires[part], header), taken, header)
        elif wire.gpio in header.pin_of_gpio:
            pin = header.pin_of_gpio[wire.gpio]
        else:
            continue
        found.append((part, wire, pin))
        taken.append(pin)
    return [Connection(part=part, wire=wire, pin=pin, shared=taken.count(pin) > 1) for part, wire, pin in found]


def picture(wires: Mapping[str, Sequence[Wire]], header: Header = PI_HEADER) -> dict[str, Any]:
    """All that is needed to draw the wiring, as plain values.

    Returns:
        `board`: "pi" or "pico". `pins`: its header, pin by pin, with `number`, `name`, `side` ("left", "right"), `row`
        (from the top), `gpio` (or None) and `gives` ("5 V", "3.3 V", "ground" or nothing). `wires`: where each ends,
        with `part`, `name`, `use`, `color` (a CSS name), `gpio` (or None), `pin` (of the header) and `shared`.
    """
    drawn = [
        {
            "part": item.part,
            "name": item.wire.name,
            "use": item.wire.use,
            "color": item.wire.color,
            "gpio": item.wire.gpio,
            "pin": item.pin,
            "shared": item.shared,
        }
        for item in connections(wires, header)
    ]
    return {"board": header.kind, "pins": [msgspec.to_builtins(pin) for pin in header.pins], "wires": drawn}


def by_part(wires: Mapping[str, Sequence[Wire]]) -> Iterator[tuple[str, Wire]]:
    """Every wire with the name of its part."""
    return ((part, wire) for part, several in wires.items() for wire in several)


def _usual_pin(wire: Wire, of_the_part: Sequence[Wire], header: Header) -> int:
    """Where a supply or ground would best be."""
    if header.kind == "pi":
        return wire.pin or 1
    signals = [header.pin_of_gpio[each.gpio] for each in of_the_part if each.gpio in header.pin_of_gpio]
    return signals[0] if signals else len(header.pins)


def _supply_pin(wire: Wire, usual: int, taken: list[int], header: Header) -> int:
    same = [pin.number for pin in header.pins if pin.gives == wire.name]
    free = [number for number in same if number not in taken]
    return min(free or same, key=lambda number: header.distance(number, usual))
