"""Crops of drawn hands."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tjbot.learn.hands.crops import Crops
from tjbot.learn.hands.skeleton import landmarks_of, of_size_1


def crops(angle: float, left: bool) -> Crops:
    """An open hand, and another one."""
    landmarks = landmarks_of(np.zeros((2, 25, 3)))
    landmarks[1, 8:] *= 0.7
    return Crops([b"one", b"another"], np.full(2, angle), np.full(2, left), np.array([3, 12]), landmarks)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    hands = crops(0.3, left=True)
    hands.write(tmp_path / "crops.npz")
    read = Crops.read(tmp_path / "crops.npz")
    assert len(read) == 2
    assert list(read.jpegs) == hands.jpegs
    for name in ("angles", "left", "kinds", "landmarks"):
        assert np.allclose(getattr(read, name), getattr(hands, name), atol=1e-6), name


def test_crops_are_joined_and_some_are_chosen_with_all_that_is_true_of_them() -> None:
    joined = Crops.joined([crops(0.3, left=True), crops(0.1, left=False)])
    assert list(joined.jpegs) == [b"one", b"another"] * 2
    some = joined.only(np.array([False, True, True, False]))
    assert list(some.jpegs) == [b"another", b"one"]
    assert some.angles.tolist() == [0.3, 0.1]
    assert some.left.tolist() == [True, False]
    assert some.kinds.tolist() == [12, 3]
    assert np.array_equal(some.landmarks, joined.landmarks[1:3])


@given(angle=st.floats(-3.2, 3.2), left=st.booleans())
def test_hands_of_a_crop_that_are_turned_back_lie_as_they_do_in_the_picture(angle: float, left: bool) -> None:
    hands = crops(angle, left)
    assert np.allclose(hands.in_picture(hands.upright()), of_size_1(hands.landmarks * (1, -1, -1)), atol=1e-9)


def test_a_crop_that_is_turned_with_the_hand_shows_it_upright() -> None:
    # An open hand whose fingers point up, in a crop that is turned a quarter: they point to the left.
    upright = crops(np.pi / 2, left=False).upright()
    middle_finger = upright[0, 12] - upright[0, 0]
    assert middle_finger[0] < -1
    assert abs(middle_finger[1]) < 0.5
