"""The page's own network and one that was taught on what it says, as one graph: it takes pictures, on any web page."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from tjbot.learn.teaching.features import SIDE, network_files
from tjbot.learn.weights import weights_of
from tjbot.protocol.models import Pixels

FORM = Pixels(shape=[SIDE, SIDE, 3], black=-127 / 128, white=1)
"""What such a graph takes (web_ui/src/models/image/features.ts)."""

_FEATURES = "features"
_TAUGHT = "taught"


def whole_files(taught: Mapping[str, bytes]) -> dict[str, bytes]:
    """`model.json` and its files with weights.

    Args:
        taught: those of a graph model that takes features of pictures.

    Raises:
        TrainingError: the page's own network is not installed here.
    """
    looking = network_files()
    head = json.loads(taught["model.json"])
    body = json.loads(looking["efficientnet.json"])
    nodes = _needed(body["modelTopology"]["node"])
    kept = {node["name"] for node in nodes}
    specs, data = _halved(body, looking, kept)
    (given,) = head["signature"]["inputs"].values()
    names = {node["name"]: f"{_TAUGHT}/{node['name']}" for node in head["modelTopology"]["node"]}
    names[given["name"].split(":")[0]] = _FEATURES
    for node in head["modelTopology"]["node"]:
        if names[node["name"]] != _FEATURES:
            inputs = [_renamed(name, names) for name in node.get("input", [])]
            nodes.append({**node, "name": names[node["name"]], "input": inputs})
    outputs = {
        key: {**output, "name": _renamed(output["name"], names)} for key, output in head["signature"]["outputs"].items()
    }
    groups = [
        {**group, "weights": [{**entry, "name": names[entry["name"]]} for entry in group["weights"]]}
        for group in head["weightsManifest"]
    ]
    document = {
        **{key: head[key] for key in ("format", "generatedBy", "convertedBy")},
        "signature": {"inputs": body["signature"]["inputs"], "outputs": outputs},
        "modelTopology": {**head["modelTopology"], "node": nodes},
        "weightsManifest": [{"paths": [f"{_FEATURES}.bin"], "weights": specs}, *groups],
    }
    weights = {name: file for name, file in taught.items() if name != "model.json"}
    return {"model.json": (json.dumps(document) + "\n").encode(), f"{_FEATURES}.bin": data, **weights}


def _needed(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that the features follow from."""
    by_name = {node["name"]: node for node in nodes}
    waiting, needed = [_FEATURES], set()
    while waiting:
        name = waiting.pop().split(":")[0]
        if name not in needed:
            needed.add(name)
            waiting += by_name[name].get("input", [])
    return [node for node in nodes if node["name"] in needed]


def _halved(document: dict[str, Any], files: Mapping[str, bytes], kept: set[str]) -> tuple[list[dict[str, Any]], bytes]:
    """The weights as half floats, which TensorFlow.js reads by itself (not so ours with 8 bits), and what they are."""
    specs, parts = [], []
    for name, array in weights_of(document, files).items():
        if name not in kept:
            continue
        spec: dict[str, Any] = {"name": name, "shape": list(array.shape), "dtype": str(array.dtype)}
        if array.dtype == np.float32:
            spec["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
            array = array.astype("<f2")
        specs.append(spec)
        parts.append(array.tobytes())
    return specs, b"".join(parts)


def _renamed(name: str, names: Mapping[str, str]) -> str:
    """The new name of a node, of one of its tensors (`name:1`), or of one that only comes before (`^name`)."""
    before, colon, number = name.removeprefix("^").partition(":")
    return ("^" if name.startswith("^") else "") + names[before] + colon + number
