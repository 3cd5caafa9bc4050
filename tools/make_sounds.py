"""Makes the sounds that ship with the robot (`tjbot/robot/sounds/`): a few notes each, out of sine waves.

`python tools/make_sounds.py [DIRECTORY]`
"""

import math
import sys
import wave
from array import array
from pathlib import Path

RATE = 16000
LOUDEST = 0.6

# Each note: hertz at its beginning and its end, and seconds.
Note = tuple[float, float, float]
SCALE = {"do": 261.6, "re": 293.7, "mi": 329.6, "fa": 349.2, "so": 392.0, "la": 440.0, "ti": 493.9, "high do": 523.3}
"""The notes that a melody is played with, in hertz."""

SOUNDS: dict[str, list[Note]] = {
    "beep": [(880, 880, 0.18)],
    "chime": [(784, 784, 0.16), (1047, 1047, 0.42)],
    "ta-da": [(523, 523, 0.1), (659, 659, 0.1), (784, 784, 0.1), (1047, 1047, 0.45)],
    "uh-oh": [(466, 466, 0.16), (349, 330, 0.34)],
    "whistle": [(700, 1700, 0.28), (1700, 900, 0.3)],
    **{name: [(hertz, hertz, 0.4)] for name, hertz in SCALE.items()},
}


def samples_of(notes: list[Note]) -> "array[int]":
    """The notes one after the other, each struck and fading like a bell's."""
    samples = array("h")
    for start, end, seconds in notes:
        phase, count = 0.0, round(seconds * RATE)
        for number in range(count):
            done = number / count
            phase += 2 * math.pi * (start + (end - start) * done) / RATE
            tone = math.sin(phase) + 0.3 * math.sin(2 * phase) + 0.1 * math.sin(3 * phase)
            swell = min(1.0, number / (0.008 * RATE)) * min(1.0, (1 - done) * 12) * math.exp(-1.6 * done)
            samples.append(round(32767 * LOUDEST * swell * tone / 1.4))
    return samples


def make(directory: Path) -> None:
    """Writes every sound as a WAV file."""
    for name, notes in SOUNDS.items():
        with wave.open(str(directory / f"{name}.wav"), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(samples_of(notes).tobytes())


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "tjbot/robot/sounds")
