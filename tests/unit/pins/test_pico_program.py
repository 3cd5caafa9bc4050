"""TJBot's program for a Pico is that of the repository, and its constants tell its fingerprint."""

from pathlib import Path

import pytest

from tjbot.pins.pico.program import BEGINNING, our_program, read_program
from tjbot.protocol.pico.constants import firmware_constants

FIRMWARE = Path(__file__).parents[3] / "firmware"


def test_our_program_is_whole() -> None:
    ours = our_program()
    assert ours.files == {path.name: path.read_bytes() for path in FIRMWARE.glob("*.py")}
    assert BEGINNING in ours.files
    assert len(ours.fingerprint) == 12


def test_the_fingerprint_is_read_without_running_anything(tmp_path: Path) -> None:
    (tmp_path / "constants.py").write_text(firmware_constants("0123456789ab") + "raise SystemExit\n")
    assert read_program(tmp_path).fingerprint == "0123456789ab"


def test_constants_without_a_dictionary_are_no_program(tmp_path: Path) -> None:
    (tmp_path / "constants.py").write_text("SYNC = 126\n")
    with pytest.raises(ValueError, match="no dictionary"):
        read_program(tmp_path)
