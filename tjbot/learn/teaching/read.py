"""From files to samples: pictures, tables, landmarks, sounds."""

from pathlib import Path
from typing import Literal

import numpy as np

from tjbot.learn.errors import TrainingError
from tjbot.learn.gestures.features import FEATURES
from tjbot.learn.gestures.features import features_of as hand_features_of
from tjbot.learn.progress import Progress
from tjbot.learn.reading.classes import check_labels, files_by_class
from tjbot.learn.reading.pictures import ENDINGS, read_picture
from tjbot.learn.reading.tables import Table, read_table
from tjbot.learn.reading.waves import SPECTROGRAM, pieces_of, read_wave, spectrogram_of
from tjbot.learn.teaching.samples import Samples
from tjbot.protocol.models import HandFeatures, Numbers, Pixels

LANDMARKS = 21
_SPACE = 3 * LANDMARKS
_PICTURE = 2 * LANDMARKS


def pictures(folder: Path, look: Literal["features", "pixels"], side: int, progress: Progress) -> Samples:
    """A folder of pictures for each class.

    Args:
        folder: with a folder for each class.
        look: whether the page's own network looks at the pictures, or the pixels are learned from scratch.
        side: of the pictures in pixels, where they are learned from scratch.
        progress: what is told how far it is.

    Raises:
        TrainingError: there are too few classes, or a picture cannot be read.
    """
    classes = files_by_class(folder, ENDINGS, "pictures")
    files = [file for of_class in classes.values() for file in of_class]
    kinds = np.repeat(np.arange(len(classes)), [len(of_class) for of_class in classes.values()])
    sources = [str(file.relative_to(folder)) for file in files]
    progress.step("Looking", len(files))
    if look == "features":
        from tjbot.learn.teaching.features import FORM, features_of

        return Samples(features_of(files, progress.at), kinds, list(classes), sources, FORM)
    pixels = np.empty((len(files), side, side, 3), np.uint8)
    for place, file in enumerate(files):
        pixels[place] = read_picture(file, side, side)
        progress.at(place + 1)
    return Samples(pixels, kinds, list(classes), sources, Pixels(shape=[side, side, 3], black=0, white=255))


def table(file: Path) -> Samples:
    """A CSV file: numbers, and in the last column what they are.

    Raises:
        TrainingError: it cannot be read, or has too few classes.
    """
    rows = read_table(file, labelled=True)
    form = Numbers(
        shape=[len(rows.columns)],
        columns=[name[:64] for name in rows.columns],
        low=float(rows.values.min()),
        high=float(rows.values.max()),
    )
    return _of_rows(file, rows, rows.values, form)


def landmarks(file: Path) -> Samples:
    """A CSV file of hands: x, y and z of 21 landmarks in space (63 columns); or x and y of all in the picture and then
    those (105 columns); or the 86 features of them; and in the last column what the hand does.

    Raises:
        TrainingError: it cannot be read, or has other columns, or too few classes.
    """
    rows = read_table(file, labelled=True)
    count = len(rows.columns)
    if count == FEATURES:
        features = rows.values
    elif count in (_SPACE, _PICTURE + _SPACE):
        metric = rows.values[:, -_SPACE:].reshape(-1, LANDMARKS, 3).astype(float)
        points = rows.values[:, :_PICTURE].reshape(-1, LANDMARKS, 2) if count > _SPACE else metric[..., :2]
        features = hand_features_of(points.astype(float), metric).astype("float32")
    else:
        raise TrainingError(
            f'"{file}" has {count} numbers in a row, which are no landmarks of a hand.',
            f"It needs {_SPACE}, {_PICTURE + _SPACE} or {FEATURES}; docs/offline.md tells which.",
        )
    return _of_rows(file, rows, features, HandFeatures(shape=[FEATURES]))


def _of_rows(file: Path, rows: Table, inputs: np.ndarray, form: Numbers | HandFeatures) -> Samples:
    labels = sorted(set(rows.labels))
    check_labels(labels, f'the last column of "{file}"', "Its last column says what each row is.")
    if len(labels) > len(rows.labels) // 2 and len(labels) > _MANY:
        raise TrainingError(
            f'The last column of "{file}" has {len(labels)} different labels in {len(rows.labels)} rows.',
            "Put the column that says what each row is last.",
        )
    kinds = np.array([labels.index(label) for label in rows.labels])
    return Samples(inputs, kinds, labels, [f"row {place}" for place in range(1, len(kinds) + 1)], form)


_MANY = 20
"""So many classes with hardly a row each are no classes."""


def sounds(folder: Path, progress: Progress) -> Samples:
    """A folder of WAV files for each class; each is cut into pieces of about a second.

    Raises:
        TrainingError: there are too few classes, or a sound cannot be read.
    """
    classes = files_by_class(folder, {".wav"}, "sounds")
    progress.step("Listening", sum(map(len, classes.values())))
    inputs, kinds, sources = [], [], []
    done = 0
    for kind, files in enumerate(classes.values()):
        for file in files:
            for piece in pieces_of(read_wave(file)):
                inputs.append(spectrogram_of(piece))
                kinds.append(kind)
                sources.append(str(file.relative_to(folder)))
            done += 1
            progress.at(done)
    return Samples(np.array(inputs), np.array(kinds), list(classes), sources, SPECTROGRAM)
