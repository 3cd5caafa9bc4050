"""Whatever is asked of the arm, and whenever: its pulses stay in range and never outrun its speed."""

import asyncio
from contextlib import suppress
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.virtual_time import VirtualTimeLoop, run_in_virtual_time
from tjbot.config import Configuration
from tjbot.errors import HaltedError
from tjbot.pins.simulated import simulated_factory
from tjbot.robot.body import Body
from tjbot.robot.parts.arm import Arm, ArmSettings, Calibration
from tjbot.robot.servo import PERIOD_SECONDS, PULSE_US_PER_DEGREE

PIN = 18
Pulse = tuple[float, float]
"""Loop time in seconds, and the pulse width in µs (0: none)."""

moves: st.SearchStrategy[Any] = st.one_of(
    st.tuples(st.sampled_from(["wave", "raise_arm", "lower_arm", "arm_back"]), st.just({})),
    st.tuples(
        st.just("point"), st.fixed_dictionaries({"angle": st.floats(0, 180)}, optional={"seconds": st.floats(0, 3)})
    ),
    st.tuples(st.just("swing"), st.fixed_dictionaries({"times": st.integers(1, 3), "seconds": st.floats(0.2, 3)})),
)
halts: st.SearchStrategy[Any] = st.tuples(st.sampled_from(["halt", "rest"]), st.just({}))
pauses = st.floats(0, 0.4) | st.sampled_from([0.0, 0.001, PERIOD_SECONDS, 2.5])
delays = st.just(0.0) | st.floats(0, 0.1)
steps = st.lists(st.tuples(moves | halts, pauses, delays), min_size=1, max_size=12)
sides = st.sampled_from([{}, {"side": "left"}, {"back_pulse_us": 500}, {"down_pulse_us": 2500, "back_pulse_us": 500}])
speeds = st.fixed_dictionaries(
    {"degrees_per_second": st.floats(10, 1000), "degrees_per_second_squared": st.floats(50, 20_000)}
)


async def play(loop: VirtualTimeLoop, table: dict[str, Any], script: list[Any]) -> list[Pulse]:
    """Plays commands and pauses, and returns all that the pin got. The loop comes late where the script says so."""
    pins = simulated_factory()
    pulses: list[Pulse] = []

    class RecordedArm(Arm):
        """The real arm, with the loop's clock, noting each pulse when it goes out."""

        def __init__(self, settings: Any, pins: Any) -> None:
            super().__init__(settings, pins, loop.time)

    def changed(_: str) -> None:
        pulse = pins.pin(PIN).state * 20_000
        if not pulses or pulses[-1][1] != pulse:
            pulses.append((loop.time(), pulse))

    body = Body("real", pins, [RecordedArm], changed)
    body.start(Configuration(parts={"arm": table}))
    changed("arm")
    tasks: list[asyncio.Future[Any]] = []
    for (verb, arguments), pause, delay in script:
        if verb == "halt":
            body.halt()
        elif verb == "rest":
            tasks.append(body.rest())
        else:
            tasks.append(body.begin(verb, arguments))
        if pause:
            await asyncio.sleep(pause)
        loop.late(delay)
    for task in tasks:
        with suppress(HaltedError, asyncio.CancelledError):
            await task
    await body.rest()
    pulses.append((loop.time(), pins.pin(PIN).state * 20_000))
    body.close()
    return pulses


@given(sides, speeds, steps)
def test_pulses_stay_in_the_calibrated_range(table: dict[str, Any], speed: dict[str, float], script: list[Any]) -> None:
    table = {**table, **speed}
    pulses = run_in_virtual_time(lambda loop: play(loop, table, script))
    calibration = Calibration(ArmSettings(**table))
    ends = sorted((calibration.pulse_us(0), calibration.pulse_us(180)))
    assert all(ends[0] - 0.01 <= pulse <= ends[1] + 0.01 for _, pulse in pulses if pulse)
    assert all(499.99 <= pulse <= 2500.01 for _, pulse in pulses if pulse)
    assert pulses[-1][1] == 0, "at rest the pulse is cut"


@given(speeds, steps)
def test_no_two_pulses_are_further_apart_than_the_speed_allows(speed: dict[str, float], script: list[Any]) -> None:
    pulses = run_in_virtual_time(lambda loop: play(loop, speed, script))
    fastest = speed["degrees_per_second"] * PULSE_US_PER_DEGREE
    for (before, left), (after, right) in pairwise([item for item in pulses if item[1]]):
        # The first pulse of a move already tells where the arm shall be when its period is over.
        allowed = fastest * max(after - before, PERIOD_SECONDS)
        assert abs(right - left) <= allowed + 0.01


@given(speeds, st.lists(st.floats(0, 180), min_size=2, max_size=40), st.floats(0.0005, 0.02))
def test_many_commands_do_not_make_the_arm_faster(speed: dict[str, float], angles: list[float], pause: float) -> None:
    script = [(("point", {"angle": angle}), pause, 0.0) for angle in angles]
    pulses = run_in_virtual_time(lambda loop: play(loop, speed, script))
    powered = [item for item in pulses if item[1]]
    fastest = speed["degrees_per_second"] * PULSE_US_PER_DEGREE
    for index, (began, left) in enumerate(powered):
        for ended, right in powered[index + 1 : index + 60]:
            assert abs(right - left) <= fastest * (ended - began + PERIOD_SECONDS) + 0.01


@given(steps)
def test_the_arm_arrives_where_the_last_command_wanted_it(script: list[Any]) -> None:
    last = [(("point", {"angle": 90}), 2.0, 0.0)]
    pulses = run_in_virtual_time(lambda loop: play(loop, {}, script + last))
    assert 1300 in [round(pulse, 6) for _, pulse in pulses]


@settings(max_examples=5)
@given(st.integers(0, 2**32), speeds)
def test_a_thousand_random_commands_leave_neither_the_range_nor_the_speed(seed: int, speed: dict[str, float]) -> None:
    random = Random(seed)
    script = [(random_command(random), random.choice([0.0, 0.001, 0.02, random.random()]), 0.0) for _ in range(1000)]
    pulses = [item for item in run_in_virtual_time(lambda loop: play(loop, speed, script)) if item[1]]
    fastest = speed["degrees_per_second"] * PULSE_US_PER_DEGREE
    assert all(699.99 <= pulse <= 2300.01 for _, pulse in pulses)
    for (before, left), (after, right) in pairwise(pulses):
        assert abs(right - left) <= fastest * max(after - before, PERIOD_SECONDS) + 0.01


def random_command(random: Random) -> tuple[str, dict[str, Any]]:
    """Any verb of the arm with any arguments, and STOP and rest among them."""
    verb = random.choice(["wave", "raise_arm", "lower_arm", "arm_back", "point", "swing", "halt", "rest"])
    slow = {"seconds": random.uniform(0.2, 2)} if random.random() < 0.5 else {}
    arguments: dict[str, dict[str, Any]] = {
        "wave": {"times": random.randint(1, 5)},
        "point": {"angle": random.uniform(0, 180), **slow},
        "swing": {"low": random.uniform(0, 180), "high": random.uniform(0, 180), **slow},
        "halt": {},
        "rest": {},
    }
    return verb, arguments.get(verb, slow)
