"""The pieces of the command line that need no robot."""

from pathlib import Path

import pytest

from tjbot import cli
from tjbot.errors import RefusedError
from tjbot.robot.part import offer_of
from tjbot.robot.parts import all_parts
from tjbot.robot.parts.light import Light

PARTS = [offer_of(part, []) for part in all_parts()]


@pytest.mark.parametrize(
    ("action", "written", "given"),
    [
        ("point", ["angle=90"], {"angle": "90"}),
        ("point", ["90"], {"angle": "90"}),
        ("pulse", ["red", "2"], {"color": "red", "seconds": "2"}),
        ("pulse", ["color=red", "2"], {"color": "red", "seconds": "2"}),
        ("shine", ["#ff8800"], {"color": "#ff8800"}),
        ("say", ["1 + 1 = 2"], {"text": "1 + 1 = 2"}),
        ("wave", [], {}),
        ("dance", ["fast"], {}),
    ],
)
def test_arguments_are_found_by_name_or_place(action: str, written: list[str], given: dict[str, str]) -> None:
    assert dict(cli._arguments(action, written, PARTS)) == given


def test_an_argument_too_many_is_refused() -> None:
    with pytest.raises(RefusedError, match='"2" is too much for "shine"'):
        list(cli._arguments("shine", ["red", "2"], [offer_of(Light, [])]))


def test_the_gallery_is_the_checkouts_recipes_or_the_wheels(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (cli.gallery() / "wave_back.py").is_file()
    (tmp_path / "gallery").mkdir()
    monkeypatch.setattr(cli, "__file__", str(tmp_path / "cli.py"))
    assert cli.gallery() == tmp_path / "gallery"


def test_a_line_of_watch_reads_as_a_sentence() -> None:
    seen = {"type": "seen", "time": 1.5, "label": "fist", "phase": "now", "confidence": 0.931, "source": "page-1"}
    assert cli._line(seen) == "     1.500  seen   fist now (0.93, from page-1)"
    state = {"type": "state", "time": 2.0, "arm": {"angle": 81.0, "moving": False}, "voice": {"saying": None}}
    assert cli._line(state) == "     2.000  state  arm: angle 81.0, moving False; voice: saying -"
    about = {"recipes": [{"title": "Wave back", "running": True}], "driver": None}
    assert cli._line({"type": "state", "time": 2.0, "about": about}).endswith("recipe: Wave back; driver: nobody")
    assert cli._line({"type": "state", "time": 2.0, "about": {"driver": "page-1"}}).endswith("  driver: page-1")
