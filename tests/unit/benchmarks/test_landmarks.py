"""How far landmarks lie apart."""

import pytest

from tests.benchmarks.vision.landmarks import distance_percent


def test_the_distance_is_told_in_percent_of_the_palm_whatever_the_unit() -> None:
    theirs = [(0.0, 0.0), *[(0.0, 10.0)] * 20]
    ours = [(0.5, 0.0), *[(0.5, 10.0)] * 20]
    assert distance_percent(ours, theirs) == pytest.approx(5)
    assert distance_percent([(x * 9, y * 9) for x, y in ours], [(x * 9, y * 9) for x, y in theirs]) == pytest.approx(5)
