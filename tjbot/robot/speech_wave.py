"""How loud a sound file is from moment to moment: measured from its samples, never guessed from its words."""

import math
import operator
import wave
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tjbot.errors import PartError

LEVELS_PER_SECOND = 20
LONGEST_SECONDS = 120
QUIET = 0.02
"""A sound that nowhere gets louder than this share of the loudest possible opens no mouth fully."""

_MIDDLE_OF_8_BITS = 128
_LOUDEST_OF_16_BITS = 32768


@dataclass(frozen=True)
class Sound:
    """A WAV file, how many seconds it sounds, and its loudness, 20 times a second: 1 is its loudest moment."""

    path: Path
    seconds: float
    loudness: tuple[float, ...]


def measure(path: Path, longest_seconds: int = LONGEST_SECONDS) -> Sound:
    """Reads a WAV file through, a twentieth of a second at a time.

    Args:
        path: a file of 8 or 16 bits a sample, with one or more channels.
        longest_seconds: no longer sound is read.

    Returns:
        The sound; each level of its loudness is the root mean square of a twentieth of a second.

    Raises:
        PartError: it is no such file, or it sounds too long.
    """
    try:
        with wave.open(str(path)) as sound:
            if sound.getsampwidth() not in (1, 2) or not 1000 <= sound.getframerate() <= 192000:
                raise wave.Error(f"{8 * sound.getsampwidth()} bits, {sound.getframerate()} times a second")
            powers = list(_powers(sound, longest_seconds))
            seconds = sound.tell() / sound.getframerate()
    except (OSError, EOFError, RuntimeError, wave.Error) as error:
        # RuntimeError is what `wave` raises for a chunk that claims to be longer than its file.
        raise PartError(
            f"{path.name} cannot be played ({error or 'it ends too early'}).", "Save it again as a WAV file of 16 bits."
        ) from None
    if len(powers) > longest_seconds * LEVELS_PER_SECOND:
        raise PartError(f"{path.name} sounds longer than {longest_seconds} seconds.", "Cut it shorter.")
    return Sound(path, seconds, relative(powers))


def root_mean_square(samples: Sequence[float]) -> float:
    """How loud samples are, in their own unit; 0 where there are none."""
    return math.sqrt(sum(map(operator.mul, samples, samples)) / max(1, len(samples)))


def relative(powers: Sequence[float]) -> tuple[float, ...]:
    """Loudness of 0…1 as shares of the loudest moment, to two digits."""
    loudest = max([QUIET, *powers])
    return tuple(round(power / loudest, 2) for power in powers)


def _powers(sound: wave.Wave_read, longest_seconds: int) -> Iterator[float]:
    """The root mean square (0…1) of each twentieth of a second; of a sound that is too long, no more than shows it."""
    width, rate = sound.getsampwidth(), sound.getframerate()
    for number in range(longest_seconds * LEVELS_PER_SECOND + 1):
        ends = (number + 1) * rate // LEVELS_PER_SECOND
        data = sound.readframes(ends - sound.tell())
        if not data:
            return
        if width == 1:
            yield root_mean_square([sample - _MIDDLE_OF_8_BITS for sample in data]) / _MIDDLE_OF_8_BITS
        else:
            yield root_mean_square(array("h", data[: len(data) // 2 * 2])) / _LOUDEST_OF_16_BITS
