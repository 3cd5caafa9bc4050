"""How eager each label is, on disk: whole or not at all, bounded, and never a reason not to start."""

import errno
import logging
from pathlib import Path

import pytest

from tjbot.daemon import smoothing_file
from tjbot.daemon.smoothing_file import MOST_SMOOTHINGS, SmoothingFile
from tjbot.errors import ConfigurationError
from tjbot.protocol.about import Smoothing

CAREFUL = Smoothing(threshold=0.9, frames_to_enter=8, frames_to_leave=4, gap_seconds=2)


def test_what_was_set_is_there_again_after_a_restart(tmp_path: Path) -> None:
    file = SmoothingFile(tmp_path / "home")
    assert file.all() == {}
    file.put("hand", "open hand", CAREFUL)
    file.put("pose", "jumping", CAREFUL)
    assert SmoothingFile(tmp_path / "home").all() == {"hand": {"open hand": CAREFUL}, "pose": {"jumping": CAREFUL}}
    file.put("pose", "jumping", None)
    file.put("pose", "never set", None)
    assert SmoothingFile(tmp_path / "home").all() == {"hand": {"open hand": CAREFUL}}


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"hand": {"fist": {"threshold": 7}}}', b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_nobody_understands_is_told_and_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, data: bytes
) -> None:
    path = tmp_path / "smoothing.json"
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        assert SmoothingFile(tmp_path).all() == {}
    assert "every word is as eager as usual" in caplog.text
    assert path.read_bytes() == data


def test_there_is_an_end_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smoothing_file, "write_atomically", lambda *_: None)
    file = SmoothingFile(tmp_path)
    for count in range(MOST_SMOOTHINGS):
        file.put("hand", f"label {count}", CAREFUL)
    with pytest.raises(ConfigurationError, match="settings of their own"):
        file.put("hand", "one more", CAREFUL)
    file.put("hand", "label 1", CAREFUL)


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = SmoothingFile(tmp_path)
    file.put("hand", "fist", CAREFUL)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(smoothing_file, "write_atomically", full)
    with pytest.raises(ConfigurationError, match="No space left"):
        file.put("hand", "fist", None)
    assert file.all() == {"hand": {"fist": CAREFUL}}
