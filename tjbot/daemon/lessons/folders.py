"""A lesson that somebody brings: a folder or a zip, read with distrust. Waits for the disk."""

import zipfile
from pathlib import Path, PurePosixPath

from tjbot.daemon.lessons.card import CARD
from tjbot.daemon.lessons.lesson import MOST_FILE_BYTES, MOST_FILES, is_lesson_file
from tjbot.daemon.model_folder import open_file
from tjbot.daemon.zips import BROKEN, check_member, chunks_of, open_zip
from tjbot.errors import LessonError, ModelError

MOST_PACKED_BYTES = 1_000_000
_MOST_CONTENTS_BYTES = 100_000
_MOST_MEMBERS = 200
# What some programs add to a zip or a folder.
_NOT_MEANT = ("__MACOSX", "__pycache__")


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a lesson's folder; hidden ones and what Python leaves there are passed over.

    Raises:
        LessonError: it is no folder, cannot be read, or holds what no lesson has.
    """
    try:
        if folder.is_symlink() or not folder.is_dir():
            raise LessonError(f"{folder} is no folder of a lesson.", f"Name the folder that {CARD} is in.")
        paths = [path for path in sorted(folder.iterdir()) if path.name[0] != "." and path.name not in _NOT_MEANT]
        if len(paths) > MOST_FILES:
            raise LessonError(f"{folder} holds {len(paths)} files; a lesson has at most {MOST_FILES}.", "Check it.")
        found = {}
        for path in paths:
            if path.is_symlink() or not path.is_file():
                raise LessonError(f"{path} is no file.", "A lesson's files lie side by side.")
            with open_file(path) as file:
                found[path.name] = file.read(MOST_FILE_BYTES + 1)
        return found
    except OSError as error:
        raise LessonError(f"{folder} cannot be read: {error.strerror}.", "Check its name and whose it is.") from None


def read_zip(path: Path) -> dict[str, bytes]:
    """The files of a lesson that was packed: its files themselves, or the folder that they are in.

    Raises:
        LessonError: it is no zip, is broken, or holds what no lesson has.
        OSError: there is no such file.
    """
    try:
        with open_zip(path, _MOST_CONTENTS_BYTES) as opened:
            return {name: b"".join(chunks_of(opened, member)) for name, member in _members(opened).items()}
    except ModelError as error:
        raise LessonError(error.message, error.hint) from None


def _members(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files beside `lesson.toml`, all of them plain and short."""
    all_members = opened.infolist()
    if len(all_members) > _MOST_MEMBERS:
        raise LessonError(f"The zip holds {len(all_members)} files; a lesson has at most {MOST_FILES}.", BROKEN)
    meant = [
        member
        for member in all_members
        if not member.filename.endswith("/") and not set(PurePosixPath(member.filename).parts) & set(_NOT_MEANT)
    ]
    cards = [place for member in meant if (place := PurePosixPath(member.filename)).name == CARD]
    if len(cards) != 1 or len(cards[0].parts) > 2:
        raise LessonError(
            f"The zip holds {'several' if len(cards) > 1 else 'no'} {CARD}, so it is not one lesson.",
            "Pack the folder of one lesson, or the files in it.",
        )
    found: dict[str, zipfile.ZipInfo] = {}
    for member in meant:
        place = PurePosixPath(member.filename)
        if place.name.startswith("."):
            continue
        if place.parent != cards[0].parent or not is_lesson_file(place.name):
            raise LessonError(f'The zip holds "{member.filename[:64]}", which no lesson has.', "Pack it without.")
        check_member(member)
        if member.file_size > MOST_FILE_BYTES:
            raise LessonError(f"{place.name} is {member.file_size} bytes long; {MOST_FILE_BYTES} are read.", "Cut it.")
        if place.name in found:
            raise LessonError(f"The zip holds two files {place.name}.", BROKEN)
        found[place.name] = member
    return found
