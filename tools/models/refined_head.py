"""What the refined layers have that the landmark network has not: they look at places, and tell gestures at a glance.

The landmark network averages its last numbers over the whole crop, and so forgets where it saw them. Here a few of them
are also looked at place by place. They correct the landmarks, and with the averages they tell gestures without any.
"""

from typing import Any

import numpy as np

from tjbot.learn.weights import Array
from tools.models.graph_writer import FLOAT, Attribute, boolean, integer, integers, text, texts

GLANCE = "glance"
"""How likely each gesture is, (crops, classes)."""
DROPPED_OUT = ("glance_averages", "places_flat")
"""The nodes of which some numbers are left out while they learn."""

_SIDE = 7
_CHANNELS = 48
"""How many numbers each of 7 × 7 places has."""
_CONVOLUTION: dict[str, Attribute] = {
    "T": FLOAT,
    "strides": integers([1, 1, 1, 1]),
    "dilations": integers([1, 1, 1, 1]),
    "padding": text("SAME"),
    "data_format": text("NHWC"),
    "fused_ops": texts(["BiasAdd", "Relu6"]),
    "num_args": integer(1),
}
_PRODUCT: dict[str, Attribute] = {"T": FLOAT, "transpose_a": boolean(False), "transpose_b": boolean(False)}

OUTPUT_AXES = {"places_kernel": 3, "places_landmarks": 1, "glance_kernel": 1, "glance_places": 1}
"""Which dimension of a kernel counts its outputs."""


def nodes(last: str, averaged: str, landmarks: str, end: str) -> list[dict[str, Any]]:
    """The steps, in the order they run.

    Args:
        last: the node before the average, (crops, 7, 7, channels).
        averaged: the average, (crops, channels).
        landmarks: what the landmark network would give, (crops, 63).
        end: what the corrected landmarks are called.
    """

    def node(name: str, operation: str, *inputs: str, **attributes: Attribute) -> dict[str, Any]:
        return {"name": name, "op": operation, "input": list(inputs), "attr": attributes}

    def product(name: str, numbers: str, kernel: str) -> dict[str, Any]:
        return node(name, "MatMul", numbers, kernel, **_PRODUCT)

    def total(name: str, one: str, other: str) -> dict[str, Any]:
        return node(name, "AddV2", one, other, T=FLOAT)

    return [
        node("places", "_FusedConv2D", last, "places_kernel", "places_biases", **_CONVOLUTION),
        node("places_flat", "Reshape", "places", "places_shape", T=FLOAT),
        product("places_correction", "places_flat", "places_landmarks"),
        total(end, landmarks, "places_correction"),
        node("glance_averages", "Identity", averaged, T=FLOAT),
        product("glance_of_averages", "glance_averages", "glance_kernel"),
        product("glance_of_places", "places_flat", "glance_places"),
        total("glance_of_both", "glance_of_averages", "glance_of_places"),
        total("glance_sum", "glance_of_both", "glance_biases"),
        node(GLANCE, "Softmax", "glance_sum", T=FLOAT),
    ]


def beginning(channels: int, classes: int, chance: np.random.Generator) -> dict[str, Array]:
    """Weights that correct nothing yet, and know nothing of gestures; by their names.

    Args:
        channels: of what is averaged.
        classes: how many gestures there are.
        chance: where those come from that must not all be the same.
    """
    flat = _SIDE * _SIDE * _CHANNELS
    arrays = {
        "places_kernel": chance.normal(0, np.sqrt(2 / channels), (1, 1, channels, _CHANNELS)),
        "places_biases": np.zeros(_CHANNELS),
        "places_landmarks": np.zeros((flat, 63)),
        "glance_kernel": chance.normal(0, 0.03, (channels, classes)),
        "glance_places": np.zeros((flat, classes)),
        "glance_biases": np.zeros(classes),
    }
    return {
        **{name: values.astype(np.float32) for name, values in arrays.items()},
        "places_shape": np.array([-1, flat], np.int32),
    }
