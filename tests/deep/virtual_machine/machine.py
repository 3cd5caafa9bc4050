"""A Debian with a kernel of its own in QEMU: it counts memory, processes and time by cgroups v2, as a Pi does, its
network can be made a bad one (netem), and its clock may be set.

It is computed (TCG), so that nobody needs to lend it a processor, and takes minutes. The root file system is made once
and kept. What is tried lies on a second disk, with a program `try.py` that root runs when the machine has started; what
it prints comes back.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.deep.test_install_in_fresh_debian import debian_mirror, environment

CHECKOUT = Path(__file__).parents[3]
CACHE = CHECKOUT / "build" / "virtual-machine"
RUNTIME = CHECKOUT / "requirements" / "runtime.txt"
RELEASE = "trixie"
KERNEL = "linux-image-cloud-amd64"
PACKAGES = (
    *("ca-certificates", "dbus", "initramfs-tools", "iproute2", "procps", "python3", "python3-venv", "systemd"),
    *("systemd-sysv", "udev", KERNEL),
)
MISSING = [name for name in ("debootstrap", "mke2fs", "qemu-system-x86_64") if shutil.which(name) is None]
IN_A_MACHINE = [
    pytest.mark.deep,
    pytest.mark.timeout(2400),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make the root file system of a virtual machine"),
    pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)} (Debian: debootstrap, qemu-system-x86)"),
]
"""The marks of tests that happen in a machine."""
SECONDS = 900
"""How long a machine may take to start, do its work and end."""

TRIED = "/usr/local/tried"

SERVICE = f"""[Unit]
SuccessAction=poweroff-force
FailureAction=poweroff-force
[Service]
Type=oneshot
ExecStart=/opt/tjbot/environment/bin/python -u {TRIED}/try.py
StandardOutput=file:/dev/ttyS1
StandardError=file:/dev/ttyS1
[Install]
WantedBy=multi-user.target
"""
TEXTS = {
    "etc/fstab": f"LABEL=root / ext4 rw 0 1\nLABEL=tried {TRIED} ext4 ro 0 0\n",
    "etc/systemd/system/try.service": SERVICE,
    "etc/hostname": "machine\n",
    "etc/hosts": "127.0.0.1 localhost machine\n",
}


def output_of(files: Mapping[str, str], folders: Mapping[str, Path]) -> list[str]:
    """Starts a machine, and returns what its `try.py` said, line by line.

    Args:
        files: what lies in `TRIED`, by name; `try.py` among them.
        folders: folders that lie there, too; Python finds their modules.
    """
    disk = _disk("tried", files, folders)
    console = disk.with_suffix(".console")
    kernel, first = (sorted((CACHE / "root/boot").glob(name))[-1] for name in ("vmlinuz-*", "initrd.img-*"))
    command = [
        *("qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "1024"),
        # The first serial port is the console's, the second one is for what is said.
        *("-display", "none", "-monitor", "none", "-serial", f"file:{console}", "-serial", "stdio", "-no-reboot"),
        *("-nic", "none", "-kernel", kernel, "-initrd", first),
        # On a busy computer the machine's clocks do not agree, and its kernel would give up.
        *("-append", "root=LABEL=root console=ttyS0 quiet systemd.show_status=0 no_timer_check panic=-1"),
        *("-drive", f"file={_root()},format=raw,if=virtio,snapshot=on"),
        *("-drive", f"file={disk},format=raw,if=virtio,readonly=on"),
    ]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=True)
    finally:
        disk.unlink()
    said = done.stdout.decode(errors="replace").replace("\r", "").splitlines()
    assert said, console.read_text(errors="replace")[-4000:]
    console.unlink()
    return said


def prepare() -> None:
    """Makes the root file system, unless it is there."""
    _root()


def _root() -> Path:
    made_from = hashlib.sha256(Path(__file__).read_bytes() + RUNTIME.read_bytes()).hexdigest()
    image, complete, root = CACHE / "root.ext4", CACHE / "complete", CACHE / "root"
    if complete.exists() and complete.read_text() == made_from:
        return image
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    packages = f"--include={','.join(PACKAGES)}"
    subprocess.run(["debootstrap", "--variant=minbase", packages, RELEASE, root, *debian_mirror()], check=True)
    _furnish(root)
    _make_image(image, root, "root", "4G")
    complete.write_text(made_from)
    return image


def _furnish(root: Path) -> None:
    for file in ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt"):
        if Path(file).exists():
            shutil.copy(file, root / file.removeprefix("/"))
    for name, text in TEXTS.items():
        (root / name).write_text(text)
    (root / TRIED.removeprefix("/")).mkdir()
    shutil.copy(RUNTIME, root / "tmp/runtime.txt")
    python = "/opt/tjbot/environment/bin/python"
    for command in (
        ["useradd", "--system", "tjbot"],
        ["useradd", "--system", "tjbot-recipes"],
        ["systemctl", "enable", "try.service"],
        ["python3", "-m", "venv", "/opt/tjbot/environment"],
        [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "/tmp/runtime.txt"],
    ):
        subprocess.run(["chroot", root, *command], check=True, env=environment())
    packages = next((root / "opt/tjbot/environment/lib").glob("python3*")) / "site-packages"
    (packages / "tried.pth").write_text(f"{TRIED}\n")


def _disk(label: str, files: Mapping[str, str], folders: Mapping[str, Path]) -> Path:
    folder, image = CACHE / f"{label}-{os.getpid()}", CACHE / f"{label}-{os.getpid()}.ext4"
    _root()
    folder.mkdir()
    try:
        for name, text in files.items():
            (folder / name).write_text(text)
        for name, source in folders.items():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("page", "__pycache__"))
        _make_image(image, folder, label, "64M")
    finally:
        shutil.rmtree(folder)
    return image


def _make_image(image: Path, folder: Path, label: str, size: str) -> None:
    options = ["-q", "-F", "-t", "ext4", "-L", label, "-d", folder]
    subprocess.run(["mke2fs", *options, image, size], check=True)
