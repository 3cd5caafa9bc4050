"""Whatever a recipe is called, its file has a name that is safe and free."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.daemon.recipe_names import file_name_of, is_file_name


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Wave back", "wave_back.py"),
        ("my_robot.py", "my_robot.py"),
        ("Mein Röboter 🤖", "mein_roboter.py"),
        ("Straße", "strasse.py"),
        ("🤖🤖", "recipe.py"),
        ("", "recipe.py"),
        ("../../etc/passwd", "passwd.py"),
        ("C:\\Users\\Ada\\Disco!.py", "disco.py"),
        ("__init__.py", "init.py"),
        ("wave_back.py.py", "wave_back_py.py"),
        ("x" * 300, "x" * 56 + ".py"),
        ("a\x00b\nc", "a_b_c.py"),
    ],
)
def test_a_name_becomes_a_file_name(name: str, file: str) -> None:
    assert file_name_of(name, ()) == file


def test_a_name_that_is_taken_gets_a_number() -> None:
    taken = {"wave.py", "wave_2.py"}
    assert file_name_of("Wave", taken) == "wave_3.py"
    assert file_name_of("Wave 2", taken) == "wave_3.py"


@given(st.text(max_size=200), st.sets(st.sampled_from(["recipe.py", "a.py", "a_2.py"])))
def test_any_name_gives_a_free_file_name(name: str, taken: set[str]) -> None:
    file = file_name_of(name, taken)
    assert is_file_name(file)
    assert file not in taken
