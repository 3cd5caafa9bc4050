"""docs/pico.md says what the robot does: where the wires go, and what is typed."""

import re
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from tjbot.cli import app
from tjbot.config import Configuration, load
from tjbot.pins.board import PICO
from tjbot.robot.kit import chosen_parts, wires_of
from tjbot.robot.parts import all_parts
from tjbot.robot.wiring import connections

TEXT = (Path(__file__).parents[2] / "docs" / "pico.md").read_text(encoding="utf-8")


def ends(**parts: dict[str, str]) -> dict[str, list[int]]:
    """The pins of each part on a Pico, with the parts of the kit."""
    found: dict[str, list[int]] = {}
    wires = wires_of(chosen_parts(Configuration(parts=dict(parts)), all_parts(), PICO))
    for end in connections(wires, PICO.header):
        found.setdefault(end.part, []).append(end.pin)
    return found


def pins_in(*rows: str) -> list[int]:
    """The pins that the rows of the table name, which begin so."""
    lines = [line for row in rows for line in TEXT.splitlines() if line.startswith(f"| {row}")]
    return [int(pin) for line in lines for pin in re.findall(r"\b(\d+) \((?:GP|GND|VBUS|3V3)", line)]


def test_the_table_is_where_the_wires_go() -> None:
    kit = ends()
    assert pins_in("arm (servo)", "| + (red)", "| − (brown)") == kit["arm"]
    assert pins_in("light (RGB", "| green", "| blue", "| long leg") == kit["light"]
    pixel = ends(light={"kind": "neopixel"})
    assert pins_in("light (NeoPixel)", "| + and −") == pixel["light"]
    assert pins_in("button") == ends(button={})["button"]


def test_the_settings_are_settings(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert found
    (tmp_path / "tjbot.toml").write_text(found[1])
    assert load(tmp_path).pins.board == "pico"


@pytest.mark.parametrize("line", re.findall(r"^tjbot pico (.*?)(?:  .*)?$", TEXT, re.MULTILINE))
def test_what_is_typed_is_understood(line: str) -> None:
    pico = get_command(app).commands["pico"]  # type: ignore[attr-defined]
    name, *words = line.split()
    command = pico.commands[name]
    command.make_context(name, words)
    assert isinstance(command, typer.core.TyperCommand)
