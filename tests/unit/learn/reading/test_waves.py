"""WAV files of all kinds, and spectrograms as docs/models.md defines them."""

import wave
from pathlib import Path

import numpy as np
import pytest

from tjbot.learn.errors import TrainingError
from tjbot.learn.reading import waves
from tjbot.learn.reading.waves import (
    BANDS,
    FRAMES,
    HIGH_HERTZ,
    LOW_HERTZ,
    PIECE_SAMPLES,
    RATE_HERTZ,
    pieces_of,
    read_wave,
    spectrogram_of,
)


def tone(hertz: float, rate: int = RATE_HERTZ, seconds: float = 1.0) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)


def written(path: Path, samples: np.ndarray, rate: int, width: int = 2, channels: int = 1) -> Path:
    top = 2 ** (8 * width - 1)
    numbers = np.round(samples * (top - 1)).astype("<i8")
    data = numbers + 128 if width == 1 else numbers
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        parts = np.repeat(data, channels).astype("<i8").view(np.uint8).reshape(-1, 8)[:, :width]
        file.writeframes(parts.tobytes())
    return path


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [8000, 16000, 22050, 44100, 48000])
def test_a_tone_is_the_same_however_it_was_written(tmp_path: Path, width: int, channels: int, rate: int) -> None:
    samples = read_wave(written(tmp_path / "a.wav", tone(440, rate), rate, width, channels))
    assert len(samples) == RATE_HERTZ
    assert samples[500:-500] == pytest.approx(tone(440)[500:-500], abs=0.01)


def test_pitches_that_do_not_fit_are_left_out(tmp_path: Path) -> None:
    samples = read_wave(written(tmp_path / "a.wav", tone(12_000, 48_000), 48_000))
    assert np.abs(samples).max() < 0.01


@pytest.mark.parametrize("data", [b"", b"RIFF", b"hello hello hello hello", None])
def test_what_is_no_sound_is_named(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "clap.wav"
    if data is None:
        written(path, np.zeros(0), 16_000)
    else:
        path.write_bytes(data)
    with pytest.raises(TrainingError, match=r'The sound ".*clap\.wav"'):
        read_wave(path)
    with pytest.raises(TrainingError, match="cannot be read"):
        read_wave(tmp_path / "nowhere.wav")


def test_sounds_are_cut_into_pieces() -> None:
    assert [len(piece) for piece in pieces_of(np.ones(PIECE_SAMPLES * 3 + 100))] == [PIECE_SAMPLES] * 3
    (short,) = pieces_of(np.ones(1001))
    assert len(short) == PIECE_SAMPLES
    assert short.sum() == 1001
    assert short[0] == short[-1] == 0
    assert len(pieces_of(np.ones(PIECE_SAMPLES * 100))) == waves.MOST_PIECES


@pytest.mark.parametrize("hertz", [120, 440, 1000, 3000, 7000])
def test_a_tone_is_loudest_in_its_band(hertz: float) -> None:
    picture = spectrogram_of(tone(hertz)[:PIECE_SAMPLES])
    assert picture.shape == (FRAMES, BANDS, 1)
    low, here, high = (2595 * np.log10(1 + pitch / 700) for pitch in (LOW_HERTZ, hertz, HIGH_HERTZ))
    expected = (here - low) / (high - low) * (BANDS + 1) - 1
    assert abs(picture[FRAMES // 2, :, 0].argmax() - expected) <= 1


def test_loudness_does_not_matter_and_silence_is_flat() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, PIECE_SAMPLES)
    assert spectrogram_of(noise) == pytest.approx(spectrogram_of(noise * 3), abs=0.05)
    assert spectrogram_of(noise).mean() == pytest.approx(0, abs=1e-5)
    assert np.abs(spectrogram_of(np.zeros(PIECE_SAMPLES))).max() == 0


def test_a_spectrogram_is_the_sum_that_the_page_of_the_contract_tells() -> None:
    piece = np.random.default_rng(2).normal(0, 0.1, PIECE_SAMPLES)
    frame = 7
    window = piece[frame * 256 : frame * 256 + 512]
    hann = [0.5 - 0.5 * np.cos(2 * np.pi * place / 512) for place in range(512)]
    turns = np.exp(-2j * np.pi * np.outer(np.arange(257), np.arange(512)) / 512)
    energies = [abs(sum(window * hann * turn)) ** 2 for turn in turns]
    mels = np.linspace(2595 * np.log10(1 + 60 / 700), 2595 * np.log10(1 + 7600 / 700), 42)
    corners = 700 * (10 ** (mels / 2595) - 1)
    bands = []
    for low, top, high in zip(corners, corners[1:], corners[2:], strict=False):
        total = 0.0
        for bin_, energy in enumerate(energies):
            pitch = bin_ * 31.25
            part = (pitch - low) / (top - low) if pitch <= top else (high - pitch) / (high - top)
            total += max(0.0, part) * energy
        bands.append(10 * np.log10(total + 1e-6))
    told = spectrogram_of(piece)[frame, :, 0]
    # The whole spectrogram is shifted and scaled as one.
    scale = (max(bands) - min(bands)) / (told.max() - told.min())
    assert (np.array(bands) - bands[0]) / scale == pytest.approx(told - told[0], abs=1e-4)
