"""Reads a `.tflite` file into plain values: tensors, constants and operators in the order they run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import tflite

from tools.models.errors import ConversionError

Array = np.ndarray[Any, np.dtype[Any]]

_NUMBERS: Mapping[int, str] = {
    tflite.TensorType.FLOAT32: "<f4",
    tflite.TensorType.FLOAT16: "<f2",
    tflite.TensorType.INT32: "<i4",
}
_INDICES: Mapping[int, tuple[Callable[[], Any], str]] = {
    tflite.SparseIndexVector.Int32Vector: (tflite.Int32Vector, "i4"),
    tflite.SparseIndexVector.Uint16Vector: (tflite.Uint16Vector, "u2"),
    tflite.SparseIndexVector.Uint8Vector: (tflite.Uint8Vector, "u1"),
}
_OPERATOR_NAMES = {code: name for name, code in vars(tflite.BuiltinOperator).items() if isinstance(code, int)}


@dataclass(frozen=True)
class Operator:
    """One step: its builtin name, the indices of its tensors, and its options."""

    name: str
    position: int
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    _table: Any

    def options(self, kind: Callable[[], Any]) -> Any:
        """The options, read as the flatbuffer class `kind` (for example `tflite.Conv2DOptions`)."""
        options = kind()
        options.Init(self._table.Bytes, self._table.Pos)
        return options


@dataclass(frozen=True)
class Network:
    """A whole network. Tensors are numbered; `constants` holds those whose values the file carries."""

    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    operators: tuple[Operator, ...]
    shapes: Mapping[int, tuple[int, ...]]
    names: Mapping[int, str]
    constants: Mapping[int, Array]


def read(data: bytes) -> Network:
    """Reads the first subgraph of a `.tflite` file.

    Raises:
        ConversionError: the bytes are no `.tflite` file, or hold a number type that is not read here.
    """
    if data[4:8] != b"TFL3":
        raise ConversionError("This is no .tflite file: its mark TFL3 is missing. Is the package whole?")
    model = tflite.Model.GetRootAsModel(data, 0)
    graph = model.Subgraphs(0)
    indices = range(graph.TensorsLength())
    shapes = {index: _shape(graph.Tensors(index)) for index in indices}
    return Network(
        inputs=tuple(graph.InputsAsNumpy().tolist()),
        outputs=tuple(graph.OutputsAsNumpy().tolist()),
        operators=tuple(_operator(model, graph.Operators(k), k) for k in range(graph.OperatorsLength())),
        shapes=shapes,
        names={index: graph.Tensors(index).Name().decode() for index in indices},
        constants={
            index: _values(model, graph.Tensors(index), shapes[index])
            for index in indices
            if model.Buffers(graph.Tensors(index).Buffer()).DataLength()
        },
    )


def _shape(tensor: Any) -> tuple[int, ...]:
    return tuple(tensor.ShapeAsNumpy().tolist()) if tensor.ShapeLength() else ()


def _values(model: Any, tensor: Any, shape: tuple[int, ...]) -> Array:
    if tensor.Type() not in _NUMBERS:
        raise ConversionError(
            f"The constant {tensor.Name().decode()} holds numbers of tflite type {tensor.Type()}; "
            "float32, float16 and int32 are read. Take a float version of the network."
        )
    numbers = np.frombuffer(model.Buffers(tensor.Buffer()).DataAsNumpy().tobytes(), _NUMBERS[tensor.Type()])
    return _dense(tensor, numbers, shape) if tensor.Sparsity() else numbers.reshape(shape)


def _dense(tensor: Any, numbers: Array, shape: tuple[int, ...]) -> Array:
    """A whole tensor, of which the file holds only what is not zero, and where in its row (the last dimension)."""
    sparsity = tensor.Sparsity()
    order = sparsity.TraversalOrderAsNumpy().tolist()
    *outer, last = (sparsity.DimMetadata(index) for index in range(sparsity.DimMetadataLength()))
    rows_alone = all(dimension.Format() == tflite.DimensionType.DENSE for dimension in outer)
    if order != list(range(len(shape))) or not rows_alone or last.Format() != tflite.DimensionType.SPARSE_CSR:
        raise ConversionError(
            f"The constant {tensor.Name().decode()} is sparse in a way that is not read: only rows may be. "
            "Take a dense version of the network."
        )
    begins = _indices(last.ArraySegmentsType(), last.ArraySegments())
    row_of_each = np.repeat(np.arange(len(begins) - 1), np.diff(begins.astype("i8")))
    dense = np.zeros((len(begins) - 1, shape[-1]), numbers.dtype)
    dense[row_of_each, _indices(last.ArrayIndicesType(), last.ArrayIndices())] = numbers
    return dense.reshape(shape)


def _indices(kind: int, table: Any) -> Array:
    new, number = _INDICES[kind]
    vector = new()
    vector.Init(table.Bytes, table.Pos)
    # The buffer may hold fewer bytes than a whole number of steps, so the numbers are taken one by one.
    return np.array([vector.Values(index) for index in range(vector.ValuesLength())], number)


def _operator(model: Any, operator: Any, position: int) -> Operator:
    code = model.OperatorCodes(operator.OpcodeIndex())
    return Operator(
        name=_OPERATOR_NAMES.get(code.BuiltinCode(), f"number {code.BuiltinCode()}"),
        position=position,
        inputs=tuple(operator.InputsAsNumpy().tolist()),
        outputs=tuple(operator.OutputsAsNumpy().tolist()),
        _table=operator.BuiltinOptions(),
    )
