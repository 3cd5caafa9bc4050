"""A camera made of nothing: it plays the pictures of a folder, or shows a drawn room."""

import io
import itertools
import time
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from tjbot.robot.cameras.source import JPEG_QUALITY, MOST_PICTURES_A_SECOND, CameraSettings, Shot

if TYPE_CHECKING:
    from PIL.Image import Image

SECONDS_A_PICTURE = 1.0
MOST_FILES = 500
ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp"})


def shots(settings: CameraSettings) -> Iterator[Shot]:
    """A shot every fifteenth of a second, without an end."""
    size = (settings.width, settings.height)
    view = folder_view(Path(settings.folder), size) if settings.folder else None
    if view is None:
        from tjbot.robot.cameras.room import room_view

        view = room_view(size)
    return _play(view, size)


def folder_view(folder: Path, size: tuple[int, int]) -> "Callable[[float], Image] | None":
    """Shows the pictures of a folder by name, a second each, again and again.

    Args:
        folder: where they lie; files that are no pictures are left out.
        size: width and height in pixels; a picture is cut to fill it.

    Returns:
        A function from seconds to what is to be seen then; None where the folder has no picture.
    """
    files = [path for path in sorted(folder.glob("*")) if path.suffix.lower() in ENDINGS][:MOST_FILES]
    files = [path for path in files if _is_picture(path)]
    if not files:
        return None

    @lru_cache(maxsize=1)
    def show(path: Path) -> "Image":
        return _load(path, size)

    return lambda seconds: show(files[int(seconds / SECONDS_A_PICTURE) % len(files)])


def _play(view: "Callable[[float], Image]", size: tuple[int, int]) -> Iterator[Shot]:
    begun = time.monotonic()
    for count in itertools.count(1):
        seconds = count / MOST_PICTURES_A_SECOND
        time.sleep(max(0.0, begun + seconds - time.monotonic()))
        yield Shot(time.monotonic(), *size, partial(_jpeg, view, seconds))


def _jpeg(view: "Callable[[float], Image]", seconds: float) -> bytes:
    buffer = io.BytesIO()
    view(seconds).save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def _is_picture(path: Path) -> bool:
    from PIL import Image

    try:
        with Image.open(path) as image:
            image.verify()
    except Exception:
        # Pillow raises errors of many kinds for what is no picture, or one that is far too large.
        return False
    return True


def _load(path: Path, size: tuple[int, int]) -> "Image":
    """A picture, filling the size; grey where its file is broken or gone by now."""
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as image:
            image.draft("RGB", size)
            return ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), size)
    except Exception:
        return Image.new("RGB", size, "grey")
