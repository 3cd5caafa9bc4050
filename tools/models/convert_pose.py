"""Makes the pose model's files: `python -m tools.models.convert_pose` (needs `npm ci` in web_ui/, numpy and tflite)."""

import sys
from dataclasses import replace
from pathlib import Path

from tools.models.card import files_of, make
from tools.models.convert import tflite_network
from tools.models.quantise import EIGHT_BITS, Precision
from tools.models.sources import NODE_MODULES, Package

_ARCHIVE = "pose_solution_packed_assets"
_DETECTOR = "pose_detection.tflite"
_LANDMARKS = "pose_landmark_lite.tflite"

LABELS = [
    "somebody",
    "arms up",
    "left arm up",
    "right arm up",
    "arms out",
    "hands on hips",
    "standing",
    "sitting",
    "leaning left",
    "leaning right",
    "bending down",
    "slouching",
    "jumping",
]
"""What `web_ui/src/models/pose.ts` tells of the points."""

SENSITIVE = {f"conv_2d_{number}/kernel" for number in (294, 298)}
"""The kernels that give the points: 8 bits in them would move the points by three times as much as in all others."""


def pose_files(node_modules: Path = NODE_MODULES, precision: Precision = EIGHT_BITS) -> dict[str, bytes]:
    """The files of the pose model, made from the npm package `@mediapipe/pose`.

    Args:
        node_modules: where the package is installed.
        precision: how exactly the kernels are kept; those too sensitive for 8 bits are half floats in any case.

    Raises:
        ConversionError: the package is missing, or holds a network that can not be converted.
    """
    package = Package("@mediapipe/pose", node_modules)
    detector = tflite_network(
        name="detector",
        source_file=f"{_ARCHIVE}.data: {_DETECTOR}",
        source=package.read_packed(_ARCHIVE, _DETECTOR),
        names={"input_1": "image", "Identity": "boxes", "Identity_1": "scores"},
        meanings={
            "image": "RGB, each channel -1…1",
            "boxes": "per anchor: middle, width and height of the face, then 4 points; pixels from the anchor",
            "scores": "per anchor: how sure, before the sigmoid",
        },
        precision=precision,
    )
    landmarks = tflite_network(
        name="landmarks",
        source_file=_LANDMARKS,
        source=package.read(_LANDMARKS),
        names={"input_1": "image", "Identity": "points", "Identity_1": "presence", "Identity_4": "metric_points"},
        meanings={
            "image": "RGB, each channel 0…1",
            "points": "39 points: x, y, z in pixels of the picture, whether it can be seen and whether it is in the "
            "picture (both before the sigmoid); 33 of the body, 2 that say where to look next, 4 unused",
            "presence": "0…1: is there a person?",
            "metric_points": "39 points (x, y, z) in metres from between the hips",
        },
        precision=replace(precision, half=SENSITIVE),
        # Which pixels show the person, and a map of where each point may be: nobody asks for them.
        left_out={"Identity_2", "Identity_3"},
    )
    about = {
        "id": "pose",
        "title": "Poses",
        "labels": LABELS,
        "made_by": "python -m tools.models.convert_pose",
    }
    return files_of(package, [detector, landmarks], about)


if __name__ == "__main__":
    sys.exit(make(pose_files, "pose"))
