"""What the page's networks saw of drawn hands that do gestures: what the classifier learns from."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from tjbot.learn.gestures.held_out import Kinds
from tjbot.learn.hands.skeleton import Numbers, of_size_1
from tjbot.learn.needs import TRAINING_DATA

LOOKS = TRAINING_DATA / "gesture_looks.npz"
"""Hands of 35 people, each looked at in up to four ways. Written by `python -m tests.browser.hands.looks`."""
REFINED_LOOKS = TRAINING_DATA / "gesture_refined_looks.npz"
"""Hands of 63 people as the refined layers see them, each looked at twice: of 49 as they saw them after their first
training, of 14 after their second. Their points are those of `metric`. Written by
`python -m tools.models.refine_hand`."""

_UNIT = 0.025
"""In what the file's whole numbers are counted, where 1 is how far a hand's landmarks are from its middle. What is
rounded off is a tenth of what the networks err."""


@dataclass(frozen=True)
class Looks:
    """Right hands, or left ones mirrored."""

    kinds: Kinds
    """Which of `CLASSES` each is."""
    points: Numbers
    """Where the network sees its landmarks in the picture, (looks, 21, 2), y down."""
    metric: Numbers
    """… and in space, (looks, 21, 3), y down and z away from the camera."""

    def __len__(self) -> int:
        return len(self.kinds)

    @classmethod
    def joined(cls, parts: "list[Looks]") -> "Looks":
        """All of them."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    @classmethod
    def read(cls, file: Path = LOOKS) -> "Looks":
        """The hands of a file that `write` wrote, around 0 and of size 1."""
        with np.load(file) as stored:
            return cls(stored["kinds"].astype(int), stored["points"] * _UNIT, stored["metric"] * _UNIT)

    def write(self, file: Path) -> None:
        """Keeps them; places and sizes, of which the features know nothing, are not kept."""
        np.savez_compressed(
            file, kinds=self.kinds.astype(np.int8), points=_counted(self.points), metric=_counted(self.metric)
        )


def _counted(hands: Numbers) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    whole: np.ndarray[tuple[int, ...], np.dtype[np.int8]]
    whole = np.clip(np.round(of_size_1(hands) / _UNIT), -127, 127).astype(np.int8)
    return whole
