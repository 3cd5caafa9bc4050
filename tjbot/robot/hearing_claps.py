"""How loud it is, and what is a clap; pure: samples in, answers out, and the samples are the clock."""

import math
from array import array
from collections import deque
from dataclasses import dataclass
from operator import mul, sub

SAMPLES_PER_SECOND = 16_000
BLOCK_SAMPLES = 160
"""Everything is judged in blocks of 10 ms."""

QUIETEST_DECIBELS = -60.0
"""This far below the loudest possible sound, loudness is 0."""

LOUD_ENOUGH = (0.02 * 32768) ** 2
SUDDEN = 10.0
LOUDER_THAN_BEFORE = 4.0
DIES_AWAY = 4.0
DIES_AWAY_WHOLLY = 30.0
BRIGHT = 0.2
BEFORE_BLOCKS = 40
"""Speech ends in hard sounds too, but after a louder vowel: nothing so loud may come 0.4 s before a clap."""

AFTER_BLOCKS = 13
STEADY_BLOCKS = 4
TAIL_BLOCKS = 8


@dataclass(frozen=True)
class Block:
    """10 ms of sound: its mean square, and how bright it is (0 a hum, 2 white noise)."""

    energy: float
    brightness: float


def block_of(samples: "array[int]") -> Block:
    """Measures a block of 16-bit samples."""
    energy = sum(map(mul, samples, samples)) / len(samples)
    steps = list(map(sub, samples[1:], samples))
    return Block(energy, sum(map(mul, steps, steps)) / len(samples) / energy if energy else 0.0)


def loudness(energy: float) -> float:
    """A mean square as the ear judges it: 0 is quiet, 1 the loudest that the microphone can tell."""
    if energy < 1:
        return 0.0
    decibels = 10 * math.log10(energy / 32768**2)
    return min(max(1 - decibels / QUIETEST_DECIBELS, 0.0), 1.0)


class ClapDetector:
    """Tells claps from everything else: a clap begins suddenly, is bright, dies away at once and stands alone."""

    def __init__(self) -> None:
        self._before: deque[Block] = deque([Block(0.0, 0.0)] * BEFORE_BLOCKS, maxlen=BEFORE_BLOCKS)
        self._candidate: list[Block] = []

    def feed(self, block: Block) -> bool:
        """Takes the next 10 ms and tells whether a clap is over now (0.13 s after it began)."""
        if not self._candidate:
            if self._is_sudden(block):
                self._candidate.append(block)
            else:
                self._before.append(block)
            return False
        self._candidate.append(block)
        if len(self._candidate) < AFTER_BLOCKS:
            return False
        candidate, self._candidate = self._candidate, []
        clap = self._is_clap(candidate)
        # A clap is forgotten, so that it does not hide the next one.
        self._before.extend(candidate[TAIL_BLOCKS:] if clap else candidate)
        return clap

    def _is_sudden(self, block: Block) -> bool:
        quiet = max(item.energy for item in list(self._before)[-3:-1])
        return block.energy > LOUD_ENOUGH / 4 and block.energy > SUDDEN * quiet

    def _is_clap(self, blocks: list[Block]) -> bool:
        attack = blocks[:STEADY_BLOCKS]
        peak = max(attack, key=lambda block: block.energy)
        tail = [block.energy for block in blocks[TAIL_BLOCKS:]]
        return (
            peak.energy > LOUD_ENOUGH
            and peak.brightness > BRIGHT
            and peak.energy > LOUDER_THAN_BEFORE * max(block.energy for block in self._before)
            and peak.energy > DIES_AWAY * max(block.energy for block in blocks[STEADY_BLOCKS:])
            and peak.energy > DIES_AWAY_WHOLLY * sum(tail) / len(tail)
        )
