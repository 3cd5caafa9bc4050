"""The weights of a model of TensorFlow.js, as its files hold them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

_BYTES_PER_RANGE = 4


def weights_of(document: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Array]:
    """Every weight by its name, widened where it is stored in fewer bits.

    Args:
        document: `model.json`.
        files: the files that its manifest names.

    Raises:
        ValueError: there are fewer or more bytes than the manifest tells.
    """
    weights: dict[str, Array] = {}
    for group in document["weightsManifest"]:
        data = b"".join(files[name] for name in group["paths"])
        place = 0
        for entry in group["weights"]:
            weights[entry["name"]], place = _widened(entry, data, place)
        if place != len(data):
            raise ValueError(f"{len(data) - place} bytes are left over behind the last weight")
    return weights


def _widened(entry: Mapping[str, Any], data: bytes, place: int) -> tuple[Array, int]:
    """The numbers of an entry that begins here, and where they end."""
    shape = entry["shape"]
    kept = entry.get("quantization", {})
    count = int(np.prod(shape))
    stored = np.dtype(kept.get("dtype", entry["dtype"])).newbyteorder("<")
    scale: Any = kept.get("scale", 1)
    least: Any = kept.get("min", 0)
    if "axis" in kept:
        # Our own: a range for each channel (tools/models/quantise.py).
        channels = shape[kept["axis"]]
        ranges = np.frombuffer(data, "<f2", 2 * channels, place).astype("float32").reshape(2, channels)
        place += _BYTES_PER_RANGE * channels
        around = [channels if axis == kept["axis"] else 1 for axis in range(len(shape))]
        least, scale = ranges[0].reshape(around), ranges[1].reshape(around)
    numbers = np.frombuffer(data, stored, count, place).reshape(shape)
    place += numbers.nbytes
    if kept and kept["dtype"] != "float16":
        numbers = numbers * scale + least
    return numbers.astype(entry["dtype"]), place
