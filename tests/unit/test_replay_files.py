"""The file of a saved run: what is written is read again, and whatever else is read gets a sentence."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tjbot.cli import app
from tjbot.replay.recording import (
    MOST_BYTES,
    DeedThen,
    Entry,
    Head,
    OutcomeThen,
    Over,
    Printed,
    Recording,
    ReplayError,
    SeenThen,
    read,
    write,
)
from tjbot.replay.steps import Got, Step, differences

letters = st.characters(codec="utf-8")
names = st.text(letters, min_size=1, max_size=20)
values = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(letters, max_size=20)
moments = st.floats(0, 1e6)
numbers = st.integers(0, 2**53 - 1)
seen = st.builds(
    SeenThen, label=names, phase=st.sampled_from(["started", "now", "stopped"]), confidence=st.floats(0, 1)
)
deeds = st.builds(DeedThen, id=numbers, word=names, arguments=st.dictionaries(names, values, max_size=3))
outcomes = st.builds(OutcomeThen, id=numbers, value=values, message=st.none() | names)
printed = st.builds(Printed, stream=st.sampled_from(["stdout", "stderr"]), text=st.text(letters))
entries = st.one_of(
    st.builds(Entry, at=moments, seen=seen),
    st.builds(Entry, at=moments, deed=deeds),
    st.builds(Entry, at=moments, outcome=outcomes),
    st.builds(Entry, at=moments, print=printed),
    st.builds(Entry, at=moments, state=st.dictionaries(names, st.dictionaries(names, values), max_size=2)),
)
recordings = st.builds(
    lambda head, all_of_it, ending: Recording(
        head=head,
        entries=[*sorted(all_of_it, key=lambda entry: entry.at), Entry(at=1e6, over=Over(ending=ending))],
    ),
    st.builds(Head, tjreplay=st.just(1), recipe=names, seed=st.none() | numbers),
    st.lists(entries, max_size=8),
    st.sampled_from(["finished", "failed", "stopped", "running", "full"]),
)

HEAD = {"tjreplay": 1, "recipe": "mine.py"}
END = {"at": 2, "over": {"ending": "finished"}}


def data(*lines: Any) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


@given(recordings)
def test_what_is_written_is_read_again(recording: Recording) -> None:
    assert read(write(recording), "a") == recording


@given(recordings, st.data())
def test_a_damaged_file_is_read_or_gets_a_sentence(recording: Recording, choice: st.DataObject) -> None:
    whole = write(recording)
    place = choice.draw(st.integers(0, len(whole)))
    damaged = whole[:place] + choice.draw(st.binary(max_size=4)) + whole[place + choice.draw(st.integers(0, 5)) :]
    with suppress(ReplayError):
        read(damaged, "a.tjreplay")


@given(st.binary())
def test_whatever_else_is_no_saved_run(anything: bytes) -> None:
    with pytest.raises(ReplayError):
        read(anything, "a")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "is no saved run"),
        (b"\x89PNG\r\n\x1a\n\x00", "is no saved run"),
        (b'{"hello": 1}\n', "is no saved run"),
        (data({**HEAD, "tjreplay": 2}, END), "was saved by a newer TJBot"),
        (data({**HEAD, "recipe": 3}, END), "is damaged in line 1"),
        (data(HEAD), "is cut off"),
        (data(HEAD, {"at": 1, "print": {"stream": "stdout", "text": "a"}}), "is cut off"),
        (data(HEAD, END)[:-1], "is cut off"),
        (data(HEAD, END)[:-9], "is cut off"),
        (data(HEAD, {"at": -1}, END), "is damaged in line 2"),
        (data(HEAD, {"at": 3}, END), "is damaged"),
        (data(HEAD, END, END), "is damaged"),
        (data(HEAD) + b"[" * 100_000 + b"\n" + data(END), "is damaged in line 2"),
        (data(HEAD) + b"{}\n" * 60_000 + data(END), "is too long"),
        (b"x" * (MOST_BYTES + 1), "is too large"),
    ],
)
def test_what_is_wrong_with_a_file_is_a_sentence_and_never_a_traceback(
    tmp_path: Path, file: bytes, sentence: str
) -> None:
    (tmp_path / "run.tjreplay").write_bytes(file)
    (tmp_path / "mine.py").write_text("print(1)\n")
    result = CliRunner().invoke(app, ["replay", str(tmp_path / "run.tjreplay"), str(tmp_path / "mine.py")])
    assert (result.exit_code, sentence in result.output) == (2, True), result.output
    assert "Traceback" not in result.output


def test_a_missing_file_and_a_recipe_that_is_no_python_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "run.tjreplay").write_bytes(data(HEAD, END))
    (tmp_path / "mine.py").write_text("this is no Python\n")
    for run, recipe in (("none", "mine.py"), ("run.tjreplay", "none.py"), ("run.tjreplay", "mine.py")):
        result = CliRunner().invoke(app, ["replay", str(tmp_path / run), str(tmp_path / recipe)])
        assert (result.exit_code, "Traceback" in result.output) == (2, False)


def got(*steps: Step, ending: str = "finished", **fields: Any) -> Got:
    return Got(steps=list(steps), ending=ending, **fields)  # type: ignore[arg-type]


def recorded(*deeds: tuple[float, str], ending: str = "finished", at: float = 10.0) -> Recording:
    lines: list[Any] = [{"at": moment, "deed": {"id": 1, "word": word, "line": 3}} for moment, word in deeds]
    return read(data(HEAD, *lines, {"at": at, "over": {"ending": ending}}), "a")


def kinds(recording: Recording, run: Got, **how: Any) -> list[str]:
    return [difference.kind for difference in differences(recording, run, **how)]


def test_what_differs_is_told_by_its_kind() -> None:
    before = recorded((1, "wave"), (2, "shine"), (3, "say"))
    same = (Step(at=1.2, word="wave"), Step(at=2.3, word="shine"), Step(at=3, word="say"))
    assert kinds(before, got(*same)) == []
    assert kinds(before, got(*same[:2])) == ["missing"]
    assert kinds(before, got(same[0], Step(at=1.5, word="look"), *same[1:])) == ["extra"]
    assert kinds(before, got(same[0], Step(at=2, word="look"), same[2])) == ["changed"]
    late = (same[0], Step(at=2.9, word="shine"), same[2])
    assert (kinds(before, got(*late)), kinds(before, got(*late), any_time=True)) == (["later"], [])
    assert kinds(before, got(*same, printed="hello\n")) == ["printed"]
    assert kinds(before, got(*same, ending="failed")) == ["ending"]


def test_what_happens_as_a_run_is_stopped_is_chance() -> None:
    before = recorded((1, "wave"), (9.9, "shine"), ending="stopped")
    assert kinds(before, got(Step(at=1, word="wave"), ending="cut")) == []
    assert kinds(before, got(ending="cut")) == ["missing"]
