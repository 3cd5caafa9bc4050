"""What was found in a picture, as old recipes expect it. Pure."""

from typing import Any

from tjbot.protocol.messages import Finding


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
