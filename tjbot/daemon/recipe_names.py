"""Names of recipes: what people type, made a file name that is safe on every disk. Pure."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

LONGEST_FILE_NAME = 63
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,59}\.py")
_LONGEST_STEM = 56
"""Room for `_123` behind it."""


def is_file_name(file: str) -> bool:
    """Whether a recipe may be called so."""
    return _FILE_NAME.fullmatch(file) is not None


def file_name_of(name: str, taken: Container[str]) -> str:
    """The file name for whatever somebody calls a recipe: `Mein Röboter 🤖` is `mein_roboter.py`.

    Args:
        name: as it was typed, or the name of a file that was brought along, with or without its folder.
        taken: file names that are no longer free; the new one gets a number then.
    """
    last = re.split(r"[/\\]", name)[-1].removesuffix(".py")
    letters = unicodedata.normalize("NFKD", last.casefold()).encode("ascii", "ignore").decode("ascii")
    stem = re.sub(r"[^a-z0-9]+", "_", letters.lower())[:_LONGEST_STEM].strip("_") or "recipe"
    if f"{stem}.py" not in taken:
        return f"{stem}.py"
    numbered = re.sub(r"_\d{1,3}$", "", stem)
    return next(file for number in count(2) if (file := f"{numbered}_{number}.py") not in taken)
