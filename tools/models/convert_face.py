"""Makes the face model's files: `python -m tools.models.convert_face` (needs `npm ci` in web_ui/, numpy and tflite)."""

import sys
from pathlib import Path

from tools.models.card import files_of, make
from tools.models.convert import tflite_network
from tools.models.quantise import EIGHT_BITS, Precision
from tools.models.sources import NODE_MODULES, Package

_ARCHIVE = "face_mesh_solution_packed_assets"
_DETECTOR = "face_detection_full_range_sparse.tflite"
_LANDMARKS = "face_landmark.tflite"


def face_files(node_modules: Path = NODE_MODULES, precision: Precision = EIGHT_BITS) -> dict[str, bytes]:
    """The files of the face model, made from the npm packages `@mediapipe/face_mesh` and, for the detector (which sees
    twice as far), `@mediapipe/face_detection`. They tell where a face is and how its parts lie; nothing of whose it is.

    Args:
        node_modules: where the package is installed.
        precision: how exactly the kernels are kept.

    Raises:
        ConversionError: a package is missing, or holds a network that can not be converted.
    """
    mesh, detection = (Package(f"@mediapipe/{name}", node_modules) for name in ("face_mesh", "face_detection"))
    detector = tflite_network(
        name="detector",
        source_file=_DETECTOR,
        source=detection.read(_DETECTOR),
        origin=detection,
        names={"input_1": "image", "Identity": "boxes", "Identity_1": "scores"},
        meanings={
            "image": "RGB, each channel -1…1",
            "boxes": "per anchor: middle, width and height of the face, then 6 points; pixels from the anchor",
            "scores": "per anchor: how sure, before the sigmoid",
        },
        precision=precision,
    )
    landmarks = tflite_network(
        name="landmarks",
        source_file=f"{_ARCHIVE}.data: {_LANDMARKS}",
        source=mesh.read_packed(_ARCHIVE, _LANDMARKS),
        names={"input_1": "image", "conv2d_21": "points", "conv2d_31": "presence"},
        meanings={
            "image": "RGB, each channel 0…1",
            "points": "468 points (x, y, z) in pixels of the picture",
            "presence": "is there a face? Before the sigmoid",
        },
        precision=precision,
    )
    about = {
        "id": "face",
        "title": "Faces",
        "labels": ["face", "looking at me", "smiling"],
        "made_by": "python -m tools.models.convert_face",
    }
    return files_of(mesh, [detector, landmarks], about)


if __name__ == "__main__":
    sys.exit(make(face_files, "face"))
