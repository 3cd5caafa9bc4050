"""The network that tells gestures: three layers that look at a hand's features."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from tjbot.learn.gestures.dataset import Examples
from tjbot.learn.gestures.features import FEATURES
from tjbot.learn.gestures.poses import CLASSES
from tjbot.learn.hands.skeleton import Numbers

WIDTHS = (256, 128)
_BATCH = 512
_RATE = 2e-3
_NOISE = 0.15
"""How far features are changed at random, where they spread by 1, and how many units of a layer are left out."""
_SMOOTHING = 0.05
"""How much of its sureness the network is taught to leave to the other classes."""

LANDMARKS_COUNT = 0.4
"""How much the classifier of the landmarks counts beside that of the refined ones, which counts 1: both look at the
same picture, so what one knows the other knows in part. The page has the same number (gesture/classifier.ts). Chosen on
the hands that are held out, and on others (`tests.browser.hands.hold`, seed 4711)."""

GLANCE_COUNTS = 0.3
"""… and how much what the refined layers tell at a glance, without landmarks. The page has this, too."""
_LEAST_AT_A_GLANCE = 1e-3
"""A glance rules nothing out: so likely it takes everything for."""

_LEAST_SPREAD = 1e-4
_LEAST_LIKELY = 1e-12

Weights = list[tuple[Numbers, Numbers]]


@dataclass(frozen=True)
class Classifier:
    """A trained network: the weights and biases of each layer, which take features as they are."""

    layers: Weights

    def probabilities(self, features: Numbers) -> Numbers:
        """How likely each of `CLASSES` is, (hands, classes)."""
        values = features
        for place, (weights, biases) in enumerate(self.layers):
            values = values @ weights + biases
            if place < len(self.layers) - 1:
                values = np.maximum(values, 0)
        values = np.exp(values - values.max(axis=1, keepdims=True))
        return np.asarray(values / values.sum(axis=1, keepdims=True))

    def as_network(self) -> Any:
        """The same as a Keras model."""
        network = _network(noise=0)
        network.set_weights([array.astype("float32") for layer in self.layers for array in layer])
        return network

    def readier(self, kind: int, readiness: float) -> "Classifier":
        """The same, but readier to say this class: by a factor of e for each unit of readiness."""
        *before, (weights, biases) = self.layers
        return Classifier([*before, (weights, biases + readiness * (np.arange(len(biases)) == kind))])

    @property
    def parameters(self) -> int:
        """How many numbers were learned."""
        return sum(weights.size + biases.size for weights, biases in self.layers)


@dataclass(frozen=True)
class Pair:
    """Two classifiers whose answers are multiplied, and with them what is told at a glance: each may rule out what the
    other takes for likely.
    """

    landmarks: Classifier
    """Looks at the landmarks, in the picture and in space …"""
    refined: Classifier
    """… and this one at what the refined layers see in space."""

    def probabilities(self, features: Numbers) -> Numbers:
        """How likely each of `CLASSES` is, (hands, classes); of `features_of_both`."""
        first, second, glances = np.split(features, [FEATURES, 2 * FEATURES], axis=1)
        both = self.landmarks.probabilities(first) ** LANDMARKS_COUNT * self.refined.probabilities(second)
        all_three = both * np.maximum(glances, _LEAST_AT_A_GLANCE) ** GLANCE_COUNTS
        return np.asarray(all_three / np.maximum(all_three.sum(axis=1, keepdims=True), _LEAST_LIKELY))


def train(training: Examples, kept: Examples, epochs: int, seed: int, told: Callable[[int, float], None]) -> Classifier:
    """Trains a classifier.

    Args:
        training: what it learns from, in any order.
        kept: what it does not learn from: by it one sees how sure it may be.
        epochs: how often it sees everything.
        seed: of all chance in it: the same seed, examples, TensorFlow and processor give the same numbers.
        told: is called after each epoch with how many there were and the accuracy on what was kept, 0…1.
    """
    import keras

    _same_each_time(seed)
    mean, spread = training.features.mean(axis=0), training.features.std(axis=0)
    # What is always the same (a landmark that lies on the palm's axis by definition) tells nothing, and stays as it is.
    spread = np.where(spread < _LEAST_SPREAD, 1, spread)
    learned, tested = (((examples.features - mean) / spread).astype("float32") for examples in (training, kept))
    targets = np.eye(len(CLASSES), dtype="float32")
    network = _network(noise=_NOISE)
    network.compile(
        optimizer=keras.optimizers.AdamW(
            keras.optimizers.schedules.CosineDecay(_RATE, epochs * (len(training) // _BATCH + 1)), weight_decay=1e-3
        ),
        loss=keras.losses.CategoricalCrossentropy(label_smoothing=_SMOOTHING),
        metrics=["accuracy"],
    )
    network.fit(
        learned,
        targets[training.kinds],
        validation_data=(tested, targets[kept.kinds]),
        batch_size=_BATCH,
        epochs=epochs,
        verbose=0,
        callbacks=[
            keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: told(epoch + 1, logs["val_accuracy"])),
        ],
    )
    arrays = [np.asarray(array, float) for array in network.get_weights()]
    layers = list(zip(arrays[::2], arrays[1::2], strict=True))
    (weights, biases), *rest = layers
    folded = Classifier([(weights / spread[:, None], biases - (mean / spread) @ weights), *rest])
    return _as_sure_as_right(folded, kept)


def _same_each_time(seed: int) -> None:
    """Takes all chance from the seed, and adds numbers up in one order: threads would not."""
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()
    # It can be said only before TensorFlow has computed anything.
    with suppress(RuntimeError):
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)


def _network(noise: float) -> Any:
    import keras

    layers = [keras.layers.Input((FEATURES,), name="features")]
    if noise:
        layers.append(keras.layers.GaussianNoise(noise))
    for width in WIDTHS:
        layers.append(keras.layers.Dense(width, activation="relu"))
        if noise:
            layers.append(keras.layers.Dropout(noise))
    layers.append(keras.layers.Dense(len(CLASSES), activation="softmax", name="confidences"))
    return keras.Sequential(layers)


def _as_sure_as_right(classifier: Classifier, kept: Examples) -> Classifier:
    """The classifier with its last layer scaled so that it is as sure as it is right (temperature scaling)."""
    *before, (weights, biases) = classifier.layers

    def surprise(scale: float) -> float:
        scaled = Classifier([*before, (weights * scale, biases * scale)])
        likely = scaled.probabilities(kept.features)[np.arange(len(kept)), kept.kinds]
        return float(-np.log(np.maximum(likely, 1e-9)).mean())

    best = min(np.geomspace(0.5, 3, 40), key=surprise)
    return Classifier([*before, (weights * best, biases * best)])
