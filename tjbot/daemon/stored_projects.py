"""Projects that somebody asked the robot to keep, with their samples: a file each, whole or not there."""

import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO

from tjbot.daemon.full_disk import disk_is_full_or_broken
from tjbot.daemon.model_folder import open_file
from tjbot.daemon.model_ids import is_model_id
from tjbot.daemon.project_zips import ProjectCard, read_card
from tjbot.errors import ChangedMeanwhileError, ModelError, NoRoomError, TJBotError, UnknownNameError
from tjbot.files import sync_folder

log = logging.getLogger(__name__)

MOST_PROJECTS = 20
MOST_BYTES = 500_000_000
"""Of all projects together."""

# `<id>.<which save>.<SHA-256>.zip`: of two saves, one of which a killed daemon did not remove, the later one counts,
# whatever the clock said.
_FILE = re.compile(r"([a-z0-9][a-z0-9_-]{0,47})\.([0-9]{1,9})\.([0-9a-f]{64})\.zip")
_ARRIVING = ".arriving-"
_AGAIN = "Save the project again."


@dataclass(frozen=True)
class StoredProject:
    """A project of the robot's: its id, what it says of itself, the SHA-256 and the bytes of its file, and when it
    came (milliseconds since 1970).
    """

    id: str
    card: ProjectCard
    hash: str
    bytes: int
    changed: int
    path: Path
    number: int


