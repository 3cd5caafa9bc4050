"""What recipes remember, on the disk."""

import asyncio
import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tjbot.daemon import memories as module
from tjbot.daemon.memories import MOST_BYTES, MOST_VALUE_BYTES, Memories
from tjbot.errors import RecipeError, RefusedError


def remember(folder: Path, recipe: str, name: str, value: Any, body: str = "real") -> None:
    asyncio.run(Memories(folder).remember(body, recipe, name, value))


def recall(folder: Path, recipe: str, name: str, body: str = "real") -> Any:
    return asyncio.run(Memories(folder).recall(body, recipe, name))


def test_each_recipe_of_each_body_has_a_memory_of_its_own(tmp_path: Path) -> None:
    remember(tmp_path, "game.py", "score", 3)
    remember(tmp_path, "other.py", "score", {"points": [1, 2.5, None, "ä🤖"]})
    remember(tmp_path, "game.py", "score", 4, body="second")
    assert recall(tmp_path, "game.py", "score") == 3
    assert recall(tmp_path, "other.py", "score") == {"points": [1, 2.5, None, "ä🤖"]}
    assert recall(tmp_path, "game.py", "score", body="second") == 4
    assert recall(tmp_path, "game.py", "who") is None
    assert recall(tmp_path, "nobody.py", "score") is None


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.py", "/tmp/x.py", "Mein Röboter 🤖.py", "🤖", ".py", "a" * 64, "\0"]
)
def test_whatever_a_recipe_is_called_it_stays_in_the_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "memory"
    remember(folder, name, "score", 1)
    remember(folder, f"{name}!", "score", 2)
    assert recall(folder, name, "score") == 1
    assert recall(folder, f"{name}!", "score") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["memory"]
    assert len(list((folder / "real").iterdir())) == 2


def test_none_forgets(tmp_path: Path) -> None:
    remember(tmp_path, "game.py", "score", 3)
    remember(tmp_path, "game.py", "score", None)
    assert recall(tmp_path, "game.py", "score") is None
    assert (tmp_path / "real" / "game.json").read_text() == "{}"


def test_true_is_not_one(tmp_path: Path) -> None:
    remember(tmp_path, "game.py", "won", 1)
    remember(tmp_path, "game.py", "won", True)
    assert recall(tmp_path, "game.py", "won") is True


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    remember(tmp_path, "game.py", "score", 3)
    first = (tmp_path / "real" / "game.json").stat().st_ino
    remember(tmp_path, "game.py", "score", 3)
    assert (tmp_path / "real" / "game.json").stat().st_ino == first


def test_a_memory_has_bounds(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="at most 16000 are remembered"):
        remember(tmp_path, "game.py", "text", "x" * MOST_VALUE_BYTES)
    for number in range(4):
        remember(tmp_path, "game.py", f"text {number}", "x" * (MOST_BYTES // 4 - 100))
    with pytest.raises(RefusedError, match=r"The memory of game.py is full.* Forget something first"):
        remember(tmp_path, "game.py", "text 5", "x" * 1000)
    remember(tmp_path, "game.py", "text 1", None)
    remember(tmp_path, "game.py", "text 5", "x" * 1000)


def test_of_too_many_memories_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_RECIPES", 3)
    for number in range(3):
        remember(tmp_path, f"game{number}.py", "score", number)
        os.utime(tmp_path / "real" / f"game{number}.json", (number, number))
    remember(tmp_path, "game0.py", "score", "again")
    remember(tmp_path, "game3.py", "score", 3)
    assert [recall(tmp_path, f"game{number}.py", "score") for number in range(4)] == ["again", None, 2, 3]


def test_a_memory_that_was_damaged_is_laid_aside(tmp_path: Path) -> None:
    remember(tmp_path, "game.py", "score", 3)
    (tmp_path / "real" / "game.json").write_bytes(b'{"score": \xff')
    assert recall(tmp_path, "game.py", "score") is None
    assert (tmp_path / "real" / "game.broken").read_bytes() == b'{"score": \xff'
    remember(tmp_path, "game.py", "score", 4)
    assert recall(tmp_path, "game.py", "score") == 4


def test_on_a_full_disk_what_was_remembered_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(tmp_path, "game.py", "score", 3)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(RecipeError, match=r"could not remember it: No space left on device\. Free some space\."):
            remember(tmp_path, "game.py", "score", 4)
    assert recall(tmp_path, "game.py", "score") == 3
    assert len(list((tmp_path / "real").iterdir())) == 1


def test_a_recipe_that_is_renamed_takes_its_memory_along(tmp_path: Path) -> None:
    remember(tmp_path, "game.py", "score", 3)
    Memories(tmp_path).move("game.py", "my_game.py")
    assert recall(tmp_path, "my_game.py", "score") == 3
    assert recall(tmp_path, "game.py", "score") is None
