"""From a Keras network to the files that the page loads: a graph model of TensorFlow.js, quantised."""

import importlib.util
import json
import sys
import tempfile
import types
from pathlib import Path
from typing import Any, Literal

Quantisation = Literal["float16", "uint8", "uint16"]


def graph_files(network: Any, name: str, quantisation: Quantisation | None) -> dict[str, bytes]:
    """`<name>.json` and `<name>.bin` of a Keras network.

    Args:
        network: the Keras model.
        name: of the network, without an ending.
        quantisation: how each weight is stored; None: as a 32-bit float.
    """
    converter = _converter()
    with tempfile.TemporaryDirectory() as folder:
        saved, converted = Path(folder, "saved"), Path(folder, "converted")
        network.export(str(saved), verbose=False)
        kinds = {quantisation: ["*"]} if quantisation else None
        converter.convert_tf_saved_model(str(saved), str(converted), quantization_dtype_map=kinds)
        graph = json.loads((converted / "model.json").read_text())
        shards = [path for group in graph["weightsManifest"] for path in group["paths"]]
        weights = b"".join((converted / path).read_bytes() for path in shards)
    for group in graph["weightsManifest"]:
        group["paths"] = [f"{name}.bin"]
    kept = ("format", "generatedBy", "convertedBy", "signature", "modelTopology", "weightsManifest")
    document = {key: graph[key] for key in kept}
    return {f"{name}.json": (json.dumps(document) + "\n").encode(), f"{name}.bin": weights}


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
