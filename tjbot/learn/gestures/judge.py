"""How good a classifier is: what it takes for what, and how often it sees a gesture where there is none."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tjbot.learn.gestures.held_out import FRAMES_PER_SECOND, HeldOut, Kinds, Truths
from tjbot.learn.gestures.poses import CLASSES, LABELS, NONE
from tjbot.learn.hands.skeleton import Numbers

# As the page has them (web_ui/src/models/gesture/steady.ts, labels.ts).
STEADY_SECONDS = 0.45
"""How slowly what the page knows of a hand follows the network."""
LEAST_CONFIDENCE = 0.5
"""Less sure than this of every gesture, a hand has no label."""
# As the page smooths labels unless somebody moves its sliders (web_ui/src/watch/smoother.ts).
THRESHOLD = 0.6
FRAMES_TO_ENTER = 3
FRAMES_TO_LEAVE = 4

Probabilities = Callable[[Numbers], Numbers]
"""From features (hands, FEATURES) to how likely each class is (hands, classes)."""


@dataclass(frozen=True)
class Judgement:
    """What came of hands whose gestures are known."""

    confusion: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    """How many hands of each class (rows) were taken for each (columns), in the order of `CLASSES`."""

    @property
    def hands(self) -> int:
        """How many there were."""
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        """How many of all hands were taken for what they are, 0…1."""
        return float(np.trace(self.confusion) / max(1, self.hands))

    @property
    def accuracies(self) -> dict[str, float]:
        """… of each class."""
        right = np.diag(self.confusion) / np.maximum(self.confusion.sum(axis=1), 1)
        return dict(zip(CLASSES, (round(float(part), 4) for part in right), strict=True))


@dataclass(frozen=True)
class Verdict:
    """What came of some of the hands that were held out."""

    found: float
    """How many of them the page found, 0…1. The rest of this is about those."""
    single: Judgement
    """What each is taken for in one picture: the one after that in which it was found."""
    decided: Judgement
    """What the page calls it at the end of its film: after `HeldOut.presence.shape[1]` pictures."""


def judge(kinds: Kinds, taken: Kinds) -> Judgement:
    """Compares what hands are with what they are taken for; both are places in `CLASSES`."""
    confusion = np.zeros((len(CLASSES), len(CLASSES)), int)
    np.add.at(confusion, (kinds, taken), 1)
    return Judgement(confusion)


def judge_held_out(probabilities: Probabilities, hands: HeldOut, which: Truths) -> Verdict:
    """Judges a classifier by those of the hands that `which` names."""
    counted = which & hands.found
    kinds = hands.kinds[counted]
    features = hands.features[counted]
    likely = probabilities(features.reshape(-1, features.shape[-1])).reshape(*features.shape[:2], len(CLASSES))
    known = _known(likely, hands.presence[counted] > 0, FRAMES_PER_SECOND)
    return Verdict(
        found=float(counted.sum() / max(1, which.sum())),
        single=judge(kinds, likely[:, 1].argmax(axis=1)),
        decided=judge(kinds, called(known[:, -1])),
    )


def called(known: Numbers) -> Kinds:
    """What the page calls hands of which it knows this, (hands, classes): nothing, unless it is sure enough."""
    gestures = known[:, : len(LABELS)]
    sure = gestures.max(axis=1) >= LEAST_CONFIDENCE
    return np.asarray(np.where(sure, gestures.argmax(axis=1), CLASSES.index(NONE)))


def _known(likely: Numbers, seen: Truths, frames_per_second: float) -> Numbers:
    """What the page knows after each picture, (hands, pictures, classes): at first the mean of all pictures, then it
    follows the network slowly. It begins anew where a hand was lost, and knows nothing while it is.
    """
    slowly = 1 - np.exp(-1 / (frames_per_second * STEADY_SECONDS))
    known = np.zeros_like(likely)
    before, pictures = known[:, 0], np.zeros(len(likely), int)
    for picture in range(likely.shape[1]):
        pictures = np.where(seen[:, picture], pictures + 1, 0)
        gain = np.maximum(1 / np.maximum(pictures, 1), slowly)[:, None]
        after = before + gain * (likely[:, picture] - before)
        before = known[:, picture] = np.where(seen[:, picture, None], after, 0)
    return known


def events_in(probabilities: Numbers, frames_per_second: float, seen: Truths | None = None) -> list[str]:
    """The gestures that the page would tell have begun.

    Args:
        probabilities: of frames in a row, (frames, classes).
        frames_per_second: how often the page looks.
        seen: in which frames it sees the hand; None: in all.
    """
    if seen is None:
        seen = np.ones(len(probabilities), bool)
    began = []
    frames_with = np.zeros(len(LABELS), int)
    frames_without = np.zeros(len(LABELS), int)
    told = np.zeros(len(LABELS), bool)
    for known in _known(probabilities[None], seen[None], frames_per_second)[0]:
        there = known[: len(LABELS)] >= THRESHOLD
        frames_with = np.where(there, frames_with + 1, 0)
        frames_without = np.where(there, 0, frames_without + 1)
        begins = (frames_with >= FRAMES_TO_ENTER) & ~told
        began += [LABELS[place] for place in np.flatnonzero(begins)]
        told = (told | begins) & (frames_without < FRAMES_TO_LEAVE)
    return began
