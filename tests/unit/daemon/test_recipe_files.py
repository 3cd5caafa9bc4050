"""A recipe that its host cannot see is handed over with what it needs, and with nothing else."""

from pathlib import Path

import pytest

from tjbot.daemon.recipe_files import MOST_BYTES, files_of
from tjbot.errors import RecipeError

NEIGHBOURS = {
    "steps.py": "import numbers_of_mine",
    "numbers_of_mine.py": "import steps, mine",
    "words.txt": "a b c",
    "recipe.toml": "a = 1",
    "other.py": "print('secret')",
    "diary.txt": "secret",
    ".hidden.txt": "secret",
}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("print(1)", ["recipe.toml"]),
        ("import steps", ["numbers_of_mine.py", "recipe.toml", "steps.py"]),
        ("from steps.deeper import x", ["numbers_of_mine.py", "recipe.toml", "steps.py"]),
        ("from .steps import x", ["recipe.toml"]),
        ("def later():\n    import numbers_of_mine as n", ["numbers_of_mine.py", "recipe.toml", "steps.py"]),
        ("open('words.txt')", ["recipe.toml", "words.txt"]),
        ("open('./words.txt')", ["recipe.toml", "words.txt"]),
        ("open('../words.txt'), open('.hidden.txt'), open('none.txt'), open('a\\0.b'), '.'", ["recipe.toml"]),
        ("this is no Python", []),
        ("", ["recipe.toml"]),
        (b"\xff\xfe", []),
    ],
)
def test_what_goes_along(source: str | bytes, names: list[str], tmp_path: Path) -> None:
    for name, text in NEIGHBOURS.items():
        (tmp_path / name).write_text(text)
    recipe = tmp_path / "mine.py"
    recipe.write_bytes(source if isinstance(source, bytes) else source.encode())
    files = files_of(recipe)
    assert next(iter(files)) == "mine.py"
    assert sorted(files) == sorted(["mine.py", *names])
    assert files["mine.py"] == recipe.read_bytes()


def test_what_is_no_plain_file_or_too_long_stays(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "long.txt").write_bytes(bytes(MOST_BYTES))
    (tmp_path / "short.txt").write_bytes(b"short")
    recipe = tmp_path / "mine.py"
    recipe.write_text("'link.txt', 'folder.txt', 'long.txt', 'short.txt'")
    assert set(files_of(recipe)) == {"mine.py", "short.txt"}


def test_a_recipe_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"gone\.py cannot be read: No such file or directory\."):
        files_of(tmp_path / "gone.py")
