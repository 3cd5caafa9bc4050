"""Two graphs become one: what the second takes is what the first answers."""

import json

import numpy as np

from tjbot.learn.teaching.whole import FORM, whole_files
from tjbot.learn.weights import weights_of

HEAD = {
    "format": "graph-model",
    "generatedBy": "2.21.0",
    "convertedBy": "x",
    "signature": {"inputs": {"input": {"name": "given:0"}}, "outputs": {"output_0": {"name": "Identity:0"}}},
    "modelTopology": {
        "node": [
            {"name": "kernel", "op": "Const"},
            {"name": "given", "op": "Placeholder"},
            {"name": "product", "op": "MatMul", "input": ["given", "kernel"]},
            {"name": "Identity", "op": "Identity", "input": ["product:0", "^product"]},
        ]
    },
    "weightsManifest": [
        {"paths": ["group1-shard1of1.bin"], "weights": [{"name": "kernel", "shape": [2], "dtype": "float32"}]}
    ],
}


def test_a_taught_network_stands_behind_the_page_s_own() -> None:
    data = np.array([1.5, 2.5], "<f4").tobytes()
    files = whole_files({"model.json": json.dumps(HEAD).encode(), "group1-shard1of1.bin": data})
    assert set(files) == {"model.json", "features.bin", "group1-shard1of1.bin"}
    document = json.loads(files["model.json"])
    nodes = {node["name"]: node for node in document["modelTopology"]["node"]}
    assert nodes["taught/product"]["input"] == ["features", "taught/kernel"]
    assert nodes["taught/Identity"]["input"] == ["taught/product:0", "^taught/product"]
    assert document["signature"]["outputs"]["output_0"]["name"] == "taught/Identity:0"
    (given,) = document["signature"]["inputs"].values()
    assert [int(size["size"]) for size in given["tensorShape"]["dim"]] == [1, *FORM.shape]
    assert "logits" not in nodes
    assert not any(name.startswith("classes") for name in nodes)
    for node in nodes.values():
        assert all(name.removeprefix("^").split(":")[0] in nodes for name in node.get("input", []))
    weights = weights_of(document, files)
    assert weights["taught/kernel"].tolist() == [1.5, 2.5]
    assert set(weights) == {name for name, node in nodes.items() if node["op"] == "Const"}
    # Only what TensorFlow.js reads by itself.
    kinds = [entry.get("quantization", {}) for group in document["weightsManifest"] for entry in group["weights"]]
    assert all(set(kind) <= {"dtype", "original_dtype"} for kind in kinds)
