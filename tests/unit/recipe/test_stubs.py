"""What an editor or a type checker knows of `robot`: all of it, also the words of its parts."""

from pathlib import Path

import pytest
from mypy import api

from tjbot.cli import gallery

# As a checker looks at the file of somebody who knows of no annotations.
OPTIONS = ("--check-untyped-defs", "--disable-error-code=var-annotated", "--config-file=", "--no-error-summary")


@pytest.mark.timeout(120)
def test_every_recipe_of_the_gallery_is_right(tmp_path: Path) -> None:
    recipes = []
    for recipe in gallery().glob("*.py"):
        # Elsewhere, as those of a pupil are: beside each other, modules could be taken for one another.
        (tmp_path / recipe.name).write_text(recipe.read_text())
        recipes.append(str(tmp_path / recipe.name))
    assert api.run([*OPTIONS, f"--cache-dir={tmp_path / 'cache'}", *recipes]) == ("", "", 0)


@pytest.mark.timeout(120)
def test_what_is_wrong_is_found_where_it_stands(tmp_path: Path) -> None:
    recipe = tmp_path / "wrong.py"
    recipe.write_text(
        "from tjbot import robot\n"
        "robot.wavve()\n"
        "robot.shine(3)\n"
        'robot.point("up")\n'
        "robot.wave(tmes=2)\n"
        "robot.when_sees()\n"
        'robot.ask("dogs")\n'
    )
    report, _, code = api.run([*OPTIONS, f"--cache-dir={tmp_path / 'cache'}", str(recipe)])
    assert code == 1
    wrong = [line.split(":")[1] for line in report.splitlines() if ": error:" in line]
    assert wrong == ["2", "3", "4", "5", "6", "7"], report
