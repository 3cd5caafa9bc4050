"""The arm: angles, pulses and limits of every kit, and what its servo gets."""

import asyncio
from collections.abc import Coroutine
from itertools import groupby, pairwise
from typing import Any

import pytest

from tests.virtual_time import VirtualTimeLoop, run_in_virtual_time
from tjbot.config import Configuration
from tjbot.errors import HaltedError, PartError
from tjbot.pins.simulated import history, largest_step, simulated_factory
from tjbot.robot.body import Body
from tjbot.robot.parts.arm import Arm, ArmSettings, Calibration
from tjbot.robot.servo import POWER_CUT_SECONDS


class Scene:
    """A body with nothing but an arm, in virtual time."""

    def __init__(self, loop: VirtualTimeLoop, table: dict[str, Any], **others: Any) -> None:
        class ArmInVirtualTime(Arm):
            def __init__(self, settings: Any, pins: Any) -> None:
                super().__init__(settings, pins, loop.time)

        self.pin = table.get("pin", 18)
        self.pins = others.get("pins") or simulated_factory()
        self.body = Body("real", self.pins, [ArmInVirtualTime], lambda _: None)
        self.body.start(Configuration(parts={"arm": table}))

    async def do(self, action: str, **arguments: Any) -> Any:
        return await self.body.begin(action, arguments)

    @property
    def angle(self) -> Any:
        return self.body.reading("arm")["angle"]

    def pulses(self) -> list[int]:
        return [round(change.pulse_us) for change in history(self.pins, self.pin)]

    def turning_points(self) -> list[int]:
        """Where the pulse turns round or comes to a stop, without what lies between."""
        pulses = [pulse for pulse, _ in groupby(filter(None, self.pulses()))]
        inner = [
            here
            for before, here, after in zip(pulses, pulses[1:], pulses[2:], strict=False)
            if (here - before) * (after - here) < 0
        ]
        return [pulses[0], *inner, pulses[-1]]


def play(scene: Any, table: dict[str, Any] | None = None) -> Any:
    def run(loop: VirtualTimeLoop) -> Coroutine[Any, Any, Any]:
        async def act() -> Any:
            return await scene(Scene(loop, table or {}))

        return act()

    return run_in_virtual_time(run)


def test_at_the_start_the_arm_hangs_down_without_a_jump() -> None:
    async def scene(arm: Scene) -> None:
        assert [pulse for pulse in arm.pulses() if pulse] == [2300]
        assert arm.body.readings() == {"arm": {"angle": 0.0, "moving": False}}

    play(scene)


def test_a_wave_goes_up_down_up_and_is_eased() -> None:
    async def scene(arm: Scene) -> None:
        assert (await arm.do("wave")).value == 81.0
        assert arm.turning_points() == [2300, 1400, 2300, 1400]
        assert 0 < largest_step(history(arm.pins, 18)) < 200

    play(scene)


def test_the_ends_of_a_wave_are_200_ms_apart() -> None:
    async def scene(arm: Scene) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await arm.do("wave")
        assert loop.time() - begun == pytest.approx(0.6, abs=0.03)

    play(scene)


@pytest.mark.parametrize(
    ("table", "down", "up", "back", "limit"),
    [
        ({}, 2300, 1400, 700, 144.0),
        ({"side": "left"}, 700, 1600, 2300, 144.0),
        ({"back_pulse_us": 500, "pin": 7}, 2300, 1400, 500, 162.0),
        ({"down_pulse_us": 2500, "up_pulse_us": 1500, "back_pulse_us": 500}, 2500, 1500, 500, 180.0),
    ],
    ids=["usual kit", "left arm", "older kit", "whole circle"],
)
def test_every_kit_has_its_pulses(table: dict[str, Any], down: int, up: int, back: int, limit: float) -> None:
    async def scene(arm: Scene) -> None:
        await arm.do("raise_arm")
        assert arm.pulses()[-1] == up
        assert (await arm.do("arm_back")).value == limit
        assert arm.pulses()[-1] == back
        await arm.do("lower_arm")
        assert arm.pulses()[-1] == down

    play(scene, table)


