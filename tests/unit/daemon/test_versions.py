"""Earlier texts of recipes: what is kept, for how long, and that a full disk loses nothing."""

import errno
import itertools
from pathlib import Path

import pytest

from tjbot.daemon import versions as versions_module
from tjbot.daemon.library import Library
from tjbot.daemon.versions import MOST_VERSIONS, NEWEST, Versions, loses_lines, surplus
from tjbot.errors import ChangedMeanwhileError, RecipeError, UnknownNameError

MINUTE = 60
HOUR_MILLISECONDS = 3_600_000


class Clock:
    """Seconds since 1970, as a test sets them."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Library:
    library = Library(tmp_path / "home", tmp_path / "gallery")
    library.versions = Versions(library.own / ".versions", clock)
    return library


def type_in(library: Library, *texts: str) -> None:
    """Saves as a page does that has the newest text each time."""
    for text in texts:
        edition = library.find("a.py").card.edition if (library.own / "a.py").exists() else ""
        library.save("a.py", text, based_on=edition)


def texts(library: Library, file: str = "a.py") -> list[str]:
    return [library.versions.read(file, each.time) for each in library.versions.of(file)]


def test_typing_on_makes_no_version_but_lines_that_go_away_do(library: Library) -> None:
    type_in(library, "one", "one\ntw", "one\ntwo", "one\ntwo\nthree")
    assert texts(library) == ["one"]
    type_in(library, "one\nthree", "one")
    assert texts(library) == ["one\nthree", "one\ntwo\nthree", "one"]


def test_after_a_while_the_text_is_kept_though_nothing_goes_away(library: Library, clock: Clock) -> None:
    type_in(library, "one", "one\ntwo")
    clock.now += 3 * MINUTE
    type_in(library, "one\ntwo\nthree")
    assert texts(library) == ["one\ntwo", "one"]


def test_a_save_that_knows_nothing_of_the_other_text_keeps_it(library: Library) -> None:
    library.save("a.py", "one")
    library.save("a.py", "one and a half")
    assert texts(library) == ["one"]


def test_what_two_people_write_at_once_is_kept_of_both(library: Library) -> None:
    first = library.save("a.py", "first").card.edition
    library.save("a.py", "Ada's", based_on=first)
    with pytest.raises(ChangedMeanwhileError):
        library.save("a.py", "Bob's", based_on=first)
    assert library.find("a.py").source == "Ada's"
    assert texts(library) == ["Bob's", "first"]
    assert library.save("a.py", "Ada's", based_on=first).source == "Ada's", "the same text is no quarrel"


def test_what_was_thrown_away_is_kept_even_without_room_on_the_disk(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.save("a.py", '"""Precious."""')

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    at = library.forget("a.py")
    assert library.versions.read("a.py", at) == '"""Precious."""'
    assert [(each.file, each.title) for each in library.thrown_away()] == [("a.py", "Precious")]
    with pytest.raises(UnknownNameError):
        library.versions.read("a.py", at + 1)


def test_a_disk_too_full_for_a_version_leaves_the_old_text(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.save("a.py", "old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(RecipeError, match="could not be saved"):
            library.save("a.py", "new")
    assert (library.find("a.py").source, texts(library)) == ("old", [])


def test_a_clock_that_goes_back_keeps_the_order(library: Library, clock: Clock) -> None:
    library.save("a.py", "one")
    library.save("a.py", "two")
    clock.now -= 100 * MINUTE
    library.save("a.py", "three")
    assert texts(library) == ["two", "one"]


def test_versions_go_with_a_recipe_that_gets_another_name(library: Library) -> None:
    library.save("a.py", '"""A. You learn: names."""')
    library.save("a.py", '"""A. You learn: titles."""')
    renamed = library.rename("a.py", "Bee 🐝")
    assert (renamed.card.file, renamed.source) == ("bee.py", '"""Bee 🐝. You learn: titles."""')
    assert texts(library, "bee.py") == ['"""A. You learn: names."""']
    assert [card.file for card in library.cards()] == ["bee.py"]


def test_only_so_many_are_kept_and_of_the_older_ones_one_an_hour() -> None:
    every_minute = [minute * MINUTE * 1000 for minute in range(50 * 60)]
    gone = set(surplus(every_minute))
    kept = sorted(set(every_minute) - gone, reverse=True)
    assert len(kept) == MOST_VERSIONS
    assert kept[:NEWEST] == sorted(every_minute, reverse=True)[:NEWEST]
    assert all(earlier - later >= HOUR_MILLISECONDS for earlier, later in itertools.pairwise(kept[NEWEST:]))


def test_all_together_are_bounded_and_the_oldest_go_first(
    library: Library, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions_module, "MOST_BYTES", 3 * 4096)
    for name in ("a.py", "b.py", "c.py", "d.py"):
        clock.now += 1
        library.versions.keep(name, b"text")
    assert library.versions.files() == ["b.py", "c.py", "d.py"]


def test_what_somebody_else_put_there_is_passed_over(library: Library) -> None:
    library.versions.keep("a.py", b"text")
    folder = library.own / ".versions" / "a.py"
    (folder / "notes.py").write_text("mine")
    (folder / "²³.py").write_text("mine")
    assert texts(library) == ["text"]


@pytest.mark.parametrize(
    ("before", "after", "loses"),
    [
        ("a\nb", "a\nb\nc", False),
        ("a\nrobot.wa", "a\nrobot.wave()", False),
        ("a\nb\n\n", "a\nb", False),
        ("a\nb", "    a\n    b", False),
        ("a\nb", "a", True),
        ("a\nb\nc", "x\ny\nc", True),
        ("a\na", "a", True),
        ("a", "", True),
    ],
)
def test_lines_that_are_lost(before: str, after: str, loses: bool) -> None:
    assert loses_lines(before, after) is loses