class StoredProjects:
    """Projects by id. Everything waits for the disk; `save` and `remove` only one at a time.

    Args:
        home: the robot's home; the projects are files in its `projects/`.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "projects"
        self._cards: dict[str, ProjectCard] = {}
        self._broken: set[str] = set()
        try:
            self._clear_up()
        except OSError as error:
            log.warning("The projects of this robot cannot be used (%s).", type(error).__name__)

    def all(self) -> list[StoredProject]:
        """All projects, by name.

        Raises:
            ModelError: the folder cannot be read.
        """
        with disk_is_full_or_broken("listed", "project"):
            found = self._newest()
        return sorted(found.values(), key=lambda project: (project.card.name.lower(), project.id))

    @contextmanager
    def arriving(self) -> Iterator[tuple[IO[bytes], Path]]:
        """A file for a zip that arrives, and where it is, from which `save` takes it; it is gone when the block ends.

        Raises:
            NoRoomError, ModelError: it cannot be made.
        """
        with disk_is_full_or_broken("received", "project"):
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            # Pages get projects; recipes, which may run as another user, do not.
            self._folder.mkdir(mode=0o700, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=_ARRIVING, suffix=".zip")
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file, Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def save(self, id_: str, arrived: Path, *, based_on: str | None = None) -> StoredProject:
        """Keeps the zip of a project that arrived and is on the disk; the file is moved.

        Args:
            id_: under which id.
            arrived: the zip.
            based_on: the hash of the project that it replaces; None where there is none of this id yet.

        Raises:
            ChangedMeanwhileError: another project than that is there.
            ModelError: the id or the zip will not do, or it cannot be written.
            NoRoomError: there are too many projects, or the disk is full.
        """
        if not is_model_id(id_):
            raise ModelError(f'A project cannot have the id "{id_[:64]}".', "Use small letters, digits, - and _.")
        with disk_is_full_or_broken("saved", "project"):
            read_card(arrived)
            with arrived.open("rb") as file:
                hash_ = hashlib.file_digest(file, "sha256").hexdigest()
            there = self._newest()
            before = there.pop(id_, None)
            _check_base(before, hash_, based_on)
            _check_room(list(there.values()), arrived.stat().st_size)
            number = before.number + 1 if before else 1
            arrived.rename(self._folder / f"{id_}.{number}.{hash_}.zip")
            sync_folder(self._folder)
            if before:
                before.path.unlink(missing_ok=True)
            return self._newest()[id_]

    def remove(self, id_: str, *, based_on: str | None = None) -> None:
        """Takes a project away; this needs no room on a full disk.

        Args:
            id_: which.
            based_on: its hash; None to remove whatever is there.

        Raises:
            UnknownNameError: there is none of this id.
            ChangedMeanwhileError: it is another one by now.
            ModelError: it cannot be removed.
        """
        with disk_is_full_or_broken("removed", "project"):
            project = self._find(id_)
            if based_on is not None:
                _check_base(project, None, based_on)
            # Earlier saves first: else one of them would be there again after a power cut.
            for _, path in sorted(self._files().get(id_, [])):
                path.unlink(missing_ok=True)
            sync_folder(self._folder)

    def open(self, id_: str) -> tuple[StoredProject, BufferedReader]:
        """Opens a project's file, and makes sure that it is as it was saved; it stays so when it is replaced meanwhile.

        Raises:
            UnknownNameError: there is none of this id.
            ModelError: it was changed or damaged.
        """
        with disk_is_full_or_broken("opened", "project"):
            project = self._find(id_)
            file = open_file(project.path)
            if hashlib.file_digest(file, "sha256").hexdigest() != project.hash:
                file.close()
                raise ModelError(f'The file of the project "{project.card.name}" is damaged.', _AGAIN)
            file.seek(0)
            return project, file

    def _find(self, id_: str) -> StoredProject:
        project = self._newest().get(id_)
        if project is None:
            raise UnknownNameError(f'The robot has no project "{id_[:64]}".')
        return project

    def _files(self) -> dict[str, list[tuple[int, Path]]]:
        """The files of each id, with the number of the save."""
        files: dict[str, list[tuple[int, Path]]] = {}
        for path in self._folder.iterdir() if self._folder.is_dir() else []:
            if match := _FILE.fullmatch(path.name):
                files.setdefault(match[1], []).append((int(match[2]), path))
        return files

    def _newest(self) -> dict[str, StoredProject]:
        found = {}
        for id_, files in self._files().items():
            number, path = max(files)
            if project := self._read(id_, number, path):
                found[id_] = project
        return found

    def _read(self, id_: str, number: int, path: Path) -> StoredProject | None:
        """What lies there, if it is a project; the log says once why it is none. A name is always of one content."""
        try:
            status = path.lstat()
            if path.is_symlink():
                raise ModelError("It is a link, which may lead anywhere.", "Copy the project itself.")
            if path.name not in self._cards:
                self._cards[path.name] = read_card(path)
        except (TJBotError, OSError) as error:
            if path.name not in self._broken:
                log.warning("A project is not used (%s). `tjbot doctor` names it.", type(error).__name__)
            self._broken.add(path.name)
            return None
        hash_ = path.name.split(".")[2]
        changed = status.st_mtime_ns // 1_000_000
        return StoredProject(id_, self._cards[path.name], hash_, status.st_size, changed, path, number)

    def _clear_up(self) -> None:
        """Removes what a daemon left that was killed."""
        for files in self._files().values():
            for _, path in sorted(files)[:-1]:
                path.unlink()
        for path in self._folder.glob(f"{_ARRIVING}*") if self._folder.is_dir() else []:
            path.unlink()


def _check_base(there: StoredProject | None, new: str | None, based_on: str | None) -> None:
    """Refuses to replace what the sender has not seen; the same project once more is no conflict."""
    hash_ = there.hash if there else None
    if hash_ == based_on or (hash_ is not None and hash_ == new):
        return
    if there is None:
        raise ChangedMeanwhileError(
            "The project was removed from the robot meanwhile.", "Nothing was changed. Save it anew."
        )
    raise ChangedMeanwhileError(
        f'Another save of "{there.card.name}" is on the robot by now.',
        "Nothing was changed. Save once more, and say whether it shall be replaced.",
    )


def _check_room(others: list[StoredProject], new_bytes: int) -> None:
    if len(others) >= MOST_PROJECTS:
        raise NoRoomError(f"This robot has {MOST_PROJECTS} projects already.", "Remove one first.")
    if sum(other.bytes for other in others) + new_bytes > MOST_BYTES:
        raise NoRoomError(
            f"The robot's projects would be larger than {MOST_BYTES // 1_000_000} MB together.", "Remove one first."
        )
