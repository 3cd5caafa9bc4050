"""What a home keeps, packed and unpacked again; and files that were made to break that."""

import errno
import json
import os
import stat
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.taught import zipped
from tests.unit.daemon.backups.homes import FULL, NEVER, fill, holds, packed, usual
from tests.unit.daemon.test_model_zips import bomb, special
from tjbot.daemon.backups import read
from tjbot.daemon.backups.contents import CARD, ENTRIES, FORMAT, is_usual, refuse_collisions
from tjbot.daemon.backups.read import open_backup, unpack
from tjbot.daemon.backups.write import files_in, take_snapshot
from tjbot.errors import BackupError, NoRoomError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return fill(tmp_path / "home", {**FULL, **NEVER})


def taken_in(backup: Path, target: Path) -> dict[str, bytes]:
    target.mkdir(exist_ok=True)
    with open_backup(backup) as opened:
        return holds(unpack(opened, target))


def remade(backup: Path, *, put: dict[str, bytes] | None = None, **card: Any) -> Path:
    """The same backup with other files, and with a card that was changed."""
    with zipfile.ZipFile(backup) as opened:
        was = {name: opened.read(name) for name in opened.namelist()}
    was[CARD] = json.dumps({**json.loads(was[CARD]), **card}).encode()
    backup.write_bytes(zipped({**was, **(put or {})}))
    return backup


@pytest.mark.parametrize("more", [(), ("pictures",), ("secrets",), ("pictures", "secrets")])
def test_what_a_home_keeps_is_unpacked_as_it_was(home: Path, tmp_path: Path, more: tuple[str, ...]) -> None:
    os.utime(home / "models/fruit/card.json", (1_600_000_000, 1_600_000_000))
    backup = packed(home, tmp_path / "backup.zip", **dict.fromkeys(more, True))
    (tmp_path / "new").mkdir()
    with open_backup(backup) as opened:
        assert opened.card.robot == "Robi"
        new = unpack(opened, tmp_path / "new")
    assert holds(new) == usual(FULL, *more)
    assert (new / "models/fruit/card.json").stat().st_mtime == 1_600_000_000


def test_an_empty_home_makes_a_backup_that_can_be_taken_in(tmp_path: Path) -> None:
    home = fill(tmp_path / "home", {})
    home.mkdir(exist_ok=True)
    assert taken_in(packed(home, tmp_path / "backup.zip"), tmp_path / "new") == {}


def test_links_are_not_followed(home: Path, tmp_path: Path) -> None:
    (home / "recipes" / "link.py").symlink_to("/etc/passwd")
    (home / "sounds" / "etc").symlink_to("/etc")
    os.mkfifo(home / "recipes" / "pipe.py")
    assert {name for name, _ in files_in(home, ENTRIES)} == FULL.keys()


def test_what_is_replaced_meanwhile_is_in_the_backup_as_it_was(home: Path, tmp_path: Path) -> None:
    snapshot = take_snapshot(home, ENTRIES)
    assert holds(snapshot) == FULL
    new = home / "recipes" / "new"
    new.write_bytes(b"other")
    new.rename(home / "recipes" / "mine.py")
    (home / "sounds" / "honk.wav").unlink()
    assert holds(snapshot) == FULL


