"""A teacher's recipe for every pupil, and all that pupils wrote as one zip. Waits for the disk."""

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tjbot.daemon.library import Library, Recipe
from tjbot.daemon.zip_sink import ZipSink
from tjbot.daemon.zips import CHUNK_BYTES
from tjbot.errors import ConflictError, RecipeError
from tjbot.files import write_atomically

MOST_HANDED_OUT = 50

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""What Windows takes for a device."""
_LONGEST_NAME = 60


def keep_for_later(folder: Path, file: str, source: str) -> None:
    """Keeps a recipe for pupils who come later.

    Raises:
        ConflictError: too many are kept already.
        OSError: the disk does not take it.
    """
    others = {path.name for path in folder.glob("*.py")} - {file}
    if len(others) >= MOST_HANDED_OUT:
        raise ConflictError(
            f"{MOST_HANDED_OUT} recipes were handed out already.", "Wipe the class, or hand out one of those again."
        )
    write_atomically(folder / file, source.encode("utf-8", "replace"), 0o600)


def hand_out(folder: Path, homes: Iterable[Path], like: Library, recipe: Recipe) -> None:
    """Gives a recipe to all, and keeps it for those who come later.

    Args:
        folder: where it is kept.
        homes: those of all pupils.
        like: a library with their gallery.
        recipe: the recipe.

    Raises:
        ConflictError: too many are kept already.
        RecipeError: it cannot be written.
    """
    try:
        keep_for_later(folder, recipe.card.file, recipe.source)
    except OSError as error:
        raise RecipeError(f"The recipe could not be kept: {error.strerror}.", "Free some space.") from None
    for home in homes:
        Library(home, like.gallery, like=like).save(recipe.card.file, recipe.source)


def give_all(folder: Path, library: Library) -> None:
    """Gives all that was handed out to a new pupil.

    Raises:
        RecipeError: one cannot be written.
    """
    for path in sorted(folder.glob("*.py")):
        library.save(path.name, path.read_bytes().decode("utf-8", "replace"))


def folder_names(names: Iterable[str]) -> list[str]:
    """For each name one that is good for a folder on every computer; two that are alike there are kept apart. Pure."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", name)).strip(" .")[:_LONGEST_NAME].strip(" .")
        plain = f"_{plain}" if not plain or _RESERVED.fullmatch(plain) or plain.startswith("-") else plain
        different, number = plain, 1
        while unicodedata.normalize("NFKC", different).casefold() in taken:
            number += 1
            different = f"{plain}-{number}"
        taken.add(unicodedata.normalize("NFKC", different).casefold())
        found.append(different)
    return found


def collected(pupils: Iterable[tuple[str, Path]]) -> Iterator[bytes]:
    """A zip of all recipes that pupils have of their own, piece by piece: `Ada/wave_back.py`.

    Args:
        pupils: name, and the folder of the own recipes.
    """
    both = list(pupils)
    sink = ZipSink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for folder, (_, recipes) in zip(folder_names(name for name, _ in both), both, strict=True):
            for path in sorted(recipes.glob("*.py")):
                if path.is_symlink() or not path.is_file():
                    continue
                try:
                    data = path.read_bytes()
                except OSError:
                    # It was thrown away just now.
                    continue
                made.writestr(f"{folder}/{path.name}", data)
                if len(sink) > CHUNK_BYTES:
                    yield sink.taken()
    yield sink.taken()
