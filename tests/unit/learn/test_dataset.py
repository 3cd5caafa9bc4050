"""What the classifier of gestures learns from."""

import numpy as np
import pytest

from tjbot.learn.gestures.dataset import as_of_somebody_else, measured_hands, refined_examples, training_examples
from tjbot.learn.gestures.features import FEATURES
from tjbot.learn.gestures.held_out import HeldOut
from tjbot.learn.gestures.looks import Looks
from tjbot.learn.gestures.poses import CLASSES, NONE
from tjbot.learn.hands.network_errors import SeenHands


@pytest.fixture(scope="module")
def looks() -> Looks:
    return Looks.read()


def spans(hands: np.ndarray, start: int, end: int) -> np.ndarray:
    return np.linalg.norm(hands[:, end] - hands[:, start], axis=1)


def test_somebody_else_does_the_same_with_other_proportions(looks: Looks) -> None:
    seen = SeenHands(looks.points[:2000], looks.metric[:2000])
    other = as_of_somebody_else(np.random.default_rng(1), seen)
    for hands, others in ((seen.points, other.points), (seen.metric, other.metric)):
        palms = spans(others, 0, 9) / np.maximum(spans(hands, 0, 9), 0.2)
        assert 0.9 < np.median(palms) < 1.1
        assert 0.03 < np.std(np.log(palms)) < 0.2
    # A finger that is longer in the picture is longer in space.
    longer = [
        np.log(spans(others, 5, 8) / np.maximum(spans(hands, 5, 8), 0.2))
        for hands, others in ((seen.points, other.points), (seen.metric, other.metric))
    ]
    far = spans(seen.points, 5, 8) > 0.8
    assert np.corrcoef(longer[0][far], longer[1][far])[0, 1] > 0.7


def test_looks_are_learned_but_for_the_last_people_and_hands_on_their_way_are_no_gesture(looks: Looks) -> None:
    some = Looks(looks.kinds[:50], looks.points[:50], looks.metric[:50])
    learned, kept = training_examples(np.random.default_rng(1), 30, measured_hands(), some)
    assert learned.features.shape == (27 + 3 * 45, FEATURES)
    assert np.isfinite(learned.features).all()
    assert set(learned.kinds[:27]) == {CLASSES.index(NONE)}
    assert learned.kinds[27:72].tolist() == some.kinds[:45].tolist()
    # Of what is kept nothing is learned, not even as if it were somebody else's.
    assert kept.features.shape == (3 + 5, FEATURES)
    assert kept.kinds.tolist() == [CLASSES.index(NONE)] * 3 + some.kinds[45:].tolist()


def test_there_are_many_looks_of_each_class(looks: Looks) -> None:
    assert np.bincount(looks.kinds, minlength=len(CLASSES)).min() > 1000


def test_no_look_is_of_a_hand_that_is_held_out(looks: Looks) -> None:
    def shapes(points: np.ndarray) -> np.ndarray:
        centred = points - points.mean(axis=1, keepdims=True)
        sizes = np.sqrt((centred * centred).sum(axis=(1, 2), keepdims=True) / 21)
        return (centred / np.maximum(sizes, 1e-9)).reshape(len(points), -1)

    held_out = HeldOut.read()
    learned, held = shapes(looks.metric), shapes(held_out.metric[held_out.found, 1])
    squares = (learned * learned).sum(axis=1) - 2 * held @ learned.T + (held * held).sum(axis=1)[:, None]
    # A look that is rounded is no farther than this from itself.
    assert np.sqrt(squares.min(axis=1).clip(0)).min() > 0.025 * np.sqrt(63) / 2


def test_of_refined_looks_every_tenth_batch_is_kept() -> None:
    chance = np.random.default_rng(1)
    hands = chance.normal(0, 1, (2700, 21, 3))
    looks = Looks(np.arange(2700) % len(CLASSES), hands[..., :2], hands)
    learned, kept = refined_examples(chance, looks)
    assert len(kept) == 260 + 100
    assert kept.kinds.tolist() == [*looks.kinds[:260], *looks.kinds[2600:]]
    assert learned.features.shape == (3 * (2700 - 360), FEATURES)
    assert np.isfinite(learned.features).all()
