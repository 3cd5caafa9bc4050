"""What cannot be on a Pi: pins that the operating system keeps, pulses that two servos share, a bus with a stranger."""

from collections.abc import Iterator

from tjbot.pins.board import I2C_PINS, SERIAL_PINS, SPI_PINS, Board
from tjbot.robot.wiring import Wire
from tjbot.robot.wiring_words import Conflict, Signal, Wiring, conflict, named

HARDWARE_PWM_PINS = (12, 13, 18, 19)
SHARED_PULSES = (frozenset({12, 18}), frozenset({13, 19}))
RESERVED_PINS = (0, 1)
SPI_DATA_PIN = 10


def free_pins(signals: list[Signal], board: Board) -> list[int]:
    """Pins for a new wire, those without any other duty first."""
    taken = {wire.gpio for _, wire in signals} | set(board.claims) | set(RESERVED_PINS)
    special = (*HARDWARE_PWM_PINS, *SPI_PINS, *I2C_PINS, *SERIAL_PINS)
    gpios = (gpio for gpio in board.header.pin_of_gpio if gpio not in taken)
    return sorted(gpios, key=lambda gpio: (gpio in special, gpio))


def faults_of_one(part: str, wire: Wire, wiring: Wiring) -> Iterator[Conflict]:
    """What is wrong with where one wire is."""
    assert wire.gpio is not None
    board, where = wiring.board, wiring.where(part, wire)
    claim = board.claims.get(wire.gpio)
    move = wiring.move(part, wire, _suitable(wire, wiring))
    if wire.gpio in RESERVED_PINS:
        yield conflict(f"{where}, which every Pi keeps for the memory of add-on boards.", move, part)
    elif claim and claim.use != wire.use:
        yield conflict(f"{where}, which {claim.by} uses ({claim.setting}).", f"{move} Or: {claim.cure}", part)
    if wire.use == "spi" and wire.gpio != SPI_DATA_PIN:
        place = board.header.place(SPI_DATA_PIN)
        yield conflict(
            f"{where}, but SPI, which it needs, sends its data on {place} only.",
            f"Connect it to {place}, and change {wire.key} in [{part}] of tjbot.toml.",
            part,
        )
    if wire.use == "analog":
        yield conflict(
            f"{where}, and no pin of a Pi measures a voltage.", "Only a Pico's GP26, GP27 and GP28 do.", part
        )
    if wire.use == "hardware pwm" and wire.gpio not in HARDWARE_PWM_PINS:
        yield conflict(f"{where}, which has no hardware PWM; only GPIO 12, 13, 18 and 19 have.", move, part)
    elif wire.use == "hardware pwm" and board.pulses_taken:
        yield conflict(
            f"{where} and asks for hardware PWM, which {board.pulses_taken} uses.",
            f'Write pwm = "software" in [{part}] of tjbot.toml.',
            part,
        )


def faults_of_two(one: Signal, other: Signal, wiring: Wiring) -> Iterator[Conflict]:
    """What is wrong with two wires on different pins."""
    (part, wire), (other_part, other_wire) = one, other
    pulses = ("servo", "hardware pwm")
    shared = wiring.board.pins_share_pulses and {wire.gpio, other_wire.gpio} in SHARED_PULSES
    if shared and wire.use in pulses and other_wire.use in pulses:
        yield conflict(
            f"{named(part, wire)} and {named(other_part, other_wire)} are on {wiring.places([wire, other_wire])}, "
            "which get the same pulses: both would move alike.",
            wiring.move_one(one, other),
            part,
            other_part,
        )


def faults_of_all(wiring: Wiring) -> Iterator[Conflict]:
    """A part on SPI takes all pins of SPI, even where SPI is not switched on yet; claims tell of where it is."""
    claims = wiring.board.claims
    bus = next(((part, wire) for part, wire in wiring.signals if wire.use == "spi" and wire.gpio not in claims), None)
    for part, wire in wiring.signals:
        if bus and wire.use != "spi" and wire.gpio in SPI_PINS and wire.gpio != bus[1].gpio:
            message = f"{wiring.where(part, wire)}, which SPI needs for {named(*bus)}."
            yield conflict(message, wiring.move(part, wire, _suitable(wire, wiring)), part)


def _suitable(wire: Wire, wiring: Wiring) -> list[int]:
    return [gpio for gpio in wiring.free if wire.use != "hardware pwm" or gpio in HARDWARE_PWM_PINS]
