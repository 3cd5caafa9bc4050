"""The model that was brought, opened: what it takes, what it answers, and how it becomes a SavedModel."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tjbot.learn.conversion.brought import Brought
from tjbot.learn.convert import export
from tjbot.learn.errors import ConversionError
from tjbot.learn.graph import Run
from tjbot.protocol.models import MOST_LABELS


@dataclass(frozen=True)
class Original:
    """A model with one input of floats and one answer of numbers.

    `shape` is that of one input; a part of it is None where the model takes any size. `answers` is how many numbers
    it answers with. `save` writes it to a folder as a SavedModel.
    """

    run: Run
    shape: tuple[int | None, ...]
    answers: int
    save: Callable[[Path], None]


def open_original(brought: Brought) -> Original:
    """Opens it with TensorFlow.

    Raises:
        ConversionError: it cannot be opened, or takes or answers something else than one model of TJBot does.
    """
    return _saved_model(brought) if brought.kind == "saved model" else _keras_model(brought)


def _keras_model(brought: Brought) -> Original:
    import keras

    try:
        with tempfile.TemporaryDirectory() as folder:
            path = brought.path if brought.kind == "keras" else _without_old_groups(brought, Path(folder))
            network = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        # What Keras raises for a file that it does not understand is of every kind.
        raise _not_understood(brought, error) from None
    inputs, outputs = (list(getattr(network, name, None) or []) for name in ("inputs", "outputs"))
    _check_counts(brought, len(inputs), len(outputs))
    shape, answers = _check_shapes(brought, inputs[0].shape, inputs[0].dtype, outputs[0].shape)

    def run(values: Any) -> Any:
        return np.asarray(network(values.astype("float32"), training=False))

    def save(folder: Path) -> None:
        export(network, folder)

    return Original(run, shape, answers, save)


def _without_old_groups(brought: Brought, folder: Path) -> Path:
    """A copy that Keras 3 understands: Keras 2 (and Teachable Machine) wrote `groups: 1` where there is no choice."""
    import h5py

    copy = folder / "model.h5"
    shutil.copyfile(brought.path, copy)
    for layer in brought.layers():
        if layer["class_name"] == "DepthwiseConv2D" and layer["config"].get("groups") == 1:
            del layer["config"]["groups"]
    with h5py.File(copy, "r+") as file:
        file.attrs["model_config"] = json.dumps(brought.network)
    return copy


def _not_understood(brought: Brought, error: Exception) -> ConversionError:
    text = str(error)
    custom = re.search(r"Could not locate (?:class|function) '(\w+)'|Unknown (?:layer|object)[:\s]*'?(\w+)", text)
    if custom:
        return ConversionError(
            f"\"{brought.path}\" has '{custom[1] or custom[2]}' in it, which is not Keras's own.",
            "Build it from Keras's own layers, or save it with model.export(…) and convert that folder.",
        )
    first = next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
    version = f" of Keras {brought.keras_version}" if brought.keras_version else ""
    return ConversionError(
        f'"{brought.path}" cannot be opened: {first.rstrip(".")}.',
        f"Is it a whole model{version}? Save it again, or with model.export(…) and convert that folder.",
    )


def _saved_model(brought: Brought) -> Original:
    import tensorflow as tf

    try:
        loaded = tf.saved_model.load(str(brought.path))
    except Exception as error:
        raise _not_understood(brought, error) from None
    signature = loaded.signatures.get("serving_default")
    if signature is None:
        names = ", ".join(loaded.signatures) or "none"
        raise ConversionError(
            f'"{brought.path}" has no signature "serving_default" (it has: {names}), so nobody knows how to ask it.',
            "Save it with model.export(…) of Keras, or with signatures={'serving_default': …}.",
        )
    inputs = signature.structured_input_signature[1]
    outputs = signature.structured_outputs
    _check_counts(brought, len(inputs), len(outputs))
    ((name, given),) = inputs.items()
    ((answer, told),) = outputs.items()
    shape, answers = _check_shapes(brought, _sizes(given.shape), given.dtype.name, _sizes(told.shape))

    def run(values: Any) -> Any:
        return np.asarray(signature(**{name: tf.constant(values.astype("float32"))})[answer])

    def save(folder: Path) -> None:
        shutil.copytree(brought.path, folder)

    # `loaded` owns the variables, and must live as long as the function does.
    run.owner = loaded  # type: ignore[attr-defined]
    return Original(run, shape, answers, save)


def _sizes(shape: Any) -> tuple[int | None, ...] | None:
    return None if shape.rank is None else tuple(shape.as_list())


def _check_counts(brought: Brought, inputs: int, outputs: int) -> None:
    for count, what, verb in ((inputs, "input", "takes"), (outputs, "output", "answers with")):
        if count == 0:
            raise ConversionError(
                f'"{brought.path}" was never built: it does not say what it {verb}.',
                "Give its first layer an Input(…), or call it once before it is saved.",
            )
        if count > 1:
            raise ConversionError(
                f'"{brought.path}" {verb} {count} things at once; a model of TJBot has one {what}.',
                f"Make a Model of the part with one {what}, and convert that.",
            )


def _check_shapes(
    brought: Brought, given: tuple[int | None, ...] | None, kind: str, told: tuple[int | None, ...] | None
) -> tuple[tuple[int | None, ...], int]:
    """The shape of one input, and how many numbers are answered."""
    if kind not in ("float32", "float16", "bfloat16"):
        raise ConversionError(
            f'"{brought.path}" takes {kind}, not floating point numbers.',
            "Let it begin with an Input of float32; whole numbers are given as 3.0.",
        )
    if given is None or not 2 <= len(given) <= 6:
        raise ConversionError(
            f'"{brought.path}" takes {_words(given)}, which is no picture and no row of numbers.', _ONE
        )
    if told is None or len(told) != 2 or told[1] is None:
        raise ConversionError(
            f'"{brought.path}" answers with {_words(told)}, not with one number for each class.',
            "Let it end with a Dense layer that has as many units as there are classes.",
        )
    if told[1] > MOST_LABELS:
        raise ConversionError(
            f'"{brought.path}" tells {told[1]} classes apart; at most {MOST_LABELS} are taken.',
            "Teach it fewer classes, or those only that your robot meets.",
        )
    return given[1:], told[1]


_ONE = "Its input has a shape like (None, 224, 224, 3) or (None, 4), with None for how many there are."


def _words(shape: tuple[int | None, ...] | None) -> str:
    return "something of an unknown shape" if shape is None else f"the shape {shape}"
