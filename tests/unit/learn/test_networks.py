"""Hands are cut out as the page cuts them out; what the page's own tests know of it holds here too."""

import numpy as np
import pytest

from tjbot.learn.hands.networks import _ANCHORS, crop_of_landmarks
from tjbot.learn.hands.skeleton import landmarks_of


def upright() -> np.ndarray:
    """An open hand in a picture, in pixels."""
    return landmarks_of(np.zeros((1, 25, 3)))[0, :, :2] * (1000, -1000) + (320, 240)


def turned(points: np.ndarray, degrees: float) -> np.ndarray:
    """Clockwise about the picture's corner."""
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    return points @ np.array([[cosine, -sine], [sine, cosine]]).T


def test_the_crop_turns_moves_and_grows_with_the_hand() -> None:
    crop = crop_of_landmarks(upright())
    other = crop_of_landmarks(turned(upright(), 70) * 2)
    assert np.degrees(other.angle - crop.angle) == pytest.approx(70)
    assert other.size == pytest.approx(2 * crop.size)
    assert (other.x, other.y) == pytest.approx(turned(np.array([crop.x, crop.y]), 70) * 2)


def test_the_crop_holds_all_of_the_hand() -> None:
    crop = crop_of_landmarks(upright())
    assert abs(np.degrees(crop.angle)) < 15
    inside = turned(upright() - (crop.x, crop.y), -np.degrees(crop.angle))
    assert np.abs(inside).max() < crop.size / 2


def test_there_are_as_many_anchors_as_the_detector_has() -> None:
    assert _ANCHORS.shape == (2016, 2)
    assert _ANCHORS[0] == pytest.approx((0.5 / 24, 0.5 / 24))
    assert _ANCHORS[-1] == pytest.approx((11.5 / 12, 11.5 / 12))
