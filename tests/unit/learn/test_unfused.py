"""Steps that TensorFlow.js takes at once, one after the other; and weights as the files hold them."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tjbot.learn.convert import _runnable
from tjbot.learn.unfused import fused_steps, unfused
from tjbot.learn.weights import weights_of

MODELS = Path(__file__).parents[3] / "web_ui" / "public" / "models"


def fused(op: str, inputs: list[str], *steps: str) -> dict[str, Any]:
    names = [base64.b64encode(step.encode()).decode() for step in steps]
    return {
        "name": "n",
        "op": op,
        "input": inputs,
        "attr": {"T": {"type": "DT_FLOAT"}, "fused_ops": {"list": {"s": names}}},
    }


def told(node: dict[str, Any]) -> list[str]:
    return [f"{part['name']} = {part['op']}({', '.join(part['input'])})" for part in unfused(node)]


def test_a_step_is_taken_apart_and_its_last_part_keeps_the_name() -> None:
    node = fused("_FusedMatMul", ["x", "w", "b"], "BiasAdd", "Relu6")
    assert fused_steps(node) == ["BiasAdd", "Relu6"]
    assert told(node) == ["n/plain_0 = MatMul(x, w)", "n/plain_1 = AddV2(n/plain_0, b)", "n = Relu6(n/plain_1)"]
    assert told({"name": "n", "op": "Tanh", "input": ["x"]}) == ["n = Tanh(x)"]


def test_prelu_is_made_of_what_tensorflow_knows() -> None:
    assert told({"name": "n", "op": "Prelu", "input": ["x", "a"]})[-1] == "n = Sub(n/above, n/sloped)"
    parts = told(fused("FusedDepthwiseConv2dNative", ["x", "w", "b", "a"], "BiasAdd", "Prelu"))
    assert parts[0] == "n/plain_0 = DepthwiseConv2dNative(x, w)"
    assert "n/sloped = Mul(n/below, a)" in parts


def test_a_step_that_webassembly_does_not_know_is_taken_apart() -> None:
    shapes = {"w": 2, "b": 1, "scalar": 0, "matrix": 2}
    constants = [
        {"name": name, "op": "Const", "attr": {"value": {"tensor": {"tensorShape": {"dim": [{"size": "3"}] * rank}}}}}
        for name, rank in shapes.items()
    ]

    def ops(node: dict[str, Any]) -> list[str]:
        return [one["op"] for one in _runnable([*constants, node])][len(constants) :]

    assert ops(fused("_FusedMatMul", ["x", "w", "b"], "BiasAdd")) == ["_FusedMatMul"]
    assert ops(fused("_FusedConv2D", ["x", "w", "b", "matrix"], "BiasAdd", "Prelu")) == ["_FusedConv2D"]
    assert ops(fused("_FusedMatMul", ["x", "w", "b"], "BiasAdd", "Tanh")) == ["MatMul", "AddV2", "Tanh"]
    for added in ("y:1", "scalar", "matrix"):
        assert ops(fused("_FusedConv2D", ["x", "w", added], "BiasAdd", "Relu6")) == ["Conv2D", "AddV2", "Relu6"]


def test_weights_are_widened() -> None:
    entries = [
        {"name": "f", "shape": [2], "dtype": "float32"},
        {"name": "h", "shape": [], "dtype": "float32", "quantization": {"dtype": "float16"}},
        {"name": "q", "shape": [3], "dtype": "float32", "quantization": {"dtype": "uint8", "min": -1, "scale": 0.5}},
        {"name": "a", "shape": [2, 2], "dtype": "float32", "quantization": {"dtype": "uint8", "axis": 1}},
        {"name": "i", "shape": [1], "dtype": "int32"},
    ]
    data = b"".join(
        (
            np.array([1.5, 2], "<f4").tobytes(),
            np.array(0.25, "<f2").tobytes(),
            bytes([0, 2, 255]),
            np.array([0, 10, 1, 2], "<f2").tobytes(),
            bytes([0, 1, 2, 3]),
            np.array([7], "<i4").tobytes(),
        )
    )
    document = {"weightsManifest": [{"paths": ["1.bin", "2.bin"], "weights": entries}]}
    weights = weights_of(document, {"1.bin": data[:5], "2.bin": data[5:]})
    assert {name: array.tolist() for name, array in weights.items()} == {
        "f": [1.5, 2],
        "h": 0.25,
        "q": [-1, 0, 126.5],
        "a": [[0, 12], [2, 16]],
        "i": [7],
    }
    with pytest.raises(ValueError, match="1 bytes are left over"):
        weights_of(document, {"1.bin": data, "2.bin": b"!"})
    with pytest.raises(ValueError, match="buffer"):
        weights_of(document, {"1.bin": data[:-1], "2.bin": b""})


@pytest.mark.parametrize(
    "path",
    sorted(path for path in MODELS.glob("*/*.json") if path.name != "card.json"),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_the_page_s_own_models_can_be_read(path: Path) -> None:
    document = json.loads(path.read_text())
    weights = weights_of(document, {file.name: file.read_bytes() for file in path.parent.glob("*.bin")})
    assert all(np.isfinite(array).all() for array in weights.values())
