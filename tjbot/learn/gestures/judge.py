"""How good a classifier is: what it takes for what, and how often it sees a gesture where there is none."""

from dataclasses import dataclass

import numpy as np

from tjbot.learn.gestures.dataset import Examples
from tjbot.learn.gestures.poses import CLASSES, LABELS
from tjbot.learn.hands.skeleton import Numbers

STEADY_SECONDS = 0.2
"""How slowly what the page knows of a hand follows the network (web_ui/src/models/gesture/steady.ts)."""
# As the page smooths labels unless somebody moves its sliders (web_ui/src/watch/smoother.ts).
THRESHOLD = 0.6
FRAMES_TO_ENTER = 3
FRAMES_TO_LEAVE = 4


@dataclass(frozen=True)
class Judgement:
    """What came of hands whose gestures are known."""

    confusion: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    """How many hands of each class (rows) were taken for each (columns), in the order of `CLASSES`."""

    @property
    def accuracy(self) -> float:
        """How many of all hands were taken for what they are, 0…1."""
        return float(np.trace(self.confusion) / self.confusion.sum())

    @property
    def accuracies(self) -> dict[str, float]:
        """… of each class."""
        right = np.diag(self.confusion) / np.maximum(self.confusion.sum(axis=1), 1)
        return dict(zip(CLASSES, (round(float(part), 4) for part in right), strict=True))


def judge(probabilities: Numbers, examples: Examples) -> Judgement:
    """Compares the likeliest classes (of (hands, classes) probabilities) with the right ones."""
    confusion = np.zeros((len(CLASSES), len(CLASSES)), int)
    np.add.at(confusion, (examples.kinds, probabilities.argmax(axis=1)), 1)
    return Judgement(confusion)


def events_in(probabilities: Numbers, frames_per_second: float) -> list[str]:
    """The gestures that the page would tell have begun, of frames in a row: (frames, classes)."""
    began = []
    frames_with = np.zeros(len(LABELS), int)
    frames_without = np.zeros(len(LABELS), int)
    told = np.zeros(len(LABELS), bool)
    gain = 1 - np.exp(-1 / (frames_per_second * STEADY_SECONDS))
    known = probabilities[0]
    for frame in probabilities:
        known = known + gain * (frame - known)
        there = known[: len(LABELS)] >= THRESHOLD
        frames_with = np.where(there, frames_with + 1, 0)
        frames_without = np.where(there, 0, frames_without + 1)
        begins = (frames_with >= FRAMES_TO_ENTER) & ~told
        began += [LABELS[place] for place in np.flatnonzero(begins)]
        told = (told | begins) & (frames_without < FRAMES_TO_LEAVE)
    return began
