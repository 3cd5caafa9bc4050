"""What is connected where: the wires of all parts, the header's pins, and what cannot be. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Literal

import msgspec

from tjbot.errors import ConfigurationError
from tjbot.pins.board import I2C_PINS, SERIAL_PINS, SPI_PINS, Board

Supply = Literal["3.3 V", "5 V"]
"""What a part is powered with."""

Use = Literal["servo", "hardware pwm", "software pwm", "output", "input", "spi", "i2c", "supply", "ground"]
"""What a wire is for. "servo" takes hardware PWM where it is to be had; "hardware pwm" needs it."""

PIN_VOLTS = 3.3
"""What a pin of the Pi gives at most, and the most that it bears."""

HARDWARE_PWM_PINS = (12, 13, 18, 19)
SHARED_PULSES = (frozenset({12, 18}), frozenset({13, 19}))
RESERVED_PINS = (0, 1)


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """One wire between a part and the header of the Pi.

    `name` is what is written at the part's end ("signal", "red", "echo"), `gpio` the pin that it drives or reads
    and `key` the key of `tjbot.toml` that chooses it. Power and ground have no `gpio` but the header's `pin`
    where the kit puts them. `needs_volts` is what the part must get to understand a high level, `brings_volts`
    the most that it puts on the pin; `cure` says what to do where these do not fit the Pi's 3.3 V.
    """

    name: str
    use: Use
    color: str
    gpio: int | None = None
    key: str = ""
    pin: int | None = None
    needs_volts: float = PIN_VOLTS
    brings_volts: float = 0.0
    cure: str = ""


class HeaderPin(msgspec.Struct, frozen=True, kw_only=True):
    """A pin of the header: its number (1 to 40; odd ones in one row, even ones in the other), its name and its GPIO."""

    number: int
    name: str
    gpio: int | None = None


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """A wire with its part and the pin of the header where it ends; `shared`: another wire ends there too."""

    part: str
    wire: Wire
    pin: int
    shared: bool = False


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Why a wiring would not work or would break something, what to do, and which parts it concerns."""

    message: str
    hint: str
    parts: tuple[str, ...]


# fmt: off
_HEADER: tuple[str | int, ...] = (
    "3.3 V", "5 V",    2, "5 V",      3, "ground",  4, 14,       "ground", 15,
    17, 18,            27, "ground",  22, 23,       "3.3 V", 24, 10, "ground",
    9, 25,             11, 8,         "ground", 7,  0, 1,        5, "ground",
    6, 12,             13, "ground",  19, 16,       26, 20,      "ground", 21,
)
# fmt: on

HEADER = tuple(
    HeaderPin(number=number, name=what)
    if isinstance(what, str)
    else HeaderPin(number=number, name=f"GPIO {what}", gpio=what)
    for number, what in enumerate(_HEADER, start=1)
)
PIN_OF_GPIO = {pin.gpio: pin.number for pin in HEADER if pin.gpio is not None}


def power(supply: Supply, *, pin: int | None = None, color: str = "red") -> Wire:
    """The wire that powers a part; `pin` is where the kit puts it, if that pin of the header is free."""
    usual = 2 if supply == "5 V" else 1
    return Wire(name=supply, use="supply", color=color, pin=pin or usual)


def ground(*, pin: int = 6, color: str = "black") -> Wire:
    """The wire that leads back to ground."""
    return Wire(name="ground", use="ground", color=color, pin=pin)


def place(gpio: int) -> str:
    """How to find a GPIO, for example "GPIO 18 (pin 12)"."""
    return f"GPIO {gpio} (pin {PIN_OF_GPIO[gpio]})"


def connections(wires: Mapping[str, Sequence[Wire]]) -> list[Connection]:
    """Every wire with the pin where it ends.

    Power and ground go where the kit puts them, or to the nearest free pin of their kind; where none is free
    two wires share one.

    Args:
        wires: the wires by the name of their part.
    """
    taken: list[int] = []
    found = []
    for part, wire in _by_part(wires):
        pin = _supply_pin(wire, taken) if wire.gpio is None else PIN_OF_GPIO[wire.gpio]
        found.append((part, wire, pin))
        taken.append(pin)
    return [Connection(part=part, wire=wire, pin=pin, shared=taken.count(pin) > 1) for part, wire, pin in found]


