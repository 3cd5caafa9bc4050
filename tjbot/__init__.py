"""TJBot: a cardboard robot that sees, waves and can be programmed.

`from tjbot import robot` is all that a recipe needs; nothing is connected or moved by importing it.
`TJBot` is for recipes that were written for tjbot-ce.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tjbot.drop_in import TJBot as TJBot
    from tjbot.recipe.api import robot as robot

__all__ = ["TJBot", "robot"]


def __getattr__(name: str) -> Any:
    """Brings the recipe's robot in when it is asked for, so that the daemon never pays for it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Who asks for it is a recipe that Python itself runs.
    from tjbot.recipe.plain_python import explain_what_breaks

    explain_what_breaks()
    if name == "robot":
        from tjbot.recipe.api import robot

        return robot
    from tjbot.drop_in import TJBot

    return TJBot
