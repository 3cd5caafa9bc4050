"""Writing a model's folder as one step, so that nobody ever finds half a model."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tjbot.learn.errors import ConversionError
from tjbot.protocol.models import CARD


def check_target(folder: Path) -> None:
    """Whether a model may be written there: nothing is there, or an empty folder, or an older model.

    Raises:
        ConversionError: something else is there.
    """
    if not folder.exists() or (folder.is_dir() and ((folder / CARD).is_file() or not any(folder.iterdir()))):
        return
    raise ConversionError(f'"{folder}" is there already, and it is no model.', "Give another folder with --to.")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes a folder with these files; an older model there is replaced.

    The new one lies beside it under another name until it is whole and on the disk.

    Raises:
        ConversionError: something else is there, or the disk is full or read-only; what was there before is untouched.
    """
    check_target(folder)
    folder = folder.absolute()
    fresh: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".new"))
        fresh.chmod(0o755)
        for name, data in files.items():
            with (fresh / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        _sync(fresh)
        _take_the_place_of(fresh, folder)
        _sync(folder.parent)
    except OSError as error:
        raise ConversionError(
            f'The model could not be written to "{folder}": {error.strerror or error}.',
            "Make room on the disk, or give another folder with --to.",
        ) from None
    finally:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)


def _take_the_place_of(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    old = fresh.with_suffix(".old")
    folder.rename(old)
    try:
        fresh.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