def test_pointing_stops_at_the_limit_and_says_so() -> None:
    async def scene(arm: Scene) -> None:
        assert await arm.do("point", angle=90) == await arm.do("point", angle="90")
        assert arm.pulses()[-1] == 1300
        answer = await arm.do("point", angle=180)
        assert answer.value == 144.0
        assert answer.note == "The arm stops at 144 degrees, the limit it was calibrated to."
        assert arm.pulses()[-1] == 700

    play(scene)


@pytest.mark.parametrize(
    "table",
    [
        {"up_pulse_us": 2400},
        {"up_pulse_us": 600},
        {"down_pulse_us": 1400, "back_pulse_us": 1400},
        {"side": "left", "up_pulse_us": 500},
    ],
)
def test_pulses_out_of_order_are_a_fault_with_a_cure(table: dict[str, Any]) -> None:
    with pytest.raises(PartError, match="out of order") as caught:
        Calibration(ArmSettings(**table))
    assert "[arm]" in caught.value.hint


def test_a_pin_that_is_taken_is_a_fault_and_no_crash() -> None:
    from gpiozero import LED

    async def scene(loop: VirtualTimeLoop) -> None:
        pins = simulated_factory()
        lamp = LED(18, pin_factory=pins)
        arm = Scene(loop, {}, pins=pins)
        fault = arm.body.readings()["arm"]["fault"]
        assert "servo on GPIO 18" in fault
        assert "no other program uses the pin" in fault
        lamp.close()

    run_in_virtual_time(scene)


def test_a_new_command_takes_over_in_the_middle_without_a_jump() -> None:
    async def scene(arm: Scene) -> None:
        away = arm.body.begin("arm_back", {})
        await asyncio.sleep(0.15)
        assert (await arm.do("lower_arm")).value == 0.0
        assert (await away).note == "The arm got another command before it was done."
        assert largest_step(history(arm.pins, 18)) < 200
        turned = arm.turning_points()[1]
        assert 700 < turned < 2300

    play(scene)


def test_halt_holds_the_arm_where_it_is() -> None:
    async def scene(arm: Scene) -> None:
        away = arm.body.begin("arm_back", {})
        await asyncio.sleep(0.1)
        arm.body.halt()
        pulses = arm.pulses()
        with pytest.raises(HaltedError):
            await away
        await asyncio.sleep(POWER_CUT_SECONDS / 2)
        assert arm.pulses() == pulses
        assert 0 < arm.angle < 144

    play(scene)


def test_the_pulse_is_cut_two_seconds_after_the_last_move() -> None:
    async def scene(arm: Scene) -> None:
        await arm.do("raise_arm")
        await asyncio.sleep(POWER_CUT_SECONDS - 0.1)
        assert arm.pulses()[-1] == 1400
        await arm.do("point", angle=90)
        await asyncio.sleep(POWER_CUT_SECONDS - 0.1)
        assert arm.pulses()[-1] == 1300
        await asyncio.sleep(0.2)
        assert arm.pulses()[-1] == 0
        assert arm.angle == 90.0

    play(scene)


def test_rest_lets_the_arm_down_gently_and_cuts_the_pulse_at_once() -> None:
    async def scene(arm: Scene) -> None:
        await arm.do("arm_back")
        before = len(arm.pulses())
        await arm.body.rest()
        assert arm.pulses()[-2:] == [2300, 0]
        steps = [abs(after - left) for left, after in pairwise(arm.pulses()[before:-1])]
        assert max(steps) < 60
        assert arm.body.readings() == {"arm": {"angle": 0.0, "moving": False}}

    play(scene)


