"""Models, projects and backups that somebody sends as zips."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fuzzing.target import Target, Try, told
from tjbot.daemon.backups.contents import CARD as BACKUP_CARD
from tjbot.daemon.backups.contents import ENTRIES
from tjbot.daemon.backups.read import open_backup
from tjbot.daemon.lessons.folders import read_zip
from tjbot.daemon.lessons.lesson import lesson_of
from tjbot.daemon.model_zips import open_model_zip
from tjbot.daemon.project_zips import PROJECT_FILE, read_card
from tjbot.daemon.zips import chunks_of
from tjbot.errors import BackupError, LessonError, ModelError, WireError
from tjbot.protocol.models import CARD, decode_card


def _opened(read: Callable[[Path], object]) -> Callable[[Path], "contextmanager[Try]"]:  # type: ignore[type-arg]
    @contextmanager
    def opened(folder: Path) -> Iterator[Try]:
        path = folder / "sent.zip"

        def one(data: bytes) -> None:
            path.write_bytes(data)
            try:
                read(path)
            except (BackupError, LessonError, ModelError, WireError) as error:
                told(error)

        yield one

    return opened  # type: ignore[return-value]


def _read_model(path: Path) -> None:
    with open_model_zip(path) as opened:
        sizes = opened.sizes()
        decode_card(opened.card())
        for name, size in sizes.items():
            assert sum(map(len, opened.chunks(name))) <= size


def _read_backup(path: Path) -> None:
    with open_backup(path) as backup:
        for file in backup.card.files:
            assert not file.name.startswith(("/", "."))
            assert ".." not in file.name.split("/")
            assert sum(map(len, chunks_of(backup.opened, backup.opened.getinfo(file.name)))) <= file.bytes


def _read_lesson(path: Path) -> None:
    lesson = lesson_of("dance", read_zip(path))
    assert len(set(lesson.keys())) == len(lesson.card.goals)
    assert all(step.title for text in lesson.texts.values() for step in text)


@contextmanager
def _open_card(_: Path) -> Iterator[Try]:
    def one(data: bytes) -> None:
        try:
            card = decode_card(data)
        except WireError as error:
            told(error)
            return
        assert card.labels
        assert card.bytes >= 0

    yield one


def _zip(files: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", packing) as made:
        for name, data in files.items():
            made.writestr(zipfile.ZipInfo(name), data, packing)
    return sink.getvalue()


def _card() -> bytes:
    card = {
        "format_version": 1,
        "name": "Fruit",
        "labels": ["banana", "apple"],
        "input": {"kind": "picture_features"},
        "files": {"model.json": {"bytes": 2, "sha256": "0" * 64}},
    }
    return json.dumps(card).encode()


def _model_seeds() -> list[bytes]:
    files = {CARD: _card(), "model.json": b"{}"}
    return [_zip(files), _zip(files, zipfile.ZIP_DEFLATED)]


def _project_seeds() -> list[bytes]:
    about = {
        "format_version": 1,
        "name": "Fruit",
        "kind": "pictures",
        "author": "",
        "classes": [{"name": "banana"}, {"name": "apple"}],
        "samples": [{"id": "1"}],
    }
    files = {PROJECT_FILE: json.dumps(about).encode(), "samples/1.jpg": b"\xff\xd8\xff"}
    return [_zip(files), _zip(files, zipfile.ZIP_DEFLATED)]


def _backup_seeds() -> list[bytes]:
    file = {"name": "recipes/mine.py", "bytes": 2, "sha256": "0" * 64, "changed": 0}
    card = {"format": 1, "made_by": "0.1.0", "robot": "Pip", "made": "", "entries": list(ENTRIES), "files": [file]}
    files = {"recipes/mine.py": b"ab", BACKUP_CARD: json.dumps(card).encode()}
    return [_zip(files), _zip(files, zipfile.ZIP_DEFLATED)]


def _lesson_seeds() -> list[bytes]:
    goal = '[[goal]]\ntext = "a"\nsteps = [{ sees = "b" }, { does = "wave", within = 3 }]\n'
    files = {
        "lesson.toml": f'title = "Dance"\nlevel = 1\nminutes = 9\n{goal}'.encode(),
        "recipe.py": b"a = 1\n",
        "en.md": b"## A\n**b** `c`\n\n- d\n\n> e\n\n```\nf\n```\n",
    }
    return [_zip(files), _zip({f"dance/{name}": data for name, data in files.items()}, zipfile.ZIP_DEFLATED)]


CARDS = Target("model-card", "the card of a model", _open_card, lambda: [_card()])
MODELS = Target("model", "a model's zip", _opened(_read_model), _model_seeds)
PROJECTS = Target("project", "a project's zip", _opened(read_card), _project_seeds)
BACKUPS = Target("backup", "a robot's backup", _opened(_read_backup), _backup_seeds)
LESSONS = Target("lesson", "a lesson's zip", _opened(_read_lesson), _lesson_seeds)
