"""What is in front of the camera: somebody in a pose, in a room, as a camera on a desk or a shelf sees them."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from tests.browser.bodies.posing import Arm, Leg, Pose

Furniture = Literal["chair", "stool", "desk"]


@dataclass(frozen=True)
class Scene:
    """Somebody in front of a camera. Where something is `of the body`, 1 is as high as the body stands."""

    pose: Pose
    person: int = 1
    """The number of somebody, as in `wardrobe.somebody`."""
    turned: float = 0
    """Degrees that the person is turned to their left; 0 looks at the camera, 90 shows the right side."""
    aside: float = 0
    """How far they stand to the right of the picture's middle, of the body."""
    lifted: float = 0
    """How far above the floor they are, of the body: they leap."""
    distance: float = 2.2
    """How far away the camera is, of the body."""
    height: float = 0.6
    """How high the camera is, of the body."""
    target: float = 0.5
    """At which height the camera looks, of the body."""
    field_of_view: float = 42
    """From top to bottom, in degrees."""
    roll: float = 0
    """Degrees that the camera is not upright."""
    furniture: tuple[Furniture, ...] = ()
    room: int = 1
    """The number of the room: its colours, its things and its light."""


STRAIGHT = Leg()
CHAIR_LEG = Leg((84, 80), (6, 90))
HALF = Leg((50, 80), (25, -90))

POSES: Mapping[str, Pose] = {
    "standing": Pose(),
    "arms up": Pose(Arm((168, 20), (172, 40)), Arm((168, 20), (172, 40))),
    "left arm up": Pose(left_arm=Arm((165, 30), (172, 60))),
    "right arm up": Pose(right_arm=Arm((165, 30), (172, 60))),
    "arms out": Pose(Arm((88, 5), (90, 5)), Arm((88, 5), (90, 5))),
    "hands on hips": Pose(Arm((42, -15), (52, 160), (60, 150)), Arm((42, -15), (52, 160), (60, 150))),
    "sitting": Pose(
        Arm((18, 60), (60, 110)), Arm((18, 60), (60, 110)), left_leg=CHAIR_LEG, right_leg=CHAIR_LEG, forwards=-4
    ),
    "jumping": Pose(
        Arm((40, 30), (55, 40)),
        Arm((40, 30), (55, 40)),
        left_leg=Leg((8, 40), (8, -80), 40),
        right_leg=Leg((8, 40), (8, -80), 40),
    ),
    "leaning left": Pose(Arm((25, 20), (20, 40)), sideways=26),
    "leaning right": Pose(right_arm=Arm((25, 20), (20, 40)), sideways=-26),
    "bending down": Pose(Arm((70, 90), (65, 90)), Arm((70, 90), (65, 90)), forwards=75, hunch=20),
}
"""The poses that have a name."""

OTHERS: Mapping[str, Pose] = {
    "arms forwards": Pose(Arm((85, 88), (88, 88)), Arm((85, 88), (88, 88))),
    "arms crossed": Pose(Arm((25, 60), (75, 165)), Arm((25, 60), (70, 165))),
    "hand at the chin": Pose(right_arm=Arm((30, 80), (150, 130))),
    "hands behind the head": Pose(Arm((105, 20), (140, 190), (120, 190)), Arm((105, 20), (140, 190), (120, 190))),
    "left arm out": Pose(left_arm=Arm((88, 5), (90, 5))),
    "striding": Pose(
        Arm((25, 90), (35, 90)), Arm((25, -90), (10, -60)), Leg((22, -90), (30, -90), 25), Leg((25, 90), (12, 90), -8)
    ),
    "squatting": Pose(
        Arm((60, 80), (70, 90)),
        Arm((60, 80), (70, 90)),
        left_leg=Leg((105, 70), (35, -90)),
        right_leg=Leg((105, 70), (35, -90)),
        forwards=25,
    ),
}
"""Poses that are to be taken for none, but for standing."""


def varied(name: str, seed: int) -> Scene:
    """A pose as somebody else would do it, somewhere else; the same for the same seed."""
    chance = random.Random(f"{name} {seed}")
    sits = name == "sitting"
    scene = Scene(
        pose=trembling({**POSES, **OTHERS}[name], chance),
        person=chance.randrange(40),
        turned=chance.uniform(-35, 35),
        aside=chance.uniform(-0.25, 0.25),
        distance=chance.uniform(1.9, 3.2),
        height=chance.uniform(0.4, 1.0),
        target=chance.uniform(0.45, 0.6) if not sits else chance.uniform(0.35, 0.45),
        roll=chance.uniform(-4, 4),
        room=chance.randrange(1000),
    )
    if sits:
        scene = replace(scene, furniture=(chance.choice(("chair", "stool")),))
    if name == "jumping":
        scene = replace(scene, lifted=chance.uniform(0.1, 0.2))
    return scene


