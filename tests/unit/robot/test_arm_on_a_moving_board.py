"""The arm on a board that eases moves by itself: a command is one move, and the arm knows where it must be."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.robot.test_arm import Scene
from tests.virtual_time import VirtualTimeLoop, run_in_virtual_time
from tjbot.errors import HaltedError
from tjbot.pins.pulses import Easing, MovingFactory
from tjbot.pins.simulated import SimulatedFactory
from tjbot.robot.motion import Limits, Position, plan
from tjbot.robot.servo import POWER_CUT_SECONDS, PULSE_US_PER_DEGREE


class MovingBoard(SimulatedFactory):
    """A board that keeps the moves it was told, and knows the pulse at every time."""

    def __init__(self, loop: VirtualTimeLoop) -> None:
        super().__init__()
        self.loop = loop
        self.moves: list[tuple[float, float, float, float, Easing]] = []
        self.gone = False

    def move(self, pin: int, pulse_us: float, seconds: float, easing: Easing) -> None:
        if self.gone:
            raise OSError("the board was unplugged")
        assert pin == 18
        self.moves.append((self.loop.time(), self.pulse_us(), pulse_us, seconds, easing))

    def pulse_us(self) -> float:
        """What the servo gets now."""
        if not self.moves:
            return float(self.pin(18).state * 20_000)
        begun, start, target, seconds, easing = self.moves[-1]
        return easing.pulse_us(start, target, seconds, self.loop.time() - begun)


def play(scene: Any, table: dict[str, Any] | None = None) -> Any:
    async def act(loop: VirtualTimeLoop) -> Any:
        board = MovingBoard(loop)
        assert isinstance(board, MovingFactory)
        return await scene(Scene(loop, table or {}, pins=board), board)

    return run_in_virtual_time(act)


@pytest.mark.parametrize("table", [{}, {"side": "left"}])
def test_a_command_is_one_move_and_no_pulse_of_ours(table: dict[str, Any]) -> None:
    async def scene(arm: Scene, board: MovingBoard) -> None:
        before = arm.pulses()
        assert (await arm.do("raise_arm")).value == 81.0
        assert arm.pulses() == before
        ((_, start, target, seconds, easing),) = board.moves
        assert (round(start), round(target)) == ((2300, 1400) if not table else (700, 1600))
        assert 0.1 < seconds < 0.3
        assert easing.start_speed == 0

    play(scene, table)


def test_the_reading_is_where_the_board_must_be() -> None:
    async def scene(arm: Scene, board: MovingBoard) -> None:
        done = arm.body.begin("arm_back", {})
        while not done.done():
            await asyncio.sleep(0.02)
            assert arm.angle == pytest.approx((2300 - board.pulse_us()) / PULSE_US_PER_DEGREE, abs=15)
        assert arm.angle == 144.0

    play(scene)


def test_a_command_that_takes_over_goes_on_with_the_same_speed() -> None:
    async def scene(arm: Scene, board: MovingBoard) -> None:
        arm.body.begin("arm_back", {})
        await asyncio.sleep(0.11)
        place = board.pulse_us()
        await arm.do("lower_arm")
        _, start, target, _, easing = board.moves[-1]
        assert start == pytest.approx(place, abs=1)
        assert easing.start_speed == pytest.approx(-600 * PULSE_US_PER_DEGREE, rel=0.01)
        assert target == 2300
        assert board.pulse_us() == 2300

    play(scene)


def test_halt_holds_the_board_where_it_is() -> None:
    async def scene(arm: Scene, board: MovingBoard) -> None:
        away = arm.body.begin("arm_back", {})
        await asyncio.sleep(0.1)
        arm.body.halt()
        held = arm.pulses()[-1]
        assert held == pytest.approx(board.pulse_us(), abs=1), "setting a pulse ends the board's move"
        with pytest.raises(HaltedError):
            await away
        assert arm.pulses()[-1] == held
        await asyncio.sleep(POWER_CUT_SECONDS + 0.1)
        assert arm.pulses()[-1] == 0

    play(scene)


def test_after_the_power_was_cut_the_pulse_is_there_again_before_the_move() -> None:
    async def scene(arm: Scene, board: MovingBoard) -> None:
        await asyncio.sleep(POWER_CUT_SECONDS + 0.1)
        assert arm.pulses()[-1] == 0
        await arm.do("raise_arm")
        assert arm.pulses()[-1] == 2300

    play(scene)


def test_a_board_that_is_unplugged_is_a_failure_with_a_sentence_and_works_again() -> None:
    async def scene(arm: Scene, board: MovingBoard) -> None:
        board.gone = True
        with pytest.raises(OSError, match="The arm failed: the board was unplugged"):
            await arm.do("raise_arm")
        assert not arm.body.reading("arm")["moving"]
        board.gone = False
        assert (await arm.do("raise_arm")).value == 81.0

    play(scene)


@given(
    st.floats(0, 144),
    st.floats(0, 1),
    st.floats(0, 144),
    st.floats(0, 144),
    st.floats(20, 600),
    st.floats(400, 12_000),
)
def test_the_easing_of_a_board_is_the_plan(
    start: float, when: float, first: float, target: float, speed: float, acceleration: float
) -> None:
    limits = Limits(speed, acceleration)
    before = plan(Position(start), first, limits)
    here = before.at(before.seconds * when)
    move = plan(here, target, limits)

    async def easing(loop: VirtualTimeLoop) -> Easing:
        arm = Scene(loop, {})
        part = arm.body._slots["arm"].part
        assert part
        answer: Easing = part.servo._easing(move)  # type: ignore[attr-defined]
        return answer

    shape = run_in_virtual_time(easing)
    assert 0 <= shape.rising <= 1
    assert shape.rising + shape.falling <= 1.0001
    for step in range(11):
        elapsed = move.seconds * step / 10
        pulse = shape.pulse_us(
            2300 - here.angle * PULSE_US_PER_DEGREE, 2300 - target * PULSE_US_PER_DEGREE, move.seconds, elapsed
        )
        assert pulse == pytest.approx(2300 - move.at(elapsed).angle * PULSE_US_PER_DEGREE, abs=0.5)
