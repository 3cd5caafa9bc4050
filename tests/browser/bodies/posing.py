"""How a body stands, sits or leaps: from a pose to where every point of the mesh is."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tests.browser.bodies.mesh import SEGMENTS, SIDES, Body, Numbers

_PARENTS = {
    "belly": "pelvis",
    "chest": "belly",
    "neck": "chest",
    "head": "neck",
    **{
        f"{segment}.{side}": parent if parent in ("pelvis", "chest") else f"{parent}.{side}"
        for side in SIDES
        for segment, parent in {
            "collar": "chest",
            "upperarm": "collar",
            "lowerarm": "upperarm",
            "hand": "lowerarm",
            "upperleg": "pelvis",
            "lowerleg": "upperleg",
            "foot": "lowerleg",
        }.items()
    },
}
_ENDS = {
    f"{segment}.{side}": f"{end}.{side}"
    for side in SIDES
    for segment, end in {
        "upperarm": "lowerarm",
        "lowerarm": "hand",
        "hand": "hand",
        "upperleg": "lowerleg",
        "lowerleg": "foot",
    }.items()
}

Way = tuple[float, float]
"""Where a limb points, in degrees: how far it is raised from hanging down (0) to straight up (180), and whereto: 0 is
sideways, away from the body, 90 forwards, 180 across the body."""


@dataclass(frozen=True)
class Arm:
    """The upper arm and the forearm; the hand goes on as the forearm does, unless it says otherwise."""

    upper: Way = (8, 20)
    lower: Way = (10, 60)
    hand: Way | None = None


@dataclass(frozen=True)
class Leg:
    """The thigh, and the shank below it; the foot stands flat, or hangs when the body leaps."""

    upper: Way = (3, 0)
    lower: Way = (2, 0)
    foot: float = 0
    """Degrees that the toes point down."""


@dataclass(frozen=True)
class Pose:
    """A body's pose. What `left` and `right` are is as the person has it."""

    left_arm: Arm = field(default_factory=Arm)
    right_arm: Arm = field(default_factory=Arm)
    left_leg: Leg = field(default_factory=Leg)
    right_leg: Leg = field(default_factory=Leg)
    forwards: float = 0
    """Degrees that the trunk bends forwards at the hips."""
    hunch: float = 0
    """Degrees that the back bends forwards besides."""
    sideways: float = 0
    """Degrees that the trunk leans to the person's left."""
    nod: float = 0
    """Degrees that the head looks down."""
    turn: float = 0
    """Degrees that the head looks to the person's left."""


def posed(body: Body, pose: Pose) -> tuple[Numbers, Mapping[str, Numbers]]:
    """Where the points of the mesh and its joints are; the lowest point is at a height of 0, and the middle of the hips
    over the origin."""
    turns = _turns(body, pose)
    joints: dict[str, Numbers] = {"pelvis": np.zeros(3)}
    for segment, parent in _PARENTS.items():
        joints[segment] = joints[parent] + turns[parent] @ (body.joints[segment] - body.joints[parent])
    points = np.zeros_like(body.points)
    for number, segment in enumerate(SEGMENTS):
        moved = (body.points - body.joints[segment]) @ turns[segment].T + joints[segment]
        points += body.shares[:, number : number + 1] * moved
    middle = (joints["upperleg.L"] + joints["upperleg.R"]) / 2
    origin = np.array([middle[0], points[:, 1].min(), middle[2]])
    ends = {
        name: joints[segment] + turns[segment] @ (body.joints[name] - body.joints[segment])
        for name, segment in ((name, name.removesuffix(" end")) for name in body.joints if name.endswith(" end"))
    }
    return points - origin, {name: place - origin for name, place in {**joints, **ends}.items()}


def _turns(body: Body, pose: Pose) -> dict[str, Numbers]:
    """How far each segment is turned from how it is in the mesh, about its hinge."""
    trunk = _about("z", -pose.sideways) @ _about("x", pose.forwards)
    # A back that bends does so in two places; the hips follow a little when one leans.
    turns = {"pelvis": _about("z", -pose.sideways / 4) @ _about("x", pose.forwards * 0.7)}
    turns["belly"] = trunk @ _about("x", pose.hunch / 2)
    turns["chest"] = trunk @ _about("x", pose.hunch)
    turns["head"] = _about("z", -pose.sideways / 2) @ _about("y", pose.turn)
    turns["head"] = turns["head"] @ _about("x", pose.nod + (pose.forwards + pose.hunch) * 0.5)
    turns["neck"] = _about("z", -pose.sideways * 0.75) @ _about("x", (pose.forwards + pose.hunch) * 0.75 + pose.nod / 2)
    turns["neck"] = turns["neck"] @ _about("y", pose.turn / 2)
    for side, arm, leg in (("L", pose.left_arm, pose.left_leg), ("R", pose.right_arm, pose.right_leg)):
        # Above the shoulder it is the collar bone that goes on.
        raised = max(0, arm.upper[0] - 70) * 0.3
        collar = turns["chest"] @ _about("z", raised if side == "L" else -raised)
        turns[f"collar.{side}"] = collar
        ways = {"upperarm": arm.upper, "lowerarm": arm.lower, "hand": arm.hand or arm.lower}
        _aim(turns, body, side, "collar", ways, turns["chest"])
        _aim(turns, body, side, "pelvis", {"upperleg": leg.upper, "lowerleg": leg.lower}, np.eye(3))
        heading = _way(leg.upper, side)
        yaw = math.degrees(math.atan2(heading[0], heading[2])) if leg.upper[0] > 20 else 0
        turns[f"foot.{side}"] = _about("y", max(-40, min(40, yaw))) @ _about("x", leg.foot)
    return turns


def _aim(
    turns: dict[str, Numbers], body: Body, side: str, parent: str, ways: Mapping[str, Way], frame: Numbers
) -> None:
    turn = turns[parent if parent == "pelvis" else f"{parent}.{side}"]
    for segment, way in ways.items():
        name = f"{segment}.{side}"
        end = "hand." + side + " end" if segment == "hand" else _ENDS[name]
        along = turn @ (body.joints[end] - body.joints[name])
        turn = _shortest(along, frame @ _way(way, side)) @ turn
        turns[name] = turn


def _way(way: Way, side: str) -> Numbers:
    raised, around = (math.radians(degrees) for degrees in way)
    sideways = math.sin(raised) * math.cos(around) * (1 if side == "L" else -1)
    return np.array([sideways, -math.cos(raised), math.sin(raised) * math.sin(around)])


def _shortest(start: Numbers, end: Numbers) -> Numbers:
    """The shortest turn from one direction to another."""
    start, end = start / np.linalg.norm(start), end / np.linalg.norm(end)
    axis = np.cross(start, end)
    sine, cosine = np.linalg.norm(axis), float(start @ end)
    if sine < 1e-9:
        return np.eye(3) if cosine > 0 else _about("z", 180)
    x, y, z = axis / sine
    skew = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + sine * skew + (1 - cosine) * skew @ skew)


def _about(axis: str, degrees: float) -> Numbers:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    if axis == "x":
        return np.array([[1, 0, 0], [0, cosine, -sine], [0, sine, cosine]])
    if axis == "y":
        return np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])
    return np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
