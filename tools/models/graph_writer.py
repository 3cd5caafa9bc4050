"""Writes TensorFlow.js graph models: one JSON file with the graph, one binary file with the weights.

The files are TensorFlow.js's own, but for kernels of 8-bit numbers: their entry in the manifest has
`"quantization": {"dtype": "uint8", "axis": …}`, and their bytes are those of `quantise`.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tjbot.learn.weights import Array
from tools.models.quantise import HALF, Precision, quantise

Attribute = dict[str, Any]

FLOAT: Attribute = {"type": "DT_FLOAT"}
INTEGER: Attribute = {"type": "DT_INT32"}


def boolean(value: bool) -> Attribute:
    """A boolean attribute of a node."""
    return {"b": value}


def integer(value: int) -> Attribute:
    """An integer attribute of a node."""
    return {"i": str(value)}


def integers(values: Sequence[int]) -> Attribute:
    """A list of integers as an attribute of a node."""
    return {"list": {"i": [str(value) for value in values]}}


def number(value: float) -> Attribute:
    """A float attribute of a node."""
    return {"f": value}


def text(value: str) -> Attribute:
    """A string attribute of a node."""
    return {"s": _base64(value)}


def texts(values: Sequence[str]) -> Attribute:
    """A list of strings as an attribute of a node."""
    return {"list": {"s": [_base64(value) for value in values]}}


class GraphWriter:
    """Collects nodes in the order they run. Every method that adds one returns its name."""

    def __init__(self, precision: Precision = HALF) -> None:
        self._precision = precision
        self._nodes: list[dict[str, Any]] = []
        self._weights: list[dict[str, Any]] = []
        self._bytes: list[bytes] = []
        self.inputs: dict[str, tuple[int, ...]] = {}
        self.outputs: dict[str, tuple[int, ...]] = {}

    def input(self, name: str, shape: tuple[int, ...]) -> str:
        """A place for the tensor that the graph is run on."""
        self.inputs[name] = shape
        self._nodes.append(
            {"name": name, "op": "Placeholder", "attr": {"dtype": FLOAT, "shape": {"shape": _dimensions(shape)}}}
        )
        return name

    def constant(self, name: str, values: Array) -> str:
        """A tensor of integers or floats. Half floats stay half in the file, and TensorFlow.js widens them."""
        if values.dtype.kind == "i":
            return self._add_weights(name, values.shape, "int32", values.astype("<i4").tobytes())
        if values.dtype == np.float16:
            half = {"dtype": "float16", "original_dtype": "float32"}
            return self._add_weights(name, values.shape, "float32", values.astype("<f2").tobytes(), half)
        return self._add_weights(name, values.shape, "float32", values.astype("<f4").tobytes())

    def kernel(self, name: str, values: Array, axis: int) -> str:
        """The weights of a layer, as exact as the precision wants them; `axis` counts the output channels."""
        if not self._precision.is_eight_bits(name, values.size):
            return self.constant(name, values.astype("f2"))
        eight_bits = {"dtype": "uint8", "axis": axis, "original_dtype": "float32"}
        return self._add_weights(name, values.shape, "float32", quantise(values, axis), eight_bits)

    def _add_weights(
        self, name: str, shape: Sequence[int], kind: str, data: bytes, quantization: Mapping[str, Any] | None = None
    ) -> str:
        type_ = INTEGER if kind == "int32" else FLOAT
        self._nodes.append({"name": name, "op": "Const", "attr": {"dtype": type_}})
        entry = {"name": name, "shape": list(shape), "dtype": kind}
        self._weights.append({**entry, "quantization": quantization} if quantization else entry)
        self._bytes.append(data)
        return name

    def node(self, name: str, operation: str, inputs: Sequence[str], **attributes: Attribute) -> str:
        """A step of the graph; `operation` and `attributes` are TensorFlow's own names."""
        self._nodes.append({"name": name, "op": operation, "input": list(inputs), "attr": attributes})
        return name

    def output(self, name: str, node: str, shape: tuple[int, ...]) -> None:
        """Gives the result of a node a name of its own."""
        self.outputs[name] = shape
        self.node(name, "Identity", [node], T=FLOAT)

    def files(self, name: str) -> Mapping[str, bytes]:
        """The model as `<name>.json` and `<name>.bin`; the same graph always gives the same bytes."""
        model = {
            "format": "graph-model",
            "signature": {"inputs": _signature(self.inputs), "outputs": _signature(self.outputs)},
            "modelTopology": {"node": self._nodes, "library": {}, "versions": {"producer": 1395}},
            "weightsManifest": [{"paths": [f"{name}.bin"], "weights": self._weights}],
        }
        compact = json.dumps(model, separators=(",", ":")) + "\n"
        return {f"{name}.json": compact.encode(), f"{name}.bin": b"".join(self._bytes)}


def _signature(tensors: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    return {
        name: {"name": f"{name}:0", "dtype": "DT_FLOAT", "tensorShape": _dimensions(shape)}
        for name, shape in tensors.items()
    }


def _dimensions(shape: tuple[int, ...]) -> dict[str, Any]:
    return {"dim": [{"size": str(size)} for size in shape]}


def _base64(value: str) -> str:
    return base64.b64encode(value.encode()).decode()
