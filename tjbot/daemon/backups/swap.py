"""Puts what was unpacked in place of what a home holds, as one step, whenever the power fails. Waits for the disk."""

import os
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tjbot.daemon.backups.contents import ENTRIES
from tjbot.daemon.backups.read import STAGING
from tjbot.daemon.backups.write import SNAPSHOT
from tjbot.errors import BackupError
from tjbot.files import sync_folder, write_atomically

JOURNAL = ".restore.json"
"""While it is there the new counts, and what is not yet in place is put there before anything reads the home."""

KEPT = "before-restore"
"""The folder in which a home keeps what was there before."""


Entry = Literal[ENTRIES]  # type: ignore[valid-type]


class _Journal(msgspec.Struct, frozen=True):
    """`new`: the folder with what comes; `old`: where to what was there goes; `put` comes, `drop` only goes.

    Others may write into a home: nothing here may lead out of it.
    """

    new: Annotated[str, Meta(pattern=r"^\.restoring-[A-Za-z0-9_]+$")]
    old: Annotated[str, Meta(pattern="^[0-9-]+$")]
    put: list[Entry]
    drop: list[Entry]


def commit(new: Path, home: Path, entries: Iterable[str]) -> Path:
    """From here on the new counts, even if the power fails at once; `finish` puts it in place.

    Args:
        new: the folder with the new files; it lies in the home.
        home: the robot's home.
        entries: what the new stands for; of those, what it does not hold goes.

    Returns:
        The folder where what was there will be.

    Raises:
        BackupError: something there cannot be moved.
        OSError: the disk does not take it; then the old counts.
    """
    for entry in entries:
        if (home / entry).is_mount():
            raise BackupError(
                f"{home / entry} is a disk of its own, so it cannot be replaced.", "Nothing was changed. Unmount it."
            )
        if (home / entry).is_dir() and not os.access(home / entry, os.W_OK, effective_ids=True):
            # To move a folder is to write in it.
            raise BackupError(
                f"{home / entry} is not the robot's own, so it cannot be moved aside.",
                f"Nothing was changed. Give it to whom {home} belongs (sudo chown -R), then try again.",
            )
    named = sorted(set(entries))
    put = [entry for entry in named if (new / entry).exists()]
    old = _free_place(home / KEPT)
    drop = [entry for entry in named if entry not in put]
    write_atomically(home / JOURNAL, msgspec.json.encode(_Journal(new.name, old.name, put, drop)))
    return old


def is_committed(home: Path) -> bool:
    """Whether something was committed and is not yet in place."""
    return (home / JOURNAL).exists()


def finish(home: Path) -> None:
    """Puts in place what was committed, wherever that was interrupted, and clears away what a killed robot left.

    Nobody else may use the home meanwhile.

    Raises:
        OSError: the disk does not take it; the next `finish` goes on.
        BackupError: the note of what is to be done cannot be read.
    """
    journal = _read(home / JOURNAL)
    if journal:
        new, old = home / journal.new, home / KEPT / journal.old
        old.parent.mkdir(mode=0o700, exist_ok=True)
        old.mkdir(mode=0o700, exist_ok=True)
        for entry in journal.put:
            if (new / entry).exists():
                _move_aside(home / entry, old)
                (new / entry).rename(home / entry)
                sync_folder(home)
        for entry in journal.drop:
            _move_aside(home / entry, old)
        sync_folder(home)
        (home / JOURNAL).unlink()
        sync_folder(home)
    for left in _left_behind(home):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def settle(home: Path, lock: Callable[[Path], AbstractContextManager[object]]) -> None:
    """Calls `finish` if there is anything to do.

    Args:
        home: the robot's home.
        lock: keeps the home for one; it says why that cannot be.

    Raises:
        TJBotError: it cannot be done.
    """
    try:
        if is_committed(home) or _left_behind(home):
            with lock(home):
                finish(home)
    except OSError as error:
        raise BackupError(
            f"A restore was cut off, and the disk does not let it be finished: {error.strerror}.",
            f"Look at the disk and at who owns {home}, then start the robot again.",
        ) from None


def _left_behind(home: Path) -> list[Path]:
    """What a backup or a restore did not take away, because it was killed."""
    beginnings = (STAGING, SNAPSHOT, f".{JOURNAL}.")
    return [path for path in home.iterdir() if path.name.startswith(beginnings)] if home.is_dir() else []


def _move_aside(path: Path, old: Path) -> None:
    # What lies there already was moved before the interruption.
    if (path.exists() or path.is_symlink()) and not (old / path.name).exists():
        path.rename(old / path.name)
        sync_folder(old)


def _free_place(folder: Path) -> Path:
    name = time.strftime("%Y-%m-%d-%H%M%S")
    places = [folder / name, *(folder / f"{name}-{number}" for number in range(2, 1000))]
    return next(place for place in places if not place.exists())


def _read(path: Path) -> _Journal | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Journal)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, UnicodeError) as error:
        raise BackupError(
            f"{path} cannot be understood: {error}.", "If the robot is as it should be, remove it."
        ) from None
