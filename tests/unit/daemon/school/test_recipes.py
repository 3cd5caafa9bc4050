"""Folders of a zip are called as the pupils are, as far as every computer bears it."""

import io
import zipfile
from pathlib import Path
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from tjbot.daemon.school.recipes import collected, folder_names


def test_names_are_made_safe_and_two_alike_are_kept_apart() -> None:
    given_names = ["Ada", "ada", "Ben/../..", "..", "CON", "nul.txt", 'a"b:c', "Zoë", "Zoe\u0308", "-rf", "Ada-2"]
    assert folder_names(given_names) == [
        *("Ada", "ada-2", "Ben_.._", "_", "_CON", "_nul.txt", "a_b_c", "Zoë", "Zoë-2", "_-rf", "Ada-2-2"),
    ]


@given(st.lists(st.text(max_size=80), max_size=30))
def test_whatever_pupils_are_called_each_has_a_plain_folder(names: list[str]) -> None:
    folders = folder_names(names)
    assert len({normalize("NFKC", folder).casefold() for folder in folders}) == len(names)
    for folder in folders:
        assert folder
        assert not set(folder) & set('/\\:*?"<>|\0')
        assert folder[0] not in ".-"


def test_only_recipes_are_in_the_zip(tmp_path: Path) -> None:
    for name in ("ada", "ben"):
        (tmp_path / name / ".versions" / "x.py").mkdir(parents=True)
        (tmp_path / name / "mine.py").write_text(name)
        (tmp_path / name / "other.txt").write_text(name)
    (tmp_path / "ben" / "link.py").symlink_to("/etc/passwd")
    data = b"".join(collected([("Ada", tmp_path / "ada"), ("Ben", tmp_path / "ben"), ("Cleo", tmp_path / "none")]))
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == {
            "Ada/mine.py": b"ada",
            "Ben/mine.py": b"ben",
        }
