"""Another computer on the robot's network: a network namespace with a cable to this one, so that addresses are real."""

import ctypes
import itertools
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.running import WAITING_SECONDS

CLONE_NEWNET = 0x40000000

HOSTS = Path("/etc/netns")
"""Files here lie over those of /etc for programs of a network namespace."""

_numbers = itertools.count()


@dataclass(frozen=True)
class OtherComputer:
    """A computer at `address`; it finds this one, where the robot is, at `robot_address`."""

    namespace: str
    address: str
    robot_address: str
    robot_address_6: str

    def connect(self, port: int, host: str | None = None) -> socket.socket:
        """A connection that this computer made to the robot's; a socket stays in the network where it was born."""
        made: list[socket.socket | OSError] = []

        def make() -> None:
            with Path(f"/run/netns/{self.namespace}").open() as network:
                if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), CLONE_NEWNET):
                    made.append(OSError(ctypes.get_errno(), "setns"))
                    return
            try:
                made.append(socket.create_connection((host or self.robot_address, port), WAITING_SECONDS))
            except OSError as error:
                made.append(error)

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        if isinstance(made[0], OSError):
            raise made[0]
        return made[0]

    def look_up(self, name: str) -> None:
        """From now on programs on this computer find the robot by a name."""
        folder = HOSTS / self.namespace
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "hosts").write_text(f"127.0.0.1 localhost\n{self.robot_address} {name}\n")

    def command(self, *arguments: str) -> list[str]:
        """What runs a program on this computer."""
        return ["ip", "netns", "exec", self.namespace, *arguments]


@contextmanager
def other_computer() -> Iterator[OtherComputer]:
    """A computer that is there while the block lasts. Without root there is none, and the test is skipped."""
    if os.geteuid() != 0:
        pytest.skip("A computer of its own on a network of its own can only root make (ip netns).")
    if not shutil.which("ip"):
        pytest.skip("A network of its own needs the program `ip` (Debian: iproute2).")
    number = next(_numbers)
    name = f"tjbot-{os.getpid()}-{number}"
    here, there = f"tj{os.getpid()}a{number}", f"tj{os.getpid()}b{number}"
    # A network that is kept for measurements and so in nobody's way (RFC 2544).
    third, fourth = os.getpid() % 254, number % 60 * 4
    one, two = f"198.18.{third}.{fourth + 1}", f"198.18.{third}.{fourth + 2}"
    prefix = f"fd7b:{os.getpid() & 0xFFFF:x}:{number:x}"
    _ip("netns", "add", name)
    try:
        _ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", name)
        for where, device, last in (((), here, one), (("-n", name), there, two)):
            _ip(*where, "address", "add", f"{last}/30", "dev", device)
            end = "1" if last == one else "2"
            _ip(*where, "address", "add", f"{prefix}::{end}/64", "dev", device, "nodad")
            _ip(*where, "link", "set", device, "up")
        _ip("-n", name, "link", "set", "lo", "up")
        yield OtherComputer(name, two, one, f"{prefix}::1")
    finally:
        subprocess.run(["ip", "link", "delete", here], capture_output=True, check=False)
        subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
        shutil.rmtree(HOSTS / name, ignore_errors=True)


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"This system makes no networks of their own: ip {' '.join(arguments)}: {done.stderr.strip()}")
