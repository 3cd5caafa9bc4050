"""Folders of classes, and pictures cut to what a network takes."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tjbot.learn.errors import TrainingError
from tjbot.learn.reading.classes import files_by_class
from tjbot.learn.reading.pictures import ENDINGS, read_picture


def picture(
    path: Path, size: tuple[int, int] = (40, 20), color: str | tuple[int, ...] = "red", mode: str = "RGB"
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, color).save(path)
    return path


def test_the_middle_is_taken(tmp_path: Path) -> None:
    image = Image.new("RGB", (30, 10), "white")
    image.paste("black", (10, 0, 20, 10))
    image.save(tmp_path / "a.png")
    assert read_picture(tmp_path / "a.png", 10, 10).max() == 0
    assert read_picture(tmp_path / "a.png", 10, 30).shape == (10, 30, 3)


def test_grey_transparent_and_turned_pictures_are_seen_as_people_see_them(tmp_path: Path) -> None:
    assert read_picture(picture(tmp_path / "a.png", color="red"), 4, 4, 1)[0, 0, 0] == 76
    clear = picture(tmp_path / "b.png", color=(0, 0, 0, 0), mode="RGBA")
    assert read_picture(clear, 4, 4).min() == 255
    for mode in ("P", "L", "1", "CMYK", "I;16"):
        path = picture(tmp_path / f"{mode[0]}.{'tif' if mode == 'CMYK' else 'png'}", color=0, mode=mode)
        assert read_picture(path, 4, 4).shape == (4, 4, 3)
    turned = Image.new("RGB", (20, 10), "white")
    turned.paste("black", (0, 0, 10, 10))
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", exif=exif)
    upright = read_picture(tmp_path / "turned.jpg", 20, 10)
    assert upright[:8].max() < 60
    assert upright[12:].min() > 200


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n\x1a\n broken", None])
def test_a_picture_that_cannot_be_read_is_named(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "cat.png"
    if data is None:
        whole = picture(path, (200, 200)).read_bytes()
        data = whole[: len(whole) // 2]
    path.write_bytes(data)
    with pytest.raises(TrainingError, match=r'The picture ".*cat\.png" cannot be read'):
        read_picture(path, 4, 4)


def test_classes_are_folders_and_hidden_ones_do_not_count(tmp_path: Path) -> None:
    for name in ("b/2.PNG", "b/1.jpg", "a/more/3.png", ".thumbnails/4.png"):
        picture(tmp_path / name)
    (tmp_path / "a" / "notes.txt").write_text("")
    classes = files_by_class(tmp_path, ENDINGS, "pictures")
    assert list(classes) == ["a", "b"]
    assert [path.name for path in classes["b"]] == ["1.jpg", "2.PNG"]
    assert [path.name for path in classes["a"]] == ["3.png"]


def test_folders_that_are_no_classes_are_told(tmp_path: Path) -> None:
    def told(folder: Path) -> str:
        with pytest.raises(TrainingError) as caught:
            files_by_class(folder, ENDINGS, "pictures")
        assert caught.value.hint
        return caught.value.message

    assert "There is no folder" in told(tmp_path / "nowhere")
    picture(tmp_path / "cat.png")
    assert "There are no classes in" in told(tmp_path)
    picture(tmp_path / "cats" / "cat.png")
    assert "only one class in" in told(tmp_path)
    assert '"cats". To tell things apart one needs two' in told(tmp_path)
    (tmp_path / "dogs").mkdir()
    assert 'The class "dogs" has no pictures in it' in told(tmp_path)
    (tmp_path / ("d" * 65)).mkdir()
    assert "is no name for a class" in told(tmp_path)
    for number in range(1001):
        (tmp_path / f"class {number}").mkdir()
    assert "There are 1004 classes" in told(tmp_path)


def test_too_many_samples_are_told_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/1.png", "a/2.png", "b/1.png"):
        picture(tmp_path / name)
    monkeypatch.setattr("tjbot.learn.reading.classes.MOST_SAMPLES", 2)
    with pytest.raises(TrainingError, match="There are 3 pictures; at most 2"):
        files_by_class(tmp_path, ENDINGS, "pictures")


def test_numbers_are_as_pillow_gives_them(tmp_path: Path) -> None:
    assert read_picture(picture(tmp_path / "a.png", color=(1, 2, 3)), 2, 2).tolist() == [[[1, 2, 3]] * 2] * 2
    assert read_picture(tmp_path / "a.png", 2, 2).dtype == np.uint8
