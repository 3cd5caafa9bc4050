"""A Raspberry Pi made of a few files, and programs that do what the real ones would do to them."""

from collections.abc import Sequence
from pathlib import Path

from tjbot.installing.computer import Answer, Computer

USUAL_HOSTS = "127.0.0.1\tlocalhost\n127.0.1.1\traspberrypi\n"
CONFIG = "/boot/firmware/config.txt"
FILES = {
    "proc/device-tree/model": "Raspberry Pi 4 Model B Rev 1.4\0",
    "proc/device-tree/serial-number": "10000000abcd1234\0",
    "etc/hostname": "raspberrypi\n",
    "etc/hosts": USUAL_HOSTS,
    "etc/passwd": "root:x:0:0::/root:/bin/bash\npupil:x:1000:1000::/home/pupil:/bin/bash\n",
    "etc/group": "root:x:0:\ngpio:x:997:\nspi:x:996:\naudio:x:29:\nvideo:x:44:\n",
    "boot/firmware/config.txt": "dtparam=audio=on\n[cm5]\ndtoverlay=dwc2\n",
}


class Programs:
    """Remembers every command line; users and groups come and go as the programs say.

    `answers` says how commands that begin so end, instead of with code 0 and no words.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.lines: list[str] = []
        self.answers: dict[str, Answer] = {}

    def __call__(self, command: Sequence[str]) -> Answer:
        line = " ".join(command)
        self.lines.append(line)
        for begin, answer in self.answers.items():
            if line.startswith(begin):
                return answer
        name = command[-1]
        if command[0] == "useradd":
            self._add("etc/passwd", f"{name}:x:995:995::/var/lib/tjbot:/usr/sbin/nologin")
            self._add("etc/group", f"{name}:x:995:")
        elif command[0] == "userdel":
            self._drop("etc/passwd", name)
            self._drop("etc/group", name)
        return Answer(0, "")

    def ran(self, begin: str) -> list[str]:
        """The command lines that begin so."""
        return [line for line in self.lines if line.startswith(begin)]

    def _add(self, file: str, row: str) -> None:
        path = self._root / file
        path.write_text(f"{path.read_text()}{row}\n")

    def _drop(self, file: str, name: str) -> None:
        path = self._root / file
        path.write_text("".join(row for row in path.read_text().splitlines(True) if not row.startswith(f"{name}:")))


class FakePi(Computer):
    """The Pi below a folder; `said` is all that was printed."""

    def __init__(self, root: Path) -> None:
        for name, text in FILES.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.said: list[str] = []
        self.programs = Programs(root)
        super().__init__(root, self.programs, self.said.append)

    def everything(self) -> dict[str, str]:
        """Every file below the root, with what it holds."""
        return {str(path.relative_to(self.root)): path.read_text() for path in self.root.rglob("*") if path.is_file()}