def at_a_desk(arms: str, seed: int) -> Scene:
    """Somebody who sits at a desk, as a laptop on it sees them, with the arms of a pose."""
    chance = random.Random(f"desk {arms} {seed}")
    pose = POSES[arms]
    sitting = replace(POSES["sitting"], left_arm=pose.left_arm, right_arm=pose.right_arm, sideways=pose.sideways)
    return Scene(
        pose=trembling(sitting, chance, degrees=5),
        person=chance.randrange(40),
        turned=chance.uniform(-15, 15),
        distance=chance.uniform(0.5, 0.8),
        height=chance.uniform(0.5, 0.65),
        target=chance.uniform(0.55, 0.65),
        field_of_view=chance.uniform(45, 60),
        furniture=("desk",),
        room=chance.randrange(1000),
    )


def slouching(seed: int) -> Scene:
    """Somebody who hangs over a desk, as a laptop on it sees them."""
    scene = at_a_desk("standing", seed)
    return replace(scene, pose=replace(scene.pose, hunch=35, forwards=scene.pose.forwards + 18, nod=-10))


def leap() -> list[Scene]:
    """A jump, twelve pictures a second: somebody stands, crouches, leaps, lands, and stands."""
    standing = Scene(pose=POSES["standing"], person=3, distance=2.6, target=0.55, room=5)
    crouching = replace(standing, pose=replace(OTHERS["squatting"], left_leg=HALF, right_leg=HALF, forwards=15))
    leaping = [replace(standing, pose=POSES["jumping"], lifted=height) for height in (0.06, 0.15, 0.2, 0.2, 0.15, 0.06)]
    return [*[standing] * 6, crouching, crouching, *leaping, crouching, *[standing] * 6]


def trembling(pose: Pose, chance: random.Random, degrees: float = 7) -> Pose:
    """The same pose, a little differently."""

    def way(way: tuple[float, float]) -> tuple[float, float]:
        return way[0] + chance.gauss(0, degrees), way[1] + chance.gauss(0, degrees)

    def arm(arm: Arm) -> Arm:
        return Arm(way(arm.upper), way(arm.lower), way(arm.hand) if arm.hand else None)

    def leg(leg: Leg) -> Leg:
        return Leg(way(leg.upper), way(leg.lower), leg.foot)

    return Pose(
        arm(pose.left_arm),
        arm(pose.right_arm),
        leg(pose.left_leg),
        leg(pose.right_leg),
        pose.forwards + chance.gauss(0, degrees / 2),
        pose.hunch,
        pose.sideways + chance.gauss(0, degrees / 2),
        chance.gauss(0, degrees),
        chance.gauss(0, 2 * degrees),
    )


def room(seed: int, size: float) -> list[dict[str, Any]]:
    """The boxes that a room is made of: floor, walls, and things at the walls.

    Args:
        seed: the room's number.
        size: how high the person is, in metres.
    """
    chance = random.Random(seed)

    def colour(lightness: tuple[float, float]) -> str:
        hue, full, light = chance.uniform(0, 360), chance.uniform(3, 35), chance.uniform(*lightness)
        return f"hsl({hue:.0f}, {full:.0f}%, {light:.0f}%)"

    back = -chance.uniform(0.5, 1.6) * size
    boxes = [
        {"middle": [0, -0.05, 0], "size": [14, 0.1, 14], "colour": colour((25, 70))},
        {"middle": [0, 1.5, back - 0.1], "size": [14, 5, 0.2], "colour": colour((45, 90))},
    ]
    for _ in range(chance.randrange(2, 8)):
        wide, high = chance.uniform(0.2, 1.2), chance.uniform(0.2, 1.8)
        middle = [chance.uniform(-2.5, 2.5), chance.choice((high / 2, chance.uniform(0.8, 2))), back + 0.1]
        boxes.append({"middle": middle, "size": [wide, high, chance.uniform(0.03, 0.4)], "colour": colour((15, 85))})
    return boxes


def furniture(kind: Furniture, seat: float, turned: float) -> list[dict[str, Any]]:
    """The boxes of a piece of furniture; `seat` is how high the thighs of who sits are, in metres."""
    wood = "hsl(30, 40%, 45%)"
    if kind == "desk":
        return [
            {"middle": [0, seat * 1.55, 0.55], "size": [1.6, 0.04, 0.6], "colour": wood},
            {"middle": [0, seat * 0.75, 0.62], "size": [1.55, seat * 1.5, 0.03], "colour": "hsl(30, 30%, 38%)"},
        ]
    boxes = [{"middle": [0, seat / 2, 0.1], "size": [0.34, seat, 0.34], "colour": wood}]
    if kind == "chair":
        # Behind the person, wherever that is.
        angle = math.radians(turned)
        behind = [-0.25 * math.sin(angle), seat + 0.2, -0.25 * math.cos(angle)]
        boxes.append({"middle": behind, "size": [0.36, 0.4, 0.05], "colour": wood})
    return boxes


def lamps(seed: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The lamps of a room, and how bright it is without them."""
    chance = random.Random(seed + 7)
    side = chance.uniform(-3, 3)
    return (
        [{"from": [side, chance.uniform(2, 4), 3], "brightness": chance.uniform(0.8, 2), "colour": "#fff4e6"}],
        {"colour": "#777777", "brightness": chance.uniform(1.0, 2.2)},
    )
