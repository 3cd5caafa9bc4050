"""Draws hands that do gestures, lets the page's networks look at them, and keeps what they see."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from tjbot.learn.gestures.measured import Measured
from tjbot.learn.gestures.motion import random_motion
from tjbot.learn.gestures.poses import CLASSES, NONE, Hands, People, draw_hands
from tjbot.learn.hands.mesh import Mesh
from tjbot.learn.hands.networks import LEAST_PRESENCE, Crop, HandNetworks, Landmarks, crop_of_landmarks
from tjbot.learn.hands.people import Sources, meet
from tjbot.learn.hands.rooms import Picture, room
from tjbot.learn.hands.scenes import Scene, draw_scene, picture_of
from tjbot.learn.hands.skeleton import INDEX_OF, LANDMARKS, Numbers

ASKEW = 0.2
PEOPLE = 12
"""So many people's hands are drawn in one batch."""
ROOMS = 60
BATCH = 2000
MOTION_FRAMES_PER_SECOND = 12.0

_LANDMARK_BONES = [INDEX_OF[bone] for bone in LANDMARKS]


class Drawers:
    """People's hands, and rooms to show them in.

    Args:
        sources: where they come from.
        seed: of all chance.
    """

    def __init__(self, sources: Sources, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        self.meshes, self.shares = meet(self.chance, sources, PEOPLE)
        self.rooms = [room(self.chance) for _ in range(ROOMS)]

    def hands(self, count: int) -> Iterator[tuple[Image.Image, Numbers, Hands]]:
        """Pictures of hands that do gestures, each with where its landmarks are in it, and the hand."""
        people = People([mesh.skeleton for mesh in self.meshes], self.shares)
        hands = draw_hands(self.chance, count, askew=ASKEW, people=people)
        for index in range(len(hands)):
            mesh = self.meshes[int(hands.who[index])]
            yield *self.take(mesh, hands[index], draw_scene(self.chance), self.any_room()), hands[index]

    def take(self, mesh: Mesh, hand: Hands, scene: Scene, behind: Picture) -> tuple[Image.Image, Numbers]:
        """A picture of one hand, and where its landmarks are in it."""
        picture, bones = picture_of(self.chance, mesh, hand.turns, hand.lengths, hand.rotations, scene, behind)
        return Image.fromarray((picture * 255).astype("u1")), bones[_LANDMARK_BONES]

    def any_room(self) -> Picture:
        """A room, at times seen in a mirror."""
        behind = self.rooms[int(self.chance.integers(len(self.rooms)))]
        return behind[:, ::-1] if self.chance.random() < 0.5 else behind


def look(networks: HandNetworks, picture: Image.Image, places: Numbers) -> tuple[Landmarks | None, Landmarks | None]:
    """What the networks see of the hand at `places`: when they find it, and when they look again where it was."""
    found = None
    for crop in networks.palm_crops(picture)[:2]:
        seen = networks.landmarks(picture, crop)
        if seen.presence >= LEAST_PRESENCE and _is_at(seen, places):
            found = seen
            break
    crop = crop_of_landmarks(found.points if found else places)
    again = networks.landmarks(picture, crop)
    return found, again if again.presence >= LEAST_PRESENCE and _is_at(again, places) else None


def _is_at(seen: Landmarks, places: Numbers) -> bool:
    size = np.ptp(places, axis=0).max()
    return bool(np.linalg.norm(seen.points.mean(axis=0) - places.mean(axis=0)) < 0.5 * size)


def measure_some(sources: Sources, count: int, seed: int) -> Measured:
    """What the networks see of about `count` hands."""
    drawers, networks = Drawers(sources, seed), HandNetworks(sources.networks)
    rows = []
    for picture, places, hand in drawers.hands(count):
        for followed, seen in enumerate(look(networks, picture, places)):
            if seen is not None:
                rows.append((hand.kinds, seen.points, seen.metric, hand.landmarks, hand.plain, bool(followed)))
    return Measured(*(np.array(column) for column in zip(*rows, strict=True)))


def measure_motion(sources: Sources, seconds: float, seed: int) -> list[Measured]:
    """What the networks see of a hand in random motion, frame by frame; a new list begins where it was lost."""
    drawers, networks = Drawers(sources, seed), HandNetworks(sources.networks)
    runs: list[list[tuple[Landmarks, Numbers]]] = []
    part = 15.0
    for _ in range(round(seconds / part)):
        mesh = drawers.meshes[int(drawers.chance.choice(len(drawers.meshes), p=drawers.shares))]
        frames = random_motion(drawers.chance, part, MOTION_FRAMES_PER_SECOND, mesh.skeleton)
        scene, behind = draw_scene(drawers.chance), drawers.any_room()
        crop: Crop | None = None
        for index in range(len(frames)):
            picture, _ = drawers.take(mesh, frames[index], scene, behind)
            seen = _follow(networks, picture, crop)
            if seen is None:
                crop = None
                continue
            if crop is None:
                runs.append([])
            runs[-1].append((seen, frames.landmarks[index]))
            crop = crop_of_landmarks(seen.points)
    return [_as_motion(run) for run in runs]


def _follow(networks: HandNetworks, picture: Image.Image, crop: Crop | None) -> Landmarks | None:
    crops = [crop] if crop else networks.palm_crops(picture)[:1]
    seen = [networks.landmarks(picture, crop) for crop in crops]
    return seen[0] if seen and seen[0].presence >= LEAST_PRESENCE else None


def _as_motion(run: list[tuple[Landmarks, Numbers]]) -> Measured:
    count = len(run)
    points, metric = np.array([seen.points for seen, _ in run]), np.array([seen.metric for seen, _ in run])
    nothing, yes = np.full(count, CLASSES.index(NONE)), np.ones(count, bool)
    return Measured(nothing, points, metric, np.array([truth for _, truth in run]), yes, yes)


def measure(sources: Sources, count: int, seed: int, kept: Path, told: Callable[[int], None]) -> Measured:
    """What the networks see of about `count` hands, on all processors but one.

    Args:
        sources: where hands and networks come from.
        count: how many hands are drawn.
        seed: of all chance, 0 to 99.
        kept: the folder in which each batch is kept; one that is there already is not measured again.
        told: is called now and then with how many are done.
    """
    kept.mkdir(parents=True, exist_ok=True)
    size = min(count, BATCH)
    tasks = [
        (sources, size, 100 * seed + batch, kept / f"{100 * seed + batch}-{size}.npz")
        for batch in range(1, round(count / size) + 1)
    ]
    parts = []
    with multiprocessing.get_context("spawn").Pool(max(1, (os.cpu_count() or 2) - 1)) as pool:
        for part in pool.imap(_measure_once, tasks):
            parts.append(part)
            told(len(parts) * size)
    return Measured.joined(parts)


def _measure_once(task: tuple[Sources, int, int, Path]) -> Measured:
    sources, count, seed, file = task
    if not file.is_file():
        unfinished = file.with_suffix(".part.npz")
        measure_some(sources, count, seed).write(unfinished)
        unfinished.rename(file)
    return Measured.read(file)
