"""The token of the robot's owner, in a file that only the owner reads: where loopback is not open to everybody."""

import secrets
from pathlib import Path

from tjbot.daemon.secret_files import FOLDER, secrets_folder, write_secret
from tjbot.errors import ConfigurationError

FILE_NAME = "owner-token"


def make_owner_token(home: Path) -> str:
    """Writes a new token; the one of an earlier start is void.

    Raises:
        ConfigurationError: it cannot be written.
    """
    token = secrets.token_urlsafe(32)
    try:
        write_secret(secrets_folder(home) / FILE_NAME, token.encode())
    except OSError as error:
        raise ConfigurationError(
            f"The owner's token cannot be written to {home}: {error.strerror}.",
            "Free some space, or check who owns it.",
        ) from None
    return token


def owner_token_in(home: Path) -> str | None:
    """The token of the robot with a home; None where there is none, or it is not for this user."""
    try:
        return (home / FOLDER / FILE_NAME).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return None


def remove_owner_token(home: Path) -> None:
    """Removes what an earlier start left: it opens nothing any more."""
    (home / FOLDER / FILE_NAME).unlink(missing_ok=True)
