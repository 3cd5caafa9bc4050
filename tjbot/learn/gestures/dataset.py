"""What the classifier of gestures is trained on."""

from dataclasses import dataclass

import numpy as np

from tjbot.learn.gestures.features import features_of
from tjbot.learn.gestures.held_out import Kinds
from tjbot.learn.gestures.looks import Looks
from tjbot.learn.gestures.motion import random_motion
from tjbot.learn.hands.network_errors import MEASURED, MeasuredHands, NetworkErrors, SeenHands
from tjbot.learn.hands.skeleton import Numbers, turn_about

_LOOKED_AGAIN = 3
"""So often each look is learned, each time as if it were of somebody else."""
_KEPT = 0.1
"""How much is not learned. The looks of each person follow each other, so these are people whom it does not know."""
_KEPT_AT_ONCE = 260
"""So many looks of the refined layers are kept in a row: about a batch of one person's hands."""
_MOVING_FRAMES_PER_SECOND = 3.0
_NEAREST_METERS = 0.3
_FARTHEST_METERS = 1.4

# How looks differ each time.
_TREMBLING = 0.015
_WIDENING = 0.08
_FINGER_LENGTHS = 0.08
_LEAN_DEGREES = 5.0


@dataclass(frozen=True)
class Examples:
    """Features (hands, FEATURES) and what each hand is."""

    features: Numbers
    kinds: Kinds

    def __len__(self) -> int:
        return len(self.kinds)


def training_examples(
    chance: np.random.Generator, count: int, measured: MeasuredHands, looks: Looks
) -> tuple[Examples, Examples]:
    """What is learned: looks, several times, and about `count` made-up hands, as the network would see them, on their
    way from one pose that is no gesture to another. And what is kept, to see how well it has been learned.
    """
    on_the_way = random_motion(chance, count / _MOVING_FRAMES_PER_SECOND, _MOVING_FRAMES_PER_SECOND)
    distances = chance.uniform(_NEAREST_METERS, _FARTHEST_METERS, len(on_the_way))
    made_up = NetworkErrors(measured).replay(chance, on_the_way.landmarks, distances)
    first_hand, first_look = round(len(on_the_way) * _KEPT), round(len(looks) * (1 - _KEPT))
    learned, kept = (
        SeenHands(looks.points[some], looks.metric[some]) for some in (slice(first_look), slice(first_look, None))
    )
    again = [as_of_somebody_else(chance, learned) for _ in range(_LOOKED_AGAIN)]
    moving = features_of(made_up.points, made_up.metric)
    return (
        Examples(
            np.concatenate([moving[first_hand:], *(features_of(hands.points, hands.metric) for hands in again)]),
            np.concatenate([on_the_way.kinds[first_hand:], *[looks.kinds[:first_look]] * _LOOKED_AGAIN]),
        ),
        Examples(
            np.concatenate([moving[:first_hand], features_of(kept.points, kept.metric)]),
            np.concatenate([on_the_way.kinds[:first_hand], looks.kinds[first_look:]]),
        ),
    )


def refined_examples(chance: np.random.Generator, looks: Looks) -> tuple[Examples, Examples]:
    """What the classifier of refined landmarks learns: looks of the refined layers, several times. And what is kept of
    them, a batch in ten, to see how well it has been learned.
    """
    kept = np.arange(len(looks)) // _KEPT_AT_ONCE % round(1 / _KEPT) == 0
    seen = SeenHands(looks.points[~kept], looks.metric[~kept])
    again = [as_of_somebody_else(chance, seen) for _ in range(_LOOKED_AGAIN)]
    return (
        Examples(
            np.concatenate([features_of(hands.metric, hands.metric) for hands in again]),
            np.concatenate([looks.kinds[~kept]] * _LOOKED_AGAIN),
        ),
        Examples(features_of(looks.metric[kept], looks.metric[kept]), looks.kinds[kept]),
    )


def measured_hands() -> MeasuredHands:
    """The hands that the network was measured on."""
    return MeasuredHands.read(MEASURED)


def as_of_somebody_else(chance: np.random.Generator, seen: SeenHands) -> SeenHands:
    """The same hands with other proportions: a little wider in some direction, each finger longer or shorter, leaning
    otherwise, and their landmarks a hundredth of their size elsewhere. Picture and space change alike.
    """
    count = len(seen)
    widths = np.exp(chance.normal(0, _WIDENING, count)) - 1
    angles = chance.uniform(0, np.pi, count)
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    # The identity, and more of what is along the way.
    wider = np.eye(2) + widths[:, None, None] * ways[:, :, None] * ways[:, None, :]
    plane = turn_about(2, chance.normal(0, _LEAN_DEGREES, count))[:, :2, :2] @ wider
    lengths = np.exp(chance.normal(0, _FINGER_LENGTHS, (count, 5)))
    return SeenHands(*(_changed(chance, hands, plane, lengths) for hands in (seen.points, seen.metric)))


def _changed(chance: np.random.Generator, hands: Numbers, plane: Numbers, lengths: Numbers) -> Numbers:
    changed = hands.copy()
    changed[..., :2] = np.einsum("nij,nkj->nki", plane, hands[..., :2])
    for finger in range(5):
        root, rest = 1 + 4 * finger, slice(2 + 4 * finger, 5 + 4 * finger)
        longer = lengths[:, finger, None, None] * (changed[:, rest] - changed[:, root, None])
        changed[:, rest] = changed[:, root, None] + longer
    sizes = np.std(hands, axis=(1, 2), keepdims=True)
    return np.asarray(changed + chance.normal(0, _TREMBLING, hands.shape) * sizes)
