"""Writes Keras models, good and bad, into a folder and converts each: `python odd_models.py FOLDER`.

Prints one JSON object: for each conversion the exit code and what it said. Runs where TensorFlow is installed.
"""

import contextlib
import io
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import numpy as np
import tensorflow as tf

from tjbot import cli

L = keras.layers


def pictures(*end: Any, first: Any = None) -> Any:
    """A small network for pictures with three classes."""
    first = first or L.Rescaling(1 / 127.5, -1)
    body = (
        L.Conv2D(8, 3, activation="relu"),
        L.PReLU(alpha_initializer="random_uniform", shared_axes=[1, 2]),
        L.DepthwiseConv2D(3),
        L.BatchNormalization(),
        L.ReLU(6),
        L.Conv2D(8, 1, activation="leaky_relu"),
        L.MaxPooling2D(),
        L.GlobalAveragePooling2D(),
        L.Dropout(0.2),
        L.Dense(16, activation="tanh"),
    )
    return keras.Sequential([keras.Input((32, 32, 3)), first, *body, *end, L.Dense(3, activation="softmax")])


class Custom(L.Layer):
    """A layer that only this file knows."""

    def call(self, inputs: Any) -> Any:
        return inputs * 2


class Program(tf.Module):
    """What no Keras made."""

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32)])
    def two(self, values: Any) -> Any:
        return {"a": values, "b": values}

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32)])
    def strange(self, values: Any) -> Any:
        return values + tf.cast(tf.strings.length(tf.strings.as_string(values)), tf.float32)


def write_good() -> None:
    """All that must be converted."""
    good = pictures()
    # A network that has seen something, so that its batch normalisation is not the identity.
    good.compile("adam", "sparse_categorical_crossentropy")
    shown = np.random.default_rng(1).uniform(0, 255, (64, 32, 32, 3))
    good.fit(shown, np.arange(64) % 3, epochs=3, verbose=0)
    good.save("good.keras")
    good.save("good.h5")
    good.export("saved", verbose=False)
    pictures(Custom()).export("custom_saved", verbose=False)
    hard = [
        L.Conv2D(8, 3),
        L.Activation("hard_swish"),
        L.Conv2D(8, 1, activation="hard_sigmoid"),
        L.GlobalMaxPooling2D(),
    ]
    keras.Sequential([keras.Input((32, 32, 3)), *hard, L.Dense(3, activation="softmax")]).save("hard.keras")
    chance = keras.Sequential([L.RandomFlip("horizontal"), L.RandomRotation(0.1)])
    pictures(first=keras.Sequential([chance, L.Rescaling(1 / 255)])).save("chance.keras")
    steps = [keras.Input((10, 4)), L.LSTM(8, unroll=True), L.Dense(2, activation="softmax")]
    keras.Sequential(steps).save("unrolled.keras")
    keras.Sequential([keras.Input((4,)), L.Dense(8, activation="relu"), L.Dense(1, activation="sigmoid")]).save(
        "row.keras"
    )
    anything = [keras.Input((None, None, 3)), L.Conv2D(8, 3), L.GlobalMaxPooling2D(), L.Dense(2)]
    keras.Sequential(anything).save("any_size.keras")
    pictures().save("machine.h5")
    with h5py.File("machine.h5", "r+") as file:
        # As Teachable Machine writes it.
        network = json.loads(file.attrs["model_config"])
        for layer in network["config"]["layers"]:
            if layer["class_name"] == "DepthwiseConv2D":
                layer["config"]["groups"] = 1
        file.attrs["model_config"] = json.dumps(network)


