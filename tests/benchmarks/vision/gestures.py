"""Gestures: how many are named right on rendered hands that the training has not seen, in the browser, through the real
networks; and how often a hand in random motion, which does none, is taken for one."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import stdev

import numpy as np
from playwright.sync_api import Playwright

from tests.benchmarks.figure import Figure
from tests.benchmarks.vision.bench_page import Bench, address, open_bench
from tests.benchmarks.vision.found import Tallies, gesture_figures, look
from tests.benchmarks.vision.labels import read_labels
from tests.benchmarks.vision.rendered import draw_set
from tests.browser.hands import SKINS, Hand, Scene
from tests.browser.hands.films import Films
from tests.browser.hands.measure import scene_of
from tests.browser.hands.wander import WANDERING
from tjbot.learn.gestures.held_out import FRAMES_PER_SECOND as FILMED_PER_SECOND
from tjbot.learn.gestures.motion import random_motion
from tjbot.learn.gestures.poses import CLASSES, draw_hands

GOAL = 0.97
GOAL_FALSE_ALARMS = 1
SEED = 20_260
HELD_OUT = 800
POSED = ("victory", "rock on", "call me")
"""Poses of the studio, which were made by hand and have nothing to do with the training's."""
PICTURES_A_POSE = 40
MOTION_SECONDS = 60
FRAMES_PER_SECOND = 15


def measure(playwright: Playwright) -> Iterator[Figure]:
    """The figures of gestures."""
    sets = {"gestures, held out": _held_out(), "gestures, posed by hand": _posed()}
    motion = [picture.path for picture in read_labels(_motion())]
    labelled = {name: read_labels(folder) for name, folder in sets.items()}
    pictures = [*motion, *(picture.path for one in labelled.values() for picture in one)]
    with open_bench(playwright, pictures, isolated=False) as bench:
        bench.worker("openOnProcessor", 1)
        for name, one in labelled.items():
            tallies = Tallies()
            for picture in one:
                look(bench, picture, tallies)
            yield from gesture_figures(name, tallies.gestures, GOAL)
        told = bench.worker("begins", "gesture", [address(path) for path in motion], 1000 / FRAMES_PER_SECOND)
        yield Figure(
            name="gestures: false alarms on a hand in random motion, drawn now",
            value=len(told["labels"]) * 60 / MOTION_SECONDS,
            unit="/min",
            against=f"only {MOTION_SECONDS} s, a hand seen in {told['seen'] / len(motion):.0%} of the frames; "
            f"{_counted(told['labels'])}",
        )
        yield _false_alarms_filmed(bench)


def _false_alarms_filmed(bench: Bench) -> Figure:
    """What the page tells of hands in random motion that it was shown once, in films that are long enough to count."""
    films = Films.read(WANDERING)
    count, pictures = films.seen.shape
    minutes = count * pictures / FILMED_PER_SECOND / 60
    alarms = [
        bench.worker("beginsFilmed", "gesture", films.film(number), 1000 / FILMED_PER_SECOND)["labels"]
        for number in range(count)
    ]
    # Films are of different hands; alarms in one of them may hang together.
    error = stdev(len(labels) for labels in alarms) * count**0.5 / minutes
    labels = [label for film in alarms for label in film]
    return Figure(
        name="gestures: false alarms on hands in random motion, filmed",
        value=len(labels) / minutes,
        unit="/min",
        goal=GOAL_FALSE_ALARMS,
        against=f"standard error {error:.2f}; {minutes:.0f} minutes, {count} hands; {_counted(labels)}",
    )


def _counted(labels: Sequence[str]) -> str:
    return ", ".join(f"{count} × {label}" for label, count in Counter(labels).most_common()) or "none"


def _held_out() -> Path:
    chance = np.random.default_rng(SEED)
    hands = draw_hands(chance, HELD_OUT)
    scenes = [scene_of(hands, index, chance) for index in range(len(hands))]
    return draw_set("gestures", scenes, [[CLASSES[kind]] for kind in hands.kinds])


def _posed() -> Path:
    chance = random.Random(SEED)
    hands = [
        Hand(
            pose,
            side=chance.choice(("left", "right")),
            x=chance.uniform(0.35, 0.65),
            size=chance.uniform(0.35, 0.65),
            pitch=chance.uniform(-20, 20),
            yaw=chance.uniform(-25, 25),
            roll=chance.uniform(-25, 25),
            skin=chance.choice(SKINS),
        )
        for pose in POSED
        for _ in range(PICTURES_A_POSE)
    ]
    scenes = [Scene((hand,), chance.randrange(1, 60), chance.uniform(0.6, 1.3)) for hand in hands]
    return draw_set("gestures posed", scenes, [[str(hand.pose)] for hand in hands])


def _motion() -> Path:
    """A film of one hand that also wanders about the picture."""
    chance = np.random.default_rng(SEED)
    hands = random_motion(chance, MOTION_SECONDS, FRAMES_PER_SECOND)
    first = scene_of(hands, 0, chance)
    x, y = (_wandering(chance, len(hands), low, high) for low, high in ((0.3, 0.7), (0.4, 0.6)))
    scenes = []
    for index in range(len(hands)):
        (hand,) = scene_of(hands, index, np.random.default_rng(SEED)).hands
        scenes.append(replace(first, hands=(replace(hand, x=x[index], y=y[index]),)))
    return draw_set("random motion", scenes, [["none of these"]] * len(scenes))


def _wandering(chance: np.random.Generator, count: int, low: float, high: float) -> list[float]:
    """Numbers that go evenly from one random place to the next, a second each."""
    places = chance.uniform(low, high, count // FRAMES_PER_SECOND + 2)
    ways = [np.linspace(one, other, FRAMES_PER_SECOND, endpoint=False) for one, other in pairwise(places)]
    return [round(float(place), 4) for place in np.concatenate(ways)[:count]]
