"""A hand's skin over its bones: from the turns of the joints to the triangles that a camera sees."""

import json
import struct
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tjbot.learn.hands.skeleton import BONES, Numbers, Skeleton, turn_about

Whole = NDArray[np.int64]

FOREARM = len(BONES)
"""The place of one more bone, which turns about the wrist."""
_FOREARM_METERS = 0.22
_AROUND = 14
_RINGS = 5


@dataclass(frozen=True)
class Mesh:
    """The skin of a right hand."""

    skeleton: Skeleton
    points: Numbers
    """(points, 3) in metres, as the bones are bound to them."""
    normals: Numbers
    """(points, 3), pointing outwards."""
    triangles: Whole
    """(triangles, 3), whose points go round counterclockwise, seen from outside."""
    weights: Numbers
    """How much each point goes with each bone, (points, 26); together 1."""
    unbind: Numbers
    """For each of the 25 bones what leads back from where it was bound, (25, 4, 4)."""


def skinned(mesh: Mesh, bones: Numbers, forearm: Numbers) -> tuple[Numbers, Numbers]:
    """Where the skin of one hand is, and its normals: (points, 3) each.

    Args:
        mesh: of the hand.
        bones: where its bones are, (25, 4, 4), as of `placed_bones`.
        forearm: how the forearm is turned about the wrist, in degrees: bend, twist and side.
    """
    turns = bones @ mesh.unbind
    about = np.eye(4)
    x, y, z = (turn_about(axis, angle) for axis, angle in enumerate(forearm))
    about[:3, :3] = z @ x @ y
    wrist = bones[0, :3, 3]
    about[:3, 3] = wrist - about[:3, :3] @ wrist
    matrices = np.concatenate([turns, (about @ turns[0])[None]])
    blended = (mesh.weights @ matrices[:, :3].reshape(len(matrices), 12)).reshape(-1, 3, 4)
    points = np.einsum("nij,nj->ni", blended[:, :, :3], mesh.points) + blended[:, :, 3]
    normals = np.einsum("nij,nj->ni", blended[:, :, :3], mesh.normals)
    return points, normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)


def read_glb(glb: bytes) -> Mesh:
    """The hand in a binary glTF file whose bones have the names of WebXR."""
    (length,) = struct.unpack_from("<I", glb, 12)
    document = json.loads(glb[20 : 20 + length])
    data = glb[28 + length :]
    skin = document["skins"][0]
    names = [document["nodes"][joint]["name"] for joint in skin["joints"]]
    order = [names.index(bone) for bone in BONES]
    part = document["meshes"][0]["primitives"][0]

    def read(accessor: int) -> np.ndarray[Any, Any]:
        return _array(document, data, accessor)

    joints, shares = read(part["attributes"]["JOINTS_0"]).astype(int), read(part["attributes"]["WEIGHTS_0"])
    weights = np.zeros((len(joints), len(names)))
    for corner in range(joints.shape[1]):
        np.add.at(weights, (np.arange(len(joints)), joints[:, corner]), shares[:, corner])
    places = [document["nodes"][skin["joints"][place]]["translation"] for place in order]
    mesh = Mesh(
        skeleton=Skeleton.of(np.array(places)),
        points=read(part["attributes"]["POSITION"]).astype(float),
        normals=read(part["attributes"]["NORMAL"]).astype(float),
        triangles=read(part["indices"]).astype(int).reshape(-1, 3),
        weights=np.pad(weights[:, order] / weights.sum(axis=1, keepdims=True), ((0, 0), (0, 1))),
        # In the file matrices stand column after column.
        unbind=read(skin["inverseBindMatrices"]).astype(float).reshape(-1, 4, 4).transpose(0, 2, 1)[order],
    )
    return with_forearm(mesh)


_KINDS = {5121: "u1", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_SIZES = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


def _array(document: dict[str, Any], data: bytes, number: int) -> np.ndarray[Any, Any]:
    accessor = document["accessors"][number]
    view = document["bufferViews"][accessor["bufferView"]]
    kind, size = np.dtype(_KINDS[accessor["componentType"]]), _SIZES[accessor["type"]]
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    stride = view.get("byteStride", kind.itemsize * size)
    rows = np.lib.stride_tricks.as_strided(
        np.frombuffer(data, "u1", offset=start)[: stride * accessor["count"]],
        (accessor["count"], kind.itemsize * size),
        (stride, 1),
    )
    return np.ascontiguousarray(rows).view(kind).reshape(accessor["count"], size)


def with_forearm(mesh: Mesh) -> Mesh:
    """The same, with a forearm: a tube that begins within the wrist."""
    wrist = np.linalg.inv(mesh.unbind[0])
    knuckle = np.linalg.inv(mesh.unbind[BONES.index("middle-finger-phalanx-proximal")])[:3, 3]
    index, little = (
        np.linalg.inv(mesh.unbind[BONES.index(f"{finger}-finger-phalanx-proximal")])[:3, 3]
        for finger in ("index", "pinky")
    )
    way = wrist[:3, 3] - knuckle
    way = way / np.linalg.norm(way)
    side = little - index
    side = side - way * (side @ way)
    side = side / np.linalg.norm(side)
    up = np.cross(way, side)
    angles = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    round_about = np.cos(angles)[:, None] * side * 1.25 + np.sin(angles)[:, None] * up * 0.85
    along = np.linspace(-0.012, _FOREARM_METERS, _RINGS)
    radii = np.interp(along, [-0.012, 0.03, _FOREARM_METERS], [0.019, 0.024, 0.038])
    rings = wrist[:3, 3] + along[:, None, None] * way + radii[:, None, None] * round_about
    count = _RINGS * _AROUND
    first = len(mesh.points)
    corners = np.arange(count).reshape(_RINGS, _AROUND)
    here, there = corners[:-1], corners[1:]
    after, across = np.roll(here, -1, axis=1), np.roll(there, -1, axis=1)
    triangles = np.concatenate(
        [np.stack(three, axis=2).reshape(-1, 3) for three in ((here, after, there), (after, across, there))]
    )
    outward = round_about / np.linalg.norm(round_about, axis=1, keepdims=True)
    normals = np.broadcast_to(outward, (_RINGS, _AROUND, 3)).reshape(count, 3)
    bent = np.clip((along + 0.012) / 0.03, 0, 1).repeat(_AROUND)
    weights = np.zeros((count, FOREARM + 1))
    weights[:, 0], weights[:, FOREARM] = 1 - bent, bent
    if np.mean(_facing(rings.reshape(-1, 3), normals, triangles)) < 0.5:
        triangles = triangles[:, ::-1]
    return replace(
        mesh,
        points=np.concatenate([mesh.points, rings.reshape(-1, 3)]),
        normals=np.concatenate([mesh.normals, normals]),
        triangles=np.concatenate([mesh.triangles, triangles + first]),
        weights=np.concatenate([mesh.weights, weights]),
    )


def _facing(points: Numbers, normals: Numbers, triangles: Whole) -> np.ndarray[Any, Any]:
    """Which triangles go round counterclockwise, seen from outside."""
    one, two, three = (points[triangles[:, corner]] for corner in range(3))
    outward = np.cross(two - one, three - one) * normals[triangles[:, 0]]
    return np.asarray(outward.sum(axis=1) > 0)