def test_where_the_disk_knows_no_links_it_is_copied_and_what_vanishes_meanwhile_is_left_out(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(path: Path, *_: object, **__: object) -> None:
        if path.name == "notes.txt":
            path.unlink()
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(os, "link", no_links)
    snapshot = take_snapshot(home, ENTRIES)
    assert holds(snapshot) == {name: data for name, data in FULL.items() if name != "recipes/notes.txt"}
    assert (snapshot / "tjbot.toml").stat().st_mtime_ns == (home / "tjbot.toml").stat().st_mtime_ns


def test_only_the_robot_reads_models_projects_and_secrets(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "new"
    target.mkdir()
    target.chmod(0o2775)
    before = os.umask(0o002)
    try:
        with open_backup(packed(home, tmp_path / "backup.zip", secrets=True)) as opened:
            new = unpack(opened, target)
    finally:
        os.umask(before)
    modes = {name: stat.S_IMODE((new / name).stat().st_mode) for name in ("models", "projects", "secrets", "recipes")}
    assert modes == {"models": 0o2700, "projects": 0o2700, "secrets": 0o2700, "recipes": 0o2775}
    assert stat.S_IMODE((new / "secrets/authority.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((new / "recipes/mine.py").stat().st_mode) == 0o644


BAD_NAMES = [
    *("../outside.py", "/etc/passwd", "recipes/../../outside", "recipes//x.py", "recipes/./x.py", "recipes/x.py/"),
    *("recipes", "recipes/", "other/x.py", ".lock", ".restore.json", "recipes/.ssh", "Recipes/x.py", "tjbot.toml/x"),
    *("recipes\\..\\x.py", "recipes/C:x", "recipes/a\tb", "recipes/x.", "recipes/x ", "recipes/.versions"),
    *("recipes/u\u0308.py", f"recipes/{'x' * 300}", "recipes/" + "a/" * 9 + "x", "models/.new-fruit/card.json"),
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_no_robot_gives_is_refused(home: Path, tmp_path: Path, name: str) -> None:
    assert not is_usual(name)
    backup = remade(packed(home, tmp_path / "backup.zip"), put={name: b"x"})
    with pytest.raises(BackupError, match=r"which no backup has|differ|is none|no zip"):
        taken_in(backup, tmp_path / "new")
    assert [*holds(tmp_path / "new")] == []


@pytest.mark.parametrize(
    "names",
    [
        ("recipes/a.py", "recipes/A.py"),
        ("recipes/ﬁ.py", "recipes/fi.py"),
        ("sounds/x", "sounds/x/y.wav"),
        ("sounds/X", "sounds/x/y.wav"),
    ],
)
def test_names_that_are_one_on_some_disk_are_refused(names: tuple[str, str]) -> None:
    for order in (names, names[::-1]):
        with pytest.raises(BackupError):
            refuse_collisions(order)


def test_a_link_a_locked_and_an_oddly_packed_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    for data in (
        special("recipes/x.py", mode=0o120777),
        special("recipes/x.py", mode=0o010600),
        special("recipes/x.py", flags=1),
        special("recipes/x.py", kind=zipfile.ZIP_BZIP2),
    ):
        path.write_bytes(data)
        with pytest.raises(BackupError):
            taken_in(path, tmp_path / "new")


@pytest.mark.parametrize("claimed", [None, 2_000_000_000, 10])
def test_a_zip_that_grows_without_end_is_refused(
    home: Path, tmp_path: Path, claimed: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_BYTES", 10_000_000)
    path = tmp_path / "backup.zip"
    path.write_bytes(bomb(tmp_path, claimed).replace(b"bomb.bin", b"sounds/x"))
    with pytest.raises(BackupError):
        taken_in(path, tmp_path / "new")


def test_a_backup_without_room_for_it_is_refused(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = packed(home, tmp_path / "backup.zip")
    monkeypatch.setattr(read, "ROOM_TO_SPARE_BYTES", 1 << 60)
    with pytest.raises(NoRoomError, match="MB are free"):
        taken_in(backup, tmp_path / "new")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": FORMAT + 1, "made_by": "9.0"}, "A newer TJBot 9.0 has made this backup"),
        ({"format": FORMAT + 1, "files": "something new"}, "A newer TJBot"),
        ({"format": "1"}, "is not as it must be"),
        ({"format": 0}, "is not as it must be"),
        ({"entries": ["recipes", "bin"]}, 'stands for "bin"'),
        ({"entries": ["recipes"]}, "does not stand for"),
        ({"files": []}, "differ"),
    ],
)
def test_a_newer_backup_and_a_card_that_does_not_fit_are_refused(
    home: Path, tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    backup = remade(packed(home, tmp_path / "backup.zip"), **change)
    with pytest.raises(BackupError, match=sentence) as refused:
        taken_in(backup, tmp_path / "new")
    assert "Nothing was changed." in refused.value.hint


@pytest.mark.parametrize("data", [b"other", b'robot.say("hullo")\n'])
def test_a_file_that_was_changed_is_refused(home: Path, tmp_path: Path, data: bytes) -> None:
    backup = remade(packed(home, tmp_path / "backup.zip"), put={"recipes/mine.py": data})
    with pytest.raises(BackupError, match=r"not as long as it was|not what it was"):
        taken_in(backup, tmp_path / "new")
    assert [*(tmp_path / "new").iterdir()] == []


@pytest.mark.parametrize(
    ("settings_text", "sentence"),
    [
        ("nonsense = 1", "nonsense"),
        ("[arm]\npin = 19\n", "GPIO 19"),
        ('[pins]\nboard = "pico"\n[arm]\npin = 25\n', "GP25, which the Pico uses itself"),
        ("[arm", "tjbot.toml is not right"),
    ],
)
def test_settings_that_no_robot_starts_with_are_refused(tmp_path: Path, settings_text: str, sentence: str) -> None:
    home = fill(tmp_path / "home", {"tjbot.toml": settings_text.encode()})
    backup = packed(home, tmp_path / "backup.zip")
    with pytest.raises(BackupError, match="The settings in the backup are not right") as refused:
        taken_in(backup, tmp_path / "new")
    assert sentence in refused.value.message
    assert str(tmp_path) not in refused.value.message
    assert [*(tmp_path / "new").iterdir()] == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=st.data())
def test_whatever_bytes_are_changed_it_is_as_it_was_or_refused(
    home: Path, tmp_path: Path, change: st.DataObject
) -> None:
    backup = tmp_path / "backup.zip"
    if not backup.exists():
        (home / "models/fruit/weights.bin").write_bytes(b"few")
        packed(home, backup)
    data = bytearray(backup.read_bytes())
    for _ in range(change.draw(st.integers(1, 4))):
        place = change.draw(st.integers(0, len(data) - 1))
        new = change.draw(st.one_of(st.integers(0, 255).map(lambda byte: struct.pack("B", byte)), st.just(b"")))
        data[place : place + 1] = new
    changed = tmp_path / "changed.zip"
    changed.write_bytes(data)
    try:
        found = taken_in(changed, tmp_path / "new")
    except BackupError:
        return
    assert found == usual({**FULL, "models/fruit/weights.bin": b"few"})
