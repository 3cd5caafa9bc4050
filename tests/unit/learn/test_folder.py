"""A model's folder is there as a whole or not at all."""

import os
from pathlib import Path

import pytest

from tjbot.learn.errors import ConversionError
from tjbot.learn.folder import write_folder
from tjbot.protocol.models import CARD

OLD = {CARD: b"old", "model.json": b"old", "gone.bin": b"old"}
NEW = {CARD: b"new", "model.json": b"new"}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_folder_is_made_with_all_above_it(tmp_path: Path) -> None:
    write_folder(tmp_path / "a" / "b", NEW)
    assert content(tmp_path / "a" / "b") == NEW
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_an_older_model_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write_folder(tmp_path / "model", OLD)
    write_folder(tmp_path / "model", NEW)
    assert content(tmp_path / "model") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_what_is_no_model_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "homework.txt").write_text("mine")
    with pytest.raises(ConversionError, match="is there already, and it is no model"):
        write_folder(tmp_path, NEW)
    with pytest.raises(ConversionError, match="is there already"):
        write_folder(tmp_path / "homework.txt", NEW)
    assert (tmp_path / "homework.txt").read_text() == "mine"


@pytest.mark.parametrize("broken", ["fsync", "rename"])
def test_a_full_disk_leaves_the_old_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    write_folder(tmp_path / "model", OLD)
    rename = Path.rename

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    def full_for_the_new(self: Path, target: Path) -> Path:
        if self.suffix == ".new":
            full()
        return rename(self, target)

    if broken == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "rename", full_for_the_new)
    with pytest.raises(ConversionError, match=r"could not be written to .*: No space left on device"):
        write_folder(tmp_path / "model", NEW)
    assert content(tmp_path / "model") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_process_that_dies_in_the_middle_leaves_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", die)
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "model", NEW)
    assert list(tmp_path.iterdir()) == []
