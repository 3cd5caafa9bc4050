"""EfficientNet-Lite0 as a TensorFlow.js graph, from the tensors of its PyTorch version.

Batch normalisation is folded into the convolutions, since its numbers are constant once a network is trained.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from tjbot.learn.weights import Array
from tools.models.graph_writer import FLOAT, INTEGER, GraphWriter, boolean
from tools.models.layers import Convolution, convolve, multiply
from tools.models.quantise import Precision

SIDE = 224
FEATURES = 1280
CLASSES = 1000

_EPSILON = 1e-3
_STEM_CHANNELS = 32

# repeats, stride, expansion, channels of each row of blocks
_ROWS = [(1, 1, 1, 16), (2, 2, 6, 24), (2, 2, 6, 40), (3, 2, 6, 80), (3, 1, 6, 112), (4, 2, 6, 192), (1, 1, 6, 320)]


@dataclass(frozen=True)
class _Block:
    name: str
    stride: int
    expands: bool
    adds: bool


def _blocks() -> Iterator[_Block]:
    channels, count = _STEM_CHANNELS, 0
    for repeats, stride, expansion, wanted in _ROWS:
        for repeat in range(repeats):
            step = stride if repeat == 0 else 1
            yield _Block(f"_blocks.{count}", step, expansion > 1, adds=step == 1 and channels == wanted)
            channels, count = wanted, count + 1


class _Builder:
    def __init__(self, tensors: Mapping[str, Array], precision: Precision) -> None:
        self._tensors = tensors
        self.writer = GraphWriter(precision)

    def convolution(self, values: str, prefix: str, convolution: str, norm: str, layer: Convolution) -> str:
        """A convolution with its normalisation."""
        name = f"{prefix}{convolution}"
        gain, shift = self._normalisation(f"{prefix}{norm}")
        # PyTorch keeps kernels as (out, in, height, width); a depthwise one has 1 in.
        kernel = self._tensors[f"{name}.weight"].astype("f8") * gain[:, None, None, None]
        kernel = kernel.transpose((2, 3, 0, 1) if layer.axis == 2 else (2, 3, 1, 0))
        weights = self.writer.kernel(f"{name}/kernel", kernel, layer.axis)
        bias = self.writer.constant(f"{name}/bias", shift.astype("f2"))
        return convolve(self.writer, name, layer, [values, weights, bias])

    def block(self, values: str, block: _Block) -> str:
        """An inverted bottleneck: wider, filtered channel by channel, narrow again, and added to what came in."""
        prefix, before = f"{block.name}.", values
        if block.expands:
            values = self.convolution(values, prefix, "_expand_conv", "_bn0", _RELU6)
        filters = replace(_RELU6, operation="FusedDepthwiseConv2dNative", stride=block.stride)
        values = self.convolution(values, prefix, "_depthwise_conv", "_bn1", filters)
        values = self.convolution(values, prefix, "_project_conv", "_bn2", replace(_RELU6, activations=()))
        return self.writer.node(f"{prefix}add", "AddV2", [values, before], T=FLOAT) if block.adds else values

    def head(self, values: str) -> tuple[str, str]:
        """The features and the classes."""
        axes = self.writer.constant("mean/axes", np.array([1, 2], "i4"))
        features = self.writer.node("mean", "Mean", [values, axes], T=FLOAT, Tidx=INTEGER, keep_dims=boolean(False))
        kernel = self.writer.kernel("classes/kernel", self._tensors["_fc.weight"].T, axis=1)
        bias = self.writer.constant("classes/bias", self._tensors["_fc.bias"].astype("f2"))
        return features, multiply(self.writer, "classes", [features, kernel], bias)

    def _normalisation(self, name: str) -> tuple[Array, Array]:
        weight, bias, mean, variance = (
            self._tensors[f"{name}.{kind}"].astype("f8") for kind in ("weight", "bias", "running_mean", "running_var")
        )
        gain = weight / np.sqrt(variance + _EPSILON)
        return gain, bias - mean * gain


_RELU6 = Convolution(activations=("Relu6",))


def build(tensors: Mapping[str, Array], precision: Precision) -> GraphWriter:
    """The network with its two outputs: `features` (1280) and `logits` (1000 classes of ImageNet)."""
    builder = _Builder(tensors, precision)
    values = builder.writer.input("image", (1, SIDE, SIDE, 3))
    values = builder.convolution(values, "", "_conv_stem", "_bn0", replace(_RELU6, stride=2))
    for block in _blocks():
        values = builder.block(values, block)
    values = builder.convolution(values, "", "_conv_head", "_bn1", _RELU6)
    features, classes = builder.head(values)
    builder.writer.output("features", features, (1, FEATURES))
    builder.writer.output("logits", classes, (1, CLASSES))
    return builder.writer
