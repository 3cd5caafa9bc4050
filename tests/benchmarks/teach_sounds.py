"""Sounds for `tests/bench teach`: six kinds, made by arithmetic, each of another pitch, loudness and moment in a noisy
room."""

import math
import random
from array import array
from pathlib import Path

from tests.browser.bells import PIECE_SECONDS, bell, horn, in_room, wave_file
from tests.hearing import clap, samples, silence
from tjbot.robot.hearing_claps import SAMPLES_PER_SECOND

Sound = tuple[str, int]
"""The address that the page has for it, and the number of its class."""


def _whistle(seed: int, *, up: bool) -> "array[int]":
    """A tone that glides by half an octave or more."""
    chance = random.Random(f"whistle {up} {seed}")
    low, octaves = chance.uniform(500, 1100), chance.uniform(0.5, 1.2)
    level, length = chance.uniform(0.05, 0.4), chance.uniform(0.3, 0.6)
    values, turn = [], 0.0
    for number in range(round(length * SAMPLES_PER_SECOND)):
        part = number / SAMPLES_PER_SECOND / length
        turn += 2 * math.pi * low * 2 ** (octaves * (part if up else 1 - part)) / SAMPLES_PER_SECOND
        values.append(level * math.sin(math.pi * part) * math.sin(turn))
    return samples(values)


def _hiss(seed: int) -> "array[int]":
    """Noise that swells and fades, as of steam."""
    chance = random.Random(f"hiss {seed}")
    level, length = chance.uniform(0.02, 0.15), chance.uniform(0.3, 0.7)
    count = round(length * SAMPLES_PER_SECOND)
    return samples(level * math.sin(math.pi * number / count) * chance.gauss(0, 1) for number in range(count))


_KINDS = (
    bell,
    horn,
    lambda seed: clap(seed, random.Random(seed).uniform(0.1, 0.6)),
    lambda seed: _whistle(seed, up=True),
    lambda seed: _whistle(seed, up=False),
    _hiss,
)
KINDS = len(_KINDS)


def draw_sounds(folder: Path, seeds: range) -> list[Sound]:
    """A file of each kind for each seed, in a folder that the page sees as /pictures/; the kinds take turns."""
    sounds = []
    for seed in seeds:
        for number, kind in enumerate(_KINDS):
            room = silence(PIECE_SECONDS, level=random.Random(f"room {seed}").uniform(0.001, 0.01), seed=seed)
            heard = array("h", map(_mixed, in_room(kind(seed), 10 * seed + number), room))
            (folder / f"{number}-{seed}.wav").write_bytes(wave_file(heard))
            sounds.append((f"/pictures/{number}-{seed}.wav", number))
    return sounds


def _mixed(one: int, other: int) -> int:
    return max(-32768, min(32767, one + other))
