"""What the camera does not see decides nothing."""

import numpy as np

from tjbot.learn.gestures.poses import CLASSES, POSES, draw_hands
from tjbot.learn.gestures.visibility import plainly_seen
from tjbot.learn.hands.skeleton import landmarks_of, turn_about


def open_hand() -> np.ndarray:
    """Upright, palm to the camera."""
    return landmarks_of(np.zeros((1, 25, 3)))


def turned(axis: int, degrees: float) -> np.ndarray:
    """The open hand, turned."""
    return open_hand() @ turn_about(axis, np.array(degrees)).T


def test_an_open_hand_shows_all_fingers_from_both_sides() -> None:
    for degrees in (0, 180):
        assert plainly_seen(turned(1, degrees), (0, 1, 2, 3, 4), together=False)[0]


def test_from_its_edge_fingers_hide_each_other() -> None:
    assert not plainly_seen(turned(1, 90), (1, 2, 3, 4), together=False)[0]


def test_a_finger_that_points_at_the_camera_is_not_seen() -> None:
    assert not plainly_seen(turned(0, 85), (1,), together=False)[0]


def test_most_hands_are_plain_and_few_that_are_seen_from_aside_are_not() -> None:
    gestures = tuple(pose for pose in POSES if pose.label != CLASSES[-1])
    shown, askew = (draw_hands(np.random.default_rng(1), 2000, gestures, askew=part).plain.mean() for part in (0, 1))
    assert shown > 0.9
    assert 0.5 < askew < shown
