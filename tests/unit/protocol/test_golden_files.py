"""The wire stays what it is: every message reads and writes as its golden file says."""

import json
from pathlib import Path

import pytest

from tjbot.protocol.all_messages import COMMANDS, REPORTS
from tjbot.protocol.codec import as_dictionary, decode_command, decode_report
from tjbot.protocol.messages import Command, Message, Report

WIRE = Path(__file__).parents[2] / "fixtures" / "wire"
COMMAND_FILES = sorted((WIRE / "commands").glob("*.json"))
REPORT_FILES = sorted((WIRE / "reports").glob("*.json"))


def tag(kind: type[Message]) -> str:
    return str(kind.__struct_config__.tag)


@pytest.mark.parametrize("file", COMMAND_FILES, ids=lambda file: file.stem)
def test_a_command_reads_and_writes_as_its_file(file: Path) -> None:
    assert as_dictionary(decode_command(file.read_bytes())) == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", REPORT_FILES, ids=lambda file: file.stem)
def test_a_report_reads_and_writes_as_its_file(file: Path) -> None:
    assert as_dictionary(decode_report(file.read_bytes())) == json.loads(file.read_text(encoding="utf-8"))


def test_every_message_has_a_golden_file() -> None:
    commands = {json.loads(file.read_text(encoding="utf-8"))["type"] for file in COMMAND_FILES}
    reports = {json.loads(file.read_text(encoding="utf-8"))["type"] for file in REPORT_FILES}
    assert commands == {tag(kind) for kind in COMMANDS}
    assert reports == {tag(kind) for kind in REPORTS}


def test_every_struct_with_a_tag_is_on_the_wire() -> None:
    assert set(Command.__subclasses__()) == set(COMMANDS)
    assert set(Report.__subclasses__()) <= set(REPORTS)


def test_a_file_is_named_after_its_message() -> None:
    for file in (*COMMAND_FILES, *REPORT_FILES):
        assert file.stem.startswith(json.loads(file.read_text(encoding="utf-8"))["type"])
