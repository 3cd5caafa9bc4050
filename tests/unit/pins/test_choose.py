"""Which pins are chosen, and that a Pi without its library says what to install."""

import sys
from pathlib import Path

import pytest

from tests.unit.pins.pico.paper_board import PaperBoard
from tests.unit.pins.usb import plug_in
from tjbot.config import PinsSettings
from tjbot.errors import PartError
from tjbot.pins import choose, gpio
from tjbot.pins.board import NO_BOARD, Board
from tjbot.pins.board import PICO as PICO_BOARD
from tjbot.pins.pico.factory import PicoFactory
from tjbot.pins.pico.ports import Found
from tjbot.pins.simulated import RecordingPin

PICO = Found(program="micropython", port="/dev/ttyACM0", serial_number="e66", may_open=True)


@pytest.fixture(autouse=True)
def nothing_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "read_board", lambda root=None: NO_BOARD)
    monkeypatch.setattr(choose, "boards", lambda root=None: [])
    monkeypatch.setattr(choose, "gpio_factory", lambda: "the Pi's")
    monkeypatch.delenv(choose.PICO_VARIABLE, raising=False)


def test_without_a_board_the_pins_are_simulated() -> None:
    factory, kind = choose.choose_factory(PinsSettings(), simulate=False)
    assert kind == "simulated"
    assert isinstance(factory.pin(18), RecordingPin)


def test_a_pi_uses_its_own_pins_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "read_board", lambda root=None: Board(model="Raspberry Pi 5 Model B Rev 1.0"))
    monkeypatch.setattr(choose, "boards", lambda root=None: [PICO])
    assert choose.choose_factory(PinsSettings(), simulate=False) == ("the Pi's", "pi")
    assert choose.choose_factory(PinsSettings(), simulate=True)[1] == "simulated"
    assert choose.choose_factory(PinsSettings(board="simulated"), simulate=False)[1] == "simulated"


def test_a_computer_without_pins_takes_the_pico_that_is_plugged_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = PaperBoard(tmp_path / "port")
    monkeypatch.setattr(choose, "boards", lambda root=None: [PICO])
    monkeypatch.setenv(choose.PICO_VARIABLE, str(paper.port))
    factory, kind = choose.choose_factory(PinsSettings(), simulate=False)
    assert kind == "pico"
    assert not factory.fault
    factory.close()
    paper.unplug()


def test_a_pico_that_is_wanted_and_not_there_is_waited_for() -> None:
    factory, kind = choose.choose_factory(PinsSettings(board="pico", serial_number="e66"), simulate=False)
    assert kind == "pico"
    assert isinstance(factory, PicoFactory)
    assert "No Pico with the serial number e66 is plugged in" in str(factory.fault)
    factory.close()


def test_a_missing_library_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gpiozero.pins.lgpio", None)
    with pytest.raises(PartError, match="lgpio") as caught:
        gpio.gpio_factory()
    assert "python3-lgpio" in caught.value.hint


def test_the_board_of_a_computer_is_its_own_pins_or_a_pico_that_is_plugged_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.delenv(choose.PICO_VARIABLE, raising=False)
    assert choose.board_here(tmp_path) is NO_BOARD
    plug_in(tmp_path)
    assert choose.board_here(tmp_path) is PICO_BOARD
    (tmp_path / "proc/device-tree").mkdir(parents=True)
    (tmp_path / "proc/device-tree/model").write_text("Raspberry Pi 5 Model B Rev 1.0\0")
    assert choose.board_here(tmp_path).header.kind == "pi"


@pytest.mark.parametrize("here", [NO_BOARD, PICO_BOARD, Board(model="Raspberry Pi 5")])
def test_wires_lead_to_the_board_of_the_settings_even_where_it_is_not_here(here: Board) -> None:
    assert choose.wired_board(PinsSettings(board="pico"), here) is PICO_BOARD
    assert choose.wired_board(PinsSettings(board="pi"), here).header.kind == "pi"
    assert choose.wired_board(PinsSettings(board="simulated"), here).header.kind == "pi"
    assert choose.wired_board(PinsSettings(), here) is here
