"""Makes the hand model's files: `python -m tools.models.convert_hand` (needs `npm ci` in web_ui/, numpy and tflite)."""

import sys
from dataclasses import replace
from pathlib import Path

from tools.models.card import files_of, make
from tools.models.convert import tflite_network
from tools.models.quantise import EIGHT_BITS, Precision
from tools.models.sources import NODE_MODULES, Package

_IMAGE = "RGB, each channel 0…1"

SENSITIVE = {f"{kernel}/kernel" for kernel in ("depthwise_conv_2d_151", "fully_connected_163", "fully_connected_166")}
"""The kernels from which the points come: 8 bits in them would move the metric points by a tenth of a palm."""


def hand_files(node_modules: Path = NODE_MODULES, precision: Precision = EIGHT_BITS) -> dict[str, bytes]:
    """The files of the hand model, made from the npm package `@mediapipe/hands`.

    Args:
        node_modules: where the package is installed.
        precision: how exactly the kernels are kept; those too sensitive for 8 bits are half floats in any case.

    Raises:
        ConversionError: the package is missing, or holds a network that can not be converted.
    """
    package = Package("@mediapipe/hands", node_modules)
    archive = "hands_solution_packed_assets"
    palm = tflite_network(
        name="palm",
        source_file=f"{archive}.data: palm_detection_lite.tflite",
        source=package.read_packed(archive, "palm_detection_lite.tflite"),
        names={"input_1": "image", "Identity": "boxes", "Identity_1": "scores"},
        meanings={
            "image": _IMAGE,
            "boxes": "per anchor: middle, width and height of the palm, then 7 points; pixels from the anchor",
            "scores": "per anchor: how sure, before the sigmoid",
        },
        precision=precision,
    )
    landmarks = tflite_network(
        name="landmarks",
        source_file="hand_landmark_lite.tflite",
        source=package.read("hand_landmark_lite.tflite"),
        names={
            "input_1": "image",
            "Identity": "points",
            "Identity_1": "presence",
            "Identity_2": "side",
            "Identity_3": "metric_points",
        },
        meanings={
            "image": _IMAGE,
            "points": "21 points (x, y, z) in pixels of the picture",
            "presence": "0…1: is there a hand?",
            "side": "0…1: a left hand in a mirrored picture, that is a right hand in a camera's own picture",
            "metric_points": "21 points (x, y, z) in metres from the middle of the hand",
        },
        precision=replace(precision, half=SENSITIVE),
    )
    about = {
        "id": "hand",
        "title": "Hands",
        "labels": ["open hand", "fist", "pinch", "point", "grab", "select", "touch"],
        "made_by": "python -m tools.models.convert_hand",
    }
    return files_of(package, [palm, landmarks], about)


if __name__ == "__main__":
    sys.exit(make(hand_files, "hand"))
