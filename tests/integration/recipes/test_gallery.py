"""Every recipe that ships: it is as recipes are, and in its scene the robot does what it should."""

import re
from concurrent.futures import Future
from pathlib import Path

import pytest

from tjbot.cli import gallery
from tjbot.recipe.read import load

RECIPES = sorted(gallery().glob("*.py"))
SCENES = sorted((Path(__file__).parent / "scenes").glob("*.txt"))
DOCSTRING = re.compile(
    r'"""(?P<title>[A-Z][^.]*)\. Level (?P<level>[1-4])\. '
    r'You need: (?P<needs>[^.]+)\. You learn: (?P<learns>[^.]+)\."""'
)


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.name)
def test_what_every_recipe_has(path: Path) -> None:
    recipe = load(path)
    assert recipe.source.count("\n") <= 25
    assert DOCSTRING.fullmatch(recipe.source.split("\n", 1)[0])


def test_every_recipe_has_its_scene() -> None:
    assert [path.stem for path in SCENES] == [path.stem for path in RECIPES]


def test_there_is_something_for_everybody() -> None:
    levels = [int(found["level"]) for path in RECIPES if (found := DOCSTRING.match(path.read_text()))]
    assert len(RECIPES) >= 20
    assert all(levels.count(level) >= 3 for level in (1, 2, 3, 4))


@pytest.mark.parametrize("scene", [path.stem for path in SCENES])
def test_in_its_scene_the_robot_does_what_it_should(scene: str, plays: dict[str, Future[None]]) -> None:
    plays[scene].result()
