"""What each tflite operator is in TensorFlow: one function each, and the table that names them.

To teach the converter another operator, write its function here and add a line to `OPERATORS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import tflite

from tools.models.errors import ConversionError
from tools.models.graph_writer import FLOAT, INTEGER, GraphWriter, boolean, integer, integers, text
from tools.models.layers import Convolution, convolve, multiply
from tools.models.tflite_reader import Array, Network, Operator

_ACTIVATIONS: Mapping[int, list[str]] = {
    tflite.ActivationFunctionType.NONE: [],
    tflite.ActivationFunctionType.RELU: ["Relu"],
    tflite.ActivationFunctionType.RELU6: ["Relu6"],
}


class Conversion:
    """What is known so far: which node holds which tensor, and which tensors are constant."""

    def __init__(self, network: Network, writer: GraphWriter) -> None:
        self.network = network
        self.writer = writer
        self.constants: dict[int, Array] = dict(network.constants)
        self.nodes: dict[int, str] = {}

    def node(self, tensor: int) -> str:
        """The node that holds the tensor; a constant gets one when it is first asked for."""
        if tensor not in self.nodes:
            self.nodes[tensor] = self.writer.constant(f"constant_{tensor}", self.constants[tensor])
        return self.nodes[tensor]


def _fused_activation(operator: Operator, kind: int) -> list[str]:
    if kind not in _ACTIVATIONS:
        raise ConversionError(
            f"Operator {operator.position} ({operator.name}) ends in the activation number {kind}, "
            "which the converter does not know. Add it to _ACTIVATIONS in tools/models/operators.py."
        )
    return _ACTIVATIONS[kind]


def _padding(options: Any) -> Literal["SAME", "VALID"]:
    return "SAME" if options.Padding() == tflite.Padding.SAME else "VALID"


def _convolution(conversion: Conversion, operator: Operator, options: Any, kernel: Array, layer: Convolution) -> str:
    strides, dilations = (options.StrideH(), options.StrideW()), (options.DilationHFactor(), options.DilationWFactor())
    if strides[0] != strides[1] or dilations != (1, 1):
        raise ConversionError(
            f"Operator {operator.position} ({operator.name}) has strides {strides} and dilations {dilations}; "
            "the converter knows equal strides and dilations of 1."
        )
    activations = tuple(_fused_activation(operator, options.FusedActivationFunction()))
    layer = replace(layer, stride=strides[0], padding=_padding(options), activations=activations)
    name = f"{operator.name.lower()}_{operator.position}"
    weights = conversion.writer.kernel(f"{name}/kernel", kernel, layer.axis)
    inputs = [conversion.node(operator.inputs[0]), weights, conversion.node(operator.inputs[2])]
    return convolve(conversion.writer, name, layer, inputs)


def _conv_2d(conversion: Conversion, operator: Operator) -> str:
    # tflite keeps kernels as (out, height, width, in), TensorFlow as (height, width, in, out).
    kernel = conversion.constants[operator.inputs[1]].transpose(1, 2, 3, 0)
    return _convolution(conversion, operator, operator.options(tflite.Conv2DOptions), kernel, Convolution())


def _depthwise_conv_2d(conversion: Conversion, operator: Operator) -> str:
    kernel = conversion.constants[operator.inputs[1]]
    channels = conversion.network.shapes[operator.inputs[0]][3]
    # tflite: (1, height, width, channels × multiplier); TensorFlow: (height, width, channels, multiplier).
    kernel = kernel.reshape(kernel.shape[1], kernel.shape[2], channels, -1)
    options = operator.options(tflite.DepthwiseConv2DOptions)
    return _convolution(conversion, operator, options, kernel, Convolution("FusedDepthwiseConv2dNative"))


def _fully_connected(conversion: Conversion, operator: Operator) -> str:
    name = f"fully_connected_{operator.position}"
    writer = conversion.writer
    weights = conversion.constants[operator.inputs[1]].T
    values = conversion.node(operator.inputs[0])
    if len(conversion.network.shapes[operator.inputs[0]]) != 2:
        flat = writer.constant(f"{name}/flat_shape", np.array([-1, weights.shape[0]], "i4"))
        values = writer.node(f"{name}/flat", "Reshape", [values, flat], T=FLOAT, Tshape=INTEGER)
    inputs = [values, writer.kernel(f"{name}/kernel", weights, axis=1)]
    total = multiply(writer, name, inputs, conversion.node(operator.inputs[2]))
    return _activated(conversion, operator, total, tflite.FullyConnectedOptions)


def _add(conversion: Conversion, operator: Operator) -> str:
    inputs = [conversion.node(tensor) for tensor in operator.inputs]
    total = conversion.writer.node(f"add_{operator.position}", "AddV2", inputs, T=FLOAT)
    return _activated(conversion, operator, total, tflite.AddOptions)


def _activated(conversion: Conversion, operator: Operator, node: str, kind: Callable[[], Any]) -> str:
    for activation in _fused_activation(operator, operator.options(kind).FusedActivationFunction()):
        node = conversion.writer.node(f"{node}/{activation.lower()}", activation, [node], T=FLOAT)
    return node


def _prelu(conversion: Conversion, operator: Operator) -> str:
    inputs = [conversion.node(tensor) for tensor in operator.inputs]
    return conversion.writer.node(f"prelu_{operator.position}", "Prelu", inputs, T=FLOAT)


def _logistic(conversion: Conversion, operator: Operator) -> str:
    inputs = [conversion.node(operator.inputs[0])]
    return conversion.writer.node(f"logistic_{operator.position}", "Sigmoid", inputs, T=FLOAT)


def _relu(conversion: Conversion, operator: Operator) -> str:
    inputs = [conversion.node(operator.inputs[0])]
    return conversion.writer.node(f"relu_{operator.position}", "Relu", inputs, T=FLOAT)


def _depth_to_space(conversion: Conversion, operator: Operator) -> str:
    block = operator.options(tflite.DepthToSpaceOptions).BlockSize()
    inputs = [conversion.node(operator.inputs[0])]
    name, layout = f"depth_to_space_{operator.position}", text("NHWC")
    return conversion.writer.node(name, "DepthToSpace", inputs, T=FLOAT, block_size=integer(block), data_format=layout)


def _max_pool_2d(conversion: Conversion, operator: Operator) -> str:
    options = operator.options(tflite.Pool2DOptions)
    return conversion.writer.node(
        f"max_pool_2d_{operator.position}",
        "MaxPool",
        [conversion.node(operator.inputs[0])],
        T=FLOAT,
        ksize=integers([1, options.FilterHeight(), options.FilterWidth(), 1]),
        strides=integers([1, options.StrideH(), options.StrideW(), 1]),
        padding=text(_padding(options)),
        data_format=text("NHWC"),
    )


def _mean(conversion: Conversion, operator: Operator) -> str:
    keep = bool(operator.options(tflite.ReducerOptions).KeepDims())
    inputs = [conversion.node(tensor) for tensor in operator.inputs]
    return conversion.writer.node(
        f"mean_{operator.position}", "Mean", inputs, T=FLOAT, Tidx=INTEGER, keep_dims=boolean(keep)
    )


def _pad(conversion: Conversion, operator: Operator) -> str:
    inputs = [conversion.node(tensor) for tensor in operator.inputs]
    return conversion.writer.node(f"pad_{operator.position}", "Pad", inputs, T=FLOAT, Tpaddings=INTEGER)


def _reshape(conversion: Conversion, operator: Operator) -> str:
    name = f"reshape_{operator.position}"
    shape = np.array(conversion.network.shapes[operator.outputs[0]], "i4")
    inputs = [conversion.node(operator.inputs[0]), conversion.writer.constant(f"{name}/shape", shape)]
    return conversion.writer.node(name, "Reshape", inputs, T=FLOAT, Tshape=INTEGER)


def _resize_bilinear(conversion: Conversion, operator: Operator) -> str:
    options = operator.options(tflite.ResizeBilinearOptions)
    return conversion.writer.node(
        f"resize_bilinear_{operator.position}",
        "ResizeBilinear",
        [conversion.node(tensor) for tensor in operator.inputs],
        T=FLOAT,
        align_corners=boolean(bool(options.AlignCorners())),
        half_pixel_centers=boolean(bool(options.HalfPixelCenters())),
    )


def _concatenation(conversion: Conversion, operator: Operator) -> str:
    name = f"concatenation_{operator.position}"
    axis = operator.options(tflite.ConcatenationOptions).Axis()
    inputs = [conversion.node(tensor) for tensor in operator.inputs]
    inputs.append(conversion.writer.constant(f"{name}/axis", np.array(axis, "i4")))
    return conversion.writer.node(name, "ConcatV2", inputs, N=integer(len(operator.inputs)), T=FLOAT, Tidx=INTEGER)


OPERATORS: Mapping[str, Callable[[Conversion, Operator], str]] = {
    "ADD": _add,
    "CONCATENATION": _concatenation,
    "CONV_2D": _conv_2d,
    "DEPTH_TO_SPACE": _depth_to_space,
    "DEPTHWISE_CONV_2D": _depthwise_conv_2d,
    "FULLY_CONNECTED": _fully_connected,
    "LOGISTIC": _logistic,
    "MAX_POOL_2D": _max_pool_2d,
    "MEAN": _mean,
    "PAD": _pad,
    "PRELU": _prelu,
    "RELU": _relu,
    "RESHAPE": _reshape,
    "RESIZE_BILINEAR": _resize_bilinear,
}
