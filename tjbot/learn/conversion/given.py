"""What a brought model takes and how its classes are called: from what it says itself, and what the reader says."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from tjbot.learn.conversion.brought import Brought
from tjbot.learn.errors import ConversionError
from tjbot.protocol.models import MOST_LABELS, HandFeatures, Input, Numbers, PictureFeatures, Pixels, Spectrogram

Kind = Literal["pixels", "numbers", "spectrogram", "picture_features", "hand_features"]

_LEAST_SIDE = 8
"""What is smaller is no picture."""
_CHANNELS = (1, 3)


@dataclass(frozen=True)
class Wish:
    """What the reader says of the input: each part may be missing. `low` and `high` are the least and the largest
    number in it (of a picture: black and white), `side` the pixels of a picture whose size the model leaves open.
    """

    kind: Kind | None = None
    low: float | None = None
    high: float | None = None
    side: int | None = None


def input_of(brought: Brought, shape: tuple[int | None, ...], wish: Wish) -> Input:
    """What the page has to give the model.

    Args:
        brought: the model, as it is on the disk.
        shape: of one input, as the model says.
        wish: what the reader says.

    Raises:
        ConversionError: it does not fit together.
    """
    sizes = _sizes(brought, shape, wish)
    kind = wish.kind or _likely_kind(sizes)
    low, high = _range(brought, kind, wish)
    try:
        return _input(kind, sizes, low, high)
    except msgspec.ValidationError:
        raise ConversionError(
            f'"{brought.path}" takes the shape {_written(sizes)}, which is not that of {kind}.',
            "Leave --kind away, or see docs/models.md for what each kind is.",
        ) from None


def _input(kind: Kind, sizes: list[int], low: float, high: float) -> Input:
    # Converting checks the sizes and bounds of the fields, which making a struct does not.
    if kind == "pixels":
        return msgspec.convert({"kind": kind, "shape": sizes, "black": low, "white": high}, Pixels)
    if kind == "picture_features":
        return msgspec.convert({"kind": kind, "shape": sizes}, PictureFeatures)
    if kind == "hand_features":
        return msgspec.convert({"kind": kind, "shape": sizes}, HandFeatures)
    if kind == "spectrogram":
        from tjbot.learn.reading.waves import SPECTROGRAM

        return msgspec.convert({**msgspec.to_builtins(SPECTROGRAM), "shape": sizes}, Spectrogram)
    return msgspec.convert({"kind": kind, "shape": sizes, "low": low, "high": high}, Numbers)


def _sizes(brought: Brought, shape: tuple[int | None, ...], wish: Wish) -> list[int]:
    if len(shape) == len(_CHANNELS) + 1 and None in shape[:2] and shape[2] is not None:
        if wish.side is None:
            raise ConversionError(
                f'"{brought.path}" takes pictures of any size.',
                "Say which the page shall give it, for example --side 224.",
            )
        return [size or wish.side for size in shape[:2]] + [shape[2]]
    sizes = [size for size in shape if size is not None]
    if len(sizes) < len(shape):
        raise ConversionError(
            f'"{brought.path}" takes the shape {_written(shape)}: it leaves open how many numbers it takes.',
            "Give its Input the numbers.",
        )
    return sizes


def _likely_kind(sizes: Sequence[int]) -> Kind:
    picture = len(sizes) == len(_CHANNELS) + 1 and sizes[2] in _CHANNELS and min(sizes[:2]) >= _LEAST_SIDE
    return "pixels" if picture else "numbers"


def _range(brought: Brought, kind: Kind, wish: Wish) -> tuple[float, float]:
    """Between which numbers the input is; a network that begins with Rescaling wants the pixels as they are."""
    names = {layer["class_name"] for layer in brought.layers()}
    usual = (0.0, 255.0) if kind == "pixels" and names & {"Rescaling", "Normalization"} else (0.0, 1.0)
    low = usual[0] if wish.low is None else wish.low
    high = usual[1] if wish.high is None else wish.high
    if low >= high and not (kind == "pixels" and low > high):
        raise ConversionError(f"There is nothing between {low:g} and {high:g}.", "For example: --range 0 255")
    return low, high


def _written(shape: Sequence[int | None]) -> str:
    return " × ".join("?" if size is None else str(size) for size in shape)


def labels_of(text: str | None, answers: int) -> list[str]:
    """The names of the classes.

    Args:
        text: names with commas between them, or the name of a file with one in each line (Teachable Machine's, which
            numbers them, too); None: nobody says, so they are numbered.
        answers: how many there must be.

    Raises:
        ConversionError: there are more or fewer, or they cannot be names.
    """
    if text is None:
        return [f"class {number}" for number in range(1, answers + 1)]
    path = Path(text)
    labels = _lines(path) if path.suffix == ".txt" else [label.strip() for label in text.split(",")]
    if len(labels) != answers:
        raise ConversionError(
            f"The model tells {answers} classes apart, and here are {len(labels)} labels.",
            "Give one for each, in the order in which it was taught: --labels apple,banana",
        )
    for label in labels:
        if not 1 <= len(label) <= 64 or labels.count(label) > 1:
            raise ConversionError(
                f'"{label[:80]}" cannot be a label, or stands there twice.', "Each has 1 to 64 letters."
            )
    return labels


def _lines(path: Path) -> list[str]:
    try:
        lines = [line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError):
        raise ConversionError(
            f'The labels in "{path}" cannot be read.', "It is a text with one label in each line."
        ) from None
    if len(lines) <= MOST_LABELS and all(line.startswith(f"{place} ") for place, line in enumerate(lines)):
        return [line.split(" ", 1)[1].strip() for line in lines]
    return lines
