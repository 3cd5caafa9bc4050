"""The spectrogram is that of docs/models.md; the page computes the same."""

import json

import numpy as np
import pytest

from tests.unit.learn.golden_sounds import FIXTURE, sound_of
from tjbot.learn.reading.waves import BANDS, FRAMES, PIECE_SAMPLES, spectrogram_of


@pytest.mark.parametrize("entry", json.loads(FIXTURE.read_text()))
def test_golden_spectrograms(entry: dict[str, list[dict]]) -> None:
    found = spectrogram_of(sound_of(entry["swings"]))
    assert found.shape == (FRAMES, BANDS, 1)
    for golden in entry["frames"]:
        assert found[golden["frame"], :, 0] == pytest.approx(np.array(golden["bands"]), abs=1e-3)


def test_silence_is_flat() -> None:
    assert spectrogram_of(np.zeros(PIECE_SAMPLES)) == pytest.approx(0, abs=1e-6)
