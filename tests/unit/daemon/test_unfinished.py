"""Which recipes run, for a robot that begins anew after a crash."""

import logging
from pathlib import Path

import pytest

from tjbot.daemon.unfinished import CRASH_SECONDS, FILE_NAME, MOST_CRASHES, UnfinishedRecipes


class Computer:
    """One start of a computer, with a clock that a test sets."""

    def __init__(self, home: Path, boot: str = "first") -> None:
        self.home, self.boot, self.now = home, boot, 0.0

    def robot(self) -> UnfinishedRecipes:
        """The robot's program begins (anew)."""
        return UnfinishedRecipes(self.home, lambda: self.now, lambda: self.boot)


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_what_ran_when_the_robot_crashed_goes_on(computer: Computer) -> None:
    robot = computer.robot()
    robot.begin("real", "wave.py")
    robot.begin("anna", "light.py")
    again = computer.robot()
    assert [again.take("real"), again.take("anna"), again.take("ben")] == ["wave.py", "light.py", None]
    assert again.take("real") is None


def test_what_has_ended_does_not(computer: Computer) -> None:
    robot = computer.robot()
    robot.begin("real", "wave.py")
    robot.end("real")
    assert computer.robot().take("real") is None
    assert list(computer.home.iterdir()) == []


def test_what_was_left_and_not_wanted_is_gone_after_the_next_crash(computer: Computer) -> None:
    computer.robot().begin("real", "wave.py")
    computer.robot().end("real")
    assert computer.robot().take("real") is None


def test_who_pulls_the_plug_does_not_get_it_back(computer: Computer) -> None:
    computer.robot().begin("real", "wave.py")
    assert Computer(computer.home, "second").robot().take("real") is None


def crash_and_go_on(computer: Computer) -> bool:
    """Whether the recipe was begun anew."""
    robot = computer.robot()
    file = robot.take("real")
    if file is None:
        return False
    # As the robot does before each start.
    robot.end("real")
    robot.begin("real", file)
    return True


def test_a_recipe_that_crashes_the_robot_again_and_again_stays_ended(
    computer: Computer, caplog: pytest.LogCaptureFixture
) -> None:
    computer.robot().begin("real", "bad.py")
    with caplog.at_level(logging.WARNING):
        assert [crash_and_go_on(computer) for _ in range(MOST_CRASHES + 2)] == [True] * MOST_CRASHES + [False] * 2
    assert "while a recipe ran" in caplog.text
    computer.robot().begin("real", "bad.py")
    assert crash_and_go_on(computer)


def test_crashes_that_are_long_ago_do_not_count(computer: Computer) -> None:
    computer.robot().begin("real", "good.py")
    for _ in range(3 * MOST_CRASHES):
        computer.now += CRASH_SECONDS / (MOST_CRASHES - 1)
        assert crash_and_go_on(computer)


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"boot": "first", "recipes": 7}', b"\xff"])
def test_a_file_that_nobody_understands_is_none(computer: Computer, data: bytes) -> None:
    (computer.home / FILE_NAME).write_bytes(data)
    robot = computer.robot()
    assert robot.take("real") is None
    robot.begin("real", "wave.py")
    assert computer.robot().take("real") == "wave.py"


def test_a_disk_that_takes_nothing_forgets_what_is_no_longer_so(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    robot = computer.robot()
    robot.begin("real", "old.py")

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(Path, "write_bytes", full)
        robot.begin("real", "new.py")
    assert "no recipe goes on after a crash (OSError)" in caplog.text
    assert computer.robot().take("real") is None
