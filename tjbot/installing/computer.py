"""The Pi as the installer sees it: files below a root, and programs. A test gives both of its own."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tjbot.files import write_atomically

SERIAL_NUMBER = "proc/device-tree/serial-number"


class Answer(NamedTuple):
    """How a program ended, and all that it said."""

    code: int
    text: str


def run_program(command: Sequence[str]) -> Answer:
    """Runs a program to its end; one that is missing answers 127."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False
        )
    except OSError as error:
        return Answer(127, f"{command[0]}: {error.strerror}")
    return Answer(done.returncode, done.stdout.decode(errors="replace").strip())


@dataclass
class Computer:
    """Everything that the installer may look at and change.

    Args:
        root: where the file system begins.
        run: runs a program and tells how it ended.
        say: prints a sentence.
    """

    root: Path = Path("/")
    run: Callable[[Sequence[str]], Answer] = run_program
    say: Callable[[str], None] = print

    def path(self, name: str) -> Path:
        """A file, by its absolute path."""
        return self.root / name.removeprefix("/")

    def text(self, name: str) -> str:
        """What a file holds, line ends and stray bytes as they are; nothing where it cannot be read."""
        try:
            return self.path(name).read_bytes().decode("utf-8", "surrogateescape")
        except OSError:
            return ""

    def write(self, name: str, text: str, mode: int | None = None) -> bool:
        """Writes a file as one step, if that changes it.

        Args:
            name: its absolute path.
            text: all that it shall hold.
            mode: who may read, write and run it; without it as before, and a new file as usual.

        Returns:
            Whether it was changed.

        Raises:
            OSError: it cannot be written; the old file is untouched.
        """
        data = text.encode("utf-8", "surrogateescape")
        path = self.path(name)
        old = path.stat().st_mode & 0o777 if path.is_file() else None
        mode = mode or old or 0o644
        if old == mode and path.read_bytes() == data:
            return False
        write_atomically(path, data)
        path.chmod(mode)
        return True

    def remove(self, name: str) -> None:
        """Removes a file or a folder with all that is in it; nothing happens where there is none."""
        path = self.path(name)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def has_user(self, name: str) -> bool:
        """Whether there is such a user."""
        return self._is_in("etc/passwd", name)

    def has_group(self, name: str) -> bool:
        """Whether there is such a group."""
        return self._is_in("etc/group", name)

    def _is_in(self, file: str, name: str) -> bool:
        return any(row.split(":")[0] == name for row in self.text(file).splitlines())
