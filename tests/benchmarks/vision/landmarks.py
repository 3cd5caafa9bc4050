"""How far one finder's landmarks of a hand lie from another's. Pure."""

from collections.abc import Sequence
from math import dist
from statistics import fmean

WRIST, MIDDLE_ROOT = 0, 9

Points = Sequence[tuple[float, float]]
"""The 21 points of a hand in MediaPipe's order, x and y in one unit."""


def distance_percent(ours: Points, theirs: Points) -> float:
    """The mean distance of the points, in percent of their palm's length (wrist to the root of the middle finger)."""
    palm = dist(theirs[WRIST], theirs[MIDDLE_ROOT])
    return 100 * fmean(dist(one, other) for one, other in zip(ours, theirs, strict=True)) / palm
