"""Made-up hands do what their labels say."""

import os
import subprocess
import sys

import numpy as np
import pytest

from tjbot.learn.gestures.motion import random_motion
from tjbot.learn.gestures.poses import CLASSES, LABELS, NONE, POSES, Hands, draw_hands

STRAIGHT = {"one finger": 1, "two fingers": 2, "three fingers": 3, "four fingers": 4, "five fingers": 5, "stop": 5}


@pytest.fixture(scope="module")
def hands() -> Hands:
    return draw_hands(np.random.default_rng(5), 6000)


def of(hands: Hands, label: str) -> np.ndarray:
    """The landmarks of those that do a gesture."""
    return hands.landmarks[hands.kinds == CLASSES.index(label)]


def fingers_out(landmarks: np.ndarray) -> np.ndarray:
    """How many of the four fingers have their tips farther from the wrist than their middle joints."""
    far = np.linalg.norm(landmarks - landmarks[:, :1], axis=2)
    return (far[:, [8, 12, 16, 20]] > far[:, [6, 10, 14, 18]]).sum(axis=1)


def test_every_class_is_drawn_often(hands: Hands) -> None:
    counts = np.bincount(hands.kinds, minlength=len(CLASSES))
    assert counts.min() > 150
    assert {pose.label for pose in POSES} == set(CLASSES)


@pytest.mark.parametrize("label", STRAIGHT)
def test_so_many_fingers_are_out(hands: Hands, label: str) -> None:
    landmarks = of(hands, label)
    # A thumb may be one of them.
    assert set(fingers_out(landmarks)) <= {STRAIGHT[label], STRAIGHT[label] - 1}


def test_thumbs_point_where_they_should(hands: Hands) -> None:
    def rise(label: str) -> np.ndarray:
        thumbs = of(hands, label)
        return (thumbs[:, 4] - thumbs[:, 2])[:, 1]

    assert rise("thumbs up").min() > 0
    assert rise("thumbs down").max() < 0


def test_a_ring_is_closed(hands: Hands) -> None:
    rings = of(hands, "ok")
    palm = np.linalg.norm(rings[:, 9] - rings[:, 0], axis=1)
    assert (np.linalg.norm(rings[:, 4] - rings[:, 8], axis=1) / palm).max() < 0.3


def test_fingers_of_a_victory_sign_are_farther_apart_than_two_fingers(hands: Hands) -> None:
    def angles(label: str) -> np.ndarray:
        landmarks = of(hands, label)
        landmarks = landmarks[fingers_out(landmarks) == 2]
        ways = landmarks[:, [8, 12]] - landmarks[:, [5, 9]]
        ways /= np.linalg.norm(ways, axis=2, keepdims=True)
        return np.degrees(np.arccos((ways[:, 0] * ways[:, 1]).sum(axis=1).clip(-1, 1)))

    assert np.quantile(angles("victory"), 0.05) > np.quantile(angles("two fingers"), 0.9)


def test_the_same_seed_draws_the_same_hands() -> None:
    one, other = (draw_hands(np.random.default_rng(3), 500, askew=0.5) for _ in range(2))
    assert np.array_equal(one.landmarks, other.landmarks)
    assert np.array_equal(one.kinds, other.kinds)


def test_the_same_seed_draws_the_same_hands_in_another_process() -> None:
    program = """if True:
        import hashlib, numpy
        from tjbot.learn.gestures.poses import draw_hands
        landmarks = draw_hands(numpy.random.default_rng(3), 300).landmarks
        print(hashlib.sha256(landmarks.round(9).tobytes()).hexdigest())
    """
    drawn = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(drawn) == 1


def test_a_hand_in_random_motion_moves_smoothly_and_does_nothing() -> None:
    motion = random_motion(np.random.default_rng(1), 10, 30)
    assert len(motion) == 300
    assert set(motion.kinds) == {CLASSES.index(NONE)}
    steps = np.linalg.norm(np.diff(motion.landmarks, axis=0), axis=2)
    assert steps.max() < 0.06
    assert steps.mean() > 0.001


def test_labels_are_those_of_the_issue() -> None:
    assert len(LABELS) == 12
