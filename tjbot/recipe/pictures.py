"""Pictures that a recipe asks about."""

from pathlib import Path
from typing import cast, get_args

from tjbot.errors import RefusedError, did_you_mean
from tjbot.protocol.values import Subject
from tjbot.recipe.verbs import ArgumentError


def checked_subject(what: object) -> Subject:
    """What may be asked about a picture, where it is that.

    Raises:
        ArgumentError: it is something else.
    """
    known = get_args(Subject)
    if what in known:
        return cast("Subject", what)
    if isinstance(what, str) and " " in what.strip():
        raise ArgumentError(
            "robot.ask asks the models of the page, and they understand no sentences.",
            f"To ask a person write: input({what!r:.60})",
        )
    raise ArgumentError(f"robot.ask does not know {what!r:.40}.", did_you_mean(str(what)[:64], known))


def bytes_of(image: str | bytes) -> bytes:
    """What is in a picture that is given as a path or as its bytes.

    Raises:
        RefusedError: it is neither, or there is no such file.
    """
    if isinstance(image, bytes | bytearray):
        return bytes(image)
    if not isinstance(image, str | Path):
        raise RefusedError(f"{image!r:.40} is no picture.", "Give it the path of a file, or what is in the file.")
    try:
        return Path(image).read_bytes()
    except OSError as error:
        raise RefusedError(
            f"The picture {image} cannot be read: {error.strerror or error}.", "Is its name right?"
        ) from None
