"""A test as the daemon of a recipe host that is a process of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

from tjbot.recipe.host_messages import Ended, Output, Ready, Start, Started, Stop, decode_tidings, encode_line

WITHOUT_NAMESPACES = """
import sys
from tjbot.recipe import apart, host
apart.leave_processes = lambda: False
sys.exit(host.main())
"""
"""A host where the system lets no recipe have processes of its own."""

AS_AN_ORDINARY_USER = """
import ctypes, os, sys
from pathlib import Path
from tjbot.recipe import host
connection = host.listen(Path(sys.argv[1]))
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    # As a process is that this user began: one that changed its user may not write its own /proc files.
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
host.serve(connection)
"""


class Daemon:
    """Starts a host, sends it orders and reads its tidings.

    Args:
        folder: where the recipes and the host's socket lie.
        url: the robot's.
        program: the host, if it is not as ever.
    """

    def __init__(self, folder: Path, url: str, program: str = "") -> None:
        self.folder, self.url, self._runs = folder, url, 0
        self.path = folder / "host.socket"
        start = ["-c", program] if program else ["-m", "tjbot.recipe.host"]
        self.process = subprocess.Popen([sys.executable, *start, str(self.path)])
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(30)
        self._connect()
        self._lines = self._socket.makefile("rb")
        assert isinstance(decode_tidings(self._lines.readline()), Ready)

    def _connect(self) -> None:
        while True:
            try:
                return self._socket.connect(str(self.path))
            except (FileNotFoundError, ConnectionRefusedError):
                assert self.process.poll() is None
                os.sched_yield()

    def start(self, source: str | bytes, name: str = "greet.py") -> int:
        path = self.folder / name
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
        return self.start_file(path)

    def start_file(self, path: Path) -> int:
        self._runs += 1
        self.order(Start(run=self._runs, file=path.name, path=str(path), url=self.url, token="secret", body="real"))
        return self._runs

    def order(self, order: Start | Stop) -> None:
        self._socket.sendall(encode_line(order))

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def tidings(self) -> Iterator[Started | Output | Ended]:
        while line := self._lines.readline():
            message = decode_tidings(line)
            assert not isinstance(message, Ready)
            yield message

    def wait_for(self, kind: type, run: int) -> list[Started | Output | Ended]:
        """All tidings of the run up to the first of a kind."""
        got: list[Started | Output | Ended] = []
        for message in self.tidings():
            if message.run == run:
                got.append(message)
                if isinstance(message, kind):
                    return got
        raise AssertionError(f"the host went away after {got}")

    def wait_for_text(self, run: int, text: str) -> str:
        printed = ""
        for message in self.tidings():
            if isinstance(message, Output) and message.run == run:
                printed += message.text
                if text in printed:
                    return printed
        raise AssertionError(f"the host went away after {printed}")

    def end_of(self, run: int) -> tuple[Ended, str, str, str]:
        """The end of a run, and its stdout, stderr and notices."""
        got = self.wait_for(Ended, run)
        text = {
            stream: "".join(message.text for message in got if isinstance(message, Output) and message.stream == stream)
            for stream in ("stdout", "stderr", "notice")
        }
        assert isinstance(got[-1], Ended)
        return got[-1], text["stdout"], text["stderr"], text["notice"]

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


def below(process: int) -> list[psutil.Process]:
    return psutil.Process(process).children(recursive=True)
