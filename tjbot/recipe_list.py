"""The text of `docs/recipes.md`: all recipes of the gallery by level, told from their docstrings."""

from pathlib import Path

from tjbot.daemon.recipe_cards import card_of
from tjbot.protocol.about import RecipeCard

_LEVELS = {
    1: "Lines one after the other. Change a word, press **Run**, and see what becomes of it.",
    2: "Something happens, and the robot answers. It counts, and it chooses.",
    3: "Games: the robot remembers, waits, and keeps several things in mind.",
    4: "Your own machines, of everything that came before.",
}

_HEAD = """# Recipes to begin with

Open the robot's page, choose **All … recipes**, and click on one. You may change everything: what you change becomes
your own copy, and the one here stays as it was. You have no arm or light? The robot in the page has them.

(This page is made of the recipes themselves by `python -m tjbot.generate`.)
"""


def recipe_list(gallery: Path) -> str:
    """The page.

    Args:
        gallery: the folder of the recipes that ship.

    Raises:
        ValueError: a recipe tells no level that the page knows.
    """
    cards = [card_of(path.name, path.read_text("utf-8"), mine=False) for path in sorted(gallery.glob("*.py"))]
    lost = [card.file for card in cards if card.level not in _LEVELS]
    if lost:
        raise ValueError(f"{lost[0]} tells no level from 1 to {max(_LEVELS)}.")
    levels = (_level(level, [card for card in cards if card.level == level]) for level in _LEVELS)
    return "\n".join([_HEAD, *levels])


def _level(level: int, cards: list[RecipeCard]) -> str:
    rows = "".join(f"| [{card.title}](../recipes/{card.file}) | {card.needs} | {card.learn} |\n" for card in cards)
    return f"## Level {level}\n\n{_LEVELS[level]}\n\n| recipe | you need | you learn |\n|---|---|---|\n{rows}"
