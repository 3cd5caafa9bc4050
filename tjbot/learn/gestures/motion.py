"""Hands in random motion, which do no gesture on purpose: what false alarms are counted on."""

import numpy as np

from tjbot.learn.gestures.poses import ANY_VIEW, CLASSES, NONE, POSES, Hands, People, draw_hands
from tjbot.learn.hands.skeleton import Numbers, Skeleton, landmarks_of, turn_about, usual_skeleton

_SECONDS_BETWEEN = (0.5, 1.5)
"""So long a hand takes from one pose to the next."""

POSES_ON_THE_WAY = tuple(pose for pose in POSES if pose.label == NONE and pose.view is ANY_VIEW)
"""None of them is a gesture, however the hand is turned."""


def random_motion(
    chance: np.random.Generator, seconds: float, frames_per_second: float, skeleton: Skeleton | None = None
) -> Hands:
    """One hand for each frame: it goes from poses that are no gesture to others, without a rest, and turns about as it
    likes. All are of one person, and so is the skeleton (None: the usual).
    """
    count = round(seconds * frames_per_second)
    times = np.arange(count) / frames_per_second
    number = int(seconds / _SECONDS_BETWEEN[0]) + 2
    keys = np.cumsum(chance.uniform(*_SECONDS_BETWEEN, number)) - _SECONDS_BETWEEN[1]
    people = People([skeleton or usual_skeleton()], [1])
    poses = draw_hands(chance, 2 * number, POSES_ON_THE_WAY, people=people)
    turns = _eased(times, keys, poses.turns[:number])
    yaw, pitch, roll = (_eased(times, keys, chance.uniform(-edge, edge, number)) for edge in (150, 60, 120))
    rotations = turn_about(2, roll) @ turn_about(0, pitch) @ turn_about(1, yaw)
    lengths = poses.lengths[:1].repeat(count, axis=0)
    landmarks = np.einsum("nij,nkj->nki", rotations, landmarks_of(turns, lengths, people.skeletons[0]))
    nothing = np.full(count, CLASSES.index(NONE))
    return Hands(nothing, np.zeros(count, int), turns, lengths, rotations, landmarks, np.ones(count, bool))


def _eased(times: Numbers, keys: Numbers, values: Numbers) -> Numbers:
    """From value to value, slowly at first and at last."""
    place = np.clip(np.searchsorted(keys, times), 1, len(keys) - 1)
    part = np.clip((times - keys[place - 1]) / (keys[place] - keys[place - 1]), 0, 1)
    part = (part * part * (3 - 2 * part)).reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray(values[place - 1] * (1 - part) + values[place] * part)
