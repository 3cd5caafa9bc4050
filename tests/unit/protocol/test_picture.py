"""The header of a camera's picture, as its golden file has it; web_ui reads the same file."""

from pathlib import Path

import pytest

from tjbot.errors import WireError
from tjbot.protocol.picture import MOST_BYTES, Picture, decode_picture, encode_picture

GOLDEN = Path(__file__).parents[2] / "fixtures" / "wire" / "pictures" / "picture.bin"
PICTURE = Picture(time=1234.5, width=640, height=480, jpeg=b"\xff\xd8\xff\xd9")


def test_a_picture_reads_and_writes_as_its_file() -> None:
    assert decode_picture(GOLDEN.read_bytes()) == PICTURE
    assert encode_picture(PICTURE) == GOLDEN.read_bytes()


@pytest.mark.parametrize("data", [b"", b"\x01" * 16, b"\x02" + b"\x00" * 30, b"\x01" * (MOST_BYTES + 1)])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        decode_picture(data)
