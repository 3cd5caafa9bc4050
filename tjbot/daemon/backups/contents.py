"""What is in a backup: which of a home's files, and what its card says. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec import Meta

from tjbot.config import FILE_NAME as SETTINGS
from tjbot.daemon.lessons.progress import FILE_NAME as PROGRESS
from tjbot.daemon.lessons.shelf import FOLDER as LESSONS
from tjbot.daemon.smoothing_file import FILE_NAME as SMOOTHING
from tjbot.errors import BackupError

FORMAT = 1
"""Is counted up when an older robot would misunderstand a backup."""

CARD = "tjbot-backup.json"

FILES = (SETTINGS, SMOOTHING, PROGRESS)
FOLDERS = (LESSONS, "memory", "models", "projects", "recipes", "sounds")
PICTURES, SECRETS = "pictures", "secrets"
"""Those are in a backup only on request: pictures show people, and with the secrets one could be this robot."""
PRIVATE_FOLDERS = ("models", "projects", SECRETS)
"""Only the robot itself reads what is in them."""

ENTRIES = (*FILES, *FOLDERS, PICTURES, SECRETS)

MOST_FILES = 50_000
MOST_BYTES = 1_500_000_000
"""Unpacked. Models and projects have bounds of their own, far below."""

VERSIONS_FOLDER = ".versions"
_DEEPEST = 8
_LONGEST_NAME_BYTES = 255
# No way out of the folder, nothing hidden, and nothing that some disk refuses.
_PLAIN = re.compile(r'[^\x00-\x1f\x7f/\\:*?"<>|]+')

AGAIN = "Nothing was changed. Make the backup again, or choose another file."

Name = Annotated[str, Meta(max_length=2000)]


class BackedUpFile(msgspec.Struct, frozen=True):
    """A file of a backup: its name in the home, and when it was last changed, in milliseconds since 1970."""

    name: Name
    bytes: Annotated[int, Meta(ge=0, le=MOST_BYTES)]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    changed: Annotated[int, Meta(ge=0, lt=1 << 53)]


class BackupCard(msgspec.Struct, frozen=True):
    """What a backup says of itself.

    `entries` are the files and folders of a home that it stands for: where one of them is missing, there was none.
    """

    format: int
    made_by: Annotated[str, Meta(max_length=64)]
    robot: Annotated[str, Meta(max_length=64)]
    made: Annotated[str, Meta(max_length=64)]
    entries: Annotated[list[str], Meta(max_length=len(ENTRIES))]
    files: Annotated[list[BackedUpFile], Meta(max_length=MOST_FILES)]


class _Format(msgspec.Struct):
    """All that every format has."""

    format: Annotated[int, Meta(ge=1)]
    made_by: str = ""


def entries(*, pictures: bool = False, secrets: bool = False) -> tuple[str, ...]:
    """The files and folders of a home that go into a backup."""
    return (*FILES, *FOLDERS, *([PICTURES] if pictures else []), *([SECRETS] if secrets else []))


def entry_of(name: str) -> str:
    """The file or folder of the home that a name is, or lies in."""
    return name.partition("/")[0]


def is_usual(name: str) -> bool:
    """Whether a robot keeps files of this name: in one of its folders, and good on every disk."""
    first, *others = name.split("/")
    if first in FILES:
        return not others
    if first not in ENTRIES or not 1 <= len(others) < _DEEPEST or name != unicodedata.normalize("NFC", name):
        return False
    if first == "recipes" and others[0] == VERSIONS_FOLDER:
        others = others[1:]
    return bool(others) and all(_is_plain(part) for part in others)


def _is_plain(part: str) -> bool:
    try:
        length = len(part.encode())
    except UnicodeEncodeError:
        return False
    return bool(_PLAIN.fullmatch(part)) and part[0] != "." and part[-1] not in ". " and length <= _LONGEST_NAME_BYTES


def refuse_collisions(names: Iterable[str]) -> None:
    """Refuses names that would be one on some disk, and files that would be folders.

    Raises:
        BackupError: there are such.
    """
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFKC", name).casefold()
        if key in seen:
            raise BackupError(f'The backup holds "{seen[key][:64]}" and "{name[:64]}", which may be one.', AGAIN)
        seen[key] = name
        while "/" in key:
            key = key.rpartition("/")[0]
            folders.setdefault(key, name)
    if both := folders.keys() & seen.keys():
        raise BackupError(f'In the backup "{seen[both.pop()][:64]}" is a file and a folder.', AGAIN)


def decode_card(text: bytes) -> BackupCard:
    """Reads a card.

    Raises:
        BackupError: it is none, or of a format that only newer robots know.
    """
    try:
        about = msgspec.json.decode(text, type=_Format)
        if about.format > FORMAT:
            by = f" {about.made_by[:32]}" if about.made_by else ""
            raise BackupError(
                f"A newer TJBot{by} has made this backup, and this one cannot read it.",
                "Nothing was changed. Bring this robot up to date first.",
            )
        card = msgspec.json.decode(text, type=BackupCard)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BackupError(f"{CARD} in the backup is not as it must be: {str(error).rstrip('.')}.", AGAIN) from None
    if unknown := sorted(set(card.entries) - set(ENTRIES)):
        raise BackupError(f'The backup stands for "{unknown[0][:64]}", which no robot has.', AGAIN)
    return card
