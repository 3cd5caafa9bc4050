"""A camera's picture on its way to the page: 16 bytes of header, then a JPEG. Pure.

The header is big-endian: version (1 byte, now 1), 1 byte of nothing, width and height in pixels (2 bytes each),
2 bytes of nothing, and when the picture was taken in seconds of the daemon's clock (8 bytes, a float).
"""

import struct
from dataclasses import dataclass

from tjbot.errors import WireError

VERSION = 1
MOST_BYTES = 4 * 1024 * 1024
"""A picture is never larger than this, header and all."""

_HEADER = struct.Struct("!BxHHxxd")


@dataclass(frozen=True)
class Picture:
    """A picture: `time` in seconds of the daemon's clock, `width` and `height` in pixels (1 to 65535)."""

    time: float
    width: int
    height: int
    jpeg: bytes


def encode_picture(picture: Picture) -> bytes:
    """The picture as the bytes of one binary frame."""
    return _HEADER.pack(VERSION, picture.width, picture.height, picture.time) + picture.jpeg


def decode_picture(data: bytes) -> Picture:
    """The picture in the bytes of one binary frame.

    Raises:
        WireError: it is none of ours.
    """
    if len(data) <= _HEADER.size or len(data) > MOST_BYTES:
        raise WireError(f"A picture cannot be {len(data)} bytes long.", f"It has 17 to {MOST_BYTES} bytes.")
    version, width, height, time = _HEADER.unpack_from(data)
    if version != VERSION:
        raise WireError(f"The picture has version {version}; known is {VERSION}.", "Update the older of the two.")
    return Picture(time=time, width=width, height=height, jpeg=data[_HEADER.size :])
