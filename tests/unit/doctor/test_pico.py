"""The doctor says how the Pico is, and what to do where it is no body yet."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.doctor.fake_pi import computer
from tests.unit.pins.usb import OTHER_SERIAL_NUMBER, SERIAL_NUMBER, plug_in, plug_in_without_program
from tjbot.doctor.checks.board import board
from tjbot.doctor.checks.connections import spi, wiring
from tjbot.doctor.checks.pico import pico
from tjbot.doctor.checks.pulses import pulses
from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System
from tjbot.errors import PartError
from tjbot.pins.pico.ports import UDEV_FILE
from tjbot.pins.pico.program import our_program

WANTED = '[pins]\nboard = "pico"\n'
OURS = our_program().fingerprint


def laptop(folder: Path, toml: str | None = None, answers: str = OURS, **more: Any) -> System:
    return computer(folder, pi=False, toml=toml, ask_pico=lambda port: answers, **more)


@pytest.mark.parametrize("toml", [None, WANTED])
def test_a_pico_with_our_program_is_well(tmp_path: Path, toml: str | None) -> None:
    plug_in(tmp_path / "root")
    system = laptop(tmp_path, toml)
    assert pico(system) == Finding(f"{SERIAL_NUMBER} at /dev/ttyACM0: TJBot's program runs")
    assert board(system).found == "no Raspberry Pi; a Pico is the robot's body"
    assert pulses(system).found == "the Pico makes them"
    assert wiring(system).ok


def test_a_laptop_without_one_lacks_nothing_unless_the_settings_ask_for_it(tmp_path: Path) -> None:
    for name, toml, ok in (("without", None, True), ("with", WANTED, False), ("other", '[pins]\nboard = "pi"\n', True)):
        (tmp_path / name).mkdir()
        finding = pico(laptop(tmp_path / name, toml))
        assert finding.ok == ok
        assert finding.found.startswith("none")


@pytest.mark.parametrize(
    ("answers", "found", "cure"),
    [
        ("", "MicroPython without TJBot's program", "tjbot pico flash"),
        ("0123456789ab", "another version of TJBot's program", "tjbot pico update"),
        ("unknown", "another version of TJBot's program", "tjbot pico update"),
    ],
)
def test_another_program_of_micropython_is_told(tmp_path: Path, answers: str, found: str, cure: str) -> None:
    plug_in(tmp_path / "root")
    finding = pico(laptop(tmp_path, answers=answers))
    assert found in finding.found
    assert cure in finding.cure


def test_another_program_than_micropython_is_told(tmp_path: Path) -> None:
    plug_in(tmp_path / "root", product_id=0x000A, manufacturer="Raspberry Pi")
    finding = pico(laptop(tmp_path))
    assert "another program than MicroPython" in finding.found
    assert "BOOTSEL" in finding.cure


def test_one_that_waits_for_micropython_is_told(tmp_path: Path) -> None:
    plug_in_without_program(tmp_path / "root", product_id=0x000F)
    finding = pico(laptop(tmp_path, WANTED))
    assert "a Pico 2 without MicroPython" in finding.found
    assert "RPI_PICO2" in finding.cure


def test_two_and_none_chosen(tmp_path: Path) -> None:
    plug_in(tmp_path / "root")
    plug_in(tmp_path / "root", port="ttyACM1", serial_number=OTHER_SERIAL_NUMBER)
    finding = pico(laptop(tmp_path, WANTED))
    assert finding.found.startswith("2 are plugged in")
    assert f'serial_number = "{SERIAL_NUMBER}"' in finding.cure
    (tmp_path / "home" / "tjbot.toml").write_text(f'{WANTED}serial_number = "{OTHER_SERIAL_NUMBER}"\n')
    chosen = System(tmp_path / "home", tmp_path / "root", ask_pico=lambda port: OURS)
    assert pico(chosen).found.startswith(OTHER_SERIAL_NUMBER)
    (tmp_path / "home" / "tjbot.toml").write_text(f'{WANTED}serial_number = "ffff"\n')
    neither = System(tmp_path / "home", tmp_path / "root", ask_pico=lambda port: OURS)
    assert "asks for ffff" in pico(neither).found


def test_one_that_the_robot_uses_is_well_and_one_that_does_not_answer_is_not(tmp_path: Path) -> None:
    def refuse(message: str) -> System:
        def ask(port: str) -> str:
            raise PartError(message, "Do something.")

        return System(tmp_path / "home", tmp_path / "root", ask_pico=ask)

    plug_in(tmp_path / "root")
    assert pico(refuse("Another program uses the Pico at /dev/ttyACM0.")).ok
    assert pico(refuse("The port cannot be opened.")).cure == "Do something."


def test_one_that_this_user_may_not_open_is_told_with_the_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(tmp_path / "root")
    # Root may open everything.
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    finding = pico(laptop(tmp_path, WANTED))
    assert "this user may not open it" in finding.found
    assert UDEV_FILE in finding.cure


def test_a_pi_with_a_pico_that_is_its_body(tmp_path: Path) -> None:
    plug_in(tmp_path / "root")
    toml = '[light]\nkind = "neopixel"\n'
    passed_over = computer(tmp_path, toml=toml)
    assert "which the robot does not use" in pico(passed_over).found
    assert not spi(passed_over).ok
    (tmp_path / "home" / "tjbot.toml").write_text(WANTED + toml)
    body = System(tmp_path / "home", tmp_path / "root", ask_pico=lambda port: OURS)
    assert pico(body).ok
    assert spi(body).ok
    assert wiring(body).ok
