"""Files are written whole or not at all, and what was not finished goes."""

from pathlib import Path

import pytest

from tjbot.files import remove_unfinished, write_atomically


def test_what_was_not_finished_when_the_computer_ended_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "memory" / "game.json"
    write_atomically(kept, b"old")
    hidden = tmp_path / ".lock"
    hidden.touch()

    with monkeypatch.context() as patch:
        # As if the current had gone: neither the rename nor the clearing up happens.
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("no current")))
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(OSError, match="no current"):
            write_atomically(kept, b"new")
    assert len(list(kept.parent.iterdir())) == 2
    remove_unfinished(tmp_path)
    assert [path.name for path in kept.parent.iterdir()] == ["game.json"]
    assert kept.read_bytes() == b"old"
    assert hidden.exists()
