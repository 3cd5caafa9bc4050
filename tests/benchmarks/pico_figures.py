"""The Pico: how soon a command moves a pin, how true its moves are, when it rests, and what a bad line does to it.

Once at a pseudo-terminal, where a real MicroPython runs the program on this computer (also by way of gpiozero, see
`pico_host_figures.py`), and once on the emulated chip, whose USB and pins are those of an RP2040 and whose time is its
own.
"""

import random
import time
from collections.abc import Iterator
from statistics import median

from tests.benchmarks import pico_host_figures
from tests.benchmarks.figure import Figure, percentile
from tests.deep.pico_chip.chip import PATIENCE_SECONDS, chip, obstacle
from tests.deep.pico_chip.measuring import command_to_pulse_ms, move_two_servos, seconds_until_rest
from tests.firmware.board import Board, board
from tests.firmware.computer import Computer
from tests.firmware.noise import Noise
from tjbot.protocol.pico.messages import AskStatus, OpenPulses, Pulse, Status

COMMANDS = 300
EMULATED_COMMANDS = 15
FRAMES = 100_000
SERVO = 18
HEAP_BYTES = 240_000
GOAL_MS = 5


def measure() -> Iterator[Figure]:
    """All figures of the Pico."""
    with board() as pico, Computer(pico.path) as computer:
        computer.say(OpenPulses(SERVO, 20_000, 2_300_000, 0, 1, 0))
        yield from _command_to_pulse(pico, computer)
    yield from pico_host_figures.measure()
    yield from _bad_frames()
    if why := obstacle():
        yield Figure(name="on the emulated chip", value=0, unit="times", against=f"cannot: {why}")
        return
    with chip() as pico, Computer(pico.path, PATIENCE_SECONDS) as computer:
        yield from _on_the_chip(pico, computer)


def _command_to_pulse(pico: Board, computer: Computer) -> Iterator[Figure]:
    delays = []
    for number in range(COMMANDS):
        width = 1_000_000 + number
        began = time.monotonic()
        computer.say(Pulse(SERVO, width))
        delays.append((pico.wait_for(SERVO, "pulse_ns", width).time - began) * 1000)
    against = f"{COMMANDS} commands at a pseudo-terminal, which takes no time of its own"
    yield Figure(name="Pico: command to pulse, p50", value=median(delays), unit="ms", goal=GOAL_MS, against=against)
    yield Figure(name="Pico: command to pulse, p99", value=percentile(delays, 99), unit="ms")


def _bad_frames() -> Iterator[Figure]:
    with board() as pico, Computer(pico.path) as computer:
        computer.say(OpenPulses(SERVO, 20_000, 2_300_000, 0, 1, 0))
        noise = Noise(computer, SERVO, random.Random(8))
        began = time.monotonic()
        noise.send(FRAMES)
        seconds = time.monotonic() - began
        status = computer.ask(AskStatus(), Status)
        shown = [note.value for note in pico.catch_up().history(SERVO, "pulse_ns") if note.value]
        good = set(noise.good_widths)
        wrong = sum(width not in good for width in shown) + abs(len(shown) - len(good))
        stops = len(pico.history(-1, "ended")) + len(pico.history(-1, "watchdog"))
    against = f"{FRAMES} random and damaged frames, {len(noise.good_widths)} good ones between them, in {seconds:.0f} s"
    yield Figure(name="Pico: wrong pulses by bad frames", value=wrong, unit="pulses", goal=0, against=against)
    against = (
        f"it counted {status.damaged} damaged stretches and {status.out_of_order} frames out of order, modulo 65,536"
    )
    yield Figure(name="Pico: stops by bad frames", value=stops, unit="stops", goal=0, against=against)


def _on_the_chip(pico: Board, computer: Computer) -> Iterator[Figure]:
    free = computer.ask(AskStatus(), Status).free_bytes
    against = f"{free} bytes are free while the program runs"
    share = free / HEAP_BYTES
    yield Figure(
        name="chip: free share of the heap", value=share, unit="of 1", goal=0.5, at_least=True, against=against
    )
    delays = command_to_pulse_ms(pico, computer, EMULATED_COMMANDS)
    against = "from its USB having the frame to its pulse generator being told; the next pulse comes within 20 ms"
    yield Figure(name="chip: command to pulse, p50", value=median(delays), unit="ms", goal=GOAL_MS, against=against)
    errors = move_two_servos(pico, computer)
    against = f"{sum(error.pulses for error in errors)} pulses on two pins at 50 Hz, against the curve"
    largest = max(error.largest_us for error in errors)
    yield Figure(name="chip: largest error of a pulse in a move", value=largest, unit="µs", goal=5, against=against)
    seconds = seconds_until_rest(pico, computer)
    against = f"it rested {seconds:.3f} s after the last word, of 1 s"
    yield Figure(name="chip: watchdog is off by", value=abs(seconds - 1), unit="s", goal=0.1, against=against)
