"""A home gets new files: all of them or none, whenever the power fails."""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import pytest

from tests.unit.daemon.backups.homes import FULL, fill, holds
from tjbot.daemon.backups import swap
from tjbot.daemon.backups.contents import entries
from tjbot.daemon.backups.swap import JOURNAL, KEPT, commit, finish, is_committed, settle
from tjbot.errors import BackupError

NEW: dict[str, bytes] = {"tjbot.toml": b'name = "New"\n', "recipes/new.py": b"new\n", "memory/real/new.json": b"{}"}
STAYS: dict[str, bytes] = {"pictures/me.jpg": b"a face", "secrets/authority.key": b"a key", "eyes/other.jpg": b"x"}


class PowerCutError(BaseException):
    """The robot loses its power."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return fill(tmp_path / "home", {**FULL, **STAYS})


def staged(home: Path) -> Path:
    return fill(home / ".restoring-abc", NEW)


def outside_of_kept(name: str) -> bool:
    return name.startswith(KEPT)


def test_the_new_is_in_place_and_what_was_there_is_kept(home: Path) -> None:
    old = commit(staged(home), home, entries())
    assert is_committed(home)
    finish(home)
    assert holds(home, leave_out=outside_of_kept) == {**NEW, **STAYS}
    assert holds(old) == {name: data for name, data in FULL.items() if name not in STAYS}
    assert old.stat().st_mode & 0o777 == 0o700


def test_before_it_is_committed_nothing_has_changed_and_what_lies_about_is_cleared_away(home: Path) -> None:
    before = holds(home)
    staged(home)
    fill(home / ".backing-up-x", {"a": b""})
    finish(home)
    assert holds(home) == before


@contextmanager
def power_fails_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Lets the power fail when so many renames and removals have been done."""
    left = [steps]

    def counted(name: str) -> None:
        real = getattr(os, name)

        def step(*arguments: object, **options: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise PowerCutError
            return real(*arguments, **options)

        patch.setattr(os, name, step)

    with monkeypatch.context() as patch:
        for name in ("rename", "replace", "unlink", "mkdir", "rmdir"):
            counted(name)
        yield left


def test_whenever_the_power_fails_the_robot_starts_with_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for steps in range(60):
        home = fill(tmp_path / f"home-{steps}", {**FULL, **STAYS})
        new = staged(home)
        with power_fails_after(steps, monkeypatch) as left, suppress(PowerCutError):
            commit(new, home, entries())
            finish(home)
        done = left[0] >= 0
        # It fails once more while that is being mended.
        with power_fails_after(steps % 7, monkeypatch), suppress(PowerCutError):
            finish(home)
        finish(home)
        found = holds(home, leave_out=outside_of_kept)
        assert found in ({**FULL, **STAYS}, {**NEW, **STAYS}), steps
        seen.append("old" if found["tjbot.toml"] == FULL["tjbot.toml"] else "new")
        if seen[-1] == "new":
            (old,) = (home / KEPT).iterdir()
            assert holds(old) == {name: data for name, data in FULL.items() if name not in STAYS}
        if done:
            break
    assert done
    assert seen[0] == "old"
    assert seen == sorted(seen, reverse=True)


def test_a_folder_that_could_not_be_moved_is_told_before_anything_is_committed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, real = staged(home), os.access
    monkeypatch.setattr(os, "access", lambda path, *rest, **more: path.name != "memory" and real(path, *rest, **more))
    with pytest.raises(BackupError, match="memory is not the robot's own"):
        commit(new, home, entries())
    assert not is_committed(home)


def test_two_restores_in_a_second_keep_both(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap.time, "strftime", lambda _: "2026-01-01-000000")
    for _ in range(2):
        commit(staged(home), home, entries())
        finish(home)
    assert sorted(path.name for path in (home / KEPT).iterdir()) == ["2026-01-01-000000", "2026-01-01-000000-2"]


@pytest.mark.parametrize(
    "change",
    [
        {"new": "../outside"},
        {"new": ".restoring-a/../../outside"},
        {"old": "../../outside"},
        {"put": ["../outside"]},
        {"put": [".lock"]},
        {"drop": ["/etc"]},
    ],
)
def test_a_note_that_leads_out_of_the_home_is_refused(home: Path, change: dict[str, object]) -> None:
    before = holds(home)
    note = {"new": ".restoring-abc", "old": "2026-01-01-000000", "put": [], "drop": [], **change}
    (home / JOURNAL).write_text(json.dumps(note))
    with pytest.raises(BackupError, match="cannot be understood"):
        finish(home)
    (home / JOURNAL).unlink()
    assert holds(home) == before


def test_a_disk_that_takes_nothing_is_told_in_a_sentence_and_nothing_is_lost(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(staged(home), home, entries())
    with monkeypatch.context() as patch:

        def refused(*_: object) -> None:
            raise OSError(errno.EROFS, "Read-only file system")

        patch.setattr(os, "rename", refused)
        with pytest.raises(BackupError, match="Read-only file system"):
            settle(home, lambda _: nullcontext())
    settle(home, lambda _: nullcontext())
    assert holds(home, leave_out=outside_of_kept) == {**NEW, **STAYS}


def test_an_ordinary_start_needs_no_lock(home: Path) -> None:
    def lock(_: Path) -> Path:
        raise AssertionError("there is nothing to do")

    settle(home, lock)  # type: ignore[arg-type]
    settle(home / "none", lock)  # type: ignore[arg-type]
