"""How the landmark network errs: measured on rendered hands, and replayed on made-up ones.

The network does not err at random: it puts joints elsewhere than the skeleton has them, makes hidden fingers up, and
does so differently for each pose and view. So a made-up hand gets the errors of a measured one that looks much like it.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tjbot.learn.hands.skeleton import Numbers, turn_about
from tjbot.learn.hands.views import in_picture
from tjbot.learn.needs import TRAINING_DATA

MEASURED = TRAINING_DATA / "hand_measured.npz"
"""Written by `python -m tests.browser.hands.measure`."""

UNITS = {"points": 0.1, "metric": 1e-4, "landmarks": 1e-4}
"""In what the file's whole numbers are counted: pixels, metres, metres."""

_CHUNK = 1000
_LIKELY = 3
"""Among so many hands that look most alike, one is chosen."""
_DISTANCE_METERS = 0.6


@dataclass(frozen=True)
class SeenHands:
    """What a landmark network sees of hands, as right hands."""

    points: Numbers
    """(hands, 21, 2) in the picture, y down, in any unit."""
    metric: Numbers
    """(hands, 21, 3) in space, y down and z away from the camera, in any unit."""

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True)
class MeasuredHands:
    """Hands of which it is known where their landmarks are, and where the network sees them."""

    kinds: np.ndarray[tuple[int], np.dtype[np.int64]]
    """Which gesture each is."""
    landmarks: Numbers
    """(hands, 21, 3) in metres, as right hands: x to the right, y up, z to the camera."""
    seen: SeenHands

    @classmethod
    def read(cls, file: Path = MEASURED) -> "MeasuredHands":
        """The hands of a file that `tests.browser.hands.measure` wrote."""
        with np.load(file) as stored:
            mirror = np.where(stored["left"], -1.0, 1.0)[:, None]
            points, metric, landmarks = (stored[name] * unit for name, unit in UNITS.items())
            points[..., 0] *= mirror
            metric[..., 0] *= mirror
            return cls(stored["kinds"].astype(int), landmarks, SeenHands(points, metric))


class NetworkErrors:
    """The errors of measured hands, to be replayed."""

    def __init__(self, measured: MeasuredHands) -> None:
        rolls = _rolls(measured.landmarks)
        self._looks, points = _true(measured.landmarks, np.full(len(rolls), _DISTANCE_METERS), rolls)
        self._points = _normal(measured.seen.points, rolls) - points
        self._metric = _normal(measured.seen.metric, rolls) - self._looks

    def replay(
        self, chance: np.random.Generator, landmarks: Numbers, distances: Numbers, *, steady: bool = False
    ) -> SeenHands:
        """What the network would see of hands.

        Args:
            chance: where the numbers come from.
            landmarks: (hands, 21, 3), as in `MeasuredHands`.
            distances: (hands,) from the camera, in metres.
            steady: whether hands that are almost alike get the same errors, as in the frames of a film.
        """
        rolls = _rolls(landmarks)
        metric, points = _true(landmarks, distances, rolls)
        likely = self._alike(metric)
        choice = np.zeros(len(rolls), int) if steady else chance.integers(_LIKELY, size=len(rolls))
        like = likely[np.arange(len(rolls)), choice]
        strength = np.ones((len(rolls), 1, 1)) if steady else chance.uniform(0.6, 1.25, (len(rolls), 1, 1))
        trembling = 0.3 if steady else 1.0
        points = points + self._points[like] * strength + trembling * chance.normal(0, 0.012, points.shape)
        metric = metric + self._metric[like] * strength + trembling * chance.normal(0, 0.018, metric.shape)
        return SeenHands(_rolled(points, rolls), _rolled(metric, rolls))

    def _alike(self, looks: Numbers) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        """For each hand the measured ones that look most like it, the likest first."""
        known = self._looks.reshape(len(self._looks), -1)
        squares = (known * known).sum(axis=1)
        likely = []
        for start in range(0, len(looks), _CHUNK):
            some = looks[start : start + _CHUNK].reshape(-1, known.shape[1])
            distances = squares - 2 * some @ known.T
            near = np.argpartition(distances, _LIKELY, axis=1)[:, :_LIKELY]
            order = np.take_along_axis(distances, near, axis=1).argsort(axis=1)
            likely.append(np.take_along_axis(near, order, axis=1))
        return np.concatenate(likely)


def _true(landmarks: Numbers, distances: Numbers, rolls: Numbers) -> tuple[Numbers, Numbers]:
    """Where the landmarks are in space and in the picture, upright, around 0 and of size 1."""
    metric = landmarks * np.array([1.0, -1, -1])
    return _normal(metric, rolls), _normal(in_picture(landmarks, distances)[..., :2], rolls)


def _rolls(landmarks: Numbers) -> Numbers:
    """By how many degrees the palm leans to the right in the picture."""
    palm = landmarks[:, 9] - landmarks[:, 0]
    return np.asarray(np.degrees(np.arctan2(palm[:, 0], palm[:, 1])))


def _normal(points: Numbers, rolls: Numbers) -> Numbers:
    centred = points - points.mean(axis=1, keepdims=True)
    size = np.sqrt((centred * centred).sum(axis=(1, 2), keepdims=True) / points.shape[1])
    return _rolled(centred / size, -rolls)


def _rolled(points: Numbers, rolls: Numbers) -> Numbers:
    """Turned clockwise in the picture (y down) by so many degrees."""
    dimensions = points.shape[2]
    turn = turn_about(2, rolls)[:, :dimensions, :dimensions]
    return np.asarray(np.einsum("nij,nkj->nki", turn, points))
