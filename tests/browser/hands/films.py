"""Films of hands as the page's networks and tracker see them, kept so that they can be looked at again without them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tjbot.learn.hands.skeleton import Numbers

UNITS = {"points": 0.1, "metric": 1e-4, "refined": 1e-3, "glance": 1e-3}
"""In what a file's whole numbers are counted: pixels, metres, the refiner's own unit, and thousandths."""


@dataclass(frozen=True)
class Films:
    """One hand in each film. Left hands are mirrored to right ones."""

    left: np.ndarray[tuple[int], np.dtype[np.bool_]]
    """Which were left hands."""
    points: Numbers
    """Where the page sees its landmarks, steadied: (films, pictures, 21, 2), in pixels, y down."""
    metric: Numbers
    """… and in space, (films, pictures, 21, 3), in metres."""
    refined: Numbers
    """… and in space as the refiner sees them anew for gestures, of the same shape, in no particular unit."""
    glance: Numbers
    """… and how likely each class of gestures is at a glance, as it tells, (films, pictures, classes)."""
    seen: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    """In which pictures it sees the hand."""

    @classmethod
    def read(cls, file: Path) -> "Films":
        """The films of a file that `write` wrote."""
        with np.load(file) as stored:
            # What is kept is by how much each picture differs from the one before.
            numbers = {name: np.cumsum(stored[name], axis=1, dtype=int) * unit for name, unit in UNITS.items()}
            return cls(stored["left"], **numbers, seen=stored["seen"])

    def write(self, file: Path) -> None:
        """Keeps them."""
        counted: dict[str, Any] = {}
        for name, unit in UNITS.items():
            change = np.diff(np.round(getattr(self, name) / unit).astype(np.int32), axis=1, prepend=np.int32(0))
            counted[name] = change.astype(np.int16) if np.abs(change).max() < 2**15 else change
        np.savez_compressed(file, left=self.left, seen=self.seen, **counted)

    def film(self, number: int) -> list[dict[str, Any] | None]:
        """One film as the camera sees it: of each picture what `UNITS` names; None where no hand is seen."""
        mirror = -1 if self.left[number] else 1
        points = (self.points[number] * (mirror, 1)).round(1)
        metric, refined = ((space[number] * (mirror, 1, 1)).round(4) for space in (self.metric, self.refined))
        glance = self.glance[number].round(3)
        return [
            {name: part[picture].tolist() for name, part in zip(UNITS, (points, metric, refined, glance), strict=True)}
            if seen
            else None
            for picture, seen in enumerate(self.seen[number])
        ]
