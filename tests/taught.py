"""Models that nobody taught, made up for tests: a card, files, and zips of them."""

import io
import zipfile
from typing import Any

from tjbot.protocol.models import CARD, ModelCard, PictureFeatures, encode_card, file_of

WEIGHTS = "weights.bin"


def model_files(weights: bytes = b"weights", **changes: Any) -> dict[str, bytes]:
    """The files of a model by name, with its card.

    Args:
        weights: what stands in `weights.bin`.
        changes: fields of the card that shall be others.
    """
    files = {"model.json": b'{"modelTopology": {}}', WEIGHTS: weights}
    fields: dict[str, Any] = {
        "version": 1,
        "name": "Fruit",
        "labels": ["apple", "banana"],
        "input": PictureFeatures(shape=[1280]),
        "files": {name: file_of(data) for name, data in files.items()},
        "author": "6b",
        "licence": "CC-BY-4.0",
    }
    return {**files, CARD: encode_card(ModelCard(**{**fields, **changes}))}


def zipped(files: dict[str, bytes], squeezed: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of files."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", squeezed) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return sink.getvalue()


def model_zip(weights: bytes = b"weights", **changes: Any) -> bytes:
    """A zip of a model."""
    return zipped(model_files(weights, **changes))
