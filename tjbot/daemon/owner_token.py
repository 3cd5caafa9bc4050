"""The token of the robot's owner, in a file that only the owner reads: where loopback is not open to everybody."""

import secrets
from pathlib import Path

from tjbot.daemon.secret_files import secrets_folder, write_secret
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


def remove_owner_token(home: Path) -> None:
    """Removes the file; the token ends with the robot anyway."""
    (secrets_folder(home) / FILE_NAME).unlink(missing_ok=True)
