"""The door for recipes: a Unix socket at which a recipe reaches the robot without a network.

It leads to `/socket` alone, and who comes in must show a recipe's token. Only this user can open it, unless recipes
run as another one.
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
def recipe_door(place: Path | None = None) -> Iterator[RecipeDoor]:
    """Opens the door; at the end it is gone.

    Args:
        place: where the recipes of another user find it, in a folder that only this user can write; None for a new
            folder that nobody else can enter.

    Raises:
        ConfigurationError: there is no place for it.
    """
    with _private_door() if place is None else _open_door(place) as door:
        yield door


@contextmanager
def _open_door(place: Path) -> Iterator[RecipeDoor]:
    """Opens a door that everybody of this machine finds. They find the robot's port too, which asks for less."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        try:
            place.unlink(missing_ok=True)
            listening.bind(str(place))
            place.chmod(0o666)
        except OSError as error:
            raise ConfigurationError(
                f"Recipes cannot reach the robot: no socket can be made at {place} ({error}).",
                "Is its folder there, and this user's? TJBOT_RECIPE_DOOR names it.",
            ) from None
        try:
            yield RecipeDoor(listening, f"unix:{place}")
        finally:
            place.unlink(missing_ok=True)


@contextmanager
def _private_door() -> Iterator[RecipeDoor]:
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
