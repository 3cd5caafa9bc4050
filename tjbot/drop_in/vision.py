"""Pictures as old recipes hand them over, and what was found in them as they expect it."""

from pathlib import Path
from typing import Any

from tjbot.errors import RefusedError
from tjbot.protocol.messages import Finding


def bytes_of(image: str | bytes) -> bytes:
    """What is in a picture that is given as a path or as its bytes.

    Raises:
        RefusedError: it is neither, or there is no such file.
    """
    if isinstance(image, bytes | bytearray):
        return bytes(image)
    if not isinstance(image, str | Path):
        raise RefusedError(f"{image!r:.40} is no picture.", "Give it the path of a file, or what look() answers.")
    try:
        return Path(image).read_bytes()
    except OSError as error:
        raise RefusedError(
            f"The picture {image} cannot be read: {error.strerror or error}.", "Take one with look()."
        ) from None


def as_object(finding: Finding) -> dict[str, Any]:
    """`ObjectDetectionResult` of tjbot-ce."""
    return {**as_class(finding), "bbox": _box(finding)}


def as_class(finding: Finding) -> dict[str, Any]:
    """`ImageClassificationResult` of tjbot-ce."""
    return {"label": finding.label, "confidence": finding.confidence}


def as_face(finding: Finding) -> dict[str, Any]:
    """`FaceDetectionMetadata` of tjbot-ce; this robot tells no landmarks of a face."""
    return {"boundingBox": _box(finding), "confidence": finding.confidence, "landmarks": []}


def _box(finding: Finding) -> tuple[float, float, float, float]:
    """Left, top, width and height; the whole picture where no place was told."""
    return (
        finding.left or 0.0,
        finding.top or 0.0,
        1.0 if finding.width is None else finding.width,
        1.0 if finding.height is None else finding.height,
    )
