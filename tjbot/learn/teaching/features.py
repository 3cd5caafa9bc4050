"""What the page's own network says of pictures: EfficientNet-Lite0, from the files that the page loads."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from tjbot.learn.errors import TrainingError
from tjbot.learn.graph import Graph
from tjbot.learn.reading.pictures import read_picture
from tjbot.learn.weights import Array
from tjbot.protocol.models import PictureFeatures

SIDE = 224
FEATURES = 1280
FORM = PictureFeatures(shape=[FEATURES])

_PLACES = (("web_ui", "public", "models", "image"), ("tjbot", "daemon", "page", "models", "image"))
"""Where its files are: in a checkout, and in a wheel."""


def features_of(files: Sequence[Path], told: Callable[[int], None]) -> Array:
    """(pictures, 1280), as the page computes it for the middle of each picture.

    Args:
        files: the pictures.
        told: is called with how many are done.

    Raises:
        TrainingError: a picture cannot be read, or the network's files are not there.
    """
    look = Graph(network_files(), "efficientnet.json").runner("features")
    features = np.empty((len(files), FEATURES), "float32")
    for place, file in enumerate(files):
        # As web_ui/src/models/image/features.ts has it: 0 is -127/128, 255 is 1.
        pixels = read_picture(file, SIDE, SIDE).astype("float32")
        features[place] = look((pixels[None] - 127) / 128)[0]
        told(place + 1)
    return features


def network_files() -> dict[str, bytes]:
    """`efficientnet.json` and its weights, as the page loads them.

    Raises:
        TrainingError: they are not there.
    """
    root = Path(__file__).parents[3]
    for steps in _PLACES:
        folder = root.joinpath(*steps)
        if (folder / "efficientnet.json").is_file():
            return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith("efficientnet.")}
    raise TrainingError("The network that looks at pictures is not installed here.", "Train without it: --from pixels")
