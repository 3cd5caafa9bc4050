"""Which Picos are plugged in, and which one is the robot's."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.pins.usb import OTHER_SERIAL_NUMBER, SERIAL_NUMBER, plug_in, plug_in_without_program
from tjbot.errors import PartError
from tjbot.pins.pico.ports import UDEV_FILE, UDEV_RULE, Found, boards, one_board


def refused(root: Path, serial_number: str = "") -> PartError:
    with pytest.raises(PartError) as caught:
        one_board(serial_number, root)
    return caught.value


def test_a_pico_with_micropython_is_found_by_its_usb_id(tmp_path: Path) -> None:
    plug_in(tmp_path)
    found = Found(
        program="micropython",
        port="/dev/ttyACM0",
        serial_number=SERIAL_NUMBER,
        product="Board in FS mode",
        may_open=True,
    )
    assert boards(tmp_path) == [found]
    assert one_board(root=tmp_path) == found


@pytest.mark.parametrize(("product_id", "chip"), [(0x0003, "RP2040"), (0x000F, "RP2350")])
def test_one_without_a_program_is_found_and_its_chip_known(tmp_path: Path, product_id: int, chip: str) -> None:
    plug_in_without_program(tmp_path, product_id=product_id)
    [board] = boards(tmp_path)
    assert (board.program, board.chip, board.port) == ("none", chip, "")
    error = refused(tmp_path)
    assert "no MicroPython yet" in error.message
    assert "tjbot pico flash --micropython" in error.hint


@pytest.mark.parametrize("product_id", [0x0009, 0x000A, 0x000B])
def test_one_with_another_program_is_told(tmp_path: Path, product_id: int) -> None:
    plug_in(tmp_path, product_id=product_id, manufacturer="Raspberry Pi", product="Pico")
    assert [board.program for board in boards(tmp_path)] == ["other"]
    error = refused(tmp_path)
    assert "another program" in error.message
    assert "BOOTSEL" in error.hint


def test_a_board_of_another_maker_is_known_by_what_runs_on_it(tmp_path: Path) -> None:
    plug_in(tmp_path, product_id=0x1002, product="Board in FS mode")
    assert one_board(root=tmp_path).port == "/dev/ttyACM0"


def test_what_is_no_pico_is_passed_over(tmp_path: Path) -> None:
    plug_in(tmp_path, vendor_id=0x2341, manufacturer="Arduino")
    plug_in(tmp_path, product_id=0x000C, port="ttyACM1", manufacturer="Raspberry Pi", product="Debug Probe")
    plug_in(tmp_path, product_id=0x000D, port="", manufacturer="Raspberry Pi", product="Hub")
    (tmp_path / "sys/bus/usb/devices/1-0:1.0").mkdir()
    assert boards(tmp_path) == []
    error = refused(tmp_path)
    assert "No Pico is plugged in" in error.message
    assert "carries data" in error.hint


def test_two_are_told_apart_by_their_serial_numbers(tmp_path: Path) -> None:
    plug_in(tmp_path, port="ttyACM10")
    plug_in(tmp_path, port="ttyACM2", serial_number=OTHER_SERIAL_NUMBER)
    assert [board.port for board in boards(tmp_path)] == ["/dev/ttyACM2", "/dev/ttyACM10"]
    error = refused(tmp_path)
    assert SERIAL_NUMBER in error.message
    assert OTHER_SERIAL_NUMBER in error.message
    assert f'serial_number = "{OTHER_SERIAL_NUMBER}"' in error.hint
    assert one_board(SERIAL_NUMBER, tmp_path).port == "/dev/ttyACM10"


def test_one_that_waits_for_a_program_is_not_in_the_way_of_the_robots(tmp_path: Path) -> None:
    plug_in(tmp_path)
    plug_in_without_program(tmp_path)
    assert one_board(root=tmp_path).serial_number == SERIAL_NUMBER


def test_a_serial_number_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    assert "with the serial number e661" in refused(tmp_path, "e661").message
    plug_in(tmp_path)
    assert SERIAL_NUMBER in refused(tmp_path, OTHER_SERIAL_NUMBER).message


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that every user may read, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_whoever_may_not_open_it_is_told_the_rule_to_add(open_to_all: Path) -> None:
    plug_in(open_to_all).chmod(0)
    # Root may open everything, so somebody else asks.
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom tjbot.errors import PartError\n"
        "from tjbot.pins.pico.ports import one_board\n"
        "if os.geteuid() == 0: os.setegid(65534); os.seteuid(65534)\n"
        "try: one_board(root=Path(sys.argv[1]))\n"
        "except PartError as error: print(error)\n"
    )
    said = subprocess.run([sys.executable, "-c", program, open_to_all], capture_output=True, text=True, check=True)
    assert "may not open the Pico at /dev/ttyACM0" in said.stdout
    assert f"echo '{UDEV_RULE}' | sudo tee {UDEV_FILE}" in said.stdout
    assert "sudo usermod -aG dialout $USER" in said.stdout
