"""The folder of the pictures that the robot took."""

import time
from pathlib import Path

import pytest

from tjbot.errors import PartError, UnknownNameError
from tjbot.robot.pictures import Pictures

JPEG = b"\xff\xd8\xff\xd9"


def test_a_picture_is_kept_by_its_time(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    names = [pictures.save(JPEG + bytes([count])) for count in range(3)]
    assert pictures.names() == sorted(names, reverse=True) == list(reversed(names))
    assert [pictures.path(name).read_bytes()[-1] for name in names] == [0, 1, 2]


def test_the_oldest_make_room_and_other_files_stay(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path, most=2)
    pictures.folder.mkdir()
    (pictures.folder / "mine.jpg").write_bytes(JPEG)
    names = [pictures.save(JPEG) for _ in range(5)]
    assert pictures.names() == names[:2:-1]
    assert (pictures.folder / "mine.jpg").exists()
    assert len(list(pictures.folder.iterdir())) == 3


@pytest.mark.parametrize("back_seconds", [3600, 2 * 365 * 24 * 3600])
def test_a_picture_is_the_newest_also_where_the_clock_was_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back_seconds: int
) -> None:
    pictures = Pictures(tmp_path, most=3)
    before = [pictures.save(JPEG) for _ in range(3)]
    earlier = time.time() - back_seconds
    monkeypatch.setattr(time, "time", lambda: earlier)
    first = pictures.save(JPEG)
    assert pictures.names() == [first, before[2], before[1]]
    second = pictures.save(JPEG)
    assert pictures.names() == pictures.known == [second, first, before[2]]


@pytest.mark.parametrize("name", ["", "..", "../tjbot.toml", "mine.jpg", "2026-11-22_20-38-10-123.jpg", "a" * 300])
def test_a_name_that_is_none_of_its_own_is_unknown(tmp_path: Path, name: str) -> None:
    pictures = Pictures(tmp_path)
    pictures.folder.mkdir()
    (pictures.folder / "mine.jpg").write_bytes(JPEG)
    (tmp_path / "tjbot.toml").write_text("")
    for use in (pictures.path, pictures.forget):
        with pytest.raises(UnknownNameError):
            use(name)
    assert (pictures.folder / "mine.jpg").exists()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    name = pictures.save(JPEG)
    secret = tmp_path / "secret"
    secret.write_text("secret")
    link = pictures.folder / "2026-01-01_00-00-00-000.jpg"
    link.symlink_to(secret)
    assert pictures.names() == [name]
    with pytest.raises(UnknownNameError):
        pictures.path(link.name)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file stands here")
    with pytest.raises(PartError, match="could not be saved"):
        Pictures(tmp_path).save(JPEG)


def test_a_picture_can_be_forgotten(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    pictures.forget(pictures.save(JPEG))
    assert pictures.names() == []


def test_what_is_known_follows_saving_and_forgetting(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path, most=2)
    names = [pictures.save(JPEG) for _ in range(3)]
    assert pictures.known == names[:0:-1]
    pictures.forget(names[-1])
    assert pictures.known == [names[1]]
