"""The dictionary that a Pico hands out: what its program is, and name, number and fields of each message it knows."""

import json
import zlib

import msgspec

from tjbot.protocol.pico.messages import COMMANDS, PROTOCOL, REASONS, REPORTS, Message, codes_of


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One message: its number, its fields' letters of `struct` (see `messages.codes_of`), and their names."""

    number: int
    codes: str
    fields: list[str]


class Dictionary(msgspec.Struct, frozen=True):
    """All that a board tells of itself.

    `firmware` is a fingerprint of the program (12 hexadecimal digits), so that a computer sees an old one.
    """

    protocol: int
    firmware: str
    commands: dict[str, Entry]
    reports: dict[str, Entry]
    reasons: dict[str, str]


def dictionary(firmware: str) -> Dictionary:
    """What a board with today's messages tells.

    Args:
        firmware: the fingerprint of its program.
    """
    reasons = {str(number): reason for number, reason in REASONS.items()}
    return Dictionary(PROTOCOL, firmware, _entries(COMMANDS), _entries(REPORTS), reasons)


def _entries(kinds: dict[int, type[Message]]) -> dict[str, Entry]:
    return {
        kind.NAME: Entry(number, codes_of(kind), list(kind.__struct_fields__)) for number, kind in sorted(kinds.items())
    }


def pack_dictionary(content: Dictionary) -> bytes:
    """The bytes that `Identify` hands out: JSON, packed with zlib."""
    text = json.dumps(msgspec.to_builtins(content), separators=(",", ":"), ensure_ascii=True)
    return zlib.compress(text.encode("ascii"), 9)


def unpack_dictionary(packed: bytes) -> Dictionary:
    """What a board told.

    Raises:
        ValueError: it is no dictionary.
    """
    try:
        return msgspec.json.decode(zlib.decompress(packed), type=Dictionary)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ValueError(f"this is no dictionary of a Pico: {error}") from None
