"""The configuration file: everything wrong in it is named with its place and a cure."""

from pathlib import Path

import pytest

from tjbot.config import DEFAULT_PORT, FILE_NAME, Configuration, PinsSettings, load, read_table
from tjbot.errors import ConfigurationError
from tjbot.robot.parts import all_parts
from tjbot.robot.parts.arm import ArmSettings


def home_with(folder: Path, text: str | bytes) -> Path:
    (folder / FILE_NAME).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def refusal(folder: Path, text: str | bytes) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        load(home_with(folder, text))
    return caught.value


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert load(tmp_path) == Configuration()
    assert load(tmp_path / "not there") == Configuration()
    assert Configuration().port == DEFAULT_PORT


def test_keys_and_tables_are_read(tmp_path: Path) -> None:
    configuration = load(home_with(tmp_path, 'name = "Pop"\nport = 0\nautostart = ""\n[arm]\nside = "left"\n'))
    assert configuration == Configuration(name="Pop", port=0, autostart="", parts={"arm": {"side": "left"}})


def test_the_board_is_no_part(tmp_path: Path) -> None:
    configuration = load(home_with(tmp_path, '[pins]\nboard = "pico"\nserial_number = "e66"\n'))
    assert configuration == Configuration(pins=PinsSettings(board="pico", serial_number="e66"))
    assert "[pins] in tjbot.toml" in refusal(tmp_path, '[pins]\nboard = "arduino"\n').message
    assert refusal(tmp_path, '[pins]\nbord = "pico"\n').hint == 'Did you mean "board"?'
    assert refusal(tmp_path, "pins = 3\n").message.startswith('tjbot.toml at "pins": ')


def test_an_unknown_key_gets_the_nearest_one(tmp_path: Path) -> None:
    error = refusal(tmp_path, "prt = 80\n")
    assert error.message == 'tjbot.toml has a key "prt" that nobody knows.'
    assert error.hint == 'Did you mean "port"?'


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("port = 70000", "port"),
        ("port = -1", "port"),
        ('port = "8765"', "port"),
        ('name = ""', "name"),
        (f'name = "{"x" * 31}"', "name"),
        ("autostart = 5", "autostart"),
        ("listen = 1979-05-27", "listen"),
        ("parts = 3", "parts"),
    ],
)
def test_a_bad_value_is_named_by_file_and_key(tmp_path: Path, text: str, key: str) -> None:
    error = refusal(tmp_path, text)
    assert error.message.startswith(f'tjbot.toml at "{key}": ')
    assert error.hint


@pytest.mark.parametrize("text", ["port = \n", "[arm\n", "port = 1\nport = 2\n", 'name = "a\n"'])
def test_bad_toml_is_named_by_file_and_line(tmp_path: Path, text: str) -> None:
    error = refusal(tmp_path, text)
    assert str(tmp_path / FILE_NAME) in error.message
    assert "line" in error.message


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path, b"name = '\xff\xfe'").message
    (tmp_path / "folder" / FILE_NAME).mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load(tmp_path / "folder")


def test_a_table_of_a_part_is_named_by_its_place() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_table({"down_pulse": 2300}, ArmSettings, "[arm] in tjbot.toml")
    assert caught.value.message == '[arm] in tjbot.toml has a key "down_pulse" that nobody knows.'
    assert caught.value.hint == 'Did you mean "down_pulse_us"?'
    with pytest.raises(ConfigurationError, match=r'^\[arm\] in tjbot.toml at "down_pulse_us": '):
        read_table({"down_pulse_us": 499}, ArmSettings, "[arm] in tjbot.toml")


@pytest.mark.parametrize("part", all_parts(), ids=lambda part: part.name)
def test_every_part_can_be_switched_off_and_needs_no_table(part: type) -> None:
    settings = part.Settings  # type: ignore[attr-defined]
    assert read_table({}, settings, "here").enabled
    assert not read_table({"enabled": False}, settings, "here").enabled


def test_a_home_that_is_a_file_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(ConfigurationError, match="is a file, not a folder"):
        load(tmp_path / "home")
