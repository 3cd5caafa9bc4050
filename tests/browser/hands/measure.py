"""What the hand networks make of rendered hands: `python -m tests.browser.hands.measure COUNT SEED FILE.npz`.

Hands in the poses of `tjbot.learn.gestures` are drawn by the studio and looked at by the real networks in Chromium. The
training learns from the result how the networks err (tools/training/hand_measured.npz, with `--followed`: quicker).
Some of them are the hand of the MakeHuman base mesh instead (TJBOT_HAND_MESH names a file of `people.py`), which has a
forearm, other proportions and another make of fingers.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from tests.browser.hands import SKINS, Hand, Scene, render_pictures
from tests.browser.hands.lab import build_lab, open_lab
from tjbot.learn.gestures.poses import Hands, draw_hands
from tjbot.learn.hands.network_errors import UNITS
from tjbot.learn.hands.skeleton import BONES, Numbers

BATCH = 100
SIZE = (480, 360)
# As the studio has them, in metres.
PICTURE_HEIGHT = 0.4368
HAND_LENGTH = 0.18


def scene_of(hands: Hands, index: int, chance: np.random.Generator) -> Scene:
    """One of the hands, left or right, somewhere in some room."""
    left = bool(chance.random() < 0.5)
    yaw, pitch, roll = view_angles(hands.rotations[index])
    mirror = -1 if left else 1
    hand = Hand(
        side="left" if left else "right",
        x=chance.uniform(0.35, 0.65),
        y=chance.uniform(0.42, 0.58),
        size=chance.uniform(0.45, 0.85),
        # A left hand is the mirror image of the right one; the studio takes its angles as the person's own.
        yaw=mirror * yaw,
        pitch=pitch,
        roll=mirror * roll,
        skin=SKINS[int(chance.integers(len(SKINS)))],
        joints={bone: _plain(turn) for bone, turn in zip(BONES, hands.turns[index], strict=True)},
        lengths={bone: round(float(length), 4) for bone, length in zip(BONES, hands.lengths[index], strict=True)},
    )
    room = int(chance.integers(1, 60))
    return Scene((hand,), background=room, brightness=chance.uniform(0.6, 1.25), field_of_view=chance.uniform(28, 62))


def view_angles(rotation: Numbers) -> tuple[float, float, float]:
    """Yaw, pitch and roll, in degrees, of a rotation that pitches first and rolls last."""
    yaw = np.arcsin(np.clip(-rotation[2, 0], -1, 1))
    pitch = np.arctan2(rotation[2, 1], rotation[2, 2])
    roll = np.arctan2(rotation[1, 0], rotation[0, 0])
    return float(np.degrees(yaw)), float(np.degrees(pitch)), float(np.degrees(roll))


def _plain(turn: Numbers) -> tuple[float, float, float]:
    bend, spread, twist = (round(float(angle), 2) for angle in turn)
    return bend, spread, twist


def in_pixels(scene: Scene, landmarks: Numbers) -> Numbers:
    """Where the landmarks (21, 3) of the scene's hand are in its picture."""
    (hand,) = scene.hands
    width, height = SIZE
    mirror = -1 if hand.side == "left" else 1
    places = (landmarks - landmarks.mean(axis=0)) * hand.size * PICTURE_HEIGHT / HAND_LENGTH
    x = places[:, 0] * mirror + (0.5 - hand.x) * PICTURE_HEIGHT * width / height
    y = places[:, 1] + (hand.y - 0.5) * PICTURE_HEIGHT
    distance = PICTURE_HEIGHT / 2 / np.tan(np.radians(scene.field_of_view) / 2)
    pixels_per_meter = height / PICTURE_HEIGHT * distance / (distance - places[:, 2])
    return np.stack([width / 2 + x * pixels_per_meter, height / 2 - y * pixels_per_meter], axis=1)


def measure(hands: Hands, chance: np.random.Generator, *, followed: bool) -> dict[str, Numbers]:
    """What the networks find, of those hands that they find: `points` (21 in pixels), `metric` (in metres), `which`
    of the hands it is, and whether it is `left`."""
    found: dict[str, list[object]] = {"points": [], "metric": [], "which": [], "left": []}
    build_lab()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with open_lab(playwright, folder) as lab:
            lab.evaluate("() => lab.open()")
            for start in range(0, len(hands), BATCH):
                which = range(start, min(start + BATCH, len(hands)))
                scenes = [scene_of(hands, index, chance) for index in which]
                pictures = render_pictures(scenes, folder, *SIZE, kind="jpeg")
                for index, scene, picture in zip(which, scenes, pictures, strict=True):
                    # As if the hand had been a little elsewhere in the frame before.
                    known = in_pixels(scene, hands.landmarks[index]) + chance.normal(0, 4, 2)
                    asked = [f"/pictures/{picture.name}", known.round(1).tolist() if followed else None]
                    seen = lab.evaluate("([address, known]) => lab.networks(address, known)", asked)
                    picture.unlink()
                    if seen is not None:
                        found["points"].append(seen["points"])
                        found["metric"].append(seen["metric"])
                        found["which"].append(index)
                        found["left"].append(scene.hands[0].side == "left")
                print(f"{which.stop} of {len(hands)}: {len(found['which'])} found", flush=True)
    return {name: np.array(values) for name, values in found.items()}


def main() -> None:
    """Measures, and writes what came of it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int)
    arguments.add_argument("seed", type=int)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--followed", action="store_true", help="the hands need not be searched for")
    arguments.add_argument("--askew", type=float, default=0, help="how many are seen from far aside, 0 to 1")
    options = arguments.parse_args()
    chance = np.random.default_rng(options.seed)
    hands = draw_hands(chance, options.count, askew=options.askew)
    found = measure(hands, chance, followed=options.followed)
    seen = hands[found["which"].astype(int)]
    numbers = {"points": found["points"][..., :2], "metric": found["metric"], "landmarks": seen.landmarks}
    counted = {name: np.round(numbers[name] / unit).astype(np.int16) for name, unit in UNITS.items()}
    np.savez_compressed(options.file, kinds=seen.kinds.astype(np.int8), left=found["left"].astype(bool), **counted)


if __name__ == "__main__":
    main()
