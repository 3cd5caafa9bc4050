"""Files in `secrets/` of the robot's home: only the robot's own user may read them."""

from pathlib import Path

from tjbot.files import write_atomically

FOLDER = "secrets"


def secrets_folder(home: Path) -> Path:
    """The folder of a home; it is made if it is missing, and closed to all others.

    Raises:
        OSError: it cannot be made, or is somebody else's.
    """
    folder = home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def write_secret(path: Path, data: bytes) -> None:
    """Replaces a file as one step; it is never readable for others, not for a moment.

    Raises:
        OSError: the disk is full or read-only; the old file is untouched.
    """
    write_atomically(path, data, mode=0o600)
