"""The pictures that the robot took, as files in its home; the oldest make room for new ones."""

import re
import time
from pathlib import Path

from tjbot.errors import PartError, UnknownNameError
from tjbot.files import write_atomically

_FILE_NAME = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d-\d{3}\.jpg")

TOGETHER_SECONDS = 1.0
"""Pictures of the same moment are named a little later than they were taken, by less than this."""


class Pictures:
    """The folder `pictures` of a robot's home. Files of other names in it are left alone.

    Args:
        home: the robot's home.
        most: how many are kept.
    """

    def __init__(self, home: Path, most: int = 100) -> None:
        self.folder = home / "pictures"
        self.most = most
        self.known: list[str] = []
        """The names as they were found last, the newest first; costs no look at the disk."""

    def names(self) -> list[str]:
        """The files' names, the newest first; looks at the disk.

        The clock may have been set back, if only for the winter: what bears a later time than now counts as old.
        """
        latest = _name_at(time.time() + TOGETHER_SECONDS)
        names = [path.name for path in self.folder.glob("*.jpg") if _is_ours(path)]
        self.known = sorted(names, key=lambda name: (name <= latest, name), reverse=True)
        return self.known

    def save(self, jpeg: bytes) -> str:
        """Keeps a picture.

        Returns:
            Its file's name, which is the local time: `2026-11-22_20-38-10-123.jpg`.

        Raises:
            PartError: it could not be written.
        """
        now = time.time()
        while (path := self.folder / _name_at(now)).exists():
            now += 0.001
        self.keep(path.name, jpeg)
        return path.name

    def keep(self, name: str, jpeg: bytes) -> None:
        """Keeps a picture under the name that another `Pictures` gave it.

        Raises:
            PartError: it could not be written.
        """
        path = self.folder / name
        try:
            write_atomically(path, jpeg)
            for name in self.names()[self.most :]:
                (self.folder / name).unlink(missing_ok=True)
            self.known = self.known[: self.most]
        except OSError as error:
            raise PartError(f"The picture could not be saved: {error.strerror}.", "Free some space.") from None

    def path(self, name: str) -> Path:
        """Where a picture lies.

        Raises:
            UnknownNameError: there is none of this name.
        """
        path = self.folder / name
        if not _FILE_NAME.fullmatch(name) or not _is_ours(path):
            raise UnknownNameError(f'There is no picture "{name[:64]}".', "It may have made room for newer ones.")
        return path

    def forget(self, name: str) -> None:
        """Removes a picture.

        Raises:
            UnknownNameError: there is none of this name.
            PartError: it could not be removed.
        """
        path = self.path(name)
        try:
            path.unlink(missing_ok=True)
            self.names()
        except OSError as error:
            raise PartError(f"The picture could not be removed: {error.strerror}.", "Check the folder.") from None


def _name_at(seconds: float) -> str:
    return time.strftime("%Y-%m-%d_%H-%M-%S", time.localtime(seconds)) + f"-{int(seconds * 1000) % 1000:03}.jpg"


def _is_ours(path: Path) -> bool:
    """A link may lead anywhere, and a pipe would be read for ever."""
    return _FILE_NAME.fullmatch(path.name) is not None and path.is_file() and not path.is_symlink()
