"""The recipe host as systemd starts it, with a stand-in for systemd: what listens, and starts a host when one comes."""

import os
import pwd
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

BE_STARTED_BY_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.executable, [sys.executable, "-P", "-m", "tjbot.recipe.host_service", *sys.argv[2:]])
"""


def my_name() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


class Systemd:
    """Listens at a socket and keeps one host for it, as `tjbot-recipes.socket` does.

    Args:
        path: the socket's.
        user: who may connect.
        places: where recipes may write.
    """

    def __init__(self, path: Path, user: str, places: Sequence[Path]) -> None:
        self.hosts: list[subprocess.Popen[bytes]] = []
        self._places = places
        self._command = [user, *map(str, places)]
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._listening.close()
        for host in self.hosts:
            host.terminate()
            assert host.wait(10) in (0, -signal.SIGTERM)

    def _watch(self) -> None:
        while not self._ended.is_set():
            if select.select([self._listening], [], [], 0.02)[0]:
                self._mount_places()
                handed = self._listening.fileno()
                start = [sys.executable, "-P", "-c", BE_STARTED_BY_SYSTEMD, str(handed), *self._command]
                self.hosts.append(subprocess.Popen(start, pass_fds=[handed]))
                self._wait_for(self.hosts[-1])

    def _mount_places(self) -> None:
        for place in self._places:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)

    def _wait_for(self, host: subprocess.Popen[bytes]) -> None:
        while host.poll() is None and not self._ended.wait(0.02):
            continue


@contextmanager
def service_host(folder: Path, user: str | None = None) -> Iterator[Systemd]:
    """Systemd with a recipe host at `folder`/host.socket; recipes write in `folder`/rooms and `folder`/more.

    Args:
        folder: an empty folder.
        user: who may connect; None for whoever runs the test.
    """
    places = [folder / "rooms", folder / "more"]
    folder.mkdir()
    systemd = Systemd(folder / "host.socket", user or my_name(), places)
    try:
        yield systemd
    finally:
        systemd.close()
