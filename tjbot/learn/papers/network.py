"""The network that looks for print: a small one that goes over the picture, cell by cell."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tjbot.learn.papers.examples import Examples
from tjbot.learn.papers.scenes import CELLS, SIDE

WIDTHS = (12, 20, 32, 48)
"""Of the layers that halve the picture, four times: so each cell is 16 pixels wide."""
_WIDTH_LAST = 48
_CELL = SIDE // CELLS
_PATCH = 3
"""Print has to be on a patch of so many cells, each way."""
_BATCH = 32
_RATE = 2e-3
_CELLS_WEIGHT = 2.0
_CROP_CELLS = 7
"""It is trained on quarters of pictures: so it learns four times as much in the same time."""

Likely = np.ndarray[tuple[int], np.dtype[np.float32]]


def network(side: int = SIDE) -> Any:
    """The untrained network: from pixels, 0…1, to how likely print is in each cell (`cells`) and at all (`print`).

    Args:
        side: of the square pictures that it takes, in pixels; the weights are the same for all.
    """
    import keras

    def convolved(values: Any, width: int, stride: int) -> Any:
        values = keras.layers.Conv2D(width, 3, stride, "same", use_bias=False)(values)
        # Folded into the layer before it when the network is converted.
        return keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.9)(values))

    pixels = keras.layers.Input((side, side, 3), name="picture")
    values = pixels
    for width in WIDTHS:
        values = convolved(values, width, 2)
    for _ in range(2):
        values = convolved(values, _WIDTH_LAST, 1)
    cells = keras.layers.Conv2D(1, 1, name="cell_scores")(values)
    patches = keras.layers.AveragePooling2D(_PATCH, 1)(cells)
    best = keras.layers.GlobalMaxPooling2D()(patches)
    # Trained last of all: how sure the network is to be, and from when on.
    sure = keras.layers.Dense(1, activation="sigmoid", kernel_initializer="ones", name="print")(best)
    flat = keras.layers.Reshape((side // _CELL, side // _CELL))(cells)
    return keras.Model(pixels, {"cells": keras.layers.Activation("sigmoid", name="cells")(flat), "print": sure})


def train(training: Examples, epochs: int, seed: int, told: Callable[[int, float], None]) -> Any:
    """Trains a network.

    Args:
        training: what it learns from.
        epochs: how often a part of each picture is shown.
        seed: of all chance.
        told: is told after each epoch how many were shown, and how right the network was then, 0…1.
    """
    import keras

    keras.utils.set_random_seed(seed)
    small = network(_CROP_CELLS * _CELL)
    batches = len(training) // _BATCH
    small.compile(
        optimizer=keras.optimizers.AdamW(
            keras.optimizers.schedules.CosineDecay(_RATE, epochs * batches), weight_decay=1e-3
        ),
        loss={"cells": "binary_crossentropy", "print": "binary_crossentropy"},
        loss_weights={"cells": _CELLS_WEIGHT, "print": 1.0},
        metrics={"print": "accuracy"},
    )
    small.fit(
        _batches(training, seed),
        epochs=epochs,
        steps_per_epoch=batches,
        shuffle=False,
        verbose=0,
        callbacks=[
            keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: told(epoch + 1, logs["print_accuracy"]))
        ],
    )
    made = network()
    made.set_weights(small.get_weights())
    return made


def _batches(examples: Examples, seed: int) -> Any:
    """For ever, in another order, of other parts of the pictures, and turned otherwise each time."""
    chance = np.random.default_rng(seed)
    while True:
        order = chance.permutation(len(examples))
        for start in range(0, len(order) - _BATCH + 1, _BATCH):
            pictures, printed = cropped(chance, examples, order[start : start + _BATCH])
            pictures, printed = turned(chance, pictures, printed)
            yield pictures, {"cells": printed, "print": printed.any(axis=(1, 2)).astype("float32")[:, None]}


def cropped(chance: np.random.Generator, examples: Examples, chosen: Any) -> tuple[Any, Any]:
    """A quarter of each of the chosen pictures, and where print is there."""
    side = _CROP_CELLS * _CELL
    pictures, printed = [], []
    for number in chosen:
        row, column = chance.integers(0, CELLS - _CROP_CELLS + 1, 2)
        top, left = row * _CELL, column * _CELL
        pictures.append(examples.pictures[number, top : top + side, left : left + side])
        printed.append(examples.printed[number, row : row + _CROP_CELLS, column : column + _CROP_CELLS])
    return np.stack(pictures), np.stack(printed)


def turned(chance: np.random.Generator, pictures: Any, printed: Any) -> tuple[Any, Any]:
    """The same batch mirrored or turned by right angles, in another light and in other colours."""
    if chance.random() < 0.5:
        pictures, printed = pictures[:, :, ::-1], printed[:, :, ::-1]
    turns = int(chance.choice((0, 0, 1, 2, 3)))
    pictures, printed = np.rot90(pictures, turns, (1, 2)), np.rot90(printed, turns, (1, 2))
    values = pictures.astype("float32") / 255
    count = len(values)
    grey = np.where(chance.random((count, 1, 1, 1)) < 0.3, 1.0, 0.0).astype("float32")
    values = values * (1 - grey) + values.mean(-1, keepdims=True) * grey
    flipped = chance.random(count) < 0.1
    values[flipped] = 1 - values[flipped]
    contrast = chance.uniform(0.5, 1.2, (count, 1, 1, 1)).astype("float32")
    light = chance.uniform(-0.15, 0.15, (count, 1, 1, 3)).astype("float32")
    return np.clip((values - 0.5) * contrast + 0.5 + light, 0, 1), printed.astype("float32")


def likely(made: Any, pictures: Any) -> Likely:
    """How likely it is that there is print on each of the pictures, (pictures, SIDE, SIDE, 3) of bytes."""
    parts = [
        np.asarray(made(pictures[start : start + _BATCH].astype("float32") / 255, training=False)["print"])[:, 0]
        for start in range(0, len(pictures), _BATCH)
    ]
    return np.concatenate(parts)


def asking_less(made: Any, ordinary: Any, most_false: float) -> Any:
    """The same network, so sure that at most this part of these ordinary pictures more likely than not has print. Where
    that is so already, it stays as it is.
    """
    layer = made.get_layer("print")
    (factor, offset) = layer.get_weights()
    seen = np.sort(likely(made, ordinary))[::-1]
    limit = float(np.clip(seen[int(len(seen) * most_false)], 0.5, 1 - 1e-6))
    layer.set_weights([factor, offset - np.log(limit / (1 - limit))])
    return made