def test_rest_is_no_faster_than_the_arm_may_move() -> None:
    async def scene(arm: Scene) -> None:
        await arm.do("point", angle=20)
        await arm.body.rest()
        assert largest_step(history(arm.pins, 18)) <= 10 * 0.02 * 2000 / 180 + 0.01

    play(scene, {"degrees_per_second": 10})


def test_closing_cuts_the_pulse_and_frees_the_pin() -> None:
    async def scene(arm: Scene) -> None:
        from gpiozero import LED

        await arm.do("raise_arm")
        arm.body.close()
        LED(18, pin_factory=arm.pins).close()

    play(scene)


@pytest.mark.parametrize("verb", ["raise_arm", "arm_back", "point"])
def test_a_slow_move_takes_its_seconds_and_is_eased_all_the_way(verb: str) -> None:
    async def scene(arm: Scene) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await arm.do(verb, seconds=3, **({"angle": 90} if verb == "point" else {}))
        assert loop.time() - begun == pytest.approx(3, abs=0.03)
        pulses = [pulse for pulse in arm.pulses() if pulse]
        assert len(pulses) > 140
        assert pulses == sorted(pulses, reverse=True)

    play(scene)


def test_seconds_that_are_too_few_are_as_many_as_the_arm_needs() -> None:
    async def scene(arm: Scene) -> None:
        assert (await arm.do("arm_back", seconds=0.001)).value == 144.0
        assert largest_step(history(arm.pins, 18)) <= 600 * 0.02 * 2000 / 180 + 0.01

    play(scene)


def test_a_slow_move_takes_over_from_a_quick_one_without_a_jump() -> None:
    async def scene(arm: Scene) -> None:
        loop = asyncio.get_running_loop()
        arm.body.begin("arm_back", {})
        await asyncio.sleep(0.15)
        begun = loop.time()
        assert (await arm.do("point", angle=20, seconds=2)).value == 20.0
        assert loop.time() - begun == pytest.approx(2, abs=0.05)
        assert largest_step(history(arm.pins, 18)) < 200

    play(scene)


def test_a_swing_goes_there_and_back_as_often_as_asked() -> None:
    async def scene(arm: Scene) -> None:
        loop = asyncio.get_running_loop()
        await arm.do("point", angle=50)
        begun = loop.time()
        assert (await arm.do("swing", times=2, low=50, high=95, seconds=2)).value == 50.0
        assert loop.time() - begun == pytest.approx(4, abs=0.2)
        at = [round(2300 - angle * 2000 / 180) for angle in (50, 95)]
        assert arm.turning_points()[1:] == [at[1], at[0], at[1], at[0]]

    play(scene)


def test_a_swing_beyond_the_limit_says_so() -> None:
    async def scene(arm: Scene) -> None:
        answer = await arm.do("swing", times=1, low=100, high=180)
        assert answer.note == "The arm stops at 144 degrees, the limit it was calibrated to."
        assert min(pulse for pulse in arm.pulses() if pulse) == 700

    play(scene)


def test_more_waves_are_more_ups_and_downs() -> None:
    async def scene(arm: Scene) -> None:
        await arm.do("wave", times=2)
        assert arm.turning_points() == [2300, 1400, 2300, 1400, 2300, 1400]

    play(scene)


@pytest.mark.parametrize(
    ("pwm", "use"), [("auto", "servo"), ("hardware", "hardware pwm"), ("software", "software pwm")]
)
def test_who_makes_the_pulses_can_be_chosen(pwm: Any, use: str) -> None:
    chosen: list[Any] = []

    class Choosing(type(simulated_factory())):  # type: ignore[misc]
        def choose_pwm(self, gpio: int, choice: str) -> None:
            chosen.append((gpio, choice))

    async def scene(loop: VirtualTimeLoop) -> None:
        Scene(loop, {"pwm": pwm}, pins=Choosing())

    run_in_virtual_time(scene)
    assert chosen == [(18, pwm)]
    assert Arm.wires(ArmSettings(pwm=pwm))[0].use == use
