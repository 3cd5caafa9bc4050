"""Hands in random motion, which do no gesture on purpose: what false alarms are counted on."""

import numpy as np

from tjbot.learn.gestures.poses import ANY_VIEW, CLASSES, NONE, POSES, Hands, draw_hands
from tjbot.learn.hands.skeleton import Numbers, landmarks_of, turn_about

_SECONDS_BETWEEN = (0.5, 1.5)
"""So long a hand takes from one pose to the next."""

_SECONDS_A_PERSON = 20

POSES_ON_THE_WAY = tuple(pose for pose in POSES if pose.label == NONE and pose.view is ANY_VIEW)
"""None of them is a gesture, however the hand is turned."""


def random_motion(chance: np.random.Generator, seconds: float, frames_per_second: float) -> Hands:
    """One hand for each frame: it goes from poses that are no gesture to others, without a rest, and turns about as it
    likes.
    """
    count = round(seconds * frames_per_second)
    times = np.arange(count) / frames_per_second
    number = int(seconds / _SECONDS_BETWEEN[0]) + 2
    keys = np.cumsum(chance.uniform(*_SECONDS_BETWEEN, number)) - _SECONDS_BETWEEN[1]
    poses = draw_hands(chance, 2 * number, POSES_ON_THE_WAY)
    turns = eased(times, keys, poses.turns[:number])
    yaw, pitch, roll = (eased(times, keys, chance.uniform(-edge, edge, number)) for edge in (150, 60, 120))
    rotations = turn_about(2, roll) @ turn_about(0, pitch) @ turn_about(1, yaw)
    # Now and then it is another person's hand.
    lengths = poses.lengths[(times // _SECONDS_A_PERSON).astype(int) % len(poses)]
    landmarks = np.einsum("nij,nkj->nki", rotations, landmarks_of(turns, lengths))
    return Hands(np.full(count, CLASSES.index(NONE)), turns, lengths, rotations, landmarks)


def eased(times: Numbers, keys: Numbers, values: Numbers) -> Numbers:
    """From value to value, slowly at first and at last."""
    place = np.clip(np.searchsorted(keys, times), 1, len(keys) - 1)
    part = np.clip((times - keys[place - 1]) / (keys[place] - keys[place - 1]), 0, 1)
    part = (part * part * (3 - 2 * part)).reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray(values[place - 1] * (1 - part) + values[place] * part)
