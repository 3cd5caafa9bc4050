"""Earlier texts of recipes on disk, so that nothing that was typed is lost: bounded, and each written as one step."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tjbot.errors import UnknownNameError
from tjbot.files import write_atomically

MOST_VERSIONS = 60
"""Of one recipe."""

MOST_BYTES = 20_000_000
"""Of all recipes together; each text counts as at least a block of the disk."""

PAUSE_MILLISECONDS = 120_000
"""Typing goes on for so long before the text is worth a version of its own, unless lines go away."""

NEWEST = 30
"""So many are kept whatever their age; before them one an hour is."""

_BLOCK_BYTES = 4096
_HOUR_MILLISECONDS = 3_600_000


@dataclass(frozen=True)
class Version:
    """An earlier text: when it was replaced (milliseconds since 1970, its name too), and how long it is."""

    time: int
    size: int


class Versions:
    """Earlier texts by the recipe's file name.

    Args:
        folder: where they lie, in a folder for each recipe.
        clock: seconds since 1970.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock

    def of(self, file: str) -> list[Version]:
        """The earlier texts of a recipe, newest first."""
        return [Version(int(path.stem), path.stat().st_size) for path in self._paths(file)]

    def read(self, file: str, at: int) -> str:
        """One of them.

        Raises:
            UnknownNameError: there is none of this time.
        """
        try:
            return self._path(file, at).read_bytes().decode("utf-8", "replace")
        except OSError:
            raise UnknownNameError("This earlier version is no longer there.", "Look at the list again.") from None

    def keep(self, file: str, data: bytes) -> int:
        """Keeps a text and makes room for it; returns its time. The newest is not kept twice.

        Raises:
            OSError: it cannot be written.
        """
        newest = next(iter(self._paths(file)), None)
        if newest is not None and newest.read_bytes() == data:
            return int(newest.stem)
        at = self._next_time(newest)
        write_atomically(self._path(file, at), data)
        self._make_room(file)
        return at

    def take(self, file: str, path: Path) -> int:
        """Moves a recipe here, which needs no room on a full disk; returns its time.

        Raises:
            OSError: it cannot be moved.
        """
        at = self._next_time(next(iter(self._paths(file)), None))
        (self._folder / file).mkdir(parents=True, exist_ok=True)
        path.replace(self._path(file, at))
        self._make_room(file)
        return at

    def is_due(self, file: str, before: str, after: str) -> bool:
        """Whether a text must be kept when another replaces it: after a pause, or because lines of it go away."""
        newest = next(iter(self._paths(file)), None)
        if newest is None or self._clock() * 1000 - int(newest.stem) >= PAUSE_MILLISECONDS:
            return True
        return loses_lines(before, after)

    def move(self, file: str, new: str) -> None:
        """Gives the earlier texts of a recipe to its new name.

        Raises:
            OSError: they cannot be moved.
        """
        for path in self._paths(file):
            (self._folder / new).mkdir(parents=True, exist_ok=True)
            path.replace(self._folder / new / path.name)
        self._drop_if_empty(file)

    def files(self) -> list[str]:
        """The file names of all recipes that have earlier texts."""
        if not self._folder.is_dir():
            return []
        return sorted(path.name for path in self._folder.iterdir() if path.is_dir() and self._paths(path.name))

    def _path(self, file: str, at: int) -> Path:
        return self._folder / file / f"{at}.py"

    def _paths(self, file: str) -> list[Path]:
        """Newest first; what somebody else put there is passed over."""
        paths = [path for path in (self._folder / file).glob("*.py") if path.stem.isascii() and path.stem.isdigit()]
        return sorted(paths, key=lambda path: int(path.stem), reverse=True)

    def _next_time(self, newest: Path | None) -> int:
        """Now; but a robot without a clock may believe that it is earlier than it was."""
        now = int(self._clock() * 1000)
        return now if newest is None else max(now, int(newest.stem) + 1)

    def _make_room(self, file: str) -> None:
        paths = {int(path.stem): path for path in self._paths(file)}
        for at in surplus(list(paths)):
            paths[at].unlink(missing_ok=True)
        self._forget_oldest_of_all()

    def _forget_oldest_of_all(self) -> None:
        everything = [path for name in self.files() for path in self._paths(name)]
        everything.sort(key=lambda path: int(path.stem), reverse=True)
        size = 0
        for path in everything:
            size += max(path.stat().st_size, _BLOCK_BYTES)
            if size > MOST_BYTES:
                path.unlink(missing_ok=True)
                self._drop_if_empty(path.parent.name)

    def _drop_if_empty(self, file: str) -> None:
        folder = self._folder / file
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def loses_lines(before: str, after: str) -> bool:
    """Whether lines of a text are gone in another: more than the one that is being typed, or any for good. Pure."""
    old = Counter(line.strip() for line in before.splitlines() if line.strip())
    new = Counter(line.strip() for line in after.splitlines() if line.strip())
    return new.total() < old.total() or (old - new).total() > 1


def surplus(times: list[int]) -> list[int]:
    """Which times (in milliseconds) are too many: of those before the newest only one an hour is kept. Pure."""
    kept: list[int] = []
    gone: list[int] = []
    for at in sorted(times, reverse=True):
        early = len(kept) < NEWEST or kept[-1] - at >= _HOUR_MILLISECONDS
        (kept if early and len(kept) < MOST_VERSIONS else gone).append(at)
    return gone
