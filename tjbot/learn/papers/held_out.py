"""The pictures that no training has seen: papers and other things that a browser typeset and drew."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tjbot.learn.needs import TRAINING_DATA

HELD_OUT = TRAINING_DATA / "paper_held_out.npz"
"""Written by `python -m tests.browser.papers.hold`."""


@dataclass(frozen=True)
class HeldOut:
    """Pictures of SIDE × SIDE pixels, stored as the page stores samples."""

    pictures: np.ndarray[tuple[int, int, int, int], np.dtype[np.uint8]]
    """(pictures, SIDE, SIDE, 3)."""
    kinds: tuple[str, ...]
    """What each shows: a letter, a report, bricks …"""
    papers: np.ndarray[tuple[int], np.dtype[np.bool_]]
    """Which are papers with print."""

    @classmethod
    def read(cls, file: Path = HELD_OUT) -> "HeldOut":
        """The pictures of a file that `write` wrote."""
        with np.load(file) as stored:
            ends = np.cumsum(stored["sizes"])
            data = stored["jpegs"].tobytes()
            parts = [data[end - size : end] for end, size in zip(ends, stored["sizes"], strict=True)]
            pictures = np.stack([np.asarray(Image.open(BytesIO(part)).convert("RGB")) for part in parts])
            return cls(pictures, tuple(str(kind) for kind in stored["kinds"]), stored["papers"])

    def __len__(self) -> int:
        return len(self.pictures)


def write(file: Path, jpegs: list[bytes], kinds: list[str], papers: list[bool]) -> None:
    """Keeps pictures, in the order given.

    Args:
        file: where.
        jpegs: the pictures, SIDE × SIDE pixels.
        kinds: what each shows.
        papers: whether it is a paper with print.
    """
    numbers: dict[str, Any] = {"sizes": np.array([len(jpeg) for jpeg in jpegs])}
    data = np.frombuffer(b"".join(jpegs), np.uint8)
    np.savez(file, jpegs=data, kinds=np.array(kinds), papers=np.array(papers), **numbers)
