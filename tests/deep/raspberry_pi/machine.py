"""A Debian that systemd has really started, in a container, and that takes itself for a Raspberry Pi.

What only a Pi has is replaced at the very edge: the kernel's device tree (`device_tree.c`), /boot/firmware/config.txt,
and what Raspberry Pi OS adds to Debian: groups for pins and buses, and the library lgpio (Debian has none), which finds
no pins here. A test that needs them simulates them.
"""

import hashlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.deep.test_install_in_fresh_debian import PUPIL, debian_mirror, environment

CHECKOUT = Path(__file__).parents[3]
CACHE = CHECKOUT / "build" / "raspberry-pi"
PACKAGES = ("ca-certificates", "dbus", "git", "procps", "python3", "sudo", "systemd", "systemd-sysv", "udev")
NEEDS = ("debootstrap", "systemd-nspawn", "nsenter", "gcc")

MODEL = "Raspberry Pi 4 Model B Rev 1.4"
SERIAL = "10000000abcd1234"
CONFIG = "boot/firmware/config.txt"
CONFIG_TEXT = (
    "# For more options see the documentation\ndtparam=audio=on\narm_64bit=1\n\n[cm5]\ndtoverlay=dwc2,dr_mode=host\n"
)
HOSTS_TEXT = "127.0.0.1\tlocalhost\n::1\t\tlocalhost ip6-localhost ip6-loopback\n\n127.0.1.1\t\traspberrypi\n"
LGPIO_TEXT = """class error(Exception):
    pass


def gpiochip_open(number):
    raise error("can not open gpiochip")
"""
STARTING_SECONDS = 120


