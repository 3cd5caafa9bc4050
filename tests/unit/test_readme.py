"""What the README shows can be typed as it stands."""

import asyncio
import re
from pathlib import Path

import pytest

from tjbot.config import FILE_NAME, load
from tjbot.pins.simulated import simulated_factory
from tjbot.recipe.read import load as load_recipe
from tjbot.robot.body import Body
from tjbot.robot.part import actions_of
from tjbot.robot.parts import all_parts

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The first example in a language."""
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found
    return found[1]


def test_the_configuration_starts_a_robot_with_all_parts_that_it_names(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(block("toml"))

    async def start() -> dict[str, str | None]:
        body = Body("real", simulated_factory(), all_parts(), lambda _: None, home=tmp_path)
        body.start(load(tmp_path))
        faults = {offer.name: offer.fault for offer in body.offers()}
        body.close()
        return faults

    faults = asyncio.run(start())
    assert {"arm", "light", "voice", "ears", "button"} <= faults.keys()
    assert not any(faults.values())


def test_the_recipe_is_a_recipe(tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(block("python"))
    assert load_recipe(tmp_path / "example.py").source


@pytest.mark.parametrize(
    "verb", re.findall(r"`(?:robot\.)?(\w+)\([^`]*\)`(?=[^|\n]*\| )", README.split("## Program it")[1])
)
def test_every_verb_of_the_table_exists(verb: str) -> None:
    from tjbot.recipe.api import Robot

    verbs = {name for part in all_parts() for name in actions_of(part)}
    assert verb in verbs or hasattr(Robot, verb)
