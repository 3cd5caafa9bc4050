"""A message with a picture: one binary frame. Pure.

It begins with the length of the message (4 bytes, big-endian); then come the message as JSON text, and the bytes of a
JPEG, PNG or WebP file.
"""

import struct
from dataclasses import dataclass

from tjbot.errors import WireError
from tjbot.protocol.codec import encode
from tjbot.protocol.messages import MAXIMUM_MESSAGE_BYTES, Message

MOST_PICTURE_BYTES = 4 * 1024 * 1024
"""A larger picture is refused."""

_LENGTH = struct.Struct("!I")


@dataclass(frozen=True)
class Enclosed:
    """A message, and the picture that goes with it."""

    message: Message
    picture: bytes


def encode_enclosed(enclosed: Enclosed) -> bytes:
    """The bytes of the frame.

    Raises:
        WireError: the picture is empty or too large.
    """
    _check(enclosed.picture)
    text = encode(enclosed.message)
    return _LENGTH.pack(len(text)) + text + enclosed.picture


def split_enclosed(data: bytes) -> tuple[bytes, bytes]:
    """The text of the message and the picture of a frame.

    Raises:
        WireError: it is none of ours, or the picture is empty or too large.
    """
    length = _LENGTH.unpack_from(data)[0] if len(data) >= _LENGTH.size else 0
    end = _LENGTH.size + length
    if not 0 < length <= MAXIMUM_MESSAGE_BYTES or end > len(data):
        raise WireError("A binary message came that is none of ours.", "See tjbot/protocol/enclosed.py.")
    text, picture = data[_LENGTH.size : end], data[end:]
    _check(picture)
    return text, picture


def _check(picture: bytes) -> None:
    if not 0 < len(picture) <= MOST_PICTURE_BYTES:
        raise WireError(
            f"A picture cannot be {len(picture)} bytes long.", f"Send one of 1 to {MOST_PICTURE_BYTES} bytes."
        )
