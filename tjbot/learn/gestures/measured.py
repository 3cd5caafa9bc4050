"""What the hand networks see of hands whose gestures are known."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from tjbot.learn.gestures.visibility import Truths
from tjbot.learn.hands.skeleton import Numbers

HELD_OUT = Path(__file__).with_name("held_out.npz")
"""Hands that were seen by the page itself, in a browser, and never by a training: other people, poses, rooms and
cameras. Written by `python -m tests.browser.hands.measure`; not in wheels."""


@dataclass(frozen=True)
class Measured:
    """Hands as the networks see them. One may be there twice: as it is seen when found, and when followed."""

    kinds: np.ndarray[tuple[int], np.dtype[np.int64]]
    """Which of `CLASSES` each is."""
    points: Numbers
    """(hands, 21, 2) in pixels."""
    metric: Numbers
    """(hands, 21, 3) in metres."""
    landmarks: Numbers
    """Where the landmarks are in truth, (hands, 21, 3) in metres, as right hands: x to the right, y up, z to the
    camera."""
    plain: Truths
    """Whether the camera sees what decides which gesture it is."""
    followed: Truths
    """Whether it was looked at where it was before; else it was searched for."""

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, which: object) -> "Measured":
        return Measured(*(getattr(self, field.name)[which] for field in fields(self)))

    @classmethod
    def joined(cls, parts: "list[Measured]") -> "Measured":
        """All in one."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    def write(self, file: Path) -> None:
        """Writes all, in tenths of pixels and tenths of millimetres."""
        np.savez_compressed(
            file,
            kinds=self.kinds.astype(np.int8),
            points=np.round(self.points * 10).astype(np.int16),
            metric=np.round(self.metric * 1e4).astype(np.int16),
            landmarks=np.round(self.landmarks * 1e4).astype(np.int16),
            plain=self.plain,
            followed=self.followed,
        )

    @classmethod
    def read(cls, file: Path) -> "Measured":
        """What `write` wrote."""
        with np.load(file) as stored:
            return cls(
                stored["kinds"].astype(int),
                stored["points"] / 10,
                stored["metric"] / 1e4,
                stored["landmarks"] / 1e4,
                stored["plain"],
                stored["followed"],
            )
