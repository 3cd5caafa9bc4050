"""What the kinds of cameras have in common, which one is found, and what a simulated one sees."""

import io
import sys
from pathlib import Path

import pytest
from PIL import Image

from tjbot.errors import PartError
from tjbot.robot.cameras import picamera, room, simulated
from tjbot.robot.cameras.find import find_camera
from tjbot.robot.cameras.source import CameraSettings, Shot, paced
from tjbot.robot.cameras.webcam import image_of_yuyv, is_whole


def shots_at(times: list[float]) -> list[Shot]:
    return [Shot(time, 640, 480, bytes) for time in times]


@pytest.mark.parametrize("rate", [5, 14.9, 15, 15.1, 24, 25, 30, 50, 60, 100])
def test_no_camera_is_faster_than_fifteen_a_second(rate: float) -> None:
    times = [count / rate for count in range(int(rate * 60))]
    kept = list(paced(shots_at(times)))
    assert len(kept) <= 15 * 60 + 1
    assert len(kept) >= 0.65 * min(rate, 15) * 60


def test_a_trembling_clock_loses_no_shot() -> None:
    times = [count / 15 + (0.005 if count % 2 else -0.001) for count in range(900)]
    assert len(list(paced(shots_at(times)))) == 900


def device(devices: Path, number: int, name: str, driver: str, index: int = 0) -> None:
    folder = devices / f"video{number}"
    (folder / "device").mkdir(parents=True)
    (folder / "name").write_text(name + "\n")
    (folder / "index").write_text(f"{index}\n")
    (devices / "drivers" / driver).mkdir(parents=True, exist_ok=True)
    (folder / "device" / "driver").symlink_to(devices / "drivers" / driver)


def test_without_a_device_there_is_no_camera(tmp_path: Path) -> None:
    assert find_camera(devices=tmp_path / "missing") is None
    device(tmp_path, 10, "bcm2835-codec-decode", "bcm2835-codec")
    assert find_camera(devices=tmp_path) is None


def test_the_first_webcam_is_found(tmp_path: Path) -> None:
    device(tmp_path, 10, "UVC Camera", "uvcvideo")
    device(tmp_path, 2, "HD Webcam", "uvcvideo", index=1)
    device(tmp_path, 3, "HD Webcam", "uvcvideo")
    assert find_camera(devices=tmp_path) == ("webcam", "/dev/video3")
    assert find_camera("picamera2", devices=tmp_path) is None


@pytest.mark.parametrize("name", ["unicam-image", "rp1-cfe-csi2_ch0"])
def test_a_ribbon_cable_comes_before_a_webcam(tmp_path: Path, name: str) -> None:
    device(tmp_path, 0, "HD Webcam", "uvcvideo")
    device(tmp_path, 1, name, "unicam")
    assert find_camera(devices=tmp_path) == ("picamera2", "")
    assert find_camera("webcam", devices=tmp_path) == ("webcam", "/dev/video0")


def test_yuyv_becomes_the_picture_that_it_was() -> None:
    # Red on the left, white on the right, 8 × 2, and 4 bytes more in each line than it needs.
    red, white = bytes([81, 90, 81, 240]), bytes([235, 128, 235, 128])
    data = (red * 2 + white * 2 + b"\x00" * 4) * 2
    image = image_of_yuyv(data, width=8, height=2, bytes_per_line=20).convert("RGB")
    assert image.size == (8, 2)
    assert image.getpixel((0, 0)) == pytest.approx((255, 0, 0), abs=3)
    assert image.getpixel((7, 1)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("jpeg", "whole"),
    [(b"\xff\xd8..\xff\xd9", True), (b"\xff\xd8..\xff\xd9\x00\x00", True), (b"\xff\xd8..", False), (b"", False)],
)
def test_a_torn_jpeg_is_noticed(jpeg: bytes, whole: bool) -> None:
    assert is_whole(jpeg) is whole


def picture_of(settings: CameraSettings) -> Image.Image:
    return Image.open(io.BytesIO(next(iter(simulated.shots(settings))).jpeg()))


def test_a_simulated_camera_shows_a_room_where_something_moves(tmp_path: Path) -> None:
    settings = CameraSettings(kind="simulated", folder=str(tmp_path), width=320, height=240)
    assert picture_of(settings).size == (320, 240)
    assert room.draw(1.0).tobytes() != room.draw(1.2).tobytes()
    assert room.draw(1.0).size == (640, 480)


def test_a_hand_comes_up_and_goes_again() -> None:
    place = (room.HAND_X, room.HAND_Y, room.HAND_X + 1, room.HAND_Y + 1)
    name, begin, end = room.HANDS[0]
    assert name == "open_hand"
    wall, hand, after = (room.draw(at).crop(place).getpixel((0, 0)) for at in (0, (begin + end) / 2, end + 0.1))
    assert wall == after != hand


def test_the_pictures_of_a_folder_are_played_in_order(tmp_path: Path) -> None:
    for name, color in (("1.png", "red"), ("2.jpg", "lime"), ("3.webp", "blue")):
        Image.new("RGB", (100, 300), color).save(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG broken")
    view = simulated.folder_view(tmp_path, (64, 48))
    assert view is not None
    colors = [view(seconds).getpixel((32, 24)) for seconds in (0.5, 1.5, 2.5, 3.5)]
    expected = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 0, 0)]
    for color, wish in zip(colors, expected, strict=True):
        assert color == pytest.approx(wish, abs=6)
    assert picture_of(CameraSettings(kind="simulated", folder=str(tmp_path))).size == (640, 480)


def test_a_folder_without_pictures_is_no_film(tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    assert simulated.folder_view(tmp_path, (64, 48)) is None
    assert simulated.folder_view(tmp_path / "missing", (64, 48)) is None


def test_a_picture_that_goes_away_is_grey(tmp_path: Path) -> None:
    Image.new("RGB", (10, 10), "red").save(tmp_path / "1.png")
    view = simulated.folder_view(tmp_path, (64, 48))
    (tmp_path / "1.png").unlink()
    assert view is not None
    assert view(0).getpixel((0, 0)) == (128, 128, 128)


def test_without_picamera2_there_is_a_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "picamera2", None)
    with pytest.raises(PartError, match="is missing"):
        next(picamera.shots(CameraSettings(kind="picamera2")))
