"""From a Keras network to the files that the page loads: a graph model of TensorFlow.js, quantised."""

import importlib.util
import json
import re
import sys
import tempfile
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np

from tjbot.learn.errors import ConversionError
from tjbot.learn.unfused import fused_steps, unfused

Quantisation = Literal["float16", "uint8", "uint16"]

_KEPT = ("format", "generatedBy", "convertedBy", "signature", "modelTopology", "weightsManifest")
_LOOPS = {
    "Enter",
    "Exit",
    "If",
    "LoopCond",
    "Merge",
    "NextIteration",
    "StatelessIf",
    "StatelessWhile",
    "Switch",
    "While",
}
_AT_ONCE = {"BiasAdd", "Relu", "Relu6", "Prelu", "LeakyRelu", "Sigmoid", "Elu"}
"""What may follow within one step."""
_CHANCE = {"AugMix", "CutMix", "MixUp", "RandAugment"}
"""Layers that change pictures at random; the names of the others begin with Random."""
_NOT_ON_WEBASSEMBLY = {
    "Complex",
    "ComplexAbs",
    "Einsum",
    "FFT",
    "IFFT",
    "IRFFT",
    "Imag",
    "RFFT",
    "RaggedGather",
    "RaggedRange",
    "RaggedTensorToTensor",
    "Real",
    "StaticRegexReplace",
    "UnsortedSegmentSum",
}
"""What only some computers' TensorFlow.js can do; a page without a graphics card runs on WebAssembly."""
_INSTEAD = {
    "Erfc": "Use gelu with approximate=True, or relu, instead of gelu.",
    "Erf": "Use gelu with approximate=True, or relu, instead of gelu.",
    "Einsum": "Use Dense or convolutions instead of MultiHeadAttention and EinsumDense.",
    "RFFT": "Leave the spectrogram to the page: train on spectrograms, as tjbot train sounds does.",
}
"""What to use where TensorFlow.js does not know an operation that a usual layer is made of."""


def graph_files(network: Any, name: str, quantisation: Quantisation | None) -> dict[str, bytes]:
    """`<name>.json` and `<name>.bin` of a Keras network.

    Args:
        network: the Keras model.
        name: of the network, without an ending.
        quantisation: how each weight is stored; None: as a 32-bit float.
    """
    with tempfile.TemporaryDirectory() as folder:
        export(network, Path(folder, "saved"))
        files = files_of_saved(Path(folder, "saved"), quantisation)
    document = json.loads(files["model.json"])
    weights = b"".join(files[path] for group in document["weightsManifest"] for path in group["paths"])
    for group in document["weightsManifest"]:
        group["paths"] = [f"{name}.bin"]
    # TensorFlow writes what it calls maps in another order each time.
    document["modelTopology"] = json.loads(json.dumps(document["modelTopology"], sort_keys=True))
    return {f"{name}.json": _text(document), f"{name}.bin": weights}


def export(network: Any, folder: Path) -> None:
    """Writes a Keras network as a SavedModel that can be converted: without the layers that change pictures at random
    while it learns, which draw their random numbers even where they then do nothing.
    """
    import keras

    def without_chance(layer: Any) -> Any:
        name = type(layer).__name__
        if name.startswith("Random") or name in _CHANCE:
            return keras.layers.Identity(name=layer.name)
        return layer if isinstance(layer, keras.layers.InputLayer) else type(layer).from_config(layer.get_config())

    layers = network._flatten_layers() if hasattr(network, "_flatten_layers") else []
    if any(type(layer).__name__.startswith("Random") or type(layer).__name__ in _CHANCE for layer in layers):
        used = keras.models.clone_model(network, clone_function=without_chance, recursive=True)
        used.set_weights(network.get_weights())
        network = used
    network.export(str(folder), verbose=False)


