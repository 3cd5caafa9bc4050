"""The fonts that print is made up with: those of this computer."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import ImageFont

from tjbot.learn.errors import TrainingError

FOLDERS = (Path("/usr/share/fonts"),)
"""Where Debian puts them."""
_LEAST_FONTS = 3
_TRIED = "Handgloves 17"

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class Fonts:
    """Fonts to draw from by chance."""

    files: tuple[Path, ...]

    @classmethod
    def found(cls, folders: Iterable[Path] = FOLDERS) -> "Fonts":
        """Those of the folders and of what is in them that have the letters a to z.

        Raises:
            TrainingError: there are hardly any.
        """
        files = {
            file.name: file
            for folder in folders
            for file in sorted(folder.rglob("*"))
            if file.suffix in (".ttf", ".otf") and _is_written_with(file)
        }
        if len(files) < _LEAST_FONTS:
            raise TrainingError(
                f"There are {len(files)} fonts in {', '.join(map(str, folders))}; print needs at least {_LEAST_FONTS}.",
                "On Debian: sudo apt install fonts-dejavu fonts-liberation2. Or name another folder with --fonts.",
            )
        return cls(tuple(files[name] for name in sorted(files)))

    def any(self, chance: np.random.Generator, size: float) -> Font:
        """One of them, of so many pixels."""
        return _opened(self.files[chance.integers(len(self.files))], max(4, round(size)))


@lru_cache(maxsize=2000)
def _opened(file: Path, size: int) -> Font:
    return ImageFont.truetype(file, size)


def _is_written_with(file: Path) -> bool:
    """Whether it has Latin letters that differ: fonts of symbols show one empty box for all of them."""
    try:
        font = _opened(file, 24)
        shapes = {bytes(font.getmask(letter)) for letter in "agnexHR7"}
        return len(shapes) == len("agnexHR7") and 40 < font.getlength(_TRIED) < 500
    except (OSError, ValueError):
        return False
