"""What the pins of the emulated Pico show, measured: tests assert it, and `tests/bench pico` prints it."""

from functools import partial

import msgspec

from tests.firmware.board import Board
from tests.firmware.computer import Computer
from tjbot.pins.pulses import Easing
from tjbot.protocol.pico.messages import AskClock, Clock, Move, Moved, OpenPulses, Pulse, Rested

SHARES = 65_535
STEP_SECONDS = 0.02
PERIOD_US = 20_000
SERVOS = (18, 15)
WAYS_US = ((1_000.0, 2_200.0), (2_300.0, 700.0))
MOVE_SECONDS = 0.5
PHASES = 2_000
RISING, FALLING = 0.4, 0.3
GENERATOR_NS = 305.5
"""One step of the pulse generator at 50 Hz: 38 3/16 cycles of 8 ns."""


class MoveError(msgspec.Struct, frozen=True):
    """How far the pulses of a move were from where they should have been, at most; and how many there were."""

    largest_us: float
    pulses: int


def generator_of(pin: int) -> int:
    """The number of the pulse generator that makes a pin's pulses."""
    return pin >> 1 & 7


def servo(pin: int, silence_ms: int = 0) -> OpenPulses:
    """Opens a pin for a servo that rests at 2,300 µs."""
    return OpenPulses(pin, PERIOD_US, 2_300_000, 0, 1, silence_ms)


def command_to_pulse_ms(pico: Board, computer: Computer, count: int, pin: int = SERVOS[0]) -> list[float]:
    """From when the chip's USB took a frame with a `Pulse` to when the pulse generator was told, again and again."""
    computer.say(servo(pin))
    delays = []
    for number in range(count):
        before = len(pico.history())
        computer.say(Pulse(pin, 1_000_000 + 10_000 * number))
        told = pico.wait_for(generator_of(pin), "compare", since=before)
        taken = [note for note in pico.history(-1, "taken") if note.time <= told.time][-1]
        delays.append((told.time - taken.time) * 1000)
    return delays


def move_two_servos(pico: Board, computer: Computer) -> list[MoveError]:
    """Moves two servos at once, and compares every pulse on their pins with the curve.

    Both follow the same 20 ms, of which only the phase is unknown: one number for all pulses of both.
    """
    for pin, (start_us, _) in zip(SERVOS, WAYS_US, strict=True):
        computer.say(servo(pin), Pulse(pin, round(start_us * 1000)))
    begin = (computer.ask(AskClock(), Clock).ticks + 60_000) % (1 << 30)
    before = len(pico.history())
    shape = (round(MOVE_SECONDS * 1000), 0, round(RISING * SHARES), round(FALLING * SHARES), begin)
    moves = [Move(pin, round(way[1] * 1000), *shape) for pin, way in zip(SERVOS, WAYS_US, strict=True)]
    computer.say(*moves)
    computer.wait_for(Moved)
    computer.wait_for(Moved)
    for pin, (_, target_us) in zip(SERVOS, WAYS_US, strict=True):
        pico.wait_for(pin, "pulse_us", partial(is_near, target_us), since=before)
    shown = [widths_of(pico, pin, before, way) for pin, way in zip(SERVOS, WAYS_US, strict=True)]
    phases = [number * STEP_SECONDS / PHASES for number in range(PHASES)]
    return min(
        ([error_at(phase, way, widths) for way, widths in zip(WAYS_US, shown, strict=True)] for phase in phases),
        key=lambda errors: max(error.largest_us for error in errors),
    )


def is_near(wanted_us: float, width_us: float) -> bool:
    """Whether a pulse is as wide as that, but for a step or two of the generator."""
    return abs(width_us - wanted_us) < 2 * GENERATOR_NS / 1000


def widths_of(pico: Board, pin: int, since: int, way: tuple[float, float]) -> list[float]:
    """The widths of the pulses on a pin while it moved, without those before and behind."""
    widths = [note.value for note in pico.history()[since:] if note.pin == pin and note.kind == "pulse_us"]
    return [width for width in widths if not any(is_near(end_us, width) for end_us in way)]


def error_at(phase: float, way: tuple[float, float], widths: list[float]) -> MoveError:
    """The largest error, if the first step came this long after the beginning; perhaps it was too small to be seen."""
    easing = Easing(rising=RISING, falling=FALLING)
    errors = []
    for first in (phase, phase + STEP_SECONDS):
        wanted = [easing.pulse_us(*way, MOVE_SECONDS, first + STEP_SECONDS * number) for number in range(len(widths))]
        errors.append(max(abs(width - us) for width, us in zip(widths, wanted, strict=True)))
    return MoveError(min(errors), len(widths))


def seconds_until_rest(pico: Board, computer: Computer, silence_ms: int = 1000, pin: int = SERVOS[0]) -> float:
    """From the last word that the chip took to when its pulse generator was told to rest."""
    computer.say(servo(pin, silence_ms), Pulse(pin, 1_500_000))
    before = len(pico.history())
    last = pico.history(-1, "taken")[-1]
    computer.reports.clear()
    computer.wait_for(Rested)
    rested = pico.wait_for(generator_of(pin), "compare", since=before)
    return rested.time - last.time
