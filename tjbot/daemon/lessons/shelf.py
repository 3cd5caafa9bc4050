"""The lessons that there are: those that ship, and a teacher's own in the robot's home, which win."""

import io
import logging
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tjbot.daemon.full_disk import disk_is_full_or_broken
from tjbot.daemon.lessons.folders import read_folder, read_zip
from tjbot.daemon.lessons.lesson import Lesson, check_lesson_id, is_lesson_id, lesson_of
from tjbot.errors import LessonError, TJBotError, UnknownNameError, did_you_mean
from tjbot.files import sync_folder, write_atomically

log = logging.getLogger(__name__)

FOLDER = "lessons"
MOST_LESSONS = 60

# What begins so is never shown. A start finds such things where a daemon was killed.
_ARRIVING, _NEW, _OLD = ".arriving-", ".new-", ".old-"


@dataclass(frozen=True)
class Shelved:
    """A lesson as it lies there: `lesson` is None where it is not as it must be, and `fault` says why."""

    id: str
    own: bool
    lesson: Lesson | None = None
    fault: TJBotError | None = None


def shipped_lessons() -> Path:
    """The folder of the lessons that ship: in the package, or in the checkout."""
    package = Path(__file__).parents[2]
    packed = package / FOLDER
    return packed if packed.is_dir() else package.parent / FOLDER


class Lessons:
    """Lessons by id. Everything waits for the disk; `save` and `remove` only one at a time.

    Args:
        home: the robot's home; a teacher's own lesson is the folder `lessons/<id>/` in it.
        shipped: the folder of those that ship; never written.
    """

    def __init__(self, home: Path, shipped: Path) -> None:
        self._own = home / FOLDER
        self._shipped = shipped
        self._known: dict[Path, tuple[tuple[tuple[str, int, int], ...], Shelved]] = {}
        try:
            self._clear_up()
        except OSError as error:
            log.warning("The lessons of this robot cannot be used (%s).", type(error).__name__)

    def all(self) -> list[Shelved]:
        """All lessons in the order of their ids, also those that are not as they must be."""
        folders = {path.name: path for folder in (self._shipped, self._own) for path in _folders_in(folder)}
        return [self._read(folders[id_]) for id_ in sorted(folders)[:MOST_LESSONS]]

    def find(self, id_: str) -> Lesson:
        """A lesson.

        Raises:
            UnknownNameError: there is none of this id.
            LessonError: it is not as it must be.
        """
        for folder in (self._own, self._shipped):
            if is_lesson_id(id_) and (folder / id_).is_dir():
                shelved = self._read(folder / id_)
                if shelved.lesson is None:
                    assert shelved.fault is not None
                    raise shelved.fault
                return shelved.lesson
        raise UnknownNameError(f'There is no lesson "{id_[:64]}".', did_you_mean(id_[:64], self._ids()))

    def arriving(self) -> IO[bytes]:
        """A file for a zip that arrives, from which `save` takes it; it is gone when it is closed.

        Raises:
            NoRoomError, ModelError: it cannot be made.
        """
        with disk_is_full_or_broken("received", "lesson"):
            self._own.mkdir(parents=True, exist_ok=True)
            return tempfile.NamedTemporaryFile(dir=self._own, prefix=_ARRIVING, suffix=".zip")

    def save(self, id_: str, arrived: Path) -> Lesson:
        """Keeps a lesson that arrived as a zip, in place of an own one of this id.

        Raises:
            LessonError: it is not as it must be, or there are too many; nothing has changed then.
            NoRoomError, ModelError: it cannot be written, nor has anything changed.
        """
        with disk_is_full_or_broken("saved", "lesson"):
            lesson = lesson_of(id_, read_zip(arrived))
            ids = self._ids()
            if id_ not in ids and len(ids) >= MOST_LESSONS:
                raise LessonError(f"This robot has {MOST_LESSONS} lessons already.", "Remove one first.")
            self._write(id_, lesson.files)
        return lesson

    def remove(self, id_: str) -> None:
        """Takes an own lesson away; one of this id that ships is there again then.

        Raises:
            UnknownNameError: there is no own one of this id.
            ModelError: it cannot be removed.
        """
        if not is_lesson_id(id_) or not (self._own / id_).is_dir():
            raise UnknownNameError(f'There is no own lesson "{id_[:64]}".', "Those that came with the robot stay.")
        with disk_is_full_or_broken("removed", "lesson"):
            gone = Path(tempfile.mkdtemp(dir=self._own, prefix=_NEW))
            (self._own / id_).rename(gone / id_)
            sync_folder(self._own)
            shutil.rmtree(gone)

    def _ids(self) -> set[str]:
        return {path.name for folder in (self._shipped, self._own) for path in _folders_in(folder)}

    def _read(self, folder: Path) -> Shelved:
        """A lesson, read again only when something in its folder has changed."""
        own = folder.parent == self._own
        try:
            state = tuple(
                (path.name, path.lstat().st_mtime_ns, path.lstat().st_ino) for path in sorted(folder.iterdir())
            )
            known = self._known.get(folder)
            if known is None or known[0] != state:
                known = (state, _shelved(folder, own=own))
                self._known[folder] = known
            return known[1]
        except OSError as error:
            return Shelved(folder.name, own, fault=LessonError(f"{folder} cannot be read: {error.strerror}."))

    def _write(self, id_: str, files: Mapping[str, bytes]) -> None:
        check_lesson_id(id_)
        new = Path(tempfile.mkdtemp(dir=self._own, prefix=_NEW))
        try:
            for name, data in files.items():
                write_atomically(new / name, data)
            new.chmod(0o755)
            there = self._own / id_
            old = self._own / f"{_OLD}{id_}"
            if there.is_dir():
                shutil.rmtree(old, ignore_errors=True)
                there.rename(old)
            new.rename(there)
            sync_folder(self._own)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def _clear_up(self) -> None:
        """Removes what a daemon that was killed has left, and brings back what it was about to replace."""
        for path in sorted(self._own.iterdir()) if self._own.is_dir() else []:
            replaced = self._own / path.name.removeprefix(_OLD)
            if path.name.startswith(_OLD) and not replaced.exists():
                path.rename(replaced)
            elif path.name.startswith((_NEW, _OLD)):
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith(_ARRIVING):
                path.unlink(missing_ok=True)


def packed(lesson: Lesson) -> bytes:
    """A lesson as a zip, which is the beginning of somebody's own."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in sorted(lesson.files.items()):
            made.writestr(f"{lesson.id}/{name}", data)
    return sink.getvalue()


def _shelved(folder: Path, *, own: bool) -> Shelved:
    try:
        return Shelved(folder.name, own, lesson_of(folder.name, read_folder(folder)))
    except TJBotError as error:
        return Shelved(folder.name, own, fault=error)


def _folders_in(folder: Path) -> list[Path]:
    """The folders that may be lessons; none where there is no such folder yet."""
    try:
        return [path for path in folder.iterdir() if is_lesson_id(path.name) and path.is_dir()]
    except OSError:
        return []
