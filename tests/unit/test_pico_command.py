"""What `tjbot pico` prints; that it flashes is tested against a real MicroPython (tests/firmware)."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.unit.pins.usb import SERIAL_NUMBER, plug_in, plug_in_without_program
from tjbot.errors import PartError
from tjbot.pico_command import pico
from tjbot.pins.pico import ports


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer of its own, whose USB the command sees."""
    monkeypatch.setattr(ports, "boards", lambda found=ports.boards: found(tmp_path))
    return tmp_path


def listed(*words: str) -> str:
    result = CliRunner().invoke(pico, ["list", *words])
    assert result.exit_code == 0
    return result.stdout


def test_without_a_pico_the_cable_is_named(root: Path) -> None:
    assert listed() == "No Pico is plugged in. Take a USB cable that carries data and not only power.\n"
    assert listed("--json") == ""


def test_each_pico_has_a_line_with_its_state_and_what_to_do(root: Path) -> None:
    plug_in_without_program(root)
    plug_in(root, product_id=0x000A, manufacturer="Raspberry Pi")
    first, second = listed().splitlines()
    assert first.startswith(f"{SERIAL_NUMBER} at /dev/ttyACM0: runs another program than MicroPython. Unplug the Pico")
    assert second.startswith("as a drive: a Pico without MicroPython. Download the newest .uf2")
    told = [json.loads(line) for line in listed("--json").splitlines()]
    assert [each["state"] for each in told] == ["other program", "no micropython"]
    assert told[0]["serial_number"] == SERIAL_NUMBER


def test_a_port_that_does_not_open_is_told_as_a_sentence(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(root, port="ttyNONE")
    assert "the port /dev/ttyNONE of the Pico cannot be opened" in listed()


def test_flashing_a_file_that_is_no_micropython_touches_nothing(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file.uf2").write_bytes(b"\0" * 512)
    result = CliRunner().invoke(
        pico, ["flash", "--micropython", str(tmp_path / "file.uf2"), "--home", str(tmp_path / "home")]
    )
    assert isinstance(result.exception, PartError)
    assert "is no UF2 file" in result.exception.message
