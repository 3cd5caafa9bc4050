"""Where recipes lie and write when their host does not see the daemon's files: a folder of its own for each run.

What a run leaves there goes with it, so that the next recipe finds nothing of it and no disk gets full.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_MOST_NAMES = 3


class Rooms:
    """The places in which the recipes of one host may write.

    Args:
        places: folders that are empty and stay this host's alone; the runs' own folders are made in the first.

    Raises:
        ValueError: there is no place, or one is no empty folder.
    """

    def __init__(self, places: Sequence[Path]) -> None:
        for place in places:
            if not place.is_dir() or any(place.iterdir()):
                raise ValueError(f"{place} is no empty folder")
        if not places:
            raise ValueError("recipes have no place to write")
        self._places = list(places)
        self._given: dict[int, set[str]] = {}

    def enter(self, run: int, files: Mapping[str, bytes]) -> Path:
        """Makes the folder of a run.

        Args:
            run: its number.
            files: what shall lie in it, by file name.

        Raises:
            OSError: there is no room left.
        """
        folder = self._folder(run)
        folder.mkdir(mode=0o700)
        self._given[run] = set(files)
        try:
            for name, data in files.items():
                (folder / Path(name).name).write_bytes(data)
        except OSError:
            self.leave(run)
            raise
        return folder

    def written(self, run: int) -> list[str]:
        """The names of the files and folders that a run has made, hidden ones aside."""
        try:
            names = {entry.name for entry in self._folder(run).iterdir()}
        except OSError:
            return []
        return sorted(name for name in names - self._given[run] if not name.startswith((".", "__pycache__")))

    def leave(self, run: int) -> None:
        """Removes the folder of a run with all that is in it. Only when its processes are gone."""
        self._given.pop(run, None)
        _remove(self._folder(run))

    def sweep(self) -> None:
        """Empties all places. Only when nothing runs."""
        for place in self._places:
            with suppress(OSError):
                for entry in list(place.iterdir()):
                    _remove(entry)

    def _folder(self, run: int) -> Path:
        return self._places[0] / f"run-{run}"


def farewell(names: Sequence[str]) -> str:
    """The sentence about the files that go with a run; empty where it wrote none."""
    if not names:
        return ""
    more = "" if len(names) <= _MOST_NAMES else " …"
    shown = ", ".join(name.encode("utf-8", "replace").decode()[:60] for name in names[:_MOST_NAMES])
    return f"What the recipe wrote is gone with it: {shown}{more} (robot.remember keeps things.)"


def _remove(path: Path) -> None:
    """Removes a file, or a folder even if its rights forbid that."""
    with suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            path.unlink()
            return
        path.chmod(0o700)
        for parent, folders, _ in os.walk(path):
            for name in folders:
                inside = Path(parent, name)
                if not inside.is_symlink():
                    inside.chmod(0o700)
    shutil.rmtree(path, ignore_errors=True)
