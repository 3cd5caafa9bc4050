"""Crops of drawn hands, as the page's landmark network gets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tjbot.learn.hands.skeleton import Numbers, of_size_1

_NUMBERS = ("angles", "left", "kinds", "landmarks")


@dataclass(frozen=True)
class Crops:
    """Crops of hands, and what is true of each."""

    jpegs: Sequence[bytes]
    """Squares of 224 pixels, as JPEG."""
    angles: Numbers
    """By how much each crop is turned in the picture, in radians, (crops,)."""
    left: np.ndarray[tuple[int], np.dtype[np.bool_]]
    """Which are left hands: drawn as the mirror image of the right ones that `landmarks` tells of."""
    kinds: np.ndarray[tuple[int], np.dtype[np.int64]]
    """Which of `tjbot.learn.gestures.poses.CLASSES` each does."""
    landmarks: Numbers
    """Where the landmarks truly are, (crops, 21, 3) in metres: x to the right, y up, z to the camera."""

    def __len__(self) -> int:
        return len(self.jpegs)

    @classmethod
    def read(cls, file: Path) -> "Crops":
        """The crops of a file that `write` wrote."""
        with np.load(file) as stored:
            ends, data = stored["ends"], stored["jpegs"].tobytes()
            jpegs = [data[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]
            return cls(jpegs, *(stored[name] for name in _NUMBERS))

    @classmethod
    def joined(cls, parts: "list[Crops]") -> "Crops":
        """All of them."""
        jpegs = [jpeg for part in parts for jpeg in part.jpegs]
        return cls(jpegs, *(np.concatenate([getattr(part, name) for part in parts]) for name in _NUMBERS))

    def only(self, which: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> "Crops":
        """Some of them, as `which` says of each, (crops,)."""
        jpegs = [jpeg for jpeg, kept in zip(self.jpegs, which, strict=True) if kept]
        return Crops(jpegs, *(getattr(self, name)[which] for name in _NUMBERS))

    def write(self, file: Path) -> None:
        """Keeps them."""
        np.savez(
            file,
            jpegs=np.frombuffer(b"".join(self.jpegs), np.uint8),
            ends=np.cumsum([len(jpeg) for jpeg in self.jpegs]),
            angles=self.angles.astype(np.float32),
            left=self.left,
            kinds=self.kinds.astype(np.int64),
            landmarks=self.landmarks.astype(np.float32),
        )

    def upright(self) -> Numbers:
        """Where the landmarks are in the crop, (crops, 21, 3): x to the right, y down, z away from the camera, around
        their middle and of size 1.
        """
        seen = self.landmarks * (1, -1, -1)
        seen[..., 0] *= np.where(self.left, -1, 1)[:, None]
        cosine, sine = np.cos(self.angles)[:, None], np.sin(self.angles)[:, None]
        x, y = seen[..., 0] * cosine + seen[..., 1] * sine, seen[..., 1] * cosine - seen[..., 0] * sine
        return of_size_1(np.stack([x, y, seen[..., 2]], axis=2))

    def in_picture(self, upright: Numbers) -> Numbers:
        """Landmarks of the crops as they lie in the picture, left hands mirrored to right ones."""
        cosine, sine = np.cos(self.angles)[:, None], np.sin(self.angles)[:, None]
        x, y = upright[..., 0] * cosine - upright[..., 1] * sine, upright[..., 0] * sine + upright[..., 1] * cosine
        return np.stack([x * np.where(self.left, -1, 1)[:, None], y, upright[..., 2]], axis=2)
