"""Many pictures at once, half of them of papers."""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from tjbot.learn.papers.fonts import Fonts
from tjbot.learn.papers.scenes import CELLS, SIDE, Scene, draw_ordinary, draw_paper

_AT_ONCE = 40


@dataclass(frozen=True)
class Examples:
    """Pictures of which it is known where print is."""

    pictures: np.ndarray[tuple[int, int, int, int], np.dtype[np.uint8]]
    """(pictures, SIDE, SIDE, 3)."""
    printed: np.ndarray[tuple[int, int, int], np.dtype[np.bool_]]
    """(pictures, CELLS, CELLS)."""

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def papers(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of them show a paper with print."""
        return np.asarray(self.printed.any(axis=(1, 2)))


def draw_examples(count: int, seed: int, fonts: Fonts, told: Callable[[int], None] = lambda _done: None) -> Examples:
    """Draws pictures, on all processors; the same seed and fonts give the same pictures.

    Args:
        count: how many; every second one is of a paper.
        seed: of all chance.
        fonts: what print is set in.
        told: is told how many are done.
    """
    pictures = np.zeros((count, SIDE, SIDE, 3), np.uint8)
    printed = np.zeros((count, CELLS, CELLS), bool)
    starts = range(0, count, _AT_ONCE)
    with ProcessPoolExecutor(os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()) as crew:
        for start, scenes in zip(starts, crew.map(partial(_some, count, seed, fonts), starts), strict=True):
            for place, scene in enumerate(scenes, start):
                pictures[place], printed[place] = scene.picture, scene.printed
            told(start + len(scenes))
    return Examples(pictures, printed)


def draw_example(place: int, seed: int, fonts: Fonts) -> Scene:
    """The picture at one place of those that a seed gives."""
    chance = np.random.default_rng((seed, place))
    return (draw_ordinary, draw_paper)[place % 2](chance, fonts)


def _some(count: int, seed: int, fonts: Fonts, start: int) -> list[Scene]:
    return [draw_example(place, seed, fonts) for place in range(start, min(count, start + _AT_ONCE))]
