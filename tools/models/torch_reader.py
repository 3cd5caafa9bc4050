"""Reads the tensors of a PyTorch file (as `torch.save` wrote them before version 1.6) without PyTorch."""

import io
import pickle
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np

from tjbot.learn.weights import Array
from tools.models.errors import ConversionError

_MAGIC = 0x1950A86A20F9469CFC6C
_NUMBERS = {"FloatStorage": "<f4", "LongStorage": "<i8"}


class _Storage:
    """A row of numbers that tensors are cut from; the file has them at its end."""

    def __init__(self, numbers: str) -> None:
        self.values: Array = np.empty(0, numbers)


class _Tensor:
    def __init__(self, storage: _Storage, offset: int, shape: Sequence[int], strides: Sequence[int], *_: Any) -> None:
        self._storage, self._offset, self._shape, self._strides = storage, offset, shape, strides

    def values(self) -> Array:
        row = self._storage.values
        strides = [step * row.itemsize for step in self._strides]
        return np.lib.stride_tricks.as_strided(row[self._offset :], self._shape, strides).copy()


class _Unpickler(pickle.Unpickler):
    """Knows the names that tensors need, and no others: a pickle may otherwise run anything."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self.storages: dict[str, _Storage] = {}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _Tensor
        if module == "torch" and name in _NUMBERS:
            return _NUMBERS[name]
        raise ConversionError(
            f"The PyTorch file holds {module}.{name}, which is no tensor. Take a file of weights only."
        )

    def persistent_load(self, pid: Any) -> _Storage:
        _kind, numbers, key = pid[:3]
        return self.storages.setdefault(key, _Storage(numbers))


def read_tensors(data: bytes) -> dict[str, Array]:
    """Every tensor of a PyTorch file by its name.

    Raises:
        ConversionError: the bytes are no such file, or hold something else than tensors.
    """
    file = io.BytesIO(data)
    try:
        magic = pickle.Unpickler(file).load() if data[:2] == b"\x80\x02" else None
    except pickle.UnpicklingError:
        magic = None
    if magic != _MAGIC:
        raise ConversionError("This is no PyTorch file of the kind before version 1.6. Is the package whole?")
    for _protocol_and_system in range(2):
        _Unpickler(file).load()
    unpickler = _Unpickler(file)
    tensors = unpickler.load()
    for key in _Unpickler(file).load():
        storage = unpickler.storages[key]
        count = int.from_bytes(file.read(8), "little")
        storage.values = np.frombuffer(file.read(count * storage.values.itemsize), storage.values.dtype)
    return {name: tensor.values() for name, tensor in tensors.items()}
