"""Makes the object detector's files: `python -m tools.models.convert_objects` (needs `npm ci` in web_ui/, numpy,
tflite).
"""

import sys
from pathlib import Path

from tools.models.card import files_of, make
from tools.models.convert import tflite_network
from tools.models.quantise import EIGHT_BITS, Precision
from tools.models.sources import NODE_MODULES, Package

_ARCHIVE = "objectron_solution_packed_assets"
_DETECTOR = "object_detection_ssd_mobilenetv2_oidv4_fp16.tflite"
_NAMES = "object_detection_oidv4_labelmap.txt"


def objects_files(node_modules: Path = NODE_MODULES, precision: Precision = EIGHT_BITS) -> dict[str, bytes]:
    """The files of the object detector, made from the npm package `@mediapipe/objectron`: the first of its two
    networks, which finds things in a picture before the second tells how they lie.

    Args:
        node_modules: where the package is installed.
        precision: how exactly the kernels are kept.

    Raises:
        ConversionError: the package is missing, or holds a network that can not be converted.
    """
    package = Package("@mediapipe/objectron", node_modules)
    classes = package.read_packed(_ARCHIVE, _NAMES).decode().split("\n")
    detector = tflite_network(
        name="detector",
        source_file=f"{_ARCHIVE}.data: {_DETECTOR}",
        source=package.read_packed(_ARCHIVE, _DETECTOR),
        names={
            "normalized_input_image_tensor": "image",
            "raw_outputs/box_encodings": "boxes",
            "raw_outputs/class_predictions": "scores",
        },
        meanings={
            "image": "RGB, each channel -1…1; the whole picture, stretched to a square",
            "boxes": "per anchor: middle (y, x) in tenths of the anchor, height and width as fifths of a logarithm",
            "scores": "per anchor and class: how sure, before the sigmoid; the first class is the background",
        },
        precision=precision,
    )
    about = {
        "id": "objects",
        "title": "Find things",
        "labels": "the words in web_ui/src/models/objects/words.ts",
        "classes": [name for name in classes if name][1:],
        "made_by": "python -m tools.models.convert_objects",
    }
    return files_of(package, [detector], about)


if __name__ == "__main__":
    sys.exit(make(objects_files, "objects"))
