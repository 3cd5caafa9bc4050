"""The models that pupils taught, on disk: a folder each, whole or not there, and an end to how many."""

import hashlib
import logging
import os
import shutil
import tempfile
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, BinaryIO

from tjbot.daemon.full_disk import disk_is_full_or_broken
from tjbot.daemon.model_folder import TaughtModel, described, open_file, read_folder
from tjbot.daemon.model_ids import check_model_id, is_model_id
from tjbot.daemon.model_zips import ModelZip, open_model_zip
from tjbot.errors import (
    ChangedMeanwhileError,
    ModelError,
    NoRoomError,
    RefusedError,
    TJBotError,
    UnknownNameError,
    did_you_mean,
)
from tjbot.files import sync_folder
from tjbot.protocol.models import CARD, ModelFile

log = logging.getLogger(__name__)

MOST_MODELS = 30
MOST_BYTES = 300_000_000
"""Of all models together."""

_BYTES_AT_A_TIME = 4_000_000
"""So much is handed to the disk at once, so that a robot that is switched off need not wait for all of it."""

# What begins so is never shown. A start finds such things where a daemon was killed.
_ARRIVING, _NEW, _OLD, _GONE = ".arriving-", ".new-", ".old-", ".gone-"


@dataclass(frozen=True)
class OpenedFile:
    """A file of a model; it stays what it is when the model is replaced meanwhile."""

    file: BufferedReader
    meant: ModelFile


