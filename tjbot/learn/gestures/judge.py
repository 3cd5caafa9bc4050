"""How good a classifier is: what it takes for what, and how often it sees a gesture where there is none."""

from dataclasses import dataclass

import numpy as np

from tjbot.learn.gestures.dataset import Examples
from tjbot.learn.gestures.poses import CLASSES, LABELS
from tjbot.learn.hands.skeleton import Numbers

STEADY_SECONDS = 0.2
"""How slowly what the page knows of a hand follows the network (web_ui/src/models/gesture/steady.ts)."""
REST_SECONDS = 0.25
"""How slowly it forgets how the hand was, and …"""
HELD = (0.25, 0.1)
"""… how far from that its landmarks are, in the size of the hand, where it holds no gesture, and where it surely does
(web_ui/src/models/gesture/rest.ts)."""
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
    def hands(self) -> int:
        """How many there were."""
        return int(self.confusion.sum())

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


def rests_of(points: Numbers, frames_per_second: float) -> Numbers:
    """How sure it is that a hand holds its shape, frame by frame, 0…1; points are (frames, 21, 2)."""
    centred = points - points.mean(axis=1, keepdims=True)
    shapes = centred / np.sqrt((centred**2).sum(axis=(1, 2), keepdims=True) / points.shape[1])
    remembered = _followed(shapes, frames_per_second, REST_SECONDS)
    apart = np.linalg.norm(shapes - remembered, axis=2).mean(axis=1)
    return np.asarray(np.clip((HELD[0] - apart) / (HELD[0] - HELD[1]), 0, 1))


def events_in(probabilities: Numbers, rests: Numbers, frames_per_second: float) -> list[str]:
    """The gestures that the page would tell have begun, of frames in a row.

    Args:
        probabilities: what the classifier says, (frames, classes).
        rests: how sure it is that the hand holds its shape, (frames,).
        frames_per_second: how many there are.
    """
    began = []
    frames_with = np.zeros(len(LABELS), int)
    frames_without = np.zeros(len(LABELS), int)
    told = np.zeros(len(LABELS), bool)
    for known in _followed(probabilities, frames_per_second, STEADY_SECONDS) * rests[:, None]:
        there = known[: len(LABELS)] >= THRESHOLD
        frames_with = np.where(there, frames_with + 1, 0)
        frames_without = np.where(there, 0, frames_without + 1)
        begins = (frames_with >= FRAMES_TO_ENTER) & ~told
        began += [LABELS[place] for place in np.flatnonzero(begins)]
        told = (told | begins) & (frames_without < FRAMES_TO_LEAVE)
    return began


def _followed(values: Numbers, frames_per_second: float, seconds: float) -> Numbers:
    """What follows the values so slowly; at first it is their mean."""
    slowly = 1 - np.exp(-1 / (frames_per_second * seconds))
    known = values[0]
    followed = []
    for number, value in enumerate(values, 1):
        known = known + max(1 / number, slowly) * (value - known)
        followed.append(known)
    return np.array(followed)
