"""The two hand networks of the page, run here: what they see in a picture, cut and turned as the page does
(web_ui/src/models/hand/geometry.ts, palms.ts, networks.ts).
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tjbot.errors import TJBotError
from tjbot.learn.hands.skeleton import Numbers

PALM_PICTURE = 192
HAND_PICTURE = 224
PALM_THRESHOLD = 0.35
LEAST_PRESENCE = 0.5
_SAME_PALM = 0.3
_LAYERS = ((24, 2), (12, 6))
_STEADY = (0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18)


@dataclass(frozen=True)
class Crop:
    """A square of the picture: its middle and side in pixels, and how far it is turned clockwise, in radians."""

    x: float
    y: float
    size: float
    angle: float


@dataclass(frozen=True)
class Landmarks:
    """What the landmark network sees."""

    points: Numbers
    """(21, 2) in pixels of the picture."""
    metric: Numbers
    """(21, 3) in metres, turned as in the picture."""
    presence: float


class HandNetworks:
    """Both networks, on one thread.

    Args:
        package: the folder of the npm package `@mediapipe/hands`.
    """

    def __init__(self, package: Path) -> None:
        self._palm = _Network(_packed(package, "palm_detection_lite.tflite"))
        self._landmarks = _Network((package / "hand_landmark_lite.tflite").read_bytes())

    def palm_crops(self, picture: Image.Image) -> list[Crop]:
        """Where palms are, the surest first."""
        scale = PALM_PICTURE / max(picture.size)
        left, top = ((PALM_PICTURE - side * scale) / 2 for side in picture.size)
        seen = picture.transform(
            (PALM_PICTURE, PALM_PICTURE),
            Image.Transform.AFFINE,
            (1 / scale, 0, -left / scale, 0, 1 / scale, -top / scale),
            Image.Resampling.BILINEAR,
        )
        boxes, scores = self._palm.run(seen, "Identity", "Identity_1")
        boxes, scores = boxes.reshape(-1, 18), scores.ravel()
        likely = np.flatnonzero(scores >= np.log(PALM_THRESHOLD / (1 - PALM_THRESHOLD)))
        likely = likely[np.argsort(-scores[likely])]
        found = boxes[likely].reshape(-1, 9, 2)
        places = _ANCHORS[likely, None] * PALM_PICTURE - (left, top)
        palms = np.concatenate([found[:, :1] + places, found[:, 1:2], found[:, 2:] + places], axis=1) / scale
        kept: list[Numbers] = []
        for palm in palms:
            if all(_overlap(palm, better) < _SAME_PALM for better in kept):
                kept.append(palm)
        return [_crop_of_palm(palm) for palm in kept]

    def landmarks(self, picture: Image.Image, crop: Crop) -> Landmarks:
        """The landmarks of the hand in a crop."""
        turn = _turn(crop.angle) * crop.size / HAND_PICTURE
        offset = np.array([crop.x, crop.y]) - turn @ (HAND_PICTURE / 2, HAND_PICTURE / 2)
        matrix = (turn[0, 0], turn[0, 1], offset[0], turn[1, 0], turn[1, 1], offset[1])
        seen = picture.transform(
            (HAND_PICTURE, HAND_PICTURE), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR
        )
        points, presence, metric = self._landmarks.run(seen, "Identity", "Identity_1", "Identity_3")
        metric = metric.reshape(21, 3).astype(float)
        metric[:, :2] = metric[:, :2] @ _turn(crop.angle).T
        return Landmarks(points.reshape(21, 3)[:, :2] @ turn.T + offset, metric, float(presence.ravel()[0]))


def crop_of_landmarks(points: Numbers) -> Crop:
    """Where to look in the next picture for a hand whose landmarks, (21, 2), are known."""
    knuckles = (points[5] + points[13]) / 4 + points[9] / 2
    angle = _upright(points[0], knuckles)
    steady = points[list(_STEADY)] @ _turn(-angle).T
    least, most = steady.min(axis=0), steady.max(axis=0)
    width, height = most - least
    x, y = _turn(angle) @ ((least + most) / 2 - (0, 0.1 * height))
    return Crop(x, y, 2 * max(width, height), angle)


def _crop_of_palm(palm: Numbers) -> Crop:
    """`palm` is its middle, its width and height, and seven points."""
    (x, y), (width, height), *points = palm
    angle = _upright(points[0], points[2])
    shift = height * 0.5
    return Crop(x + np.sin(angle) * shift, y - np.cos(angle) * shift, 2.6 * max(width, height), angle)


def _upright(wrist: Numbers, knuckles: Numbers) -> float:
    return float(np.arctan2(knuckles[0] - wrist[0], wrist[1] - knuckles[1]))


def _turn(angle: float) -> Numbers:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _overlap(one: Numbers, other: Numbers) -> float:
    least = np.maximum(one[0] - one[1] / 2, other[0] - other[1] / 2)
    most = np.minimum(one[0] + one[1] / 2, other[0] + other[1] / 2)
    common = float(np.prod(np.clip(most - least, 0, None)))
    return common / float(np.prod(one[1]) + np.prod(other[1]) - common)


def _anchors() -> Numbers:
    return np.concatenate(
        [
            np.stack([columns, rows], axis=2).reshape(-1, 2).repeat(anchors, axis=0)
            for cells, anchors in _LAYERS
            for rows, columns in [np.meshgrid(*[(np.arange(cells) + 0.5) / cells] * 2, indexing="ij")]
        ]
    )


_ANCHORS = _anchors()


class _Network:
    def __init__(self, model: bytes) -> None:
        import tensorflow as tf

        self._interpreter = tf.lite.Interpreter(model_content=model, num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = {output["name"]: output["index"] for output in self._interpreter.get_output_details()}

    def run(self, picture: Image.Image, *names: str) -> list[np.ndarray[Any, Any]]:
        self._interpreter.set_tensor(self._input, np.asarray(picture, np.float32)[None] / 255)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(self._outputs[name])[0] for name in names]


def _packed(package: Path, file: str) -> bytes:
    """A file out of MediaPipe's packed assets."""
    archive = "hands_solution_packed_assets"
    table = re.search(r'"files":\s*(\[.*?\])', (package / f"{archive}_loader.js").read_text())
    for entry in json.loads(table.group(1)) if table else []:
        if entry["filename"].endswith(f"/{file}"):
            return (package / f"{archive}.data").read_bytes()[entry["start"] : entry["end"]]
    raise TJBotError(f"{archive}.data in {package} holds no {file}.", "Is it the version in web_ui/package-lock.json?")
