"""One robot a home: a lock, in whose file stands where the robot is that holds it."""

import errno
import fcntl
from contextlib import suppress
from pathlib import Path
from typing import IO

from tjbot.errors import ConfigurationError

FILE_NAME = ".lock"


def lock_home(home: Path) -> IO[str]:
    """Makes a home if it is missing, and keeps it for one robot, because two would move the same pins.

    Returns:
        The lock; it ends when it is closed, and with the process.

    Raises:
        ConfigurationError: the home cannot be made or written, or a robot with it runs already.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = _open(home / FILE_NAME)
    except OSError as error:
        raise ConfigurationError(
            f"The robot's home {home} cannot be made: {error.strerror}.", "Choose another folder with --home."
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise ConfigurationError(
            f"A robot with the home {home} runs already.", "Stop it, or give this one a home of its own with --home."
        ) from None
    return lock


def _open(path: Path) -> IO[str]:
    try:
        # What stands in it is the other robot's, until it is locked.
        return path.open("a+")
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
        # A robot whose card has become read-only still moves.
        return path.open()


def note_address(lock: IO[str], url: str) -> None:
    """Writes down where the robot is that holds a lock; on a full disk nobody finds it there."""
    with suppress(OSError):
        lock.truncate(0)
        lock.write(url)
        lock.flush()


def running_at(home: Path) -> str | None:
    """Where the robot is that runs with a home; None where none does.

    Raises:
        ConfigurationError: the home may not be read.
    """
    try:
        with (home / FILE_NAME).open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return lock.read().strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigurationError(
            f"The robot's home {home} cannot be read: {error.strerror}.", "Perhaps it is another user's: try sudo."
        ) from None
    return None
