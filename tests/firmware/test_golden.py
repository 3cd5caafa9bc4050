"""The golden files of the link: Python and MicroPython read and write the very same bytes."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.firmware.script import in_micropython
from tjbot.protocol.pico.frames import Frame, FrameReader, encode_frame
from tjbot.protocol.pico.messages import COMMANDS, REPORTS, Message, decode_messages, encode_message

GOLDEN = Path(__file__).parents[1] / "fixtures" / "pico"
KINDS = {kind.NAME: kind for kind in (*COMMANDS.values(), *REPORTS.values())}


def golden(name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    return read


def described_as_message(described: dict[str, Any]) -> Message:
    fields = dict(described)
    kind = KINDS[fields.pop("message")]
    return kind(**{name: bytes.fromhex(value) if isinstance(value, str) else value for name, value in fields.items()})


def numbered(entry: dict[str, Any]) -> list[Any]:
    """An entry as MicroPython takes and gives it: the number of the frame, and number and fields of each message."""
    messages = []
    for described in entry["messages"]:
        name, *fields = described.values()
        messages.append([KINDS[name].NUMBER, fields])
    return [entry["sequence"], messages]


@pytest.mark.parametrize("name", ["commands.json", "reports.json"])
def test_python_writes_and_reads_each_golden_frame(name: str) -> None:
    kinds = COMMANDS if name == "commands.json" else REPORTS
    for entry in golden(name):
        messages = [described_as_message(described) for described in entry["messages"]]
        frame = Frame(entry["sequence"], b"".join(map(encode_message, messages)))
        data = bytes.fromhex(entry["bytes"])
        assert encode_frame(frame) == data
        assert list(FrameReader().feed(data)) == [frame]
        assert list(decode_messages(frame.content, kinds)) == messages


@pytest.mark.parametrize(("name", "kinds"), [("commands.json", COMMANDS), ("reports.json", REPORTS)])
def test_every_message_has_its_golden_frame(name: str, kinds: dict[int, type[Message]]) -> None:
    shown = {described["message"] for entry in golden(name) for described in entry["messages"]}
    assert shown == {kind.NAME for kind in kinds.values()}


def test_micropython_reads_each_golden_command() -> None:
    entries = golden("commands.json")
    result = in_micropython(
        """
from binascii import hexlify, unhexlify
from link import Link
link = Link()
found = []
for entry in given:
    for byte in unhexlify(entry["bytes"]):
        link.reader.buffer[link.reader.filled] = byte
        link.reader.filled += 1
    assert link.reader.find()
    messages = [[number, [v if isinstance(v, int) else hexlify(v).decode() for v in fields]]
                for number, fields in link.messages()]
    found.append([link.reader.frame[1] & 15, messages])
give(found)
""",
        entries,
    )
    assert result == [numbered(entry) for entry in entries]


def test_micropython_writes_each_golden_report() -> None:
    entries = golden("reports.json")
    given = [numbered(entry) for entry in entries]
    result = in_micropython(
        """
from binascii import hexlify, unhexlify
from link import Link
link = Link()
class Sink:
    def write(self, data):
        written.append(hexlify(data).decode())
link._sink = Sink()
link._greeted = True
written = []
for sequence, messages in given:
    link.expected = sequence
    for number, fields in messages:
        link.report(number, *[v if isinstance(v, int) else unhexlify(v) for v in fields])
    link.send()
give(written)
""",
        given,
    )
    assert result == [entry["bytes"] for entry in entries]


def test_both_find_the_same_frames_in_noise() -> None:
    entries = golden("noise.json")
    result = in_micropython(
        """
from binascii import hexlify, unhexlify
from link import FrameReader
results = []
for entry in given:
    reader = FrameReader()
    found = []
    for byte in unhexlify(entry["bytes"]):
        reader.buffer[reader.filled] = byte
        reader.filled += 1
        while reader.filled >= reader.wanted and reader.find():
            found.append(hexlify(reader.frame[:reader.length]).decode())
    results.append([found, reader.damaged])
give(results)
""",
        entries,
    )
    for entry, (found, damaged) in zip(entries, result, strict=True):
        reader = FrameReader()
        ours = [encode_frame(frame).hex() for frame in reader.feed(bytes.fromhex(entry["bytes"]))]
        assert ours == entry["frames"] == found, entry["what"]
        assert reader.damaged == entry["damaged"] == damaged, entry["what"]
