"""Pictures from the disk, cut and sized as a network takes them."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from tjbot.learn.errors import TrainingError
from tjbot.learn.weights import Array

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"})


def read_picture(path: Path, height: int, width: int, channels: int = 3) -> Array:
    """The largest part of a picture's middle that has these proportions: (height, width, channels), 0…255.

    Args:
        path: of the file.
        height: in pixels.
        width: in pixels.
        channels: 3 for red, green and blue, 1 for grey. What is transparent is seen on white.

    Raises:
        TrainingError: the file is no picture, or broken.
    """
    try:
        with Image.open(path) as file:
            upright = ImageOps.exif_transpose(file).convert("RGBA")
            white = Image.new("RGBA", upright.size, "white")
            flat = Image.alpha_composite(white, upright).convert("L" if channels == 1 else "RGB")
            sized = ImageOps.fit(flat, (width, height), Image.Resampling.BILINEAR)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise TrainingError(
            f'The picture "{path}" cannot be read.', "Open it in another program; remove it if that cannot either."
        ) from None
    return np.asarray(sized, np.uint8).reshape(height, width, channels)
