"""What the soak says of pins that did what they must not."""

import pytest

from tests.soaking.load import delays_of_a_page
from tests.soaking.pages import Told
from tests.soaking.safety import LIMIT, Safety
from tjbot.robot.servo import PULSE_US_PER_DEGREE


def moving(degrees_per_second: float, seconds: float = 0.2) -> list[tuple[float, float]]:
    """Pulses of an arm that goes up, 50 a second."""
    return [
        (10 + number / 50, 2300 - degrees_per_second * number / 50 * PULSE_US_PER_DEGREE)
        for number in range(round(seconds * 50))
    ]


def missed(safety: Safety) -> list[str]:
    return [figure.name.removeprefix("x: ") for figure in safety.figures("x") if not figure.ok]


def test_a_gentle_arm_is_safe() -> None:
    safety = Safety()
    safety.take({"real": {"arm": [*moving(LIMIT * 0.9), (12.0, 0.0)], "red": [(10.0, 0.0), (11.0, 20_000.0)]}})
    assert missed(safety) == []


@pytest.mark.parametrize("pulse_us", [499.0, 690.0, 2310.0, -1.0, 20_001.0])
def test_a_pulse_out_of_range_is_told(pulse_us: float) -> None:
    safety = Safety()
    safety.take({"real": {"arm": [(10.0, pulse_us)]}})
    assert "pulses of an arm out of its range" in missed(safety)


def test_a_speed_beyond_the_limit_is_told_also_across_two_looks() -> None:
    safety = Safety()
    changes = moving(LIMIT * 1.5, 0.15)
    safety.take({"real": {"arm": changes[:4]}})
    assert missed(safety) == []
    safety.take({"real": {"arm": changes[4:]}})
    assert missed(safety) == ["greatest speed of an arm"]


def test_a_duty_beyond_all_is_told() -> None:
    safety = Safety()
    safety.take({"real": {"blue": [(10.0, 20_001.0)]}})
    together = Safety()
    together.add(safety)
    assert missed(together) == ["duties of a pin out of 0 to 1"]


def test_an_action_counts_from_when_the_arm_turns_the_right_way() -> None:
    page = Told("real", True, shown=[("left", 10.0), ("right", 10.2), ("left", 10.4)])
    # Left lets the arm down, to longer pulses; what still moved upwards at that time was not its doing.
    changes = [(9.9, 1700.0), (10.003, 1690.0), (10.01, 1710.0), (10.23, 1690.0)]
    assert delays_of_a_page(page, changes) == [pytest.approx(10.0), pytest.approx(30.0)]
