"""A scene: what happens to a robot while a recipe runs, and what it must do then.

A scene is a text file with the name of its recipe. Lines at the margin happen to the robot, one after the other:

    sees open hand y=0.5        it is seen from now on; again with other numbers where it is seen already
    stops seeing open hand
    hears clap                  begins and ends
    says aloud I am sad         somebody says it while robot.listen() listens, in a robot with ears
    types Hello!                somebody answers the next question of input(); `types` alone: with nothing

Indented lines are what the robot must do then, in this order, whatever else it does between; the first ones, above
any event, are what it does by itself:

    light green                 the light's pins have the color; `light on` is any color
    arm 81                      the arm's pin has the pulse of this angle; what follows "or" will do as well
    says Hello!                 a bubble with this text; `says …` is any text
    plays ta-da
    prints Likes: 1             a line holds this text; what is printed has an order of its own
    looks                       a picture more is in its folder
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

WHERE = re.compile(r" (\w+)=([\d.]+)")
ANYTHING = "…"


@dataclass(frozen=True)
class Deed:
    """What the robot must do: `what` is one of light, arm, says, plays, prints, looks; any of the `values` will do."""

    what: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """What happens, and the deeds that follow; the first step of a scene has no event."""

    event: str = ""
    label: str = ""
    where: dict[str, float] = field(default_factory=dict)
    deeds: tuple[Deed, ...] = ()


def read_scene(path: Path) -> list[Step]:
    """The steps of a scene.

    Raises:
        ValueError: a line is none of ours.
    """
    steps, deeds = [Step()], list[list[Deed]]([[]])
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith(" "):
            deeds[-1].append(_deed(line.strip()))
        else:
            steps.append(_event(line))
            deeds.append([])
    return [Step(step.event, step.label, step.where, tuple(each)) for step, each in zip(steps, deeds, strict=True)]


def _deed(line: str) -> Deed:
    what, _, rest = line.partition(" ")
    if what not in ("light", "arm", "says", "plays", "prints", "looks"):
        raise ValueError(f"no deed: {line}")
    return Deed(what, tuple(rest.split(" or ")) if what != "prints" else (rest,))


def _event(line: str) -> Step:
    if line == "types" or line.startswith("types "):
        return Step("types", line.removeprefix("types").strip())
    found = re.fullmatch(r"(sees|stops seeing|hears|says aloud) (.*)", line)
    if not found:
        raise ValueError(f"no event: {line}")
    event, rest = found.groups()
    where = {name: float(value) for name, value in WHERE.findall(rest)}
    return Step(event, WHERE.sub("", rest), where)