def picture(wires: Mapping[str, Sequence[Wire]]) -> dict[str, Any]:
    """All that is needed to draw the wiring, as plain values.

    Returns:
        `pins`: the header, pin by pin, with `number`, `name` and `gpio` (or None). `wires`: where each ends, with
        `part`, `name`, `use`, `color` (a CSS name), `gpio` (or None), `pin` (of the header) and `shared`.
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
        for item in connections(wires)
    ]
    return {"pins": [msgspec.to_builtins(pin) for pin in HEADER], "wires": drawn}


def conflicts(wires: Mapping[str, Sequence[Wire]], board: Board) -> list[Conflict]:
    """Everything that is wrong with a wiring, before anything is driven.

    Args:
        wires: the wires by the name of their part.
        board: the Pi that they are connected to.
    """
    signals = [(part, wire) for part, wire in _by_part(wires) if wire.gpio is not None]
    free = _free_pins(signals, board)
    found: list[Conflict] = []
    for part, wire in signals:
        found += _faults_of_one(part, wire, board, free)
    for (part, wire), (other_part, other) in combinations(signals, 2):
        found += _faults_of_two(part, wire, other_part, other, board, free)
    traps = [conflict for part, several in wires.items() for conflict in _voltage_traps(part, several)]
    return [*found, *traps, *_strangers_on_spi(signals, board, free)]


def refuse_conflicts(wires: Mapping[str, Sequence[Wire]], board: Board) -> None:
    """Raises `ConfigurationError` that names every conflict with its cure, if there is any."""
    found = conflicts(wires, board)
    if len(found) == 1:
        raise ConfigurationError(found[0].message, found[0].hint)
    if found:
        lines = "\n".join(f"- {conflict.message} {conflict.hint}" for conflict in found)
        raise ConfigurationError(f"{len(found)} wires are not right:\n{lines}", "Nothing was switched on.")


def _by_part(wires: Mapping[str, Sequence[Wire]]) -> Iterator[tuple[str, Wire]]:
    return ((part, wire) for part, several in wires.items() for wire in several)


def _supply_pin(wire: Wire, taken: list[int]) -> int:
    preferred = wire.pin or 1
    same = [pin.number for pin in HEADER if pin.name == wire.name]
    free = [number for number in same if number not in taken]
    return min(free or same, key=lambda number: abs(number - preferred))


def _free_pins(signals: list[tuple[str, Wire]], board: Board) -> list[int]:
    """Pins for a new wire, those without any other duty first."""
    taken = {wire.gpio for _, wire in signals} | set(board.claims) | set(RESERVED_PINS)
    special = (*HARDWARE_PWM_PINS, *SPI_PINS, *I2C_PINS, *SERIAL_PINS)
    return sorted((gpio for gpio in PIN_OF_GPIO if gpio not in taken), key=lambda gpio: (gpio in special, gpio))


def _named(part: str, *wires: Wire) -> str:
    return f"the {part}'s {'wire' if len(wires) == 1 else 'wires'} {_and([wire.name for wire in wires])}"


def _places(wires: Sequence[Wire]) -> str:
    return _and([place(wire.gpio) for wire in wires if wire.gpio is not None])


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _move(part: str, wire: Wire, free: list[int]) -> str:
    suitable = [gpio for gpio in free if wire.use != "hardware pwm" or gpio in HARDWARE_PWM_PINS]
    example = f", for example {place(suitable[0])}" if suitable else ""
    return f"Connect it to another pin{example}, and change {wire.key} in [{part}] of tjbot.toml."


def _faults_of_one(part: str, wire: Wire, board: Board, free: list[int]) -> Iterator[Conflict]:
    assert wire.gpio is not None
    where = f"{_named(part, wire)} is on {place(wire.gpio)}"
    claim = board.claims.get(wire.gpio)
    move = _move(part, wire, free)
    if wire.gpio in RESERVED_PINS:
        yield _conflict(f"{where}, which every Pi keeps for the memory of add-on boards.", move, part)
    elif claim and claim.use != wire.use:
        yield _conflict(f"{where}, which {claim.by} uses ({claim.setting}).", f"{move} Or: {claim.cure}", part)
    if wire.use == "hardware pwm" and wire.gpio not in HARDWARE_PWM_PINS:
        yield _conflict(f"{where}, which has no hardware PWM; only GPIO 12, 13, 18 and 19 have.", move, part)
    elif wire.use == "hardware pwm" and board.pulses_taken:
        yield _conflict(
            f"{where} and asks for hardware PWM, which {board.pulses_taken} uses.",
            f'Write pwm = "software" in [{part}] of tjbot.toml.',
            part,
        )


def _voltage_traps(part: str, wires: Sequence[Wire]) -> Iterator[Conflict]:
    """Wires of one part that have the same cure are named together."""
    signals = [wire for wire in wires if wire.gpio is not None]
    for cure in dict.fromkeys(wire.cure for wire in signals):
        high = [wire for wire in signals if wire.cure == cure and wire.brings_volts > PIN_VOLTS]
        low = [wire for wire in signals if wire.cure == cure and wire.needs_volts > PIN_VOLTS]
        if high:
            volts = max(wire.brings_volts for wire in high)
            what = f"can bring {volts:g} V to {_places(high)}, and more than {PIN_VOLTS:g} V breaks the Pi."
            yield _conflict(f"{_named(part, *high)} {what}", cure, part)
        if low:
            volts = max(wire.needs_volts for wire in low)
            needs = "needs" if len(low) == 1 else "need"
            what = f"{needs} {volts:g} V to be understood, and {_places(low)} gives only {PIN_VOLTS:g} V."
            yield _conflict(f"{_named(part, *low)} {what}", cure, part)


def _faults_of_two(
    part: str, wire: Wire, other_part: str, other: Wire, board: Board, free: list[int]
) -> Iterator[Conflict]:
    assert wire.gpio is not None
    assert other.gpio is not None
    both = f"{_named(part, wire)} and {_named(other_part, other)}"
    if wire.gpio == other.gpio:
        # Devices on I2C have addresses, so they share its two wires.
        if not wire.use == other.use == "i2c":
            move = _move_one(part, wire, other_part, other, free)
            yield _conflict(f"{both} are both on {place(wire.gpio)}.", move, part, other_part)
        return
    pulses = ("servo", "hardware pwm")
    shared = board.pins_share_pulses and {wire.gpio, other.gpio} in SHARED_PULSES
    if shared and wire.use in pulses and other.use in pulses:
        yield _conflict(
            f"{both} are on {place(wire.gpio)} and {place(other.gpio)}, which get the same pulses: "
            "both would move alike.",
            _move_one(part, wire, other_part, other, free),
            part,
            other_part,
        )


def _strangers_on_spi(signals: list[tuple[str, Wire]], board: Board, free: list[int]) -> Iterator[Conflict]:
    """A part on SPI takes all pins of SPI, even where SPI is not switched on yet; claims tell of where it is."""
    bus = next(((part, wire) for part, wire in signals if wire.use == "spi" and wire.gpio not in board.claims), None)
    for part, wire in signals:
        if bus and wire.use != "spi" and wire.gpio in SPI_PINS and wire.gpio != bus[1].gpio:
            yield _conflict(
                f"{_named(part, wire)} is on {place(wire.gpio)}, which SPI needs for {_named(*bus)}.",
                _move(part, wire, free),
                part,
            )


def _move_one(part: str, wire: Wire, other_part: str, other: Wire, free: list[int]) -> str:
    example = f", for example {place(free[0])}" if free else ""
    keys = f"{wire.key} in [{part}] or {other.key} in [{other_part}]"
    if part == other_part:
        keys = f"{wire.key} or {other.key} in [{part}]"
    return f"Connect one of them to another pin{example}, and change {keys} of tjbot.toml."


def _conflict(message: str, hint: str, *parts: str) -> Conflict:
    return Conflict(message=_sentence(message), hint=hint, parts=parts)
