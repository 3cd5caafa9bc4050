"""What the classifier of gestures is trained on."""

from dataclasses import dataclass

import numpy as np

from tjbot.learn.gestures.features import features_of
from tjbot.learn.gestures.held_out import Kinds
from tjbot.learn.gestures.looks import Looks
from tjbot.learn.gestures.motion import random_motion
from tjbot.learn.gestures.poses import draw_hands
from tjbot.learn.hands.network_errors import MEASURED, MeasuredHands, NetworkErrors, SeenHands
from tjbot.learn.hands.skeleton import Numbers

_ASKEW = 0.4
_MOVING = 0.2
"""How many of the made-up hands are on the way from one pose to another."""
_MOVING_FRAMES_PER_SECOND = 3.0
_NEAREST_METERS = 0.3
_FARTHEST_METERS = 1.4
_MEASURED_AGAIN = 4
"""So often each measured hand counts beside the made-up ones, each time with the network trembling otherwise."""
_LOOKED_AGAIN = 3
"""… and so often each look."""


@dataclass(frozen=True)
class Examples:
    """Features (hands, FEATURES) and what each hand is."""

    features: Numbers
    kinds: Kinds

    def __len__(self) -> int:
        return len(self.kinds)


def training_examples(chance: np.random.Generator, count: int, measured: MeasuredHands, looks: Looks) -> Examples:
    """About `count` made-up hands, as the network would see them, those that it was measured on, and all looks."""
    moving = round(count * _MOVING)
    hands = draw_hands(chance, count - moving, askew=_ASKEW)
    on_the_way = random_motion(chance, moving / _MOVING_FRAMES_PER_SECOND, _MOVING_FRAMES_PER_SECOND)
    landmarks = np.concatenate([hands.landmarks, on_the_way.landmarks])
    distances = chance.uniform(_NEAREST_METERS, _FARTHEST_METERS, len(landmarks))
    made_up = NetworkErrors(measured).replay(chance, landmarks, distances)
    again = [_trembling(chance, measured.seen) for _ in range(_MEASURED_AGAIN)]
    looked = [_trembling(chance, SeenHands(looks.points, looks.metric)) for _ in range(_LOOKED_AGAIN)]
    return Examples(
        np.concatenate([features_of(seen.points, seen.metric) for seen in (made_up, *again, *looked)]),
        np.concatenate(
            [hands.kinds, on_the_way.kinds, *[measured.kinds] * _MEASURED_AGAIN, *[looks.kinds] * _LOOKED_AGAIN]
        ),
    )


def motion_features(
    chance: np.random.Generator, seconds: float, frames_per_second: float, measured: MeasuredHands
) -> Numbers:
    """The features of a hand in random motion, frame by frame."""
    hands = random_motion(chance, seconds, frames_per_second)
    distances = np.full(len(hands), (_NEAREST_METERS + _FARTHEST_METERS) / 2)
    seen = NetworkErrors(measured).replay(chance, hands.landmarks, distances, steady=True)
    return features_of(seen.points, seen.metric)


def measured_hands() -> MeasuredHands:
    """The hands that the network was measured on."""
    return MeasuredHands.read(MEASURED)


def _trembling(chance: np.random.Generator, seen: SeenHands) -> SeenHands:
    """The same hands, their landmarks a hundredth of their size elsewhere."""
    points, metric = (
        hands + chance.normal(0, 0.01, hands.shape) * np.std(hands, axis=(1, 2), keepdims=True)
        for hands in (seen.points, seen.metric)
    )
    return SeenHands(points, metric)