def write_bad() -> None:
    """All that must be refused."""
    good = pictures()
    good.save_weights("only.weights.h5")
    Path("cut.h5").write_bytes(Path("good.h5").read_bytes()[:9000])
    pictures(Custom()).save("custom.keras")
    pictures(Custom()).save("custom.h5")
    keras.saving.register_keras_serializable()(Custom)
    pictures(Custom()).save("registered.keras")
    pictures(L.Lambda(lambda values: values * 2)).save("lambda.keras")
    pictures(L.Lambda(lambda values: values * 2)).save("lambda.h5")
    pictures(L.Dense(4, activation="gelu")).save("gelu.keras")
    words = keras.Input((10, 4))
    looked = L.GlobalAveragePooling1D()(L.MultiHeadAttention(2, 4)(words, words))
    keras.Model(words, L.Dense(2)(looked)).save("attention.keras")
    one, other = keras.Input((3,)), keras.Input((3,))
    keras.Model([one, other], L.Dense(2)(L.Concatenate()([one, other]))).save("two_inputs.keras")
    keras.Model(one, [L.Dense(2)(one), L.Dense(2)(one)]).save("two_outputs.keras")
    last = good.layers[-1]
    weights = last.get_weights()
    last.set_weights([array * np.nan for array in weights])
    good.save("nan.keras")
    last.set_weights([array * 1e6 for array in weights])
    good.save("too_large_for_float16.keras")
    keras.Sequential([keras.Input((4,)), L.Dense(10_000)]).save("many_classes.keras")
    keras.Sequential([keras.Input((10, 4)), L.LSTM(8), L.Dense(2, activation="softmax")]).save("loop.keras")
    words = [keras.Input((20,), dtype="int32"), L.Embedding(10, 4), L.Flatten(), L.Dense(2)]
    keras.Sequential(words).save("whole_numbers.keras")
    keras.Sequential([keras.Input((32, 32, 3)), L.Conv2D(5, 3)]).save("map.keras")
    keras.Sequential([L.Dense(3)]).save("unbuilt.keras")
    with zipfile.ZipFile("good.keras") as old, zipfile.ZipFile("future.keras", "w") as new:
        for name in old.namelist():
            new.writestr(name, '{"keras_version": "99.0.0"}' if name == "metadata.json" else old.read(name))
    program = Program()
    tf.saved_model.save(program, "no_signature", signatures={})
    tf.saved_model.save(program, "two_answers", signatures=program.two)
    tf.saved_model.save(program, "strange", signatures=program.strange)
    Path("hollow").mkdir()
    Path("hollow", "saved_model.pb").write_bytes(b"nothing")


def run(*words: str) -> dict[str, Any]:
    """What `tjbot` says to these words."""
    said, complained = io.StringIO(), io.StringIO()
    sys.argv = ["tjbot", *words]
    code: Any = 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
    return {"code": code, "said": said.getvalue(), "complained": complained.getvalue()}


def main() -> None:
    """Writes, converts, prints."""
    printed = sys.stdout
    os.chdir(sys.argv[1])
    keras.utils.set_random_seed(1)
    with contextlib.redirect_stdout(sys.stderr):
        write_good()
        write_bad()
    told = {}
    for path in sorted(Path().iterdir()):
        told[path.name] = run("convert", path.name, "--to", f"out/{path.name}", "--quantise", "float16")
    for kind in ("none", "uint16", "uint8"):
        told[f"good {kind}"] = run("convert", "good.keras", "--to", f"out/good {kind}", "--quantise", kind)
    told["large whole"] = run("convert", "too_large_for_float16.keras", "--to", "out/large", "--quantise", "none")
    told["sized"] = run("convert", "any_size.keras", "--to", "out/sized", "--side", "64")
    with contextlib.redirect_stdout(sys.stderr):
        answers = {}
        for name in ("good.keras", "hard.keras", "chance.keras", "unrolled.keras", "row.keras"):
            network = keras.saving.load_model(name)
            shape = network.input_shape[1:]
            inputs = np.random.default_rng(2).uniform(0, 255 if len(shape) == 3 else 1, (4, *shape)).astype("float32")
            answers[name] = {"inputs": inputs.tolist(), "answers": np.asarray(network(inputs, training=False)).tolist()}
    Path("answers.json").write_text(json.dumps(answers))
    print(json.dumps(told), file=printed)


main()
