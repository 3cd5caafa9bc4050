"""The board's clock beside the computer's: however late the answers, whatever its quartz does, when it begins anew."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.pins.pico.clock import Clock
from tjbot.protocol.pico.messages import TICKS_PERIOD


class World:
    """A board whose clock goes by the computer's, but `drift` faster, from `start` on."""

    def __init__(self, start: int, drift: float) -> None:
        self.now = 5000.0
        self.start, self.drift = start, drift

    def ticks(self, now: float) -> int:
        return round(self.start + (now - 5000.0) * 1e6 * (1 + self.drift))

    def ask(self, clock: Clock, there: float, back: float) -> None:
        ticks = self.ticks(self.now + there) % TICKS_PERIOD
        clock.add(self.now, self.now + there + back, ticks)


delays = st.floats(0.0003, 0.03)


@given(
    st.integers(0, TICKS_PERIOD - 1),
    st.floats(-0.0001, 0.0001),
    st.lists(st.tuples(delays, delays), min_size=2, max_size=120),
)
def test_the_time_on_the_board_is_known_as_well_as_the_best_answer_tells(
    start: int, drift: float, answers: list[tuple[float, float]]
) -> None:
    world, clock = World(start, drift), Clock()
    for there, back in answers:
        world.ask(clock, there, back)
        world.now += 1.0
    now = world.now - 0.5
    known = (clock.on_board(now) - world.ticks(now) + TICKS_PERIOD // 2) % TICKS_PERIOD - TICKS_PERIOD // 2
    # Within the uncertainty of the best of the last answers, and what the quartz does in the few seconds since then.
    assert abs(known) <= clock.uncertain_seconds * 1e6 + 0.0011 * 8e6
    assert clock.ticks_at(clock.seconds_at(123_456_789)) == pytest.approx(123_456_789, abs=2)


def test_ticks_go_on_where_the_board_begins_anew() -> None:
    world, clock = World(TICKS_PERIOD - 1_500_000, 0.0), Clock()
    seen = []
    for _ in range(5):
        world.ask(clock, 0.001, 0.001)
        seen.append(clock.extend(world.ticks(world.now) % TICKS_PERIOD, world.now))
        world.now += 1.0
    assert [later - earlier for earlier, later in pairwise(seen)] == [1_000_000] * 4
    # The ticks of a board that is plugged in again continue those of the computer's clock.
    again, other = World(77, 0.0), Clock()
    again.now = world.now
    again.start -= again.ticks(again.now)
    again.ask(other, 0.001, 0.001)
    assert other.ticks_at(again.now) == pytest.approx(seen[-1] + 1_000_000, abs=3_000)


def test_a_quartz_that_goes_fast_is_noticed() -> None:
    world, clock = World(0, 0.0001), Clock()
    for _ in range(60):
        world.ask(clock, 0.001, 0.001)
        world.now += 1.0
    assert clock.drift == pytest.approx(0.0001, rel=0.05)
    assert clock.on_board(world.now + 20) == pytest.approx(world.ticks(world.now + 20), abs=150)
