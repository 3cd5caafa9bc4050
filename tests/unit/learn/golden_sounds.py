"""Writes the spectrograms that Python and the page must both find: `python -m tests.unit.learn.golden_sounds`."""

import json
from pathlib import Path

import numpy as np

from tjbot.learn.reading.waves import PIECE_SAMPLES, RATE_HERTZ, spectrogram_of

FIXTURE = Path(__file__).parents[3] / "web_ui" / "src" / "models" / "taught" / "spectrogram.fixture.json"
FRAMES = (0, 17, 60)
SOUNDS = (
    [{"level": 0.4, "hertz": 440, "rise": 0}],
    [{"level": 0.3, "hertz": 200, "rise": 3000}, {"level": 0.05, "hertz": 5000, "rise": -2500}],
    [{"level": 0.0001, "hertz": 900, "rise": 100}],
    [],
)
"""Swings with so many hertz at the beginning, and so many more a second later."""


def main() -> None:
    """Takes some frames of each."""
    entries = []
    for swings in SOUNDS:
        found = spectrogram_of(sound_of(swings))[..., 0]
        frames = [{"frame": frame, "bands": found[frame].round(4).tolist()} for frame in FRAMES]
        entries.append({"swings": swings, "frames": frames})
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    FIXTURE.write_text(f"[\n{lines}\n]\n")


def sound_of(swings: list[dict[str, float]]) -> np.ndarray:
    """These swings together."""
    seconds = np.arange(PIECE_SAMPLES) / RATE_HERTZ
    sound = np.zeros(PIECE_SAMPLES)
    for swing in swings:
        sound += swing["level"] * np.sin(2 * np.pi * (swing["hertz"] + swing["rise"] * seconds / 2) * seconds)
    return sound


if __name__ == "__main__":
    main()
