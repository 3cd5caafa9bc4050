"""Recipes on disk: own copies win, bad names reach nothing, and no crash loses a text."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tjbot.daemon.library import MOST_BYTES, Library
from tjbot.errors import RecipeError, UnknownNameError

TEXT = '"""Wave back. You need: an arm, a camera. You learn: events, and\n   colors."""\nprint("hello")\n'


@pytest.fixture
def library(tmp_path: Path) -> Library:
    gallery = tmp_path / "gallery"
    gallery.mkdir()
    (gallery / "wave_back.py").write_text(TEXT)
    return Library(tmp_path / "home", gallery)


def test_a_card_tells_title_needs_and_lesson(library: Library) -> None:
    (card,) = library.cards()
    assert (card.file, card.title, card.needs, card.learn, card.mine) == (
        "wave_back.py",
        "Wave back",
        "an arm, a camera",
        "events, and colors",
        False,
    )


def test_an_own_copy_wins_and_forgetting_it_brings_the_gallery_back(library: Library) -> None:
    saved = library.save("wave_back.py", '"""Mine."""')
    assert saved.card.mine
    assert [card.title for card in library.cards()] == ["Mine"]
    assert library.find("wave_back.py").source == '"""Mine."""'
    assert (library.gallery / "wave_back.py").read_text() == TEXT
    library.forget("wave_back.py")
    assert library.find("wave_back.py").source == TEXT
    with pytest.raises(UnknownNameError, match="of your own"):
        library.forget("wave_back.py")


def test_a_second_save_is_seen_at_once(library: Library) -> None:
    for number in range(20):
        library.save("mine.py", f'"""Number {number}."""')
        assert f"Number {number}" in [card.title for card in library.cards()]


BAD_NAMES = [
    "../secret.py",
    "..",
    "/etc/passwd",
    "a/b.py",
    "a\\b.py",
    ".hidden.py",
    "Wave.py",
    "wave",
    "wave.pyc",
    "wave.py\n",
    "wave\0.py",
    "wäve.py",
    "a" * 61 + ".py",
    "",
    ".py",
    "wave back.py",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_bad_name_is_neither_read_nor_written_nor_removed(library: Library, tmp_path: Path, name: str) -> None:
    (tmp_path / "home").mkdir()
    secret = tmp_path / "home" / "secret.py"
    secret.write_text("secret")
    with pytest.raises(UnknownNameError, match="There is no recipe"):
        library.find(name)
    with pytest.raises(RecipeError, match="cannot be called") as caught:
        library.save(name, "x")
    assert "my_robot.py" in caught.value.hint
    with pytest.raises(UnknownNameError):
        library.forget(name)
    assert secret.read_text() == "secret"
    assert not library.own.exists()


def test_an_unknown_name_gets_the_nearest_one(library: Library) -> None:
    with pytest.raises(UnknownNameError) as caught:
        library.find("wave_bak.py")
    assert caught.value.hint == 'Did you mean "wave_back.py"?'


def test_a_link_is_neither_listed_nor_followed_and_a_save_replaces_it(library: Library, tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text('"""Outside."""')
    library.own.mkdir(parents=True)
    (library.own / "link.py").symlink_to(outside)
    assert [card.file for card in library.cards()] == ["wave_back.py"]
    with pytest.raises(UnknownNameError):
        library.find("link.py")
    library.save("link.py", "mine")
    assert outside.read_text() == '"""Outside."""'
    assert library.find("link.py").source == "mine"


def test_a_pipe_or_folder_in_the_recipes_holds_nothing_up(library: Library) -> None:
    library.own.mkdir(parents=True)
    os.mkfifo(library.own / "pipe.py")
    (library.own / "folder.py").mkdir()
    assert [card.file for card in library.cards()] == ["wave_back.py"]
    for name in ("pipe.py", "folder.py"):
        with pytest.raises(UnknownNameError):
            library.find(name)


def test_a_text_that_is_too_long_is_neither_saved_nor_read(library: Library) -> None:
    library.save("long.py", "#" * MOST_BYTES)
    with pytest.raises(RecipeError, match="at most 100000 are kept"):
        library.save("long.py", "#" * (MOST_BYTES + 1))
    assert len(library.find("long.py").source) == MOST_BYTES
    (library.own / "huge.py").write_text("#" * (MOST_BYTES + 1))
    with pytest.raises(RecipeError, match="too long"):
        library.find("huge.py")
    assert "huge.py" not in [card.file for card in library.cards()]


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"def (", b"\0", b"", b"(" * 5000, '"""\ud800"""'.encode("utf-8", "replace")]
)
def test_what_is_no_python_is_listed_by_its_file_name(library: Library, data: bytes) -> None:
    library.own.mkdir(parents=True)
    (library.own / "odd_one.py").write_bytes(data)
    assert "odd_one.py" in [card.file for card in library.cards()]
    assert library.find("odd_one.py").card.title in ("Odd one", "?")


def disk_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def no_rename(*_: object) -> None:
    raise OSError(errno.EROFS, "Read-only file system")


@pytest.mark.parametrize(
    ("where", "failure", "sentence"),
    [("os.fsync", disk_full, "No space left on device"), ("pathlib.Path.replace", no_rename, "Read-only file system")],
)
def test_a_save_that_fails_leaves_the_old_text_and_no_rubbish(
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    failure: Callable[..., None],
    sentence: str,
) -> None:
    library.save("mine.py", "old")
    with monkeypatch.context() as patch:
        patch.setattr(where, failure)
        with pytest.raises(RecipeError, match=f"could not be saved: {sentence}") as caught:
            library.save("mine.py", "new")
    assert "still in the page" in caught.value.hint
    assert library.find("mine.py").source == "old"
    assert [path.name for path in library.own.rglob("*") if path.is_file()] == ["mine.py"]
    assert library.save("mine.py", "new").source == "new"


def test_a_crash_between_write_and_rename_leaves_the_old_text(library: Library) -> None:
    library.save("mine.py", "old")
    child = os.fork()
    if child == 0:
        Path.replace = lambda *_: os._exit(7)  # type: ignore[method-assign]
        library.save("mine.py", "new")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert library.find("mine.py").source == "old"
    assert [card.file for card in library.cards()] == ["mine.py", "wave_back.py"]


def test_a_folder_that_cannot_be_written_is_a_sentence(library: Library) -> None:
    library.own.parent.mkdir()
    library.own.write_text("a file where the folder should be")
    with pytest.raises(RecipeError, match="could not be saved"):
        library.save("mine.py", "x")
    assert [card.file for card in library.cards()] == ["wave_back.py"]


def test_where_the_folders_cannot_be_read_the_recipes_are_those_that_were_there(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = library.cards()

    def fail(_folder: Path) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", fail)
        assert library.cards() == library.cards() == before
        with pytest.raises(UnknownNameError):
            library.find("other.py")
    assert caplog.text.count("Too many open files") == 1
    library.save("mine.py", TEXT)
    assert len(library.cards()) == 2
