"""Settings that a newer TJBot has written are read by this one, which is put back when the newer one does not start."""

from pathlib import Path

import pytest

from tjbot import config, settings_file
from tjbot.config import FILE_NAME, load
from tjbot.errors import ConfigurationError
from tjbot.robot.kit import chosen_parts
from tjbot.robot.parts import all_parts
from tjbot.settings_file import SettingsFile
from tjbot.version import VERSION

NEWER = """# mine
name = "Robi"
hologram = true
written_by = "99.0"

[arm]
pin = 7
wobble = 3

[rocket]
thrust = 5
"""


def write(home: Path, text: str) -> Path:
    (home / FILE_NAME).write_text(text)
    return home


def test_what_it_knows_counts_and_what_it_does_not_is_passed_over(tmp_path: Path) -> None:
    configuration = load(write(tmp_path, NEWER))
    chosen = {kind.name: settings for kind, settings in chosen_parts(configuration, all_parts()).items()}
    assert (configuration.name, chosen["arm"].pin) == ("Robi", 7)  # type: ignore[attr-defined]
    assert "rocket" not in chosen


@pytest.mark.parametrize("version", [VERSION, "0.0.9", "", "older", None])
def test_in_a_file_of_this_or_an_older_one_they_are_mistakes(tmp_path: Path, version: str | None) -> None:
    text = (
        NEWER.replace('"99.0"', f'"{version}"') if version is not None else NEWER.replace('written_by = "99.0"\n', "")
    )
    with pytest.raises(ConfigurationError, match="hologram"):
        load(write(tmp_path, text))


def test_a_value_that_it_cannot_take_is_refused_all_the_same(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="pin"):
        chosen_parts(load(write(tmp_path, NEWER.replace("pin = 7", "pin = 99"))), all_parts())


def test_what_this_one_changes_keeps_what_the_newer_one_wrote(tmp_path: Path) -> None:
    file = SettingsFile(write(tmp_path, NEWER))
    file.put("pin", 8, table="arm")
    file.write(keep_old=False)
    assert (tmp_path / FILE_NAME).read_text() == NEWER.replace("pin = 7", "pin = 8")


def test_a_newer_one_signs_what_it_writes_so_that_this_one_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        for module in (config, settings_file):
            newer.setattr(module, "VERSION", "99.0")
        file = SettingsFile(write(tmp_path, '# mine\nname = "Robi"\n\n[arm]\npin = 7\n'))
        file.put("side", "left", table="arm")
        file.write(keep_old=False)
    text = (tmp_path / FILE_NAME).read_text()
    assert text == '# mine\nname = "Robi"\nwritten_by = "99.0"\n\n[arm]\npin = 7\nside = "left"\n'
    configuration = load(write(tmp_path, text.replace("[arm]", "hologram = true\n[arm]\nwobble = 3")))
    assert chosen_parts(configuration, all_parts())
