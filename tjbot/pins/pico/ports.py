"""Which Picos are plugged in, found by their USB ids, and which one is the robot's."""

import grp
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from tjbot.errors import PartError

PICO_VARIABLE = "TJBOT_PICO"
"""The environment variable that says which Pico: its serial number, or its port (`/dev/ttyACM0`)."""

USB_DEVICES = "sys/bus/usb/devices"
VENDOR = 0x2E8A
"""Raspberry Pi's; makers of other boards with the same chips use it too, with products of their own."""
BOOTSEL_PRODUCTS = {0x0003: "RP2040", 0x000F: "RP2350"}
"""What a Pico (RP2040) and a Pico 2 (RP2350) are while they wait for a program, by product."""
MICROPYTHON_PRODUCT = 0x0005
"""MicroPython on either chip."""
PROBE_PRODUCTS = (0x0004, 0x000C)
"""Debug probes, which are Picos to nobody but their makers."""

UDEV_FILE = "/etc/udev/rules.d/70-tjbot-pico.rules"
UDEV_RULE = (
    f'SUBSYSTEM=="tty", ATTRS{{idVendor}}=="{VENDOR:04x}", '
    'MODE="0660", GROUP="dialout", TAG+="uaccess", ENV{ID_MM_DEVICE_IGNORE}="1"'
)
"""Opens a Pico for whoever sits at the computer and for the group, and keeps programs for modems away from it."""
ADD_UDEV_RULE = (
    f"echo '{UDEV_RULE}' | sudo tee {UDEV_FILE} && "
    "sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=tty"
)

Program = Literal["micropython", "other", "none"]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A Pico that is plugged in.

    `program` is what runs on it: MicroPython, something else, or none (it waits for one, as after BOOTSEL). `port` is
    its serial port ("/dev/ttyACM0"), empty without a program, and `may_open` whether this user may open it.
    `serial_number` tells it from others; without a program a Pico's chip has one that all have. `chip` ("RP2040",
    "RP2350") is known only then. `product` is what it calls itself.
    """

    program: Program
    port: str = ""
    serial_number: str = ""
    chip: str = ""
    product: str = ""
    may_open: bool = False

    def __str__(self) -> str:
        # Without a program it has a number that many have.
        return f"{self.serial_number or 'without a number'} at {self.port}" if self.port else "as a drive"


def boards(root: Path = Path("/")) -> list[Found]:
    """Every Pico that is plugged in, in the order of their ports.

    Args:
        root: where the file system begins; tests give a tree of their own.
    """
    found = [board for device in (root / USB_DEVICES).glob("*") for board in _board(device, root)]
    return sorted(found, key=lambda board: (not board.port, len(board.port), board.port))


def one_board(serial_number: str = "", root: Path = Path("/")) -> Found:
    """The Pico that is the robot's: with MicroPython, and open to this user.

    Args:
        serial_number: which one, or its beginning; empty for the only one.
        root: where the file system begins.

    Raises:
        PartError: there is none or no such one, there are several, it has no MicroPython, or this user may not open it.
    """
    found = boards(root)
    # One that waits for a program cannot be told from another, so it is nobody's until it is the only one.
    wanted = [board for board in found if board.port and board.serial_number.startswith(serial_number)]
    if not wanted:
        raise _none(serial_number, found)
    if len(wanted) > 1:
        raise PartError(
            f"There are {len(wanted)} Picos at this computer: {'; '.join(map(str, wanted))}.",
            f'Unplug the others, or write serial_number = "{wanted[0].serial_number}" below [pins] of tjbot.toml.',
        )
    [board] = wanted
    if board.program != "micropython":
        raise PartError(
            f"The Pico at {board.port} runs another program than MicroPython.",
            "Hold its BOOTSEL button while you plug it in, then run: tjbot pico flash --micropython FILE.uf2",
        )
    if not board.may_open:
        raise PartError(f"This user may not open the Pico at {board.port}.", permission_cure(board, root))
    return board


def permission_cure(board: Found, root: Path = Path("/")) -> str:
    """How this user comes to be allowed to open a Pico's port, as a sentence."""
    group = _group(root / board.port.lstrip("/"))
    return f"Run: {ADD_UDEV_RULE} (or: sudo usermod -aG {group} $USER, then log out and in again.)"


def _none(serial_number: str, found: list[Found]) -> PartError:
    others = [board for board in found if board.port]
    if serial_number and others:
        return PartError(
            f"No Pico has the serial number {serial_number}; there is {'; '.join(map(str, others))}.",
            "Plug that one in, or change serial_number below [pins] of tjbot.toml.",
        )
    if found:
        return PartError(
            "The Pico has no MicroPython yet: it shows itself as a drive.",
            "Run: tjbot pico flash --micropython FILE.uf2",
        )
    which = f" with the serial number {serial_number}" if serial_number else ""
    return PartError(
        f"No Pico{which} is plugged in.",
        "Take a USB cable that carries data and not only power; tjbot pico list shows what is found.",
    )


def _board(device: Path, root: Path) -> Iterator[Found]:
    """The Pico that a USB device is, if it is one."""
    vendor, product = _number(device / "idVendor"), _number(device / "idProduct")
    if vendor != VENDOR or product in PROBE_PRODUCTS:
        return
    serial_number, calls_itself = _text(device / "serial"), _text(device / "product")
    if product in BOOTSEL_PRODUCTS:
        chip = BOOTSEL_PRODUCTS[product]
        yield Found(program="none", chip=chip, serial_number=serial_number, product=calls_itself)
        return
    port = next((f"/dev/{tty.name}" for tty in sorted(device.glob("*:*/tty/*"))), "")
    if not port:
        # A hub, a keyboard or a disk of Raspberry Pi.
        return
    ours = product == MICROPYTHON_PRODUCT or _text(device / "manufacturer") == "MicroPython"
    yield Found(
        program="micropython" if ours else "other",
        port=port,
        serial_number=serial_number,
        product=calls_itself,
        may_open=os.access(root / port.lstrip("/"), os.R_OK | os.W_OK, effective_ids=True),
    )


def _group(port: Path) -> str:
    """The group that may open a port; "dialout", as Debian has it, where none but root may."""
    try:
        group = port.stat().st_gid
        return grp.getgrgid(group).gr_name if group else "dialout"
    except (OSError, KeyError):
        return "dialout"


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""


def _number(path: Path) -> int:
    try:
        return int(_text(path), 16)
    except ValueError:
        return -1
