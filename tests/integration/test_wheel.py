"""A wheel built from the tree holds all that a robot needs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files in the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = folder.glob("tjbot-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_wheel_holds_the_built_page_and_its_models(names: set[str]) -> None:
    assert "tjbot/daemon/page/index.html" in names
    assert any(name.startswith("tjbot/daemon/page/assets/") and name.endswith(".js") for name in names)
    models = (CHECKOUT / "web_ui" / "public" / "models").rglob("*.*")
    assert {f"tjbot/daemon/page/models/{file.parent.name}/{file.name}" for file in models} <= names


def test_wheel_holds_the_recipes_as_its_gallery(names: set[str]) -> None:
    recipes = (CHECKOUT / "recipes").glob("*.py")
    assert {f"tjbot/gallery/{recipe.name}" for recipe in recipes} <= names


def test_wheel_holds_the_lessons(names: set[str]) -> None:
    files = [file for file in (CHECKOUT / "lessons").rglob("*") if file.is_file()]
    assert len(files) >= 15
    assert {f"tjbot/lessons/{file.parent.name}/{file.name}" for file in files} <= names


def test_wheel_holds_the_program_for_a_pico(names: set[str]) -> None:
    files = {f"tjbot/firmware/{file.name}" for file in (CHECKOUT / "firmware").glob("*.py")}
    assert "tjbot/firmware/main.py" in files
    assert files == {name for name in names if name.startswith("tjbot/firmware/")}


def test_wheel_holds_all_of_the_package_and_nothing_else(names: set[str]) -> None:
    ours = {str(file.relative_to(CHECKOUT)) for file in (CHECKOUT / "tjbot").rglob("*.py*") if file.suffix != ".pyc"}
    assert ours <= names
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"tjbot"}


def test_wheel_holds_its_sbom(names: set[str]) -> None:
    assert [name for name in names if name.endswith(".dist-info/sboms/tjbot.cdx.json")]
