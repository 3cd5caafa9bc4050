"""Writing so that nothing is ever half written: a temporary file beside it, fsync, rename."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Replaces a file as one step: after a crash it holds either the old or the new, whole.

    Args:
        path: the file.
        data: what it shall hold.
        mode: who may read it; by default everybody, because a recipe's host may be another user.

    Raises:
        OSError: the disk is full or read-only; the old file is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def remove_unfinished(folder: Path) -> None:
    """Removes what `write_atomically` had not finished when the computer or its program ended; nobody may write now.

    What cannot be removed stays: it does no harm.
    """
    for path in folder.rglob(".*.new"):
        with suppress(OSError):
            path.unlink()


def sync_folder(path: Path) -> None:
    """Waits until the disk knows which files are in a folder, so that a rename outlives a power cut.

    Raises:
        OSError: the disk does not take it.
    """
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
