"""The messages of the wire, as text and with a picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fuzzing.target import Target, Try, told
from tjbot.errors import WireError
from tjbot.protocol.codec import decode_command, decode_report, encode, identifier_of
from tjbot.protocol.enclosed import split_enclosed

GOLDEN = Path(__file__).parents[1] / "fixtures" / "wire"


@contextmanager
def _open(_: Path) -> Iterator[Try]:
    yield _one


def _one(data: bytes) -> None:
    text = data
    try:
        text, picture = split_enclosed(data)
        assert picture
    except WireError as error:
        told(error)
    identifier_of(text)
    for decode in (decode_command, decode_report):
        try:
            message = decode(text)
        except WireError as error:
            told(error)
            continue
        again = decode(encode(message))
        assert encode(again) == encode(message)


def _seeds() -> list[bytes]:
    found = [path.read_bytes() for path in sorted(GOLDEN.rglob("*.json"))]
    lines = [line for text in found for line in text.splitlines() if line.strip()]
    return [*found, *lines, b'\0\0\0\x14{"type":"ping","id":1}\xff\xd8\xff']


TARGET = Target("wire", "messages, as the daemon and the recipes read them", _open, _seeds)
