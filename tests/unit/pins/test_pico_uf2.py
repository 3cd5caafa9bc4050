"""A UF2 file with MicroPython is checked, and copied to the drive of the Pico that waits for it."""

import struct
import threading
from pathlib import Path

import pytest

from tests.running import wait_until
from tests.unit.pins.usb import plug_in, plug_in_without_program
from tjbot.errors import PartError
from tjbot.pins.pico.uf2 import put_micropython, read_uf2

RP2040, RP2350, ABSOLUTE = 0xE48BFF56, 0xE48BFF59, 0xE48BFF57
CONTENT = b"MicroPython v1.99".ljust(256, b"\0")


def block(content: bytes, number: int, count: int, family: int = RP2040, flags: int = 0x2000) -> bytes:
    head = struct.pack("<8I", 0x0A324655, 0x9E5D5157, flags, 0x10000000 + 256 * number, 256, number, count, family)
    return head + content.ljust(476, b"\0") + struct.pack("<I", 0x0AB16F30)


def uf2(family: int = RP2040, count: int = 300) -> bytes:
    return b"".join(block(CONTENT if number == 7 else b"\1" * 256, number, count, family) for number in range(count))


def drive(root: Path, board_id: str = "RPI-RP2", name: str = "MY PICO") -> Path:
    """The drive of a Pico that waits, opened by the system."""
    folder = root / "media" / "me" / name
    folder.mkdir(parents=True)
    (folder / "INFO_UF2.TXT").write_text(f"UF2 Bootloader v3.0\r\nModel: Raspberry Pi RP2\r\nBoard-ID: {board_id}\r\n")
    (root / "proc").mkdir(exist_ok=True)
    escaped = str(folder.relative_to(root)).replace(" ", "\\040")
    (root / "proc/mounts").write_text(f"proc /proc proc rw 0 0\n/dev/sda1 /{escaped} vfat rw 0 0\n")
    return folder


def written(folder: Path, data: bytes) -> Path:
    path = folder / "file.uf2"
    path.write_bytes(data)
    return path


def refused(path: Path) -> str:
    with pytest.raises(PartError) as caught:
        read_uf2(path)
    assert "micropython.org/download" in caught.value.hint or "Check its name" in caught.value.hint
    return caught.value.message


@pytest.mark.parametrize(("family", "chip"), [(RP2040, "RP2040"), (RP2350, "RP2350")])
def test_a_file_tells_its_chip(tmp_path: Path, family: int, chip: str) -> None:
    assert read_uf2(written(tmp_path, uf2(family))).chip == chip


def test_the_block_that_mends_an_rp2350_belongs_to_no_chip(tmp_path: Path) -> None:
    assert read_uf2(written(tmp_path, block(b"\xef", 0, 2, ABSOLUTE) + uf2(RP2350))).chip == "RP2350"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no whole UF2 file"),
        (uf2()[:-1], "no whole UF2 file"),
        (b"\0" * 1024, "is no UF2 file"),
        (uf2()[:-4] + b"\0\0\0\0", "is no UF2 file"),
        (uf2()[:-512], "blocks are missing"),
        (uf2() + uf2()[:512], "blocks are missing"),
        (uf2(0x1C5F21B0), "is for no Pico"),
        (block(CONTENT, 0, 1, RP2040, flags=0), "is for no Pico"),
        (uf2(RP2040) + uf2(RP2350), "more than one kind of Pico"),
        (block(b"CircuitPython", 0, 1), "another program than MicroPython"),
    ],
)
def test_what_is_no_micropython_for_a_pico_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    assert why in refused(written(tmp_path, data))


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "none.uf2")
    large = tmp_path / "large.uf2"
    with large.open("wb") as file:
        file.truncate(33 * 1024 * 1024)
    assert "too large" in refused(large)


def test_it_is_copied_to_the_drive_and_the_pico_that_then_appears_is_told(tmp_path: Path) -> None:
    plug_in_without_program(tmp_path)
    folder, data = drive(tmp_path), uf2()
    told: list[tuple[str, int, int]] = []

    def begin() -> None:
        target = folder / "micropython.uf2"
        wait_until(lambda: target.exists() and target.stat().st_size == len(data), "the file is there")
        plug_in(tmp_path, port="ttyACM3")

    thread = threading.Thread(target=begin)
    thread.start()
    firmware = read_uf2(written(tmp_path, data))
    found = put_micropython(firmware, lambda *progress: told.append(progress), tmp_path)
    thread.join()
    assert found.port == "/dev/ttyACM3"
    assert (folder / "micropython.uf2").read_bytes() == data
    assert told[0] == ("MicroPython", 0, len(data))
    assert ("MicroPython", len(data), len(data)) in told
    assert [done for _, done, whole in told if whole] == sorted(done for _, done, whole in told if whole)


def put(root: Path, family: int = RP2040) -> PartError:
    firmware = read_uf2(written(root, uf2(family)))
    with pytest.raises(PartError) as caught:
        put_micropython(firmware, lambda *_: None, root, seconds=0.3)
    return caught.value


def test_without_a_pico_that_waits_the_button_is_told(tmp_path: Path) -> None:
    plug_in(tmp_path)
    error = put(tmp_path)
    assert "No Pico waits" in error.message
    assert "hold its button BOOTSEL" in error.hint


def test_a_file_for_the_other_kind_of_pico_is_told(tmp_path: Path) -> None:
    plug_in_without_program(tmp_path, product_id=0x000F)
    error = put(tmp_path)
    assert error.message == "This is a Pico 2, and the file is for a Pico."
    assert "RPI_PICO2" in error.hint


def test_a_drive_that_is_not_open_is_told_with_how_to_open_it(tmp_path: Path) -> None:
    plug_in_without_program(tmp_path)
    assert "udisksctl mount -b /dev/disk/by-label/RPI-RP2" in put(tmp_path).hint
    drive(tmp_path, board_id="Some-Other-Board")
    assert "is not open" in put(tmp_path).message


def test_a_pico_that_does_not_begin_is_told(tmp_path: Path) -> None:
    plug_in(tmp_path)
    plug_in_without_program(tmp_path)
    drive(tmp_path)
    assert "did not begin" in put(tmp_path).message


def test_two_that_wait_are_too_many(tmp_path: Path) -> None:
    plug_in_without_program(tmp_path)
    plug_in_without_program(tmp_path, product_id=0x000F)
    assert "2 Picos wait" in put(tmp_path).message
