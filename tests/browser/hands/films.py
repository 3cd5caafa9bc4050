"""Films of hands as the page's networks and tracker see them, kept so that they can be looked at again without them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tjbot.learn.hands.skeleton import Numbers

UNITS = {"points": 0.1, "metric": 1e-4}
"""In what a file's whole numbers are counted: pixels and metres."""


@dataclass(frozen=True)
class Films:
    """One hand in each film. Left hands are mirrored to right ones."""

    left: np.ndarray[tuple[int], np.dtype[np.bool_]]
    """Which were left hands."""
    points: Numbers
    """Where the page sees its landmarks, steadied: (films, pictures, 21, 2), in pixels, y down."""
    metric: Numbers
    """… and in space, (films, pictures, 21, 3), in metres."""
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
            whole = np.round(getattr(self, name) / unit).astype(np.int16)
            counted[name] = np.diff(whole, axis=1, prepend=np.int16(0))
        np.savez_compressed(file, left=self.left, seen=self.seen, **counted)

    def film(self, number: int) -> list[dict[str, Any] | None]:
        """One film as the camera sees it, picture by picture: `points` and `metric`, or None where no hand is seen."""
        mirror = -1 if self.left[number] else 1
        points, metric = self.points[number] * (mirror, 1), self.metric[number] * (mirror, 1, 1)
        return [
            {"points": points[picture].round(1).tolist(), "metric": metric[picture].round(4).tolist()} if seen else None
            for picture, seen in enumerate(self.seen[number])
        ]