class TaughtModels:
    """Models by id. All but `all` and `hashes` waits for the disk.

    `save`, `remove` and `look_again` only one at a time; everything else from any thread at any time.

    Args:
        home: the robot's home; a model is the folder `models/<id>/` in it.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "models"
        self._models: dict[str, TaughtModel] = {}
        self._broken: dict[str, str] = {}
        self._intact: dict[Path, tuple[int, int, str]] = {}
        self._closing = threading.Event()
        self._swapping = threading.Lock()
        self._checking = threading.Lock()
        try:
            self._clear_up()
            self.look_again()
        except OSError as error:
            log.warning("The models of this robot cannot be used (%s).", type(error).__name__)

    def all(self) -> list[TaughtModel]:
        """All models, by name."""
        return sorted(self._models.values(), key=lambda model: (model.card.name.lower(), model.id))

    def hashes(self) -> dict[str, str]:
        """The hash of each model by its id: something in it changes whenever a model does."""
        return {id_: model.hash for id_, model in self._models.items()}

    def look_again(self) -> bool:
        """Looks whether somebody put a model into the folder by hand, or took one; returns whether it was so.

        Raises:
            OSError: the folder cannot be read.
        """
        paths = sorted(self._folder.iterdir()) if self._folder.is_dir() else []
        found = [model for path in paths if is_model_id(path.name) and (model := self._read(path))]
        before, self._models = self._models, {model.id: model for model in found[:MOST_MODELS]}
        return before != self._models

    def close(self) -> None:
        """The robot is stopping: what is being saved ends soon, and is not there then."""
        self._closing.set()

    def arriving(self) -> IO[bytes]:
        """A file for a zip that arrives, from which `save` takes it; it is gone when it is closed.

        Raises:
            NoRoomError, ModelError: it cannot be made.
        """
        with disk_is_full_or_broken("received"):
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            # Pages get models; recipes, which may run as another user, do not.
            self._folder.mkdir(mode=0o700, exist_ok=True)
            return tempfile.NamedTemporaryFile(dir=self._folder, prefix=_ARRIVING, suffix=".zip")

    def save(self, id_: str, zip_path: Path, *, based_on: str | None = None) -> TaughtModel:
        """Keeps the model of a zip, all of it or nothing.

        Args:
            id_: under which id.
            zip_path: the zip: the card and the files that it names.
            based_on: the hash of the model that it replaces; None where there is none of this id yet.

        Raises:
            ChangedMeanwhileError: another model than that is there.
            ModelError, WireError: the id or the zip will not do, or it cannot be written.
            NoRoomError: there are too many models, or the disk is full.
            RefusedError: the robot is stopping.
        """
        check_model_id(id_)
        with disk_is_full_or_broken("saved"), open_model_zip(zip_path) as opened:
            model = described(id_, opened.card())
            self._check_base(id_, model.hash, based_on)
            self._check_room(model)
            _check_sizes(model, opened)
            new = self._folder / f"{_NEW}{id_}"
            try:
                self._unpack(model, opened, new)
                model = read_folder(new, id_)
                self._put(new, model)
            finally:
                _drop(new)
        return model

    def remove(self, id_: str, *, based_on: str | None = None) -> None:
        """Takes a model away; this needs no room on a full disk.

        Args:
            id_: which.
            based_on: its hash; None to remove whatever is there.

        Raises:
            UnknownNameError: there is none of this id.
            ChangedMeanwhileError: it is another one by now.
            ModelError: it cannot be removed.
        """
        model = self.find(id_)
        if based_on is not None:
            self._check_base(id_, None, based_on)
        gone = self._folder / f"{_GONE}{model.id}"
        with disk_is_full_or_broken("removed"):
            _drop(gone)
            with self._swapping:
                (self._folder / model.id).rename(gone)
                self._models = {other: kept for other, kept in self._models.items() if other != model.id}
            sync_folder(self._folder)
        _drop(gone)

    def find(self, id_: str) -> TaughtModel:
        """A model.

        Raises:
            UnknownNameError: there is none of this id.
        """
        if id_ not in self._models:
            raise UnknownNameError(f'The robot has no model "{id_[:64]}".', did_you_mean(id_[:64], self._models))
        return self._models[id_]

    def open(self, id_: str, names: list[str] | None = None) -> dict[str, OpenedFile]:
        """Opens files of a model, all of the same moment, and makes sure that they are as they were saved.

        Args:
            id_: which model.
            names: which files; by default all.

        Raises:
            UnknownNameError: there is no such model or file.
            ModelError: a file was changed or damaged.
        """
        with ExitStack() as stack:
            with self._swapping:
                model = self.find(id_)
                opened = {
                    name: OpenedFile(stack.enter_context(self._open(model, name)), _meant(model, name))
                    for name in names or [CARD, *model.card.files]
                }
            for name, each in opened.items():
                self._check_intact(self._folder / id_ / name, each)
            stack.pop_all()
        return opened

    def _open(self, model: TaughtModel, name: str) -> BufferedReader:
        _meant(model, name)
        try:
            return open_file(self._folder / model.id / name)
        except OSError as error:
            raise ModelError(
                f'The file {name} of the model "{model.id}" cannot be read: {error.strerror}.', _AGAIN
            ) from None

    def _check_intact(self, path: Path, opened: OpenedFile) -> None:
        """Reads a file once and compares its hash; again only when it is another file."""
        status = os.fstat(opened.file.fileno())
        seen = (status.st_ino, status.st_mtime_ns, opened.meant.sha256)
        with self._checking:
            if self._intact.get(path) == seen:
                return
            found = hashlib.file_digest(opened.file, "sha256").hexdigest()
            opened.file.seek(0)
            if (found, status.st_size) != (opened.meant.sha256, opened.meant.bytes):
                raise ModelError(f'The file {path.name} of the model "{path.parent.name}" is damaged.', _AGAIN)
            self._intact[path] = seen

    def _check_base(self, id_: str, new: str | None, based_on: str | None) -> None:
        """Refuses to replace what the sender has not seen; the same model once more is no conflict."""
        there = self.hashes().get(id_)
        if there in (based_on, new):
            return
        if there is None:
            raise ChangedMeanwhileError(
                f'The model "{id_}" was removed meanwhile.', "Nothing was changed. Save it as a new one."
            )
        raise ChangedMeanwhileError(
            f'Another model "{id_}" is on the robot already.',
            "Nothing was changed. Save yours under another name, or replace that one.",
        )

    def _check_room(self, model: TaughtModel) -> None:
        others = [other for other in self._models.values() if other.id != model.id]
        if len(others) >= MOST_MODELS:
            raise NoRoomError(f"This robot has {MOST_MODELS} models already.", "Remove one first.")
        if sum(other.bytes for other in others) + model.bytes > MOST_BYTES:
            raise NoRoomError(
                f"The robot's models would be larger than {MOST_BYTES // 1_000_000} MB together.", "Remove one first."
            )

    def _unpack(self, model: TaughtModel, opened: ModelZip, folder: Path) -> None:
        _drop(folder)
        folder.mkdir()
        for name in (*model.card.files, CARD):
            hashing = hashlib.sha256()
            with (folder / name).open("xb") as file:
                waiting = 0
                for chunk in opened.chunks(name):
                    hashing.update(chunk)
                    file.write(chunk)
                    waiting += len(chunk)
                    if waiting >= _BYTES_AT_A_TIME:
                        self._sync(file)
                        waiting = 0
                self._sync(file)
            if hashing.hexdigest() != _meant(model, name).sha256:
                raise ModelError(f'The file "{name}" is not the one that {CARD} names.', _AGAIN)
        sync_folder(folder)

    def _sync(self, file: BinaryIO) -> None:
        file.flush()
        os.fsync(file.fileno())
        if self._closing.is_set():
            raise RefusedError("The robot is stopping, so the model was not saved.", "Start it again.")

    def _put(self, new: Path, model: TaughtModel) -> None:
        """Turns a folder into the model. A folder cannot replace another in one step; a start mends what is between."""
        target, old = self._folder / model.id, self._folder / f"{_OLD}{model.id}"
        _drop(old)
        with self._swapping:
            if replaced := os.path.lexists(target):
                target.rename(old)
            try:
                new.rename(target)
            except OSError:
                if replaced:
                    old.rename(target)
                raise
            self._models = {**self._models, model.id: model}
        sync_folder(self._folder)
        _drop(old)

    def _read(self, path: Path) -> TaughtModel | None:
        """What lies in a folder, if it is a model; the log says once why it is none."""
        try:
            model = read_folder(path, path.name)
        except (TJBotError, OSError) as error:
            if self._broken.get(path.name) != str(error):
                log.warning("A model is not used (%s). `tjbot doctor` names it.", type(error).__name__)
            self._broken[path.name] = str(error)
            return None
        self._broken.pop(path.name, None)
        return model

    def _clear_up(self) -> None:
        """Removes what a daemon left that was killed, and puts back what was just being replaced."""
        for path in list(self._folder.iterdir()) if self._folder.is_dir() else []:
            target = self._folder / path.name.removeprefix(_OLD)
            if path.name.startswith(_OLD) and not os.path.lexists(target):
                path.rename(target)
            elif path.name.startswith((_ARRIVING, _NEW, _OLD, _GONE)):
                _drop(path)


_AGAIN = "Save the model again."


def _meant(model: TaughtModel, name: str) -> ModelFile:
    meant = model.file(name)
    if meant is None:
        known = [CARD, *model.card.files]
        raise UnknownNameError(f'The model "{model.id}" has no file "{name[:64]}".', did_you_mean(name[:64], known))
    return meant


def _check_sizes(model: TaughtModel, opened: ModelZip) -> None:
    """Compares what the zip claims to hold with what the card names, before anything is unpacked."""
    sizes = opened.sizes()
    for name in sizes:
        if model.file(name) is None:
            raise ModelError(f'The zip holds "{name}", which {CARD} does not name.', "Leave it out.")
    for name, meant in model.card.files.items():
        if name not in sizes:
            raise ModelError(f'The file "{name}" is missing.', "Pack the whole folder.")
        if sizes[name] != meant.bytes:
            raise ModelError(f'The file "{name}" has {sizes[name]} bytes, but {CARD} says {meant.bytes}.', _AGAIN)


def _drop(path: Path) -> None:
    """Removes a folder or file if it is there; what cannot be removed now is at the next start."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
