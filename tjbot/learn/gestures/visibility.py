"""Whether a person could tell from the picture which fingers are out: nobody can where the camera does not see it."""

from itertools import pairwise

import numpy as np

from tjbot.learn.hands.skeleton import Numbers

Truths = np.ndarray[tuple[int], np.dtype[np.bool_]]

_FINGERS = ((1, 4), (5, 8), (9, 12), (13, 16), (17, 20))
"""The landmarks at the root and at the tip of thumb and fingers."""
_FINGER_BONES = tuple((root + step, root + step + 1) for root, _ in _FINGERS for step in range(3))
_PALM_BONES = ((0, 1), (0, 5), (0, 9), (0, 13), (0, 17), (5, 9), (9, 13), (13, 17))
# All in palms: from the wrist to the middle finger's root.
_FINGER_RADIUS = 0.09
_PALM_RADIUS = 0.11
_BEFORE = 0.1
_APART = 0.19
"""About as thick is a finger."""
_LEAST_LENGTH = 0.42
"""How much of a finger's length must be left in the picture."""


def plainly_seen(landmarks: Numbers, out: tuple[int, ...], *, together: bool) -> Truths:
    """Whether the camera sees each finger that is out.

    Args:
        landmarks: (hands, 21, 3), x to the right, y up, z to the camera.
        out: which fingers; 0 is the thumb.
        together: whether they may touch each other.
    """
    palm = np.linalg.norm(landmarks[:, 9] - landmarks[:, 0], axis=1)
    points = (landmarks - landmarks[:, :1]) / palm[:, None, None]
    seen = np.ones(len(landmarks), bool)
    for finger in out:
        root, tip = _FINGERS[finger]
        way = points[:, tip] - points[:, root]
        seen &= np.linalg.norm(way[:, :2], axis=1) > _LEAST_LENGTH * np.linalg.norm(way, axis=1)
        own = (tip - 1, tip)
        for bone in (*_FINGER_BONES, *_PALM_BONES):
            if not set(bone) & set(own):
                radius = _FINGER_RADIUS if bone in _FINGER_BONES else _PALM_RADIUS
                seen &= ~_covers(points, bone, tip, radius)
    if not together:
        if 0 in out:
            seen &= _stands_out(points)
        for one, other in pairwise(out):
            gap = points[:, _FINGERS[one][1], :2] - points[:, _FINGERS[other][1], :2]
            seen &= np.linalg.norm(gap, axis=1) > _APART
    return seen


def _stands_out(points: Numbers) -> Truths:
    """Whether the thumb's tip is seen beside the rest of the hand, not before or behind it."""
    free = np.ones(len(points), bool)
    for bone in (*_FINGER_BONES[3:], *_PALM_BONES[1:]):
        gap, _ = _gap(points, bone, 4)
        free &= gap > _APART
    return free


def _covers(points: Numbers, bone: tuple[int, int], tip: int, radius: float) -> Truths:
    """Whether a bone is between the camera and a finger's tip."""
    gap, depth = _gap(points, bone, tip)
    covered: Truths = (gap < radius) & (depth < -_BEFORE)
    return covered


def _gap(points: Numbers, bone: tuple[int, int], tip: int) -> tuple[Numbers, Numbers]:
    """How far a tip is from a bone in the picture, and how much nearer it is to the camera than the bone."""
    start, way = points[:, bone[0]], points[:, bone[1]] - points[:, bone[0]]
    to_tip = points[:, tip] - start
    along = (to_tip[:, :2] * way[:, :2]).sum(axis=1) / np.maximum((way[:, :2] ** 2).sum(axis=1), 1e-9)
    gap = to_tip - np.clip(along, 0, 1)[:, None] * way
    return np.linalg.norm(gap[:, :2], axis=1), gap[:, 2]
