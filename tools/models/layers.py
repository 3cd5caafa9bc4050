"""Layers as TensorFlow.js runs them fastest: a convolution with its bias and activation is one node."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tools.models.graph_writer import FLOAT, GraphWriter, boolean, integer, integers, number, text, texts

Operation = Literal["_FusedConv2D", "FusedDepthwiseConv2dNative"]
"""A convolution over all channels, with a kernel (height, width, in, out); or channel by channel, with a kernel
(height, width, channels, multiplier)."""


@dataclass(frozen=True)
class Convolution:
    """A convolution without its numbers."""

    operation: Operation = "_FusedConv2D"
    stride: int = 1
    padding: Literal["SAME", "VALID"] = "SAME"
    activations: tuple[str, ...] = ()

    @property
    def axis(self) -> int:
        """Which dimension of its kernel counts the output channels."""
        return 3 if self.operation == "_FusedConv2D" else 2


def convolve(writer: GraphWriter, name: str, layer: Convolution, inputs: Sequence[str]) -> str:
    """Adds a convolution; `inputs` are the nodes of the values, the kernel and the biases. Returns its name."""
    return writer.node(
        name,
        layer.operation,
        inputs,
        T=FLOAT,
        strides=integers([1, layer.stride, layer.stride, 1]),
        padding=text(layer.padding),
        data_format=text("NHWC"),
        dilations=integers([1, 1, 1, 1]),
        fused_ops=texts(["BiasAdd", *layer.activations]),
        num_args=integer(1),
        epsilon=number(0.0001),
        explicit_paddings=integers([]),
    )


def multiply(writer: GraphWriter, name: str, inputs: Sequence[str], bias: str) -> str:
    """Adds a dense layer: of the nodes `inputs`, the values (rows) times the kernel (in, out), and the biases added."""
    off = boolean(False)
    product = writer.node(f"{name}/product", "MatMul", inputs, T=FLOAT, transpose_a=off, transpose_b=off)
    return writer.node(name, "AddV2", [product, bias], T=FLOAT)
