"""A settings file that is changed keeps what a person wrote, and the old one stays beside it."""

from pathlib import Path

import pytest

from tjbot.config import FILE_NAME
from tjbot.errors import ConfigurationError
from tjbot.settings_file import SettingsFile

OLD = """# my robot
port = 9000  # not the usual one

[arm]  # the left one
side = "left"
pin = 7 # pin 26 of the header
up_pulse_us = 1600 # measured
"""


def file_with(home: Path, text: str) -> SettingsFile:
    (home / FILE_NAME).write_text(text)
    return SettingsFile(home)


def test_comments_order_and_other_keys_stay(tmp_path: Path) -> None:
    file = file_with(tmp_path, OLD)
    assert not file.changed
    file.put("name", "Pop")
    file.put("side", "right", table="arm")
    file.put("pin", 18, table="arm", meaning="pin 24 of the Pico")
    file.put("red_pin", 5, table="light", meaning="pin 29 of the Pi")
    assert (
        file.text
        == """# my robot
port = 9000  # not the usual one
name = "Pop"

[arm]  # the left one
side = "right"
pin = 18 # pin 24 of the Pico
up_pulse_us = 1600 # measured

[light]
red_pin = 5 # pin 29 of the Pi
"""
    )
    assert file.configuration.name == "Pop"
    assert file.table("arm") == {"side": "right", "pin": 18, "up_pulse_us": 1600}


def test_a_key_can_be_removed_and_an_equal_one_changes_nothing(tmp_path: Path) -> None:
    file = file_with(tmp_path, OLD)
    file.put("side", "left", table="arm")
    file.put("down_pulse_us", None, table="arm")
    assert not file.changed
    file.put("up_pulse_us", None, table="arm")
    assert "measured" not in file.text


def test_a_comment_of_a_person_stays_beside_a_new_value(tmp_path: Path) -> None:
    file = file_with(tmp_path, OLD)
    file.put("up_pulse_us", 1650, table="arm", meaning="anything")
    assert "up_pulse_us = 1650 # measured\n" in file.text


def test_writing_keeps_the_old_file(tmp_path: Path) -> None:
    file = file_with(tmp_path, OLD)
    file.put("name", "Pop")
    backup = file.write()
    assert backup
    assert backup.read_text() == OLD
    assert (tmp_path / FILE_NAME).read_text() == file.text
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([FILE_NAME, backup.name])


def test_the_first_file_needs_no_backup_and_says_what_it_is(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "home")
    file.put("name", "Pip")
    assert file.write() is None
    assert (tmp_path / "home" / FILE_NAME).read_text().startswith("# The settings of this robot.")


@pytest.mark.parametrize("text", ["port = \n", "prt = 1\n", "port = 70000\n"])
def test_a_file_that_is_not_right_is_left_alone(text: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        file_with(tmp_path, text)
    assert (tmp_path / FILE_NAME).read_text() == text
