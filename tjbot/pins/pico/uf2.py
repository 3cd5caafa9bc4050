"""MicroPython for a Pico that has none: a UF2 file, checked, and copied to the drive as which it shows itself."""

import os
import re
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from tjbot.errors import PartError
from tjbot.pins.pico.ports import Found, boards

Tell = Callable[[str, int, int], None]
"""Called again and again with what is done, how many bytes of it are, and how many there are in all."""

BLOCK_BYTES = 512
PIECE_BYTES = 128 * BLOCK_BYTES
MOST_BYTES = 32 * 1024 * 1024
MAGIC = (0x0A324655, 0x9E5D5157)
MAGIC_AT_THE_END = 0x0AB16F30
HAS_FAMILY = 0x2000
CHIPS = {0xE48BFF56: "RP2040", 0xE48BFF59: "RP2350"}
"""The chip by the family that a block is for; other blocks of a file (as for the RP2350's flaws) belong to none."""
BOARD_IDS = {"RPI-RP2": "RP2040", "RP2350": "RP2350"}
"""The chip by what stands in INFO_UF2.TXT of the drive."""
NAMES = {"RP2040": "Pico", "RP2350": "Pico 2"}
DOWNLOADS = {"RP2040": "micropython.org/download/RPI_PICO", "RP2350": "micropython.org/download/RPI_PICO2"}
LABELS = {"RP2040": "RPI-RP2", "RP2350": "RP2350"}

BEGIN_SECONDS = 30.0
"""How long a Pico may take to begin with a new MicroPython; it makes its file system then."""

HOLD_BOOTSEL = "Unplug the Pico, hold its button BOOTSEL, plug it in again, and let the button go."


class Firmware(msgspec.Struct, frozen=True):
    """A UF2 file with MicroPython, and the chip that it is for."""

    data: bytes
    chip: str


def where_to_get(chip: str) -> str:
    """Where MicroPython for a chip is to be had, as a sentence."""
    return f"Download the newest .uf2 from {DOWNLOADS[chip]} and run: tjbot pico flash --micropython FILE.uf2"


def read_uf2(path: Path) -> Firmware:
    """Reads a UF2 file.

    Raises:
        PartError: it cannot be read, is none, is cut off, is for no Pico, or holds no MicroPython.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PartError(f"{path} cannot be read: {error.strerror}.", "Check its name.") from None
    try:
        return Firmware(data, _chip_of(data))
    except ValueError as error:
        raise PartError(f"{path} {error}.", where_to_get("RP2040")) from None


def put_micropython(firmware: Firmware, tell: Tell, root: Path = Path("/"), seconds: float = BEGIN_SECONDS) -> Found:
    """Copies MicroPython to the Pico that waits for it, and waits until it runs there.

    Args:
        firmware: what to copy.
        tell: is told how far it is.
        root: where the file system begins.
        seconds: how long MicroPython may take to begin.

    Returns:
        The Pico as it is then.

    Raises:
        PartError: none waits, or several do; the file is for another chip; its drive is not open; it did not begin.
    """
    before = {board.port for board in boards(root) if board.port}
    _copy(firmware, _drive(_waiting(firmware, root), root), tell)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        tell("MicroPython begins", 0, 0)
        found = [board for board in boards(root) if board.program == "micropython" and board.port not in before]
        if found:
            return found[0]
        time.sleep(0.1)
    raise PartError(
        "The Pico took the file, but MicroPython did not begin on it.", f"{HOLD_BOOTSEL} Then try another .uf2."
    )


def _waiting(firmware: Firmware, root: Path) -> Found:
    waiting = [board for board in boards(root) if board.program == "none"]
    if not waiting:
        raise PartError("No Pico waits for MicroPython.", f"{HOLD_BOOTSEL} Then run this again.")
    if len(waiting) > 1:
        raise PartError(f"{len(waiting)} Picos wait for MicroPython.", "Unplug all but one.")
    [board] = waiting
    if board.chip != firmware.chip:
        this, other = NAMES[board.chip], NAMES[firmware.chip]
        raise PartError(f"This is a {this}, and the file is for a {other}.", where_to_get(board.chip))
    return board


def _drive(board: Found, root: Path) -> Path:
    """Where the drive of a Pico that waits is open."""
    for folder in _mounted(root):
        try:
            found = re.search(r"Board-ID: *(\S+)", (folder / "INFO_UF2.TXT").read_text(errors="replace"))
        except OSError:
            continue
        if found and BOARD_IDS.get(found[1]) == board.chip:
            return folder
    label = LABELS[board.chip]
    raise PartError(
        f"The Pico's drive {label} is not open.",
        f"Open it in your file manager, or run: udisksctl mount -b /dev/disk/by-label/{label}; then run this again.",
    )


def _mounted(root: Path) -> Iterator[Path]:
    """Where drives are open, as the kernel tells it."""
    try:
        lines = (root / "proc/mounts").read_text(errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        place = re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), line.split(" ")[1])
        yield root / place.lstrip("/")


def _copy(firmware: Firmware, drive: Path, tell: Tell) -> None:
    done, whole = 0, len(firmware.data)
    try:
        with (drive / "micropython.uf2").open("wb", buffering=0) as file:
            while done < whole:
                tell("MicroPython", done, whole)
                done += file.write(firmware.data[done : done + PIECE_BYTES])
                os.fsync(file.fileno())
    except OSError as error:
        # With its last block the Pico begins, and its drive is gone before anybody can close the file.
        if done < whole:
            raise PartError(
                f"The Pico's drive {drive} did not take the file: {error.strerror}.", HOLD_BOOTSEL
            ) from None
    tell("MicroPython", whole, whole)


def _chip_of(data: bytes) -> str:
    """The chip that a file is for.

    Raises:
        ValueError: the end of a sentence that begins with the file.
    """
    if len(data) > MOST_BYTES:
        raise ValueError("is too large for a Pico")
    if not data or len(data) % BLOCK_BYTES:
        raise ValueError("is no whole UF2 file")
    chips: dict[str, list[int]] = {}
    counts: dict[str, int] = {}
    content = bytearray()
    for begin in range(0, len(data), BLOCK_BYTES):
        *magic, flags, _, size, number, count, family = struct.unpack_from("<8I", data, begin)
        (end,) = struct.unpack_from("<I", data, begin + BLOCK_BYTES - 4)
        if (*magic, end) != (*MAGIC, MAGIC_AT_THE_END) or size > BLOCK_BYTES - 36:
            raise ValueError("is no UF2 file")
        chip = CHIPS.get(family) if flags & HAS_FAMILY else None
        if chip:
            chips.setdefault(chip, []).append(number)
            counts[chip] = count
            content += data[begin + 32 : begin + 32 + size]
    if len(chips) != 1:
        raise ValueError("is for no Pico" if not chips else "is for more than one kind of Pico")
    [(chip, numbers)] = chips.items()
    if sorted(numbers) != list(range(counts[chip])):
        raise ValueError("is not whole: blocks are missing")
    if b"MicroPython" not in content:
        raise ValueError("holds another program than MicroPython")
    return chip
