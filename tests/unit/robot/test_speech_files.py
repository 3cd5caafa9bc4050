"""Sounds are found by their names, and a name leads nowhere else."""

import os
from pathlib import Path

import pytest

from tests.sounds import write_wave
from tjbot.errors import PartError, UnknownNameError
from tjbot.robot import speech_files
from tjbot.robot.speech_files import SHIPPED, find_sound, known_sounds
from tjbot.robot.speech_wave import measure


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sounds of a robot's owner."""
    sounds = tmp_path / "home" / "sounds"
    sounds.mkdir(parents=True)
    write_wave(sounds / "moo.wav", bytes(16))
    write_wave(sounds / "LOUD.WAV", bytes(16))
    write_wave(tmp_path / "home" / "secret.wav", bytes(16))
    return sounds


def test_the_sounds_that_ship_are_small_and_can_be_heard() -> None:
    shipped = known_sounds([SHIPPED])
    notes = {"do", "re", "mi", "fa", "so", "la", "ti", "high do"}
    assert set(shipped) == {"beep", "chime", "ta-da", "uh-oh", "whistle"} | notes
    for path in shipped.values():
        assert path.stat().st_size < 32_000
        assert max(measure(path).loudness) == 1.0


@pytest.mark.parametrize("name", ["moo", "moo.wav", "moo.WAV", "LOUD", "chime"])
def test_a_sound_has_its_name_with_or_without_the_ending(folder: Path, name: str) -> None:
    assert find_sound(name, [folder, SHIPPED]).stem == name.split(".", 1)[0]


@pytest.mark.parametrize(
    "name",
    ["../secret", "../secret.wav", "/etc/passwd", "..", ".", "", "moo/../../secret", "*", "link", "pipe", "deep"],
)
def test_no_name_leads_out_of_the_folder(folder: Path, name: str) -> None:
    (folder / "link.wav").symlink_to(folder.parent / "secret.wav")
    (folder / "deep.wav").mkdir()
    os.mkfifo(folder / "pipe.wav")
    with pytest.raises(UnknownNameError, match="There is no sound"):
        find_sound(name, [folder, SHIPPED])


def test_a_misspelt_sound_is_named_with_the_nearest_and_the_folder(folder: Path) -> None:
    with pytest.raises(UnknownNameError) as failure:
        find_sound("mooo", [folder, SHIPPED])
    assert 'Did you mean "moo"?' in failure.value.hint
    assert str(folder) in failure.value.hint


def test_without_a_folder_there_are_the_sounds_that_ship(tmp_path: Path) -> None:
    assert find_sound("beep", [tmp_path / "sounds", SHIPPED]) == SHIPPED.resolve() / "beep.wav"


def test_a_file_that_is_too_large_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech_files, "MOST_BYTES", 20)
    with pytest.raises(PartError, match="larger than"):
        find_sound("moo", [folder])
