"""Reads a backup with distrust: looks at all of it, and unpacks it beside what it may replace. Waits for the disk."""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tjbot.config import load
from tjbot.daemon.backups.contents import (
    AGAIN,
    CARD,
    MOST_BYTES,
    MOST_FILES,
    PRIVATE_FOLDERS,
    BackedUpFile,
    BackupCard,
    decode_card,
    entry_of,
    is_usual,
    refuse_collisions,
)
from tjbot.daemon.zips import check_member, chunks_of, open_zip
from tjbot.errors import BackupError, ConfigurationError, ModelError, NoRoomError
from tjbot.pins.board import NO_BOARD, Board
from tjbot.pins.choose import wired_board
from tjbot.robot.kit import chosen_parts, wires_of
from tjbot.robot.parts import all_parts
from tjbot.robot.wiring_conflicts import refuse_conflicts

STAGING = ".restoring-"
"""How folders begin in which a backup is unpacked."""

ROOM_TO_SPARE_BYTES = 100_000_000

_MOST_CARD_BYTES = 16_000_000
_MOST_CONTENTS_BYTES = 16_000_000


@dataclass(frozen=True)
class Backup:
    """A backup that was looked at: its card fits what is in it."""

    card: BackupCard
    opened: zipfile.ZipFile

    @property
    def bytes(self) -> int:
        """How large all its files are together."""
        return sum(file.bytes for file in self.card.files)


@contextmanager
def open_backup(path: Path | int) -> Iterator[Backup]:
    """Opens a backup while the block lasts.

    Args:
        path: where it is; or an open file's number, which is closed in the end.

    Raises:
        BackupError: it is none, is broken, was made to do harm, or is of a newer TJBot.
        OSError: there is no such file.
    """
    try:
        with open_zip(path, _MOST_CONTENTS_BYTES) as opened:
            members = _checked(opened)
            if CARD not in members:
                raise BackupError(f"The zip holds no {CARD}, so it is no backup of a robot.", AGAIN)
            card = decode_card(b"".join(chunks_of(opened, members.pop(CARD))))
            _compare(card, members)
            yield Backup(card, opened)
    except ModelError as error:
        raise BackupError(error.message, AGAIN) from None


def unpack(backup: Backup, home: Path, board: Board = NO_BOARD) -> Path:
    """Unpacks a backup into a new folder of the home, and makes sure that a robot can start with it.

    Args:
        backup: what to unpack.
        home: the robot's home; nothing else in it is touched.
        board: what the parts are connected to, unless the settings in the backup name another one.

    Returns:
        The folder; it is on the disk, and whoever asks for it removes it.

    Raises:
        BackupError: a file is not what the card says, or the settings are not right.
        NoRoomError: the disk has no room for it.
        OSError: it cannot be written.
    """
    free = shutil.disk_usage(home).free
    if backup.bytes + ROOM_TO_SPARE_BYTES > free:
        raise NoRoomError(
            f"The backup needs {backup.bytes // 1_000_000} MB, and {free // 1_000_000} MB are free.",
            "Nothing was changed. Make room first, for example by removing pictures.",
        )
    folder = Path(tempfile.mkdtemp(dir=home, prefix=STAGING))
    try:
        for file in backup.card.files:
            _unpack_file(backup, file, folder)
        _check_settings(folder, board)
        # Of thousands of files each alone would take minutes.
        os.sync()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _checked(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of a zip by name: all plain, of usual names, and together within the bounds."""
    members = opened.infolist()
    if len(members) > MOST_FILES + 1:
        raise BackupError(f"The zip holds {len(members)} files; a backup has at most {MOST_FILES}.", AGAIN)
    for member in members:
        if member.filename != CARD and not is_usual(member.filename):
            raise BackupError(f'The zip holds "{member.filename[:64]}", which no backup has.', AGAIN)
        check_member(member)
    refuse_collisions(member.filename for member in members)
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise BackupError(f"The backup is larger than {MOST_BYTES // 1_000_000} MB when it is unpacked.", AGAIN)
    by_name = {member.filename: member for member in members}
    if CARD in by_name and by_name[CARD].file_size > _MOST_CARD_BYTES:
        raise BackupError(f"{CARD} is longer than {_MOST_CARD_BYTES // 1_000_000} MB.", AGAIN)
    return by_name


def _compare(card: BackupCard, members: dict[str, zipfile.ZipInfo]) -> None:
    told = {file.name: file for file in card.files}
    if len(told) < len(card.files) or told.keys() != members.keys():
        odd = sorted(told.keys() ^ members.keys())
        raise BackupError(f'The backup and its list of files differ at "{(odd or [CARD])[0][:64]}".', AGAIN)
    for name, file in told.items():
        if file.bytes != members[name].file_size:
            raise BackupError(f'"{name[:64]}" in the backup is not as long as it was.', AGAIN)
        if entry_of(name) not in card.entries:
            raise BackupError(f'The backup does not stand for "{entry_of(name)}", but holds "{name[:64]}".', AGAIN)


def _unpack_file(backup: Backup, file: BackedUpFile, folder: Path) -> None:
    path, private = folder / file.name, entry_of(file.name) in PRIVATE_FOLDERS
    if private:
        (folder / entry_of(file.name)).mkdir(mode=0o700, exist_ok=True)
    # No other rights than those that a folder gets by itself: systemd forbids the robot to set the group's bit.
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as target:
        for chunk in chunks_of(backup.opened, backup.opened.getinfo(file.name)):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != file.sha256:
        raise BackupError(f'"{file.name[:64]}" in the backup is not what it was.', AGAIN)
    path.chmod(0o600 if private else 0o644)
    os.utime(path, (file.changed / 1000, file.changed / 1000))


def _check_settings(folder: Path, board: Board) -> None:
    """A robot that starts with settings that are wrong would not start."""
    try:
        configuration = load(folder)
        board = wired_board(configuration.pins, board)
        refuse_conflicts(wires_of(chosen_parts(configuration, all_parts(), board)), board)
    except ConfigurationError as error:
        what = error.message.replace(f"{folder}/", "")
        hint = f"Nothing was changed. {error.hint}"
        raise BackupError(f"The settings in the backup are not right: {what}", hint) from None
