"""Sound files, read and made by the tests themselves."""

import math
import wave
from array import array
from pathlib import Path


def samples_in(path: Path) -> tuple[list[int], int]:
    """The samples of a file of 16 bits and one channel, and how many a second has."""
    with wave.open(str(path)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        return list(array("h", sound.readframes(sound.getnframes()))), sound.getframerate()


def seconds_in(path: Path) -> float:
    """How long it sounds."""
    samples, rate = samples_in(path)
    return len(samples) / rate


def loudness_of(path: Path) -> float:
    """The root mean square of the samples, as a fraction of the loudest possible."""
    samples, _ = samples_in(path)
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples)) / 32768


def write_wave(path: Path, data: bytes, *, rate: int = 8000, channels: int = 1, width: int = 2) -> Path:
    """Writes a WAV file and returns its path."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        sound.writeframes(data)
    return path
