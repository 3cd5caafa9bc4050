"""The easing on the board is that of `tjbot.pins.pulses`, in whole numbers and without allocating."""

import random

from tests.firmware.script import in_micropython
from tjbot.pins.pulses import Easing

MOVES = 300
LARGEST_ERROR_US = 1
SHARES = 65_535
PROGRAM = """
import micropython
from curve import Curve
curve = Curve()
results = []
for start, target, milliseconds, speed, rising, falling, times in given:
    curve.plan(start, target, milliseconds * 1000, speed, rising, falling)
    widths = [0] * len(times)
    micropython.heap_lock()
    try:
        for number in range(len(times)):
            widths[number] = curve.at(times[number])
    finally:
        micropython.heap_unlock()
    results.append(widths)
give(results)
"""
REST_PROGRAM = """
import micropython
from curve import Curve
curve = Curve()
results = []
for start, target, microseconds, times in given:
    widths = [0] * len(times)
    micropython.heap_lock()
    try:
        curve.plan_rest(start, target, microseconds)
        for number in range(len(times)):
            widths[number] = curve.at(times[number])
    finally:
        micropython.heap_unlock()
    results.append(widths)
give(results)
"""


def test_moves_are_those_of_the_easing_of_the_computer() -> None:
    chance = random.Random(8)
    moves = []
    for _ in range(MOVES):
        start, target = (chance.randrange(500_000, 2_500_001) for _ in range(2))
        milliseconds = chance.choice([1, 20, 200, 500, 1_000, 3_000, 60_000])
        rising = chance.choice([0, chance.randrange(SHARES + 1)])
        falling = chance.choice([0, chance.randrange(SHARES - rising + 1)])
        if rising + falling == 2 * SHARES:
            falling = 0
        speed = chance.randrange(-4_000_000, 4_000_001) if milliseconds < 2_000 else 0
        times = sorted(chance.randrange(milliseconds * 1000 + 1) for _ in range(20))
        moves.append([start, target, milliseconds, speed, rising, falling, times])
    for move, widths in zip(moves, in_micropython(PROGRAM, moves), strict=True):
        start, target, milliseconds, speed, rising, falling, times = move
        easing = Easing(start_speed=speed / 1000, rising=rising / SHARES, falling=falling / SHARES)
        for time, width in zip(times, widths, strict=True):
            wanted = easing.pulse_us(start / 1000, target / 1000, milliseconds / 1000, time / 1e6)
            assert abs(width / 1000 - wanted) <= LARGEST_ERROR_US, (move, time)


def test_the_way_to_rest_is_eased_at_both_ends() -> None:
    ways = [
        [1_400_000, 2_300_000, 800_000, [0, 100_000, 400_000, 700_000, 800_000, 900_000]],
        [700_000, 700_000, 1, [0, 5]],
    ]
    first, second = in_micropython(REST_PROGRAM, ways)
    easing = Easing()
    wanted = [easing.pulse_us(1400, 2300, 0.8, time / 1e6) for time in ways[0][3]]
    assert all(abs(width / 1000 - us) <= LARGEST_ERROR_US for width, us in zip(first, wanted, strict=True))
    assert second == [700_000, 700_000]
