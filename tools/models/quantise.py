"""Kernels as 8-bit numbers: each output channel has a range of its own, which the page widens while loading.

One range for a whole kernel, which is all that TensorFlow.js knows, breaks small networks: their channels differ by
orders of magnitude. `web_ui/src/models/weights.ts` reads what is written here.
"""

from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from tjbot.learn.weights import Array

LEAST_WEIGHTS = 3000
"""Kernels with fewer weights stay half floats: they stand at the beginning, where errors grow, and save little."""

STEPS = 255
MIDDLE = 128
PRUNED = 0.5
"""A kernel with a greater part of zeros was pruned: nothing may flow where they are, so they have to stay exact; and
because all of them are the same byte, the file packs to half its size."""
SMALLEST_STEP = np.finfo("f2").smallest_subnormal


@dataclass(frozen=True)
class Precision:
    """How exactly a network's kernels are kept. What is no kernel (biases, slopes) is always kept as half floats."""

    eight_bits: bool = True
    """Whether large kernels become 8-bit numbers; else all stay half floats."""
    half: Set[str] = frozenset()
    """Names of kernels that stay half floats because their network suffers without."""

    def is_eight_bits(self, name: str, size: int) -> bool:
        """Whether the kernel with this name and number of weights becomes 8-bit numbers."""
        return self.eight_bits and size >= LEAST_WEIGHTS and name not in self.half


HALF = Precision(eight_bits=False)
EIGHT_BITS = Precision()


def quantise(kernel: Array, axis: int) -> bytes:
    """A kernel as bytes: for each channel its least weight, then for each channel its step (half floats, little end
    first), then one byte a weight. A weight is `least + byte × step`.

    Args:
        kernel: the weights.
        axis: the dimension that counts the output channels.
    """
    others = tuple(dimension for dimension in range(kernel.ndim) if dimension != axis)
    if np.mean(kernel == 0) > PRUNED:
        most = np.abs(kernel).max(axis=others, keepdims=True).astype("f8")
        steps = np.maximum((most / (STEPS - MIDDLE)).astype("<f2"), SMALLEST_STEP)
        least = (-MIDDLE * steps).astype("<f2")
    else:
        least = kernel.min(axis=others, keepdims=True).astype("<f2")
        wanted = (kernel.max(axis=others, keepdims=True).astype("f8") - least) / STEPS
        steps = np.maximum(wanted.astype("<f2"), SMALLEST_STEP)
    numbers = np.clip(np.round((kernel.astype("f8") - least) / steps.astype("f8")), 0, STEPS)
    parts: list[Array] = [least, steps.astype("<f2"), numbers.astype("u1")]
    return b"".join(part.tobytes() for part in parts)
