"""What the classifier looks at: the page computes the same, and only what matters changes it."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.learn.golden_features import FIXTURE
from tjbot.learn.gestures.dataset import measured_hands
from tjbot.learn.gestures.features import FEATURES, features_of


@pytest.mark.parametrize("hand", json.loads(FIXTURE.read_text()))
def test_golden_features(hand: dict[str, list[float]]) -> None:
    (features,) = features_of(np.array([hand["points"]]), np.array([hand["metric"]]))
    assert features == pytest.approx(np.array(hand["features"]), abs=1e-7)


@given(
    number=st.integers(0, 200),
    size=st.floats(0.01, 100),
    place=st.tuples(*[st.floats(-50, 50)] * 3),
    mirrored=st.booleans(),
)
def test_place_size_and_side_change_nothing(
    number: int, size: float, place: tuple[float, float, float], mirrored: bool
) -> None:
    seen = measured_hands().seen
    points, metric = seen.points[number : number + 1], seen.metric[number : number + 1] * 100
    mirror = np.array([-1 if mirrored else 1, 1, 1])
    otherwise = features_of(points * mirror[:2] * size + place[:2], metric * mirror * size + place)
    assert otherwise == pytest.approx(features_of(points, metric), abs=1e-4)


def test_points_that_are_all_one_give_numbers() -> None:
    features = features_of(np.zeros((1, 21, 2)), np.zeros((1, 21, 3)))
    assert features.shape == (1, FEATURES)
    assert np.isfinite(features).all()
