"""What TensorFlow.js does in one step, taken apart."""

import base64
from collections.abc import Iterator
from typing import Any

_BASES = {"_FusedConv2D": "Conv2D", "FusedDepthwiseConv2dNative": "DepthwiseConv2dNative", "_FusedMatMul": "MatMul"}
"""What TensorFlow calls the first part of what TensorFlow.js does at once."""
_BASE_ATTRIBUTES = {
    "Conv2D": ("T", "strides", "padding", "data_format", "dilations", "explicit_paddings"),
    "DepthwiseConv2dNative": ("T", "strides", "padding", "data_format", "dilations", "explicit_paddings"),
    "MatMul": ("T", "transpose_a", "transpose_b"),
}


def unfused(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same as nodes that do one thing each, and that TensorFlow knows; the last has the node's name."""
    if node["op"] == "Prelu":
        yield from _prelu(node["name"], node["input"][0], node["input"][1])
        return
    if node["op"] not in _BASES:
        yield node
        return
    base = _BASES[node["op"]]
    attributes = node["attr"]
    steps = fused_steps(node)
    names = [f"{node['name']}/plain_{number}" for number in range(len(steps))] + [node["name"]]
    more = list(node["input"][2:])
    kept = {key: attributes[key] for key in _BASE_ATTRIBUTES[base] if key in attributes}
    yield {"name": names[0], "op": base, "input": node["input"][:2], "attr": kept}
    for before, name, step in zip(names, names[1:], steps, strict=False):
        kind = {"T": {"type": "DT_FLOAT"}}
        if step == "Prelu":
            yield from _prelu(name, before, more.pop(0))
        elif step == "BiasAdd":
            # What is added may have any shape, as TensorFlow.js has it.
            yield {"name": name, "op": "AddV2", "input": [before, more.pop(0)], "attr": kind}
        elif step == "LeakyRelu":
            alpha = attributes.get("leakyrelu_alpha", {"f": 0.2})
            yield {"name": name, "op": step, "input": [before], "attr": {**kind, "alpha": alpha}}
        else:
            yield {"name": name, "op": step, "input": [before], "attr": kind}


def _prelu(name: str, value: str, slope: str) -> Iterator[dict[str, Any]]:
    """max(value, 0) - slope · max(-value, 0)."""
    kind = {"T": {"type": "DT_FLOAT"}}
    for part, op, inputs in (
        ("above", "Relu", [value]),
        ("turned", "Neg", [value]),
        ("below", "Relu", [f"{name}/turned"]),
        ("sloped", "Mul", [f"{name}/below", slope]),
    ):
        yield {"name": f"{name}/{part}", "op": op, "input": inputs, "attr": kind}
    yield {"name": name, "op": "Sub", "input": [f"{name}/above", f"{name}/sloped"], "attr": kind}


def fused_steps(node: dict[str, Any]) -> list[str]:
    """What a node does after its first part: `BiasAdd`, `Relu` … in their order; nothing where it does one thing."""
    steps = node.get("attr", {}).get("fused_ops", {}).get("list", {}).get("s", [])
    return [base64.b64decode(step).decode() for step in steps]
