"""What a brought model is tried on before and after it was converted: real inputs, or made-up ones."""

from dataclasses import dataclass, field
from math import prod
from pathlib import Path

import numpy as np

from tjbot.learn.errors import ConversionError, TrainingError
from tjbot.learn.reading.classes import files_in
from tjbot.learn.reading.pictures import ENDINGS, read_picture
from tjbot.learn.reading.tables import read_table
from tjbot.learn.reading.waves import FRAMES, pieces_of, read_wave, spectrogram_of
from tjbot.learn.weights import Array
from tjbot.protocol.models import Input, Numbers, Pixels, Spectrogram

MOST = 200
RANDOM = 16


@dataclass(frozen=True)
class Trials:
    """Inputs, what they are called together, and the label of each where it is known (else empty)."""

    inputs: Array
    called: str
    labels: list[str] = field(default_factory=list)


def random_trials(form: Input, seed: int) -> Trials:
    """Inputs that are made up; every number in them is as likely as any other.

    Args:
        form: what the model takes.
        seed: of the chance.
    """
    low, high = _range(form)
    inputs = np.random.default_rng(seed).uniform(low, high, (RANDOM, *form.shape)).astype("float32")
    return Trials(inputs, f"{RANDOM} random inputs ({low:g}…{high:g})")


def _range(form: Input) -> tuple[float, float]:
    if isinstance(form, Pixels):
        return min(form.black, form.white), max(form.black, form.white)
    if isinstance(form, Numbers):
        return form.low, form.high
    return (-2, 2) if isinstance(form, Spectrogram) else (0, 1)


def real_trials(path: Path, form: Input) -> Trials:
    """Inputs from the disk, the first 200: pictures or sounds in a folder (those in folders of their own have
    its name as label), or the rows of a CSV file (whose last column may be a label).

    Args:
        path: of the folder or file.
        form: what the model takes.

    Raises:
        ConversionError: there are none, or they do not fit.
        TrainingError: one cannot be read.
    """
    if not path.exists():
        raise ConversionError(f'There are no samples at "{path}".', "Check the name after --samples.")
    if isinstance(form, Pixels):
        return _pictures(path, form)
    if isinstance(form, Spectrogram):
        return _sounds(path, form)
    return _rows(path, form)


def _pictures(path: Path, form: Pixels) -> Trials:
    files = _files(path, ENDINGS, "pictures")
    height, width, channels = form.shape
    pictures = np.array([read_picture(file, height, width, channels) for file in files], "float32")
    inputs = pictures / 255 * (form.white - form.black) + form.black
    return Trials(inputs, f"{len(files)} pictures", [file.parent.name for file in files])


def _sounds(path: Path, form: Spectrogram) -> Trials:
    files = _files(path, frozenset({".wav"}), "sounds")
    if form.shape[0] != FRAMES:
        raise ConversionError(
            f"Sounds are cut into {FRAMES} frames here; the model takes {form.shape[0]}.", "Leave --samples away."
        )
    inputs = np.array([spectrogram_of(pieces_of(read_wave(file))[0]) for file in files])
    return Trials(inputs, f"{len(files)} sounds", [file.parent.name for file in files])


def _files(path: Path, endings: frozenset[str], what: str) -> list[Path]:
    files = files_in(path, endings)[:: max(1, len(files_in(path, endings)) // MOST)][:MOST] if path.is_dir() else []
    if not files:
        raise ConversionError(
            f'There are no {what} in the folder "{path}".', f"They end in {', '.join(sorted(endings))}."
        )
    return files


def _rows(path: Path, form: Input) -> Trials:
    if path.is_dir():
        raise ConversionError(
            f'"{path}" is a folder, but the model takes rows of numbers.', "Give a CSV file after --samples."
        )
    count = prod(form.shape)
    try:
        table = read_table(path, labelled=True)
    except TrainingError:
        table = None
    if table is None or len(table.columns) != count:
        table = read_table(path, labelled=False)
    if len(table.columns) != count:
        raise ConversionError(
            f'The rows of "{path}" have {len(table.columns)} numbers; the model takes {count}.',
            "Take the columns that it was taught with, in their order; one more may be the label.",
        )
    inputs = table.values[:MOST].reshape(-1, *form.shape)
    return Trials(inputs, f"{len(inputs)} rows", table.labels[:MOST])
