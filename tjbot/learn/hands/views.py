"""How a camera sees hands: from which side, how far away, and which way up."""

from dataclasses import dataclass

import numpy as np

from tjbot.learn.hands.skeleton import Numbers, turn_about


@dataclass(frozen=True)
class View:
    """From where hands of a kind are seen. Degrees, least and most."""

    yaw: tuple[float, float] = (-28, 28)
    """How far the hand turns about its forearm; 0 shows the palm, 180 the back."""
    back: float = 0.3
    """How often it is the back that is seen from there."""
    pitch: tuple[float, float] = (-24, 24)
    """How far the fingers lean to the camera or away from it."""
    axis: tuple[int, int] = (0, 9)
    """The landmarks from the first to the second of which …"""
    lean: tuple[float, float] = (-50, 50)
    """… the hand points so far from upright in the picture; 180 is down."""


_WIDER = 2.0


def turned(chance: np.random.Generator, points: Numbers, view: View, askew: float) -> Numbers:
    """The rotations (hands, 3, 3) under which `points`, upright hands as of `landmarks_of`, are seen as `view` says;
    a part of them (`askew`, 0…1) is turned about by twice as much, and then it may be hard to say what they do.
    """
    count = len(points)
    back = 180 * (chance.random(count) < view.back)
    wider = np.where(chance.random(count) < askew, _WIDER, 1)
    yaw = chance.uniform(*view.yaw, count) * wider + back
    # Upright is likelier than the edges of the range, but they must be common too.
    pitch = _peaked(chance, view.pitch, count) * np.minimum(wider, 90 / max(view.pitch))
    rotation = turn_about(0, pitch) @ turn_about(1, yaw)
    start, end = view.axis
    axis = np.einsum("nij,nj->ni", rotation, points[:, end] - points[:, start])
    leans = np.degrees(np.arctan2(axis[:, 0], axis[:, 1]))
    return np.asarray(turn_about(2, leans - _peaked(chance, view.lean, count)) @ rotation)


def _peaked(chance: np.random.Generator, edges: tuple[float, float], count: int) -> Numbers:
    """Numbers between the edges, the middle half as likely again."""
    even = chance.uniform(*edges, count)
    middle = chance.triangular(edges[0], (edges[0] + edges[1]) / 2, edges[1], count)
    return np.where(chance.random(count) < 0.5, even, middle)


def foreshortening(points: Numbers, axis: tuple[int, int]) -> Numbers:
    """How much of the way between two landmarks is left in the picture, 0…1."""
    way = points[:, axis[1]] - points[:, axis[0]]
    return np.asarray(np.linalg.norm(way[:, :2], axis=1) / np.linalg.norm(way, axis=1))


def in_picture(points: Numbers, distance: Numbers) -> Numbers:
    """Seen through a lens from `distance` metres (hands,): x, y and depth, in metres at the distance of the hand; x to
    the right and y down as in a picture, z away from the camera and from the wrist on.
    """
    middle = points.mean(axis=1, keepdims=True)
    centred = points - middle
    nearness = distance[:, None] / (distance[:, None] - centred[..., 2])
    depth = centred[:, :1, 2] - centred[..., 2]
    return np.stack([centred[..., 0] * nearness, -centred[..., 1] * nearness, depth], axis=-1)
