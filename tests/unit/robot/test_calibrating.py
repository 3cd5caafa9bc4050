"""Calibrating: the arm goes beyond what it was calibrated to, slowly, and nobody else takes it there."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from tests.unit.robot.test_arm import Scene, play
from tjbot.errors import HaltedError, PartError, RefusedError
from tjbot.robot.parts.arm import Arm, ArmSettings

SLOWEST_STEP_US = 21
"""90 degrees a second are 20 µs from one pulse to the next."""


def shown(scene: Scene) -> list[int]:
    return [pulse for pulse in scene.pulses() if pulse]


def largest_step_us(scene: Scene) -> int:
    return max(abs(later - earlier) for earlier, later in pairwise(shown(scene)))


async def nothing() -> None:
    """Writes nothing down."""


def test_it_reaches_every_pulse_of_a_servo_slowly() -> None:
    async def scene(scene: Scene) -> None:
        for pulse in (500, 2500, 1234):
            assert (await scene.do("calibrate", pulse_us=pulse)).value == pulse
            assert shown(scene)[-1] == pulse
        assert largest_step_us(scene) <= SLOWEST_STEP_US

    play(scene)


def test_a_slider_that_is_dragged_makes_one_smooth_move() -> None:
    async def scene(scene: Scene) -> None:
        for pulse in range(2300, 1000, -10):
            scene.body.begin("calibrate", {"pulse_us": pulse})
            await asyncio.sleep(0.005)
        await scene.do("calibrate", pulse_us=1000)
        assert shown(scene)[-1] == 1000
        assert largest_step_us(scene) <= SLOWEST_STEP_US

    play(scene)


def test_after_rest_the_old_limits_hold_again() -> None:
    async def scene(scene: Scene) -> None:
        await scene.do("calibrate", pulse_us=500)
        await scene.body.rest()
        assert shown(scene)[-1] == 2300
        answer = await scene.do("point", angle=180)
        assert (answer.value, shown(scene)[-1]) == (144, 700)
        assert "limit" in answer.note

    play(scene)


def test_an_arm_that_changes_sides_is_led_there_slowly() -> None:
    async def scene(scene: Scene) -> None:
        await scene.body.reconfigure("arm", scene.body.check("arm", {"side": "left"}), nothing)
        assert shown(scene)[-1] == 700
        assert largest_step_us(scene) <= SLOWEST_STEP_US
        assert scene.angle == 0
        await scene.do("raise_arm")
        assert shown(scene)[-1] == 1600

    play(scene)


def test_the_move_that_is_under_way_ends_before_the_arm_is_built_anew() -> None:
    async def scene(scene: Scene) -> None:
        settings = scene.body.check("arm", {"up_pulse_us": 1500})
        swinging = scene.body.begin("swing", {})
        waving: list[asyncio.Task[Any]] = []

        async def write_slowly() -> None:
            waving.append(scene.body.begin("wave", {}))
            await asyncio.sleep(0.1)

        await scene.body.reconfigure("arm", settings, write_slowly)
        assert "another command" in ((await swinging).note or "")
        assert "another command" in ((await waving[0]).note or "")
        await scene.do("raise_arm")
        assert shown(scene)[-1] == 1500
        # The timers of the old servo do no harm to the new one.
        await asyncio.sleep(5)
        assert scene.pulses()[-1] == 0

    play(scene)


def test_stop_and_every_other_command_leave_the_arm_as_it_was() -> None:
    async def scene(scene: Scene) -> None:
        settings = scene.body.check("arm", {"side": "left"})
        for meanwhile, error in ((scene.body.halt, HaltedError), (lambda: scene.body.begin("wave", {}), RefusedError)):
            changing = asyncio.ensure_future(scene.body.reconfigure("arm", settings, nothing))
            await asyncio.sleep(0.3)
            meanwhile()
            with pytest.raises(error):
                await changing
        await scene.body.rest()
        assert shown(scene)[-1] == 2300

    play(scene)


def test_pulses_out_of_order_are_refused_before_anything_moves() -> None:
    async def scene(scene: Scene) -> None:
        with pytest.raises(PartError, match="out of order"):
            scene.body.check("arm", {"up_pulse_us": 2400})
        assert set(shown(scene)) == {2300}

    play(scene)


def test_the_settings_are_told_whole() -> None:
    whole = Arm.effective(ArmSettings(side="left", up_pulse_us=1555))
    assert (whole.down_pulse_us, whole.up_pulse_us, whole.back_pulse_us) == (700, 1555, 2300)
