"""From a gpiozero device to the pins of a Pico at a pseudo-terminal, and back: the computer's side with the program."""

import os
import resource
import threading
import time
from collections.abc import Callable, Iterator

from gpiozero import Button, Servo

from tests.benchmarks.figure import Figure, percentile
from tests.firmware.board import Board, board
from tjbot.pins.pico.factory import PicoFactory
from tjbot.pins.pulses import Easing

SERVO_PIN, BUTTON_PIN = 18, 5
TIMES = 200
IDLE_SECONDS = 10.0


def measure() -> Iterator[Figure]:
    """What a script or the robot has of it, without a cable."""
    with board() as pico:
        begun = time.monotonic()
        pins = PicoFactory(pico.path)
        yield Figure(
            name="Pico host: taken up", value=time.monotonic() - begun, unit="s", against="MicroPython starts, too"
        )
        with Servo(SERVO_PIN, pin_factory=pins) as servo:
            yield from _series("Pico host: command to pulse", _commands(pico, servo), goal=5.0)
            yield from _series("Pico host: move to first pulse", _moves(pico, pins), goal=None)
        yield from _series("Pico host: question to answer", _questions(pins), goal=None)
        yield from _series("Pico host: button to script", _presses(pico, pins), goal=None)
        yield from _clock(pins)
        yield _idle()
        pins.close()


def _series(name: str, milliseconds: list[float], goal: float | None) -> Iterator[Figure]:
    against = f"{len(milliseconds)} times, pseudo-terminal"
    yield Figure(name=f"{name}, p50", value=percentile(milliseconds, 50), unit="ms", goal=goal, against=against)
    yield Figure(name=f"{name}, p99", value=percentile(milliseconds, 99), unit="ms")


def _commands(pico: Board, servo: Servo) -> list[float]:
    def command(number: int) -> float:
        width_us = 1000 + number
        begun = time.monotonic()
        servo.value = (width_us - 1500) / 500
        return pico.wait_for(SERVO_PIN, "pulse_ns", width_us * 1000, after=begun).time - begun

    return _times(command)


def _moves(pico: Board, pins: PicoFactory) -> list[float]:
    """The board sets a pulse every 20 ms, so that half of this is waiting."""

    def move(number: int) -> float:
        begun = time.monotonic()
        pins.move(SERVO_PIN, 1000.0 if number % 2 else 2000.0, 0.1, Easing())
        first = pico.wait_for(SERVO_PIN, "pulse_ns", after=begun).time
        pico.wait_for(SERVO_PIN, "pulse_ns", 1_000_000 if number % 2 else 2_000_000, after=begun)
        return first - begun

    return _times(move, TIMES // 4)


def _questions(pins: PicoFactory) -> list[float]:
    def ask(number: int) -> float:
        begun = time.monotonic()
        pins.board.settle()
        return time.monotonic() - begun

    return _times(ask)


def _presses(pico: Board, pins: PicoFactory) -> list[float]:
    """From the press, which the board is told of, to the function that a script wants called."""
    felt: list[float] = []
    came = threading.Event()

    def pressed(button: Button) -> None:
        felt.append(time.monotonic())
        came.set()

    with Button(BUTTON_PIN, pin_factory=pins) as button:
        button.when_pressed = pressed

        def press(number: int) -> float:
            came.clear()
            begun = time.monotonic()
            pico.press(BUTTON_PIN, 0)
            came.wait(10)
            pico.press(BUTTON_PIN, 1)
            return felt[-1] - begun

        return _times(press)


def _times(once: Callable[[int], float], count: int = TIMES) -> list[float]:
    return [once(number) * 1000 for number in range(count)]


def _clock(pins: PicoFactory) -> Iterator[Figure]:
    """How well the board's time is known: half of the quickest answer's way."""
    yield Figure(name="Pico host: clock known to", value=pins.board.clock.uncertain_seconds * 1e6, unit="µs")


def _idle() -> Figure:
    """What a line costs the computer on which nothing is said."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    time.sleep(IDLE_SECONDS)
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Figure(
        name="Pico host: line without words",
        value=100 * seconds / IDLE_SECONDS,
        unit="% CPU",
        goal=2.0,
        against=f"{os.cpu_count()} cores",
    )
