"""A move never jumps, never exceeds its limits, and always ends standing still at its target."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - it reads as mathematics

from tjbot.robot.motion import Limits, Position, plan, plan_in

limits = st.builds(Limits, speed=st.floats(10, 1000), acceleration=st.floats(50, 20_000))
angles = st.floats(0, 180)
speeds = st.floats(-1000, 1000)
slack = 1e-6


@given(angles, speeds, angles, limits)
def test_a_move_ends_at_its_target_and_stands_still(angle: float, speed: float, target: float, limits: Limits) -> None:
    move = plan(Position(angle, speed), target, limits)
    end = move.at(move.seconds)
    assert end.angle == approx(target, abs=1e-6)
    assert end.speed == approx(0.0, abs=1e-3)
    assert move.at(move.seconds + 1000) == Position(target, 0.0)
    assert all(phase.seconds >= 0 for phase in move.phases)


@given(angles, speeds, angles, limits)
def test_position_and_speed_are_continuous(angle: float, speed: float, target: float, limits: Limits) -> None:
    move = plan(Position(angle, speed), target, limits)
    starts = [phase.start for phase in move.phases]
    ends = [phase.at(phase.seconds) for phase in move.phases]
    for end, start in zip([Position(angle, speed), *ends], [*starts, Position(target)], strict=True):
        assert end.angle == approx(start.angle, abs=1e-6 * (1 + limits.speed))
        assert end.speed == approx(start.speed, abs=1e-4 * limits.acceleration**0.5 + 1e-6)


@given(angles, speeds, angles, limits)
def test_speed_and_acceleration_stay_within_limits(angle: float, speed: float, target: float, limits: Limits) -> None:
    move = plan(Position(angle, speed), target, limits)
    fastest = max(limits.speed, abs(speed))
    for phase in move.phases:
        assert abs(phase.acceleration) <= limits.acceleration
        assert abs(phase.start.speed) <= fastest + slack
        assert abs(phase.at(phase.seconds).speed) <= fastest + slack


@given(angles, speeds, angles, limits)
def test_a_joint_that_is_too_fast_is_slowed_down_at_once(
    angle: float, speed: float, target: float, limits: Limits
) -> None:
    move = plan(Position(angle, speed), target, limits)
    now = 0.0
    for phase in move.phases:
        now += phase.seconds
        if now > abs(speed) / limits.acceleration:
            assert abs(phase.at(phase.seconds).speed) <= limits.speed + slack


@given(angles, angles, limits)
def test_from_rest_a_move_goes_straight_to_its_target(start: float, target: float, limits: Limits) -> None:
    move = plan(Position(start), target, limits)
    places = [move.at(move.seconds * step / 50).angle for step in range(51)]
    direction = 1 if target >= start else -1
    assert all((after - before) * direction >= -slack for before, after in pairwise(places))


@given(angles, speeds, angles, angles, limits, st.floats(0, 1))
def test_a_new_target_takes_over_without_a_jump(
    angle: float, speed: float, target: float, other: float, limits: Limits, when: float
) -> None:
    first = plan(Position(angle, speed), target, limits)
    there = first.at(first.seconds * when)
    second = plan(there, other, limits)
    assert second.at(0.0).angle == approx(there.angle, abs=1e-6)
    assert second.at(0.0).speed == approx(there.speed, abs=1e-4 * limits.acceleration**0.5 + 1e-6)


@given(angles, angles, limits, st.floats(0.01, 60))
@example(0.0, 5e-324, Limits(speed=10, acceleration=50), 5.0)
def test_from_rest_a_slow_move_takes_just_its_time(start: float, target: float, limits: Limits, seconds: float) -> None:
    quickest = plan(Position(start), target, limits)
    move = plan_in(Position(start), target, limits, seconds)
    if abs(target - start) > 0.01:
        assert move.seconds == approx(max(seconds, quickest.seconds), rel=1e-3)
    for phase in move.phases:
        assert abs(phase.acceleration) <= limits.acceleration + slack
        assert abs(phase.at(phase.seconds).speed) <= limits.speed + slack


@given(angles, angles, angles, limits, st.floats(0, 1), st.floats(0.01, 60))
def test_a_slow_move_that_takes_over_keeps_the_limits_and_ends_at_its_target(
    angle: float, first: float, target: float, limits: Limits, when: float, seconds: float
) -> None:
    before = plan(Position(angle), first, limits)
    here = before.at(before.seconds * when)
    move = plan_in(here, target, limits, seconds)
    assert move.at(0.0).angle == approx(here.angle, abs=1e-6)
    assert move.at(move.seconds).angle == approx(target, abs=1e-6)
    lowest, highest = sorted((angle, first, target))[0], sorted((angle, first, target))[-1]
    for step in range(51):
        place = move.at(move.seconds * step / 50)
        assert lowest - 0.01 <= place.angle <= highest + 0.01
        assert abs(place.speed) <= limits.speed + slack
