"""Who is drawn: bodies of children and adults, and what they wear. Everything follows from a seed."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tests.browser.bodies.mesh import SEGMENTS, SIDES, Body, MakeHuman, Numbers

SKINS = ("#f1c7a8", "#e0ac8a", "#c98b66", "#a86b45", "#7d4a2d", "#4f2e1d")
HAIRS = ("#17120f", "#3b2717", "#7a5230", "#c9a35c", "#8c3b1e")
CLOTHES = ("#2f4f8f", "#a03030", "#e8e4da", "#2c2c30", "#3f7f57", "#d9a520", "#7b4b94", "#8f8f93", "#d8748c", "#1f6f78")
SHOES = ("#202020", "#f0f0f0", "#7a3b1e")
CLOTH_METRES = 0.012
HAIR_METRES = 0.018


@dataclass(frozen=True)
class Person:
    """Somebody who may be drawn."""

    body: Body
    skin: str
    hair: str
    top: str
    trousers: str
    shoes: str
    long_sleeves: bool


def somebody(mesh: MakeHuman, seed: int) -> Person:
    """The person with this number."""
    chance = random.Random(seed)
    sex, age = chance.choice(("female", "male")), chance.choice(("child", "child", "young", "old"))
    origin = chance.choice(("african", "asian", "caucasian"))
    weight = chance.choice(("minweight", "averageweight", "averageweight", "maxweight"))
    targets: Mapping[str, float] = {
        f"macrodetails/{origin}-{sex}-{age}": 1,
        f"macrodetails/universal-{sex}-{age}-averagemuscle-{weight}": 1,
    }
    return Person(
        body=mesh.body(targets),
        skin=chance.choice(SKINS),
        hair=chance.choice(HAIRS),
        top=chance.choice(CLOTHES),
        trousers=chance.choice(CLOTHES),
        shoes=chance.choice(SHOES),
        long_sleeves=chance.random() < 0.6,
    )


def dressed(person: Person) -> tuple[Numbers, Numbers]:
    """How much cloth is on each point of the mesh, in metres, and the colour of each point, (n, 3), 0…255."""
    shares, points = person.body.shares, person.body.points
    main = np.array(SEGMENTS, object)[shares.argmax(axis=1)]
    colours = np.tile(_rgb(person.skin), (len(points), 1))
    cloth = np.zeros(len(points))

    def wear(segments: list[str], colour: str, thick: float = CLOTH_METRES) -> None:
        which = np.isin(main, segments)
        colours[which], cloth[which] = _rgb(colour), thick

    sleeves = ("collar", "upperarm", "lowerarm") if person.long_sleeves else ("collar", "upperarm")
    wear(["belly", "chest", *(f"{part}.{side}" for side in SIDES for part in sleeves)], person.top)
    wear(["pelvis", *(f"{part}.{side}" for side in SIDES for part in ("upperleg", "lowerleg"))], person.trousers)
    wear([f"foot.{side}" for side in SIDES], person.shoes)
    _head(person, colours, cloth, main == "head")
    return cloth, colours


def _head(person: Person, colours: Numbers, cloth: Numbers, head: Numbers) -> None:
    points, groups = person.body.points, person.body.groups
    middle = person.body.joints["head"]
    top = points[head][:, 1].max()
    height, depth = (points[:, 1] - middle[1]) / (top - middle[1]), points[:, 2] - middle[2]
    scalp = head & (height > 0.3) & ((height > 0.78) | (depth < 0.01))
    colours[scalp], cloth[scalp] = _rgb(person.hair), HAIR_METRES
    for name in ("helper-l-eye", "helper-r-eye"):
        eye = groups[name]
        front = points[eye][:, 2] > points[eye][:, 2].max() - 0.0035
        colours[eye] = _rgb("#f4f2ee")
        colours[eye[front]] = _rgb("#2b1a10")


def _rgb(colour: str) -> Numbers:
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)])
