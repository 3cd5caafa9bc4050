"""What a robot is called in a network."""

import re
from pathlib import Path

import pytest

from tjbot.classroom.labels import MOST_OF_ONE_NAME, candidates, own_label


def a_computer(folder: Path, *, serial: str = "", machine: str = "") -> Path:
    for name, text in (("proc/device-tree/serial-number", serial), ("etc/machine-id", machine)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text:
            path.write_text(text)
    return folder


@pytest.mark.parametrize("host_name", ["tjbot-1a2b", "tjbot", "tjbot-red", "TJBot-1A2B.school.example"])
def test_a_computer_that_has_the_name_of_a_robot_keeps_it(host_name: str, tmp_path: Path) -> None:
    root = a_computer(tmp_path, serial="10000000abcd1234")
    assert own_label(root, host_name) == host_name.partition(".")[0].lower()


def test_a_pi_that_nobody_named_is_called_after_its_serial_number(tmp_path: Path) -> None:
    root = a_computer(tmp_path, serial="10000000ABCD1234\0", machine="0" * 32)
    assert own_label(root, "raspberrypi") == "tjbot-1234"


def test_a_laptop_has_a_name_of_its_own_that_does_not_give_its_number_away(tmp_path: Path) -> None:
    numbers = ["0" * 31 + "1", "0" * 31 + "2"]
    names = [own_label(a_computer(tmp_path / number, machine=number), "laptop") for number in numbers]
    assert all(re.fullmatch(r"tjbot-[0-9a-f]{4}", name) for name in names)
    assert len(set(names)) == 2
    assert own_label(tmp_path / numbers[0], "another-name") == names[0]
    assert not any(name[-4:] in number for name, number in zip(names, numbers, strict=True))


def test_a_computer_without_any_number_still_gets_a_name(tmp_path: Path) -> None:
    assert re.fullmatch(r"tjbot-[0-9a-f]{4}", own_label(tmp_path, "x"))


def test_robots_of_one_name_are_counted() -> None:
    names = list(candidates("tjbot-1a2b"))
    assert names[:3] == ["tjbot-1a2b", "tjbot-1a2b-2", "tjbot-1a2b-3"]
    assert len(set(names)) == MOST_OF_ONE_NAME


@pytest.mark.parametrize(
    ("last", "first"), [("tjbot-1a2b-7", "tjbot-1a2b-7"), ("tjbot-ffff-7", "tjbot-1a2b"), ("", "tjbot-1a2b")]
)
def test_a_robot_begins_with_the_name_that_it_had_last_if_that_was_its_own(last: str, first: str) -> None:
    names = list(candidates("tjbot-1a2b", last))
    assert names[0] == first
    assert sorted(names) == sorted(candidates("tjbot-1a2b"))
