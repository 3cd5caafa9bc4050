"""What the classifier of gestures learns from, and what it is judged by."""

from dataclasses import dataclass, replace

import numpy as np

from tjbot.learn.gestures.features import features_of
from tjbot.learn.gestures.measured import Measured
from tjbot.learn.hands.skeleton import Numbers
from tjbot.learn.hands.views import in_picture

Kinds = np.ndarray[tuple[int], np.dtype[np.int64]]

HARD_PART = 0.3
"""So much counts a hand in training of which the camera does not see what decides."""
_MOST_TOWARDS_TRUTH = 0.7
_DISTANCES_METERS = (0.3, 1.2)


@dataclass(frozen=True)
class Examples:
    """Features (hands, FEATURES), what each hand is, and how much it counts."""

    features: Numbers
    kinds: Kinds
    weights: Numbers

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, which: Kinds) -> "Examples":
        return Examples(self.features[which], self.kinds[which], self.weights[which])


def towards_truth(chance: np.random.Generator, hands: Measured) -> Measured:
    """The same hands, as networks would see them that err less: real hands, which they were made for, are such."""
    true_points = in_picture(hands.landmarks, chance.uniform(*_DISTANCES_METERS, len(hands)))[..., :2]
    true_metric = hands.landmarks * np.array([1.0, -1, -1])
    (points, *_), (truth, *_) = _normal(hands.points), _normal(true_points)
    # The truth is of a right hand; what was seen may be a left one.
    errors = [((points - truth * (side, 1)) ** 2).sum(axis=(1, 2)) for side in (1, -1)]
    side = np.where(errors[1] < errors[0], -1.0, 1.0)[:, None, None]
    part = chance.uniform(0, _MOST_TOWARDS_TRUTH, (len(hands), 1, 1))
    mirrored = [np.concatenate([true[..., :1] * side, true[..., 1:]], axis=2) for true in (true_points, true_metric)]
    return replace(
        hands, points=_between(hands.points, mirrored[0], part), metric=_between(hands.metric, mirrored[1], part)
    )


def _between(seen: Numbers, truth: Numbers, part: Numbers) -> Numbers:
    shape, size, middle = _normal(seen)
    true_shape, *_ = _normal(truth)
    return np.asarray((shape + (true_shape - shape) * part) * size + middle)


def _normal(points: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Points around 0 and of size 1, their size, and their middle."""
    middle = points.mean(axis=1, keepdims=True)
    size = np.sqrt(((points - middle) ** 2).sum(axis=(1, 2), keepdims=True) / points.shape[1])
    return (points - middle) / size, size, middle


def examples_of(hands: Measured) -> Examples:
    """What is to be learned from hands."""
    return Examples(features_of(hands.points, hands.metric), hands.kinds, np.where(hands.plain, 1, HARD_PART))
