"""The door for recipes: a Unix socket at which a recipe reaches the robot without a network.

Only this user can open it, it leads to `/socket` alone, and who comes in must show a recipe's token.
"""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tjbot.errors import ConfigurationError


@dataclass(frozen=True)
class RecipeDoor:
    """Where recipes come in."""

    listening: socket.socket
    url: str
    """`unix:` and the socket's path."""


@contextmanager
def recipe_door() -> Iterator[RecipeDoor]:
    """Opens the door in a folder that only this user can enter; at the end both are gone.

    Raises:
        ConfigurationError: there is no place for it.
    """
    folder = None
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        try:
            folder = Path(tempfile.mkdtemp(prefix="tjbot-"))
            listening.bind(str(folder / "robot.socket"))
        except OSError as error:
            raise ConfigurationError(
                f"Recipes cannot reach the robot: no socket can be made in {tempfile.gettempdir()} ({error}).",
                "Is the disk full? Or set TMPDIR to another folder with a short name.",
            ) from None
        yield RecipeDoor(listening, f"unix:{folder / 'robot.socket'}")
    finally:
        listening.close()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
