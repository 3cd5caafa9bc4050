"""Sounds: WAV files, and their spectrograms as docs/models.md defines them."""

import wave
from functools import cache
from pathlib import Path

import numpy as np

from tjbot.learn.errors import TrainingError
from tjbot.learn.weights import Array
from tjbot.protocol.models import Spectrogram

RATE_HERTZ = 16_000
WINDOW_SAMPLES = 512
STEP_SAMPLES = 256
FRAMES = 61
BANDS = 40
LOW_HERTZ = 60.0
HIGH_HERTZ = 7600.0
PIECE_SAMPLES = WINDOW_SAMPLES + (FRAMES - 1) * STEP_SAMPLES
"""About a second."""
MOST_PIECES = 60
"""So many pieces of one file are used at the most."""

SPECTROGRAM = Spectrogram(
    shape=[FRAMES, BANDS, 1],
    rate_hertz=RATE_HERTZ,
    window_samples=WINDOW_SAMPLES,
    step_samples=STEP_SAMPLES,
    low_hertz=LOW_HERTZ,
    high_hertz=HIGH_HERTZ,
)

_FLOOR = 1e-6
_LEAST_SPREAD_DECIBELS = 5.0


def read_wave(path: Path) -> Array:
    """The samples of a WAV file, -1…1, of all channels together, 16,000 a second.

    Raises:
        TrainingError: it is none, or broken, or holds no sound.
    """
    try:
        with wave.open(str(path)) as file:
            channels, width, rate, count = file.getparams()[:4]
            data = file.readframes(count)
    except (wave.Error, EOFError, OSError) as error:
        raise TrainingError(f'The sound "{path}" cannot be read: {error or "it is cut off"}.', _SAVE) from None
    if width not in (1, 2, 3, 4) or rate < 1 or len(data) < channels * width:
        raise TrainingError(f'The sound "{path}" is empty.', "Record it again, or remove it.")
    samples = _numbers(data[: len(data) // (channels * width) * channels * width], width)
    return _at_our_rate(samples.reshape(-1, channels).mean(axis=1), rate)


_SAVE = "Save it as a WAV file with 16 bits (PCM)."


def _numbers(data: bytes, width: int) -> Array:
    if width == 1:
        return np.asarray((np.frombuffer(data, np.uint8).astype(float) - 128) / 128)
    if width == 3:
        # The missing lowest byte is 0.
        bytes_of_each = np.frombuffer(data, np.uint8).reshape(-1, 3)
        data = np.pad(bytes_of_each, ((0, 0), (1, 0))).tobytes()
        width = 4
    return np.asarray(np.frombuffer(data, f"<i{width}").astype(float) / 2 ** (8 * width - 1))


def _at_our_rate(samples: Array, rate: int) -> Array:
    """As many samples a second as we use, without the pitches that they cannot hold."""
    if rate == RATE_HERTZ:
        return samples
    wanted = max(1, round(len(samples) * RATE_HERTZ / rate))
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(wanted // 2 + 1, complex)
    both = min(len(kept), len(spectrum))
    kept[:both] = spectrum[:both]
    return np.asarray(np.fft.irfft(kept, wanted) * wanted / len(samples))


def pieces_of(samples: Array) -> list[Array]:
    """A sound as pieces of `PIECE_SAMPLES`, one after the other; a short rest is left out, and a short sound is put in
    the middle of silence.
    """
    if len(samples) < PIECE_SAMPLES:
        before = (PIECE_SAMPLES - len(samples)) // 2
        return [np.pad(samples, (before, PIECE_SAMPLES - len(samples) - before))]
    starts = range(0, len(samples) - PIECE_SAMPLES + 1, PIECE_SAMPLES)
    return [samples[start : start + PIECE_SAMPLES] for start in starts[:MOST_PIECES]]


def spectrogram_of(piece: Array) -> Array:
    """(FRAMES, BANDS, 1) of a piece of `PIECE_SAMPLES`, in spreads from its mean."""
    windows = np.lib.stride_tricks.sliding_window_view(piece, WINDOW_SAMPLES)[::STEP_SAMPLES]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW_SAMPLES) / WINDOW_SAMPLES)
    energies = np.abs(np.fft.rfft(windows * hann, axis=1)) ** 2
    decibels = 10 * np.log10(energies @ _bands() + _FLOOR)
    spread = max(float(decibels.std()), _LEAST_SPREAD_DECIBELS)
    return np.asarray((decibels - decibels.mean()) / spread, "float32")[..., None]


@cache
def _bands() -> Array:
    """How much of each pitch counts for each band."""
    low, high = (2595 * np.log10(1 + hertz / 700) for hertz in (LOW_HERTZ, HIGH_HERTZ))
    corners = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    pitches = np.arange(WINDOW_SAMPLES // 2 + 1) * RATE_HERTZ / WINDOW_SAMPLES
    rising = (pitches[:, None] - corners[None, :-2]) / (corners[1:-1] - corners[:-2])
    falling = (corners[None, 2:] - pitches[:, None]) / (corners[2:] - corners[1:-1])
    return np.asarray(np.maximum(0, np.minimum(rising, falling)))
