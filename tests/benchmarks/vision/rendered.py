"""Sets of rendered hands, each a folder of pictures with its `labels.csv`: no photos of people are needed.

Playwright's plain interface opens once in a process, so the drawing is a process of its own, which is given its job on
standard input.
"""

import csv
import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.vision.labels import TABLE
from tests.browser.hands import SKINS, Hand, Scene
from tests.browser.hands.scenes import as_plain
from tests.browser.hands.studio import HERE, draw, open_studio

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "build" / "frames"
WIDTH, HEIGHT = 640, 480
TIMEOUT_SECONDS = 900
POSES = {"open hand": "open hand", "fist": "fist", "pinch": "pinch", "pinch, fingers out": "pinch", "point": "point"}
BACKGROUNDS = 200


def one_hand(chance: random.Random) -> Scene:
    """A hand as somebody holds it up before a laptop, in any light."""
    return Scene((_hand(chance, size=(0.35, 0.7), tilt=30, roll=40),), *_surroundings(chance, (0.5, 1.4)))


def turned_and_far(chance: random.Random) -> Scene:
    """A hand that is farther away, turned any way round, in dimmer light."""
    return Scene((_hand(chance, size=(0.18, 0.35), tilt=40, roll=180),), *_surroundings(chance, (0.35, 1.0)))


def two_hands(chance: random.Random) -> Scene:
    """The left hand at the person's left, the right one at their right."""
    left = _hand(chance, size=(0.3, 0.5), tilt=25, roll=30, side="left", x=(0.2, 0.3))
    right = _hand(chance, size=(0.3, 0.5), tilt=25, roll=30, side="right", x=(0.7, 0.8))
    return Scene((left, right), *_surroundings(chance, (0.6, 1.3)))


def nobody(chance: random.Random) -> Scene:
    """A room without a hand."""
    return Scene((), *_surroundings(chance, (0.4, 1.4)))


SETS: dict[str, tuple[Callable[[random.Random], Scene], int]] = {
    "one hand": (one_hand, 60),
    "turned and far": (turned_and_far, 40),
    "two hands": (two_hands, 20),
    "nobody": (nobody, 30),
}
"""What is drawn, and how many pictures of it."""


def rendered_sets(share: float = 1.0) -> dict[str, Path]:
    """The folder of each set; those that are there already are not drawn again.

    Args:
        share: of the pictures of each set, 0…1; at least one.
    """
    folders = {}
    for name, (scene, count) in SETS.items():
        chance = random.Random(f"bench, {name}")
        scenes = [scene(chance) for _ in range(max(1, round(count * share)))]
        folders[name] = draw_set(name, scenes, [[POSES[str(hand.pose)] for hand in one.hands] for one in scenes])
    return folders


def draw_set(name: str, scenes: Sequence[Scene], labels: Sequence[Sequence[str]]) -> Path:
    """The folder with a picture of each scene, in their order, and the table; it is not drawn again.

    Args:
        name: the beginning of the folder's name.
        scenes: what is drawn.
        labels: of the hands of each scene.
    """
    job = {"scenes": [as_plain(scene) for scene in scenes], "labels": labels}
    digest = hashlib.sha256(json.dumps([job, WIDTH, HEIGHT], sort_keys=True).encode())
    for file in (HERE / "studio.mjs", HERE / "poses.mjs", Path(__file__)):
        digest.update(file.read_bytes())
    folder = FOLDER / f"{name.replace(' ', '-')}-{digest.hexdigest()[:16]}"
    if not (folder / TABLE).is_file():
        text = json.dumps({**job, "folder": str(folder)})
        command = [sys.executable, "-m", __spec__.name]
        subprocess.run(command, input=text, text=True, check=True, timeout=TIMEOUT_SECONDS, cwd=ROOT)
    return folder


def _hand(
    chance: random.Random,
    *,
    size: tuple[float, float],
    tilt: float,
    roll: float,
    side: str = "",
    x: tuple[float, float] = (0.3, 0.7),
) -> Hand:
    return Hand(
        chance.choice(list(POSES)),
        side="left" if (side or chance.choice(("left", "right"))) == "left" else "right",
        x=chance.uniform(*x),
        y=chance.uniform(0.4, 0.6),
        size=chance.uniform(*size),
        pitch=chance.uniform(-tilt, tilt),
        yaw=chance.uniform(-tilt, tilt),
        roll=chance.uniform(-roll, roll),
        skin=chance.choice(SKINS),
    )


def _surroundings(chance: random.Random, brightness: tuple[float, float]) -> tuple[int, float]:
    return chance.randrange(1, BACKGROUNDS), chance.uniform(*brightness)


def _rows(file: str, labels: list[str], hands: list[list[dict[str, Any]]]) -> list[list[str]]:
    """A row for each hand: the box round its landmarks, in fractions."""
    rows = []
    for label, points in zip(labels, hands, strict=True):
        columns = [point["x"] for point in points]
        lines = [point["y"] for point in points]
        left, top = max(0.0, min(columns)), max(0.0, min(lines))
        right, bottom = min(1.0, max(columns)), min(1.0, max(lines))
        rows.append([file, f"{left:.4f}", f"{top:.4f}", f"{right - left:.4f}", f"{bottom - top:.4f}", label])
    return rows or [[file, "", "", "", "", ""]]


def main() -> None:
    """Draws the job on standard input. The table comes last: a set that was cut short is not taken for whole."""
    job = json.load(sys.stdin)
    folder = Path(job["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    rows = [["file", "x", "y", "width", "height", "label"]]
    with open_studio(WIDTH, HEIGHT) as page:
        for number, (scene, labels) in enumerate(zip(job["scenes"], job["labels"], strict=True)):
            picture, hands = draw(page, scene, "image/jpeg")
            file = f"{number:04}.jpg"
            (folder / file).write_bytes(picture)
            rows += _rows(file, labels, hands)
    with (folder / TABLE).open("w", newline="") as table:
        csv.writer(table).writerows(rows)


if __name__ == "__main__":
    main()