def fresh_root(release: str) -> Path:
    """A root file system like that of a fresh Raspberry Pi OS, made once and kept until its making changes."""
    recipe = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.[pc]*")):
        if file.is_file():
            recipe.update(file.read_bytes())
    root, complete = CACHE / release, CACHE / f"{release}.complete"
    if complete.exists() and complete.read_text() == recipe.hexdigest():
        return root
    shutil.rmtree(root, ignore_errors=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    packages = f"--include={','.join(PACKAGES)}"
    subprocess.run(["debootstrap", "--variant=minbase", packages, release, root, *debian_mirror()], check=True)
    _make_pi(root)
    complete.write_text(recipe.hexdigest())
    return root


def _make_pi(root: Path) -> None:
    for group in ("gpio", "spi", "i2c"):
        subprocess.run(["chroot", root, "groupadd", "--system", group], check=True)
    subprocess.run(
        ["chroot", root, "useradd", "--create-home", "--groups", "gpio,spi,i2c,video,audio", PUPIL], check=True
    )
    for file in ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt"):
        if Path(file).exists():
            shutil.copy(file, root / file.removeprefix("/"))
    texts = {
        CONFIG: CONFIG_TEXT,
        "etc/hostname": "raspberrypi\n",
        "etc/hosts": HOSTS_TEXT,
        "usr/lib/device_tree/model": f"{MODEL}\0",
        "usr/lib/device_tree/serial-number": f"{SERIAL}\0",
        "usr/lib/python3/dist-packages/lgpio.py": LGPIO_TEXT,
        "etc/ld.so.preload": "/usr/lib/device_tree/preload.so\n",
        "etc/sudoers.d/environment": f'Defaults env_keep += "{" ".join(environment())}"\n',
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    library = root / "usr/lib/device_tree/preload.so"
    source = Path(__file__).parent / "device_tree.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source, "-ldl"], check=True)


class Machine:
    """A running container.

    Args:
        root: its root file system.
        leader: its first process, seen from outside.
    """

    def __init__(self, root: Path, leader: int) -> None:
        self.root = root
        self._leader = leader

    def command(self, user: str, *arguments: str, folder: str = "/") -> list[str]:
        """The command line that runs `arguments` in a folder of the machine as `user`."""
        home = "/root" if user == "root" else f"/home/{user}"
        enter = ["nsenter", "--target", str(self._leader), "--mount", "--uts", "--ipc", "--pid", "--cgroup"]
        as_user = ["setpriv", "--reuid", user, "--regid", user, "--init-groups", "env", f"HOME={home}"]
        return [*enter, *as_user, "sh", "-c", 'cd "$0" && exec "$@"', folder, *arguments]

    def run(self, user: str, *arguments: str, folder: str = "/") -> subprocess.CompletedProcess[str]:
        """Runs a command to its end, with nobody at the keyboard."""
        return subprocess.run(
            self.command(user, *arguments, folder=folder),
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    def must(self, user: str, *arguments: str, folder: str = "/") -> str:
        """Runs a command that must succeed; what it printed."""
        done = self.run(user, *arguments, folder=folder)
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Waits until something is so, as long as the test may take."""
        import time

        given_up = time.monotonic() + STARTING_SECONDS
        while not condition():
            assert time.monotonic() < given_up, f"it never happened that {what}"
            time.sleep(0.1)

    def clone(self, folder: str, user: str) -> None:
        """What a person does first: `git clone`."""
        outside = self.root / folder.removeprefix("/")
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", CHECKOUT, outside], check=True)
        self.must("root", "chown", "-R", f"{user}:", folder)

    def text(self, name: str) -> str:
        """What a file of the machine holds."""
        return (self.root / name.removeprefix("/")).read_text(encoding="utf-8")


@contextmanager
def machine(release: str) -> Iterator[Machine]:
    """A machine of its own that has started, and is gone with the block."""
    with (
        tempfile.TemporaryDirectory(prefix="tjbot-pi-", dir=CACHE.parent) as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices,
    ):
        root = Path(folder, "root")
        subprocess.run(["cp", "--archive", fresh_root(release), root], check=True)
        address = Path(folder, "notify")
        notices.bind(str(address))
        notices.settimeout(STARTING_SECONDS)
        options = [
            "--quiet",
            "--register=no",
            "--keep-unit",
            "--notify-ready=yes",
            "--resolv-conf=off",
            "--timezone=off",
        ]
        # systemd has the kernel check devices and addresses by small programs.
        may = ["--capability=CAP_BPF,CAP_NET_ADMIN,CAP_PERFMON", "--system-call-filter=bpf"]
        variables = {
            "PATH": os.environ["PATH"],
            "NOTIFY_SOCKET": str(address),
            # As on a Pi: one tree of cgroups, and a /sys in which the pulse generator's files can be written.
            "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1",
            "SYSTEMD_NSPAWN_API_VFS_WRITABLE": "1",
        }
        start = ["systemd-nspawn", *options, *may, "--link-journal=no", f"--directory={root}", "--boot"]
        with subprocess.Popen(start, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as container:
            try:
                yield Machine(root, _wait_until_started(notices))
            finally:
                container.send_signal(signal.SIGTERM)
                try:
                    container.wait(30)
                except subprocess.TimeoutExpired:
                    container.kill()


def _wait_until_started(notices: socket.socket) -> int:
    """Returns the machine's first process, as soon as its systemd has started everything."""
    leader = 0
    while True:
        for notice in notices.recv(4096).decode().splitlines():
            name, _, value = notice.partition("=")
            if name == "X_NSPAWN_LEADER_PID":
                leader = int(value)
            elif notice == "READY=1" and leader:
                return leader


def picture(root: Path, *folders: str) -> dict[str, str]:
    """All files in some folders of a root file system, each with its kind, rights, owner and content."""
    seen = {}
    for folder in folders:
        for parent, names, files in os.walk(root / folder):
            for name in (*names, *files):
                path = Path(parent, name)
                found = path.lstat()
                if path.is_symlink():
                    content = str(path.readlink())
                else:
                    content = hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(found.st_mode) else ""
                owner = f"{found.st_uid}:{found.st_gid}"
                seen[str(path.relative_to(root))] = f"{stat.filemode(found.st_mode)} {owner} {content}"
    return seen