def files_of_saved(folder: Path, quantisation: Quantisation | None) -> dict[str, bytes]:
    """`model.json` and the files with the weights, of at most 4 MiB each, of a SavedModel.

    Args:
        folder: of the SavedModel.
        quantisation: how each weight is stored; None: as a 32-bit float.

    Raises:
        ConversionError: it does something that TensorFlow.js cannot do.
    """
    converter = _converter()
    kinds = {quantisation: ["*"]} if quantisation else None
    with tempfile.TemporaryDirectory() as converted:
        try:
            # A weight that is too large for its kind becomes infinite; whoever tries the model will see.
            with np.errstate(over="ignore"):
                converter.convert_tf_saved_model(str(folder), converted, quantization_dtype_map=kinds)
        except ValueError as error:
            raise _cannot_run(error) from None
        document = json.loads(Path(converted, "model.json").read_text())
        shards = [path for group in document["weightsManifest"] for path in group["paths"]]
        files = {path: Path(converted, path).read_bytes() for path in shards}
    if "modelInitializer" in document:
        raise ConversionError(
            "The model looks words up in a table, which is not kept in a model of TensorFlow.js.",
            "Leave layers like StringLookup away; give it numbers.",
        )
    document["modelTopology"]["node"] = list(_runnable(document["modelTopology"]["node"]))
    ops = {node["op"] for node in document["modelTopology"]["node"]}
    if ops & _NOT_ON_WEBASSEMBLY:
        raise _unknown(sorted(ops & _NOT_ON_WEBASSEMBLY))
    if ops & _LOOPS:
        raise ConversionError(
            "The model has a loop or a choice in it (LSTM and GRU layers have), which the page cannot run at once.",
            "Use LSTM(…, unroll=True) or convolutions.",
        )
    return {"model.json": _text({key: document[key] for key in _KEPT}), **files}


def _runnable(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same, with steps taken apart that TensorFlow.js does not do at once on WebAssembly: where what is added is no
    constant for each channel, and with activations that are rare.
    """
    constants = {node["name"] for node in nodes if node["op"] == "Const" and _rank(node) == 1}
    for node in nodes:
        varies = any(name.split(":")[0] not in constants for name in node.get("input", [])[2:3])
        rare = not set(fused_steps(node)) <= _AT_ONCE
        if node["op"].startswith(("_Fused", "Fused")) and (varies or rare):
            yield from unfused(node)
        else:
            yield node


def _rank(constant: dict[str, Any]) -> int:
    return len(constant["attr"]["value"]["tensor"].get("tensorShape", {}).get("dim", []))


def _text(document: dict[str, Any]) -> bytes:
    return (json.dumps(document) + "\n").encode()


def _cannot_run(error: ValueError) -> ConversionError:
    unknown = re.search(r"Unsupported Ops in the model .*\n(.*)", str(error))
    if not unknown:
        first = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
        return ConversionError(
            f"TensorFlow.js's converter does not understand the model: {first}.", "Try simpler layers."
        )
    return _unknown(sorted(unknown[1].split(", ")))


def _unknown(names: list[str]) -> ConversionError:
    hints = {_INSTEAD[name] for name in names if name in _INSTEAD}
    return ConversionError(
        f"TensorFlow.js cannot run the model on every computer: it does not know {', '.join(names)}.",
        " ".join(sorted(hints)) or "Use other layers in their place.",
    )


def _converter() -> Any:
    """tensorflowjs' converter, without the libraries that it imports and that this conversion does not touch."""
    for name in ("tensorflow_decision_forests", "tensorflow_hub", "tf_keras"):
        if name not in sys.modules and importlib.util.find_spec(name) is None:
            sys.modules[name] = types.ModuleType(name)
    jax = types.ModuleType("tensorflowjs.converters.jax_conversion")
    jax.convert_jax = None  # type: ignore[attr-defined]
    sys.modules.setdefault(jax.__name__, jax)
    from tensorflowjs.converters import tf_saved_model_conversion_v2

    return tf_saved_model_conversion_v2
