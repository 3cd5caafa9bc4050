"""Sounds for tests of teaching: bells, horns, drums and an empty room, each of another pitch, loudness and moment."""

import io
import math
import random
import wave
from array import array

from tests.hearing import SAMPLES_PER_SECOND, samples, silence

PIECE_SECONDS = 1.0
"""A file is one sample: about a second."""


def bell(seed: int) -> "array[int]":
    """Struck once; its overtones are no multiples, and all of it dies away."""
    chance = random.Random(f"bell {seed}")
    hertz, level, fading = chance.uniform(900, 1500), chance.uniform(0.1, 0.5), chance.uniform(0.12, 0.3)
    overtones = [(1.0, 1.0), (2.76, 0.6), (5.4, 0.3)]

    def at(seconds: float) -> float:
        ring = sum(part * math.sin(2 * math.pi * hertz * times * seconds) for times, part in overtones)
        return level / 2 * ring * math.exp(-seconds / fading) * min(1.0, seconds / 0.002)

    return samples(at(number / SAMPLES_PER_SECOND) for number in range(round(0.7 * SAMPLES_PER_SECOND)))


def horn(seed: int) -> "array[int]":
    """Blown for half a second: low, with all its overtones."""
    chance = random.Random(f"horn {seed}")
    hertz, level, length = chance.uniform(180, 300), chance.uniform(0.1, 0.5), chance.uniform(0.4, 0.6)

    def at(seconds: float) -> float:
        swell = min(1.0, seconds / 0.03, (length - seconds) / 0.03)
        return level / 2 * swell * sum(math.sin(2 * math.pi * hertz * n * seconds) / n for n in range(1, 12))

    return samples(at(number / SAMPLES_PER_SECOND) for number in range(round(length * SAMPLES_PER_SECOND)))


def drum(seed: int) -> "array[int]":
    """Struck once: a low tone that falls, and the noise of the stroke."""
    chance = random.Random(f"drum {seed}")
    hertz, level, fading = chance.uniform(70, 120), chance.uniform(0.2, 0.6), chance.uniform(0.05, 0.1)

    def at(seconds: float) -> float:
        tone = math.sin(2 * math.pi * hertz * seconds * (1 - 0.4 * seconds)) * math.exp(-seconds / fading)
        return level * (tone + 0.4 * chance.uniform(-1, 1) * math.exp(-seconds / 0.015))

    return samples(at(number / SAMPLES_PER_SECOND) for number in range(round(0.4 * SAMPLES_PER_SECOND)))


def in_room(sound: "array[int]", seed: int) -> "array[int]":
    """A second of a quiet room in which it sounds at some moment."""
    whole = silence(PIECE_SECONDS, seed=seed)
    start = random.Random(seed).randint(0, max(0, len(whole) - len(sound)))
    for number, value in enumerate(sound[: len(whole) - start], start=start):
        whole[number] = max(-32768, min(32767, whole[number] + value))
    return whole


def wave_file(sound: "array[int]") -> bytes:
    """As a WAV file."""
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES_PER_SECOND)
        file.writeframes(sound.tobytes())
    return data.getvalue()
