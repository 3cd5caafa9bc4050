"""A hand's bones: from the turns of its joints to where its 21 landmarks are. Many hands at once, in numpy."""

import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

SKELETON = Path(__file__).with_name("skeleton.json")

THUMB = ("thumb-metacarpal", "thumb-phalanx-proximal", "thumb-phalanx-distal", "thumb-tip")
FINGERS = ("index", "middle", "ring", "pinky")
CHAINS = (
    THUMB,
    *(
        tuple(
            f"{finger}-finger-{bone}"
            for bone in ("metacarpal", "phalanx-proximal", "phalanx-intermediate", "phalanx-distal", "tip")
        )
        for finger in FINGERS
    ),
)
BONES = ("wrist", *(bone for chain in CHAINS for bone in chain))
"""All bones, each after the one that it hangs on."""
PARENTS = {bone: chain[place - 1] if place else "wrist" for chain in CHAINS for place, bone in enumerate(chain)}
LANDMARKS = ("wrist", *THUMB, *(bone for chain in CHAINS[1:] for bone in chain[1:]))
"""The bones at whose beginnings MediaPipe's 21 landmarks are, in its order."""

INDEX_OF = {bone: place for place, bone in enumerate(BONES)}
_LANDMARK_BONES = [INDEX_OF[bone] for bone in LANDMARKS]


def landmarks_of(turns: Numbers, lengths: Numbers | None = None) -> Numbers:
    """Where the landmarks of right hands are, that stand upright and show the camera their palms.

    Args:
        turns: how far each joint of `BONES` is turned, in degrees: (hands, 25, 3) of bend, spread and twist; a finger
            bends to the palm by a negative bend.
        lengths: how long each bone is, as a multiple of the skeleton's: (hands, 25), that of a bone being the way to
            it from its parent. None: as long as the skeleton's.

    Returns:
        (hands, 21, 3) in metres: x to the right in the camera's picture, y upwards, z towards the camera.
    """
    steps, first = _rest()
    count = len(turns)
    rotations = _rotations(turns)
    placed: list[Numbers] = [np.broadcast_to(first, (count, 4, 4))]
    for bone in BONES[1:]:
        own = INDEX_OF[bone]
        step = np.broadcast_to(steps[own], (count, 4, 4)).copy()
        if lengths is not None:
            step[:, :3, 3] *= lengths[:, own, None]
        step[:, :3, :3] = step[:, :3, :3] @ rotations[:, own]
        placed.append(placed[INDEX_OF[PARENTS[bone]]] @ step)
    places = np.stack([placed[bone][:, :3, 3] for bone in _LANDMARK_BONES], axis=1)
    return np.asarray(places @ _UPRIGHT.T)


# In the file the fingers point down and the palm to the side.
_UPRIGHT = np.diag([1.0, -1.0, -1.0]) @ np.array([[0.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])


def placed_at_rest() -> Numbers:
    """Where the bones are before they are turned, (25, 4, 4), as the skeleton's file has them."""
    bones = {bone["bone"]: bone for bone in json.loads(SKELETON.read_text())["bones"]}
    placed = np.zeros((len(BONES), 4, 4))
    for place, name in enumerate(BONES):
        placed[place, :3, :3] = _rotation_of(*bones[name]["turn"])
        placed[place, :3, 3] = bones[name]["place"]
        placed[place, 3, 3] = 1
    return placed


@cache
def _rest() -> tuple[Numbers, Numbers]:
    """How each bone at rest stands to its parent, and where the wrist is."""
    placed = placed_at_rest()
    parents = [INDEX_OF[PARENTS.get(bone, bone)] for bone in BONES]
    steps: Numbers = np.linalg.inv(placed[parents]) @ placed
    return steps, placed[0]


def _rotation_of(x: float, y: float, z: float, w: float) -> Numbers:
    """A quaternion as a matrix."""
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def _rotations(turns: Numbers) -> Numbers:
    """Bend, spread and twist as matrices: the twist first, then the bend, then the spread."""
    bend, spread, twist = np.moveaxis(turns, -1, 0)
    return turn_about(1, spread) @ turn_about(0, bend) @ turn_about(2, twist)


def turn_about(axis: int, degrees: Numbers) -> Numbers:
    """Matrices that turn about one axis (0, 1, 2 for x, y, z); in the shape of `degrees`, with (3, 3) behind it."""
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    matrices = np.zeros((*np.shape(degrees), 3, 3))
    one, other = (axis + 1) % 3, (axis + 2) % 3
    matrices[..., axis, axis] = 1
    matrices[..., one, one] = matrices[..., other, other] = cosine
    matrices[..., one, other] = -sine
    matrices[..., other, one] = sine
    return matrices


def of_size_1(hands: Numbers) -> Numbers:
    """Hands around their middle, whose landmarks are 1 away from it (root mean square).

    Args:
        hands: (hands, 21, 2 or 3), in any unit.
    """
    centred = hands - hands.mean(axis=1, keepdims=True)
    size = np.sqrt((centred * centred).sum(axis=(1, 2), keepdims=True) / hands.shape[1])
    return np.asarray(centred / np.maximum(size, 1e-9))
