"""A graph model of TensorFlow.js, run by TensorFlow: what a page will answer, found out without a page."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tjbot.learn.unfused import fused_steps, unfused
from tjbot.learn.weights import Array, weights_of

Run = Callable[[Array], Array]


class Graph:
    """A graph model with its weights.

    Args:
        files: `model.json` or the like, and the files with the weights, by name.
        name: which of them is the graph.

    Raises:
        ValueError: the files do not belong together.
    """

    def __init__(self, files: Mapping[str, bytes], name: str = "model.json") -> None:
        import tensorflow as tf
        from google.protobuf import json_format

        self._tf = tf
        document = json.loads(files[name])
        self.signature: dict[str, Any] = document["signature"]
        self.nodes: list[dict[str, Any]] = document["modelTopology"]["node"]
        weights = weights_of(document, files)
        definition = tf.compat.v1.GraphDef()
        for node in self.nodes:
            for plain in unfused(node):
                entry = json_format.ParseDict(plain, tf.compat.v1.NodeDef())
                if entry.op == "Const":
                    entry.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(weights[entry.name]))
                entry.name = _allowed(entry.name)
                entry.input[:] = [_allowed(name) for name in entry.input]
                definition.node.append(entry)
        library = document["modelTopology"].get("library")
        if library:
            json_format.ParseDict(library, definition.library)
        definition.versions.producer = 440
        self._definition = definition

    @property
    def input(self) -> str:
        """The name of the tensor that is given; of the first, where there are several."""
        return _tensor(next(iter(self.signature["inputs"].values()))["name"])

    @property
    def output(self) -> str:
        """The name of the tensor that is answered; of the first, where there are several."""
        return _tensor(next(iter(self.signature["outputs"].values()))["name"])

    def runner(self, tensor: str = "") -> Run:
        """A function from an input, with how many there are as its first axis, to what `tensor` is then.

        Args:
            tensor: of a node, or of an output of the signature; without it the first output.
        """
        outputs = self.signature["outputs"]
        fetched = _tensor(outputs[tensor]["name"] if tensor in outputs else tensor or self.output)

        def imported() -> None:
            self._tf.compat.v1.import_graph_def(self._definition, name="")

        wrapped = self._tf.compat.v1.wrap_function(imported, [])
        graph = wrapped.graph
        pruned = wrapped.prune([graph.get_tensor_by_name(self.input)], [graph.get_tensor_by_name(fetched)])

        def run(values: Array) -> Array:
            (answer,) = pruned(self._tf.constant(values.astype("float32")))
            return np.asarray(answer)

        return run

    def last_step(self) -> str:
        """What is done last before the answer: `Softmax`, `Sigmoid`, `BiasAdd` …"""
        by_name = {node["name"]: node for node in self.nodes}
        node = by_name[next(iter(self.signature["outputs"].values()))["name"].split(":")[0]]
        while node["op"] == "Identity":
            node = by_name[node["input"][0].split(":")[0]]
        return (fused_steps(node) or [str(node["op"])])[-1]

    def last_dense(self) -> tuple[str, int] | None:
        """Which tensor goes into the last dense layer, and how many numbers it has; None where there is none."""
        by_name = {node["name"]: node for node in self.nodes}
        for node in reversed(self.nodes):
            if node["op"] in ("MatMul", "_FusedMatMul"):
                features, kernel = node["input"][:2]
                shape = by_name[kernel.split(":")[0]].get("attr", {}).get("value", {}).get("tensor", {})
                sizes = [int(dimension["size"]) for dimension in shape.get("tensorShape", {}).get("dim", [])]
                return (features, sizes[0]) if len(sizes) == 2 else None
        return None


def _tensor(name: str) -> str:
    return _allowed(name if ":" in name else f"{name}:0")


def _allowed(name: str) -> str:
    """TensorFlow.js takes names that begin with an underscore, TensorFlow does not."""
    return f"node{name}" if name.startswith("_") else name
