"""TJBot: a cardboard robot that sees, waves and can be programmed.

`from tjbot import robot` is all that a recipe needs; nothing is connected or moved by importing it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tjbot.recipe.api import robot as robot

__all__ = ["robot"]


def __getattr__(name: str) -> Any:
    """Brings the recipe's robot in when it is asked for, so that the daemon never pays for it."""
    if name == "robot":
        from tjbot.recipe.api import robot

        return robot
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
