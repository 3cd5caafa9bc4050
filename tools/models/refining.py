"""The last layers of the hand's landmark network, trained further on drawn hands.

The network was made for photos, and on the way to its landmarks it averages over the whole crop. Its last blocks learn
again where the landmarks of a hand are that does a gesture; all before them stays as it is and is computed only once.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tjbot.learn.hands.skeleton import Numbers, of_size_1
from tjbot.learn.weights import Array, weights_of
from tools.models import refined_head
from tools.models.refined_head import GLANCE

BEGINNING = "add_106"
"""The node of the landmark network whose activations, 14 x 14 x 64, are what the last blocks get
(`web_ui/src/models/hand/networks.ts` has the same name)."""
END = "metric_points"
_PICTURE = "image"
_PRESENCE = "presence"

_BATCH = 128
_RATE = 5e-4
_NOISE = 0.05
"""How far activations are changed at random, where they spread by 1."""
_GLANCE_PART = 0.2
"""How much it counts that gestures are told at a glance, beside where the landmarks are."""
_DROPPED = 0.2
"""How many of the numbers are left out while they learn that gestures and corrections are told from."""

Told = Callable[[str], None]


class LastLayers:
    """What follows `BEGINNING`, with weights that can be trained.

    Args:
        folder: where `landmarks.json` and `landmarks.bin` are.
        classes: how many gestures there are to tell apart while it is trained.
        seed: of all chance. Threads add up in any order, so that the same seed gives alike layers, not the same bits.
    """

    def __init__(self, folder: Path, classes: int, seed: int = 0) -> None:
        import keras
        import tensorflow as tf

        keras.utils.set_random_seed(seed)
        self._chance = np.random.default_rng(seed)
        self._tf = tf
        files = {name: (folder / name).read_bytes() for name in ("landmarks.json", "landmarks.bin")}
        self.document: dict[str, Any] = json.loads(files["landmarks.json"])
        nodes = self.document["modelTopology"]["node"]
        self._before, self.nodes = _between(nodes, _PICTURE, BEGINNING), _between(nodes, BEGINNING, END)
        self._presence = _between(nodes, BEGINNING, _PRESENCE)
        self._all_weights = weights_of(self.document, files)
        named = {name for node in self.nodes for name in node["input"] if name in self._all_weights}
        self.weights = {
            name: tf.Variable(weights) if weights.dtype.kind == "f" else tf.constant(weights)
            for name, weights in self._all_weights.items()
            if name in named
        }
        channels = next(self._all_weights[name].shape[0] for name in named if name.startswith("fully_connected"))
        for name, values in refined_head.beginning(channels, classes, self._chance).items():
            self.weights[name] = tf.Variable(values) if values.dtype.kind == "f" else tf.constant(values)
        (mean,) = (node for node in self.nodes if node["op"] == "Mean")
        *self.nodes, end = self.nodes
        self.nodes += refined_head.nodes(mean["input"][0], mean["name"], end["input"][0], END)

    def begin_with(self, weights: Mapping[str, Array]) -> None:
        """Takes weights that were trained before, by their names, as `weights` has them."""
        for name in self._trained_names:
            self.weights[name].assign(weights[name])

    def now(self) -> dict[str, Array]:
        """The weights that are trained, by their names, as they are."""
        return {name: self.weights[name].numpy() for name in self._trained_names}

    def go_back(self, weights: Mapping[str, Array], part: float) -> None:
        """Goes back to weights from before by this part of the way, 0…1: layers between two trainings often see better
        than those of either.
        """
        for name in self._trained_names:
            self.weights[name].assign((1 - part) * self.weights[name] + part * weights[name])

    def activations(self, jpegs: list[bytes]) -> Array:
        """What the layers get of crops, as half floats: (crops, 14, 14, 64)."""
        tf = self._tf
        run = self._before_training(self._before, _PICTURE, BEGINNING)
        parts = []
        for some in _batches(len(jpegs)):
            decoded = [tf.io.decode_jpeg(jpeg, channels=3, dct_method="INTEGER_ACCURATE") for jpeg in jpegs[some]]
            parts.append(run(tf.cast(tf.stack(decoded), tf.float32) / 255).numpy().astype(np.float16))
        return np.concatenate(parts)

    def presence(self, activations: Array) -> Numbers:
        """How sure the network was, before it was trained further, that there is a hand: 0…1, (crops,)."""
        run = self._before_training(self._presence, BEGINNING, _PRESENCE)
        parts = [run(activations[some].astype(np.float32)).numpy().ravel() for some in _batches(len(activations))]
        return np.concatenate(parts).astype(float)

    def _before_training(self, nodes: list[dict[str, Any]], beginning: str, end: str) -> Callable[[Any], Any]:
        """These nodes with the weights that the network came with."""
        tf = self._tf
        weights = {name: tf.constant(values) for name, values in self._all_weights.items()}
        run: Callable[[Any], Any] = tf.function(
            lambda some: self._run(nodes, {beginning: some, **weights})[end], autograph=False
        )
        return run

    def forward(self, activations: Any, dropped: float = 0) -> tuple[Any, Any]:
        """Landmarks (crops, 21, 3) around their middle and of size 1, and logarithms of how likely each gesture is at a
        glance, (crops, classes); of what they are told from so many numbers are left out.
        """
        tf = self._tf
        values = self._run(self.nodes, {BEGINNING: activations, **self.weights}, dropped)
        points = tf.reshape(values[END], (-1, 21, 3))
        points = points - tf.reduce_mean(points, 1, keepdims=True)
        size = tf.sqrt(tf.reduce_sum(points**2, (1, 2), keepdims=True) / 21 + 1e-9)
        return points / size, tf.math.log(values[GLANCE] + 1e-9)

    def see(self, activations: Array) -> tuple[Numbers, Numbers]:
        """The landmarks of crops, (crops, 21, 3), around their middle and of size 1, and how likely each gesture is at
        a glance, (crops, classes).
        """
        run = self._tf.function(self.forward, autograph=False)
        parts = [run(activations[some].astype(np.float32)) for some in _batches(len(activations))]
        points, glances = (np.concatenate([part[place].numpy() for part in parts]).astype(float) for place in (0, 1))
        return of_size_1(points), np.exp(glances)

    def train(self, activations: Array, landmarks: Numbers, kinds: Array, epochs: int, told: Told) -> None:
        """Trains on crops.

        Args:
            activations: as `activations` gives them, (crops, 14, 14, 64).
            landmarks: where the landmarks truly are, as `Crops.upright` gives them, (crops, 21, 3).
            kinds: which gesture each does, (crops,), below the `classes` of the constructor.
            epochs: how often all are shown.
            told: is called after each epoch with how it went.
        """
        import keras

        batches = len(kinds) // _BATCH
        rate = keras.optimizers.schedules.CosineDecay(_RATE, epochs * batches)
        optimizer = keras.optimizers.AdamW(rate, weight_decay=1e-3)
        step = self._tf.function(lambda *batch: self._learn(optimizer, *batch), autograph=False)
        optimizer.build(self._trained)
        for epoch in range(epochs):
            order = self._chance.permutation(len(kinds))[: batches * _BATCH].reshape(batches, _BATCH)
            losses = [
                step(
                    self._tf.constant(activations[some].astype(np.float32)),
                    self._tf.constant(landmarks[some].astype(np.float32)),
                    self._tf.constant(kinds[some]),
                ).numpy()
                for some in order
            ]
            told(f"round {epoch + 1} of {epochs}: {np.mean(losses):.4f}")

    @property
    def _trained_names(self) -> list[str]:
        return [name for name, weight in self.weights.items() if hasattr(weight, "assign")]

    @property
    def _trained(self) -> list[Any]:
        return [self.weights[name] for name in self._trained_names]

    def _learn(self, optimizer: Any, activations: Any, landmarks: Any, kinds: Any) -> Any:
        tf = self._tf
        noise = _NOISE * tf.math.reduce_std(activations) * tf.random.normal(tf.shape(activations))
        with tf.GradientTape() as tape:
            points, glances = self.forward(activations + noise, _DROPPED)
            distances = tf.sqrt(tf.reduce_sum((points - landmarks) ** 2, 2) + 1e-4)
            surprise = -tf.gather(glances, kinds, batch_dims=1)
            loss = tf.reduce_mean(distances) + _GLANCE_PART * tf.reduce_mean(surprise)
        trained = self._trained
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, trained), 1.0)
        optimizer.apply_gradients(zip(gradients, trained, strict=True))
        return loss

    def _run(self, nodes: list[dict[str, Any]], values: dict[str, Any], dropped: float = 0) -> dict[str, Any]:
        for node in nodes:
            answer = self._step(node, [values[name] for name in node["input"]])
            if dropped and node["name"] in refined_head.DROPPED_OUT:
                answer = self._tf.nn.dropout(answer, dropped)
            values[node["name"]] = answer
        return values

    def _step(self, node: dict[str, Any], inputs: list[Any]) -> Any:
        tf = self._tf
        match node["op"]:
            case "Identity":
                return inputs[0]
            case "AddV2":
                return inputs[0] + inputs[1]
            case "Sigmoid":
                return tf.sigmoid(inputs[0])
            case "Softmax":
                return tf.nn.softmax(inputs[0])
            case "Reshape":
                return tf.reshape(inputs[0], inputs[1])
            case "MatMul":
                return inputs[0] @ inputs[1]
            case "Mean":
                return tf.reduce_mean(inputs[0], (1, 2))
            case "MaxPool":
                size, strides = (_numbers(node["attr"][name]) for name in ("ksize", "strides"))
                return tf.nn.max_pool2d(inputs[0], size, strides, _text(node["attr"]["padding"]["s"]))
            case "_FusedConv2D" | "FusedDepthwiseConv2dNative":
                attributes = node["attr"]
                strides = _numbers(attributes["strides"])
                layer = tf.nn.conv2d if node["op"] == "_FusedConv2D" else tf.nn.depthwise_conv2d
                answer = layer(inputs[0], inputs[1], strides, _text(attributes["padding"]["s"])) + inputs[2]
                more = [_text(name) for name in attributes["fused_ops"]["list"]["s"]]
                return {"Relu6": tf.nn.relu6, "Relu": tf.nn.relu}.get(more[-1], tf.identity)(answer)
        raise ValueError(f"Refining does not know the operation {node['op']}.")


def _batches(count: int) -> Iterator[slice]:
    for start in range(0, count, _BATCH):
        yield slice(start, start + _BATCH)


def _between(nodes: list[dict[str, Any]], beginning: str, end: str) -> list[dict[str, Any]]:
    """The nodes from the first, which is left out, to the last, that the last needs; without constants."""
    needed = {end}
    kept = []
    for node in reversed(nodes):
        if node["name"] == beginning:
            break
        if node["name"] in needed and node["op"] != "Const":
            needed.update(node["input"])
            kept.append(node)
    return kept[::-1]


def _numbers(attribute: dict[str, Any]) -> list[int]:
    return [int(number) for number in attribute["list"]["i"]]


def _text(value: str) -> str:
    return base64.b64decode(value).decode()
