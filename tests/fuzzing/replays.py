"""Saved runs of recipes, as somebody hands them to `tjbot replay`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fuzzing.target import Target, Try, told
from tjbot.replay.recording import (
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


@contextmanager
def _open(_: Path) -> Iterator[Try]:
    def one(data: bytes) -> None:
        try:
            recording = read(data, "run.tjreplay")
        except ReplayError as error:
            told(error)
            return
        assert read(write(recording), "again.tjreplay") == recording
        assert recording.seconds >= 0

    yield one


def _seeds() -> list[bytes]:
    entries = [
        Entry(at=0.1, state={"arm": {"angle": 90.0}}),
        Entry(at=0.5, seen=SeenThen(label="open hand", phase="started", confidence=0.9, trace="a1")),
        Entry(at=0.6, deed=DeedThen(id=1, word="wave", line=5, part="arm", trace="a1")),
        Entry(at=1.6, outcome=OutcomeThen(id=1, value=None)),
        Entry(at=1.7, print=Printed(stream="stdout", text="hello\n")),
        Entry(at=2.0, over=Over(ending="finished")),
    ]
    head = Head(tjreplay=1, recipe="wave_back.py", edition="0123abcd", seed=7, wall=1.8e9)
    return [write(Recording(head=head, entries=entries)), write(Recording(head=head, entries=entries[-1:]))]


TARGET = Target("replay", "saved runs of recipes (.tjreplay)", _open, _seeds)
