"""Packs what a robot keeps into one zip, piece by piece, and holds it still meanwhile. Waits for the disk."""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tjbot.daemon.backups.contents import CARD, FORMAT, MOST_FILES, BackedUpFile, BackupCard, is_usual
from tjbot.daemon.model_folder import open_file
from tjbot.daemon.zip_sink import ZipSink
from tjbot.daemon.zips import CHUNK_BYTES
from tjbot.errors import BackupError
from tjbot.version import VERSION

SNAPSHOT = ".backing-up-"
"""How folders begin that only last for a backup; a start of the robot finds those that a killed one left."""

_SQUEEZED = {".py", ".json", ".toml", ".txt", ".csv"}


def take_snapshot(home: Path, entries: Iterable[str]) -> Path:
    """A folder with the same files, which stay what they are when the home's are replaced; it needs no room.

    Nobody may write to the home meanwhile. Whoever asks for it removes it.

    Raises:
        OSError: it cannot be made.
    """
    folder = Path(tempfile.mkdtemp(dir=home, prefix=SNAPSHOT))
    try:
        for name, path in files_in(home, entries):
            there = folder / name
            there.parent.mkdir(parents=True, exist_ok=True)
            try:
                _link_or_copy(path, there)
            except FileNotFoundError:
                # A recipe of its own, or somebody with an editor, took it away just now.
                continue
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def files_in(home: Path, entries: Iterable[str]) -> list[tuple[str, Path]]:
    """The files of a home that go into a backup, by name; links, and what has an unusual name, do not.

    Raises:
        BackupError: there are too many.
        OSError: a folder cannot be read.
    """
    found = [(name, path) for entry in entries for name, path in _walk(entry, home / entry) if is_usual(name)]
    if len(found) > MOST_FILES:
        raise BackupError(
            f"The robot keeps {len(found)} files; a backup holds at most {MOST_FILES}.",
            f"Look into {home}: something there writes very many.",
        )
    return sorted(found)


def pack(home: Path, entries: Iterable[str], robot: str) -> Iterator[bytes]:
    """The bytes of a backup, one after the other.

    Args:
        home: where the files lie; nobody may write to them meanwhile.
        entries: what goes in.
        robot: what the robot is called.

    Raises:
        BackupError: there are too many files.
        OSError: a file cannot be read.
    """
    kept, told, sink = tuple(entries), [], ZipSink()
    with zipfile.ZipFile(sink, "w") as packed:
        for name, path in files_in(home, kept):
            with open_file(path) as file:
                digest, size = hashlib.sha256(), 0
                changed = os.fstat(file.fileno()).st_mtime_ns // 1_000_000
                with packed.open(_member(name), "w") as member:
                    while chunk := file.read(CHUNK_BYTES):
                        digest.update(chunk)
                        size += len(chunk)
                        member.write(chunk)
                        yield sink.taken()
            told.append(BackedUpFile(name, size, digest.hexdigest(), changed))
        made = datetime.now(UTC).isoformat(timespec="seconds")
        card = BackupCard(FORMAT, VERSION, robot, made, list(kept), told)
        packed.writestr(_member(CARD), msgspec.json.format(msgspec.json.encode(card), indent=1))
    yield sink.taken()


def _walk(name: str, path: Path) -> Iterator[tuple[str, Path]]:
    """Ordinary files below a path, by their name in the home."""
    if path.is_symlink():
        return
    if path.is_file():
        yield name, path
    elif path.is_dir():
        for each in sorted(path.iterdir()):
            yield from _walk(f"{name}/{each.name}", each)


def _link_or_copy(path: Path, there: Path) -> None:
    try:
        os.link(path, there, follow_symlinks=False)
        return
    except FileNotFoundError:
        raise
    except OSError:
        # A file that somebody else laid there may not be linked, or the disk knows no links.
        pass
    with open_file(path) as source, there.open("xb") as target:
        shutil.copyfileobj(source, target)
        status = os.fstat(source.fileno())
    os.utime(there, ns=(status.st_atime_ns, status.st_mtime_ns))


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o100644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED if Path(name).suffix in _SQUEEZED else zipfile.ZIP_STORED
    return info
