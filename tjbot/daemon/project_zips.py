"""A project as one file, as `web_ui/src/learn/archive.ts` packs it: looked into with distrust, never unpacked here."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tjbot.daemon.zips import BROKEN, check_member, chunks_of, open_zip
from tjbot.errors import ModelError

MOST_PACKED_BYTES = 120_000_000
MOST_UNPACKED_BYTES = 250 * 1024 * 1024
"""As much as a page unpacks (`web_ui/src/learn/zip.ts`)."""
MOST_FILES = 8000

PROJECT_FILE = "tjbot-project.json"
_MOST_CARD_BYTES = 8_000_000
_MOST_CONTENTS_BYTES = 1_500_000
_NAME = re.compile(r"(?:samples/|model/)?[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
_AGAIN = "Save the project again."


class _Class(msgspec.Struct, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=64)]


class _Sample(msgspec.Struct, frozen=True):
    id: Annotated[str, Meta(max_length=64)]


class _About(msgspec.Struct, frozen=True):
    """What we need to know of `tjbot-project.json`; the rest is the page's."""

    format_version: Annotated[int, Meta(ge=1)]
    name: Annotated[str, Meta(min_length=1, max_length=64)]
    kind: Literal["pictures", "hands", "movements", "sounds", "numbers"]
    author: Annotated[str, Meta(max_length=200)]
    classes: Annotated[list[_Class], Meta(min_length=1, max_length=100)]
    samples: Annotated[list[_Sample], Meta(max_length=3000)]


@dataclass(frozen=True)
class ProjectCard:
    """What a project says of itself; `pictures` and `sounds` are how many of them are in it."""

    name: str
    kind: str
    author: str
    classes: list[str]
    samples: int
    pictures: int
    sounds: int


def read_card(path: Path) -> ProjectCard:
    """What a project says of itself; its names and sizes are looked at, and none of its files but that one.

    Raises:
        ModelError: it is no zip, no project, or holds what no project has.
        OSError: there is no such file.
    """
    with open_zip(path, _MOST_CONTENTS_BYTES) as opened:
        members = {member.filename: member for member in _checked(opened)}
        if PROJECT_FILE not in members:
            raise ModelError(f"The zip holds no {PROJECT_FILE}, so it is no project of ours.", _AGAIN)
        if members[PROJECT_FILE].file_size > _MOST_CARD_BYTES:
            raise ModelError(f"{PROJECT_FILE} is longer than {_MOST_CARD_BYTES // 1_000_000} MB.", _AGAIN)
        text = b"".join(chunks_of(opened, members[PROJECT_FILE]))
    try:
        about = msgspec.json.decode(text, type=_About)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ModelError(f"{PROJECT_FILE} is not as it must be: {str(error).rstrip('.')}.", _AGAIN) from None
    return ProjectCard(
        name=about.name,
        kind=about.kind,
        author=about.author,
        classes=[each.name for each in about.classes],
        samples=len(about.samples),
        pictures=sum(name.startswith("samples/") and not name.endswith(".wav") for name in members),
        sounds=sum(name.startswith("samples/") and name.endswith(".wav") for name in members),
    )


def _checked(opened: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of a zip, all of them plain and together within the bounds."""
    members = [member for member in opened.infolist() if not member.filename.endswith("/")]
    if len(members) > MOST_FILES:
        raise ModelError(f"The zip holds {len(members)} files; a project has at most {MOST_FILES}.", BROKEN)
    for member in members:
        if not _NAME.fullmatch(member.filename):
            raise ModelError(f'The zip holds "{member.filename[:64]}", which no project has.', _AGAIN)
        check_member(member)
    if len({member.filename for member in members}) < len(members):
        raise ModelError("The zip holds two files of one name.", BROKEN)
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise ModelError(
            f"The project is larger than {MOST_UNPACKED_BYTES // 1_000_000} MB when it is unpacked.",
            "Throw samples away that look alike.",
        )
    return members
