"""What a recipe did in a run, and how that differs from what was expected. Pure."""

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, Literal

import msgspec

from tjbot.replay.recording import Ending, Entry, Recording

TOLERANCE_SECONDS = 0.5
"""So much earlier or later is the same: a computer is not always as quick."""

END_SECONDS = 0.3
"""What happens so shortly before a run is stopped may come, or come too late."""

_FLOOD_LINES = 200
"""A recipe that prints more at once is not recorded whole."""

_QUIET = ("connect", "read")
_LONGEST_TEXT = 60

Kind = Literal["missing", "extra", "changed", "earlier", "later", "printed", "ending"]
GotEnding = Literal["finished", "failed", "cut", "stuck", "ended"]
"""How a replayed run ended; `cut`: with the recording; `stuck`: it did not go on; `ended`: from outside."""


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that a recipe did: `word` with `arguments`, in a line, so many seconds after it began."""

    at: float
    word: str
    arguments: dict[str, Any] = {}
    line: int | None = None

    def __str__(self) -> str:
        given = ", ".join(f"{name}={_short(value)}" for name, value in self.arguments.items())
        return f"{self.word}({given})"

    @property
    def key(self) -> str:
        """The same for what is the same, whenever and in whatever line."""
        return json.dumps([self.word, self.arguments], sort_keys=True)


class Got(msgspec.Struct, frozen=True, kw_only=True):
    """A run that was replayed. `line` is where a recipe is stuck, `errors` what it says of what went wrong.

    `met` is what came that the recipe did not cause, and where it looked at its robot, at the moments of this run.
    """

    steps: list[Step]
    met: list[Entry] = []
    printed: str = ""
    errors: str = ""
    ending: GotEnding
    seconds: float = 0.0
    line: int | None = None
    message: str = ""


class Difference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is other than expected, with how it was (`expected`) and how it is (`got`)."""

    kind: Kind
    expected: str = ""
    got: str = ""
    expected_line: int | None = None
    got_line: int | None = None
    expected_at: float | None = None
    got_at: float | None = None


def steps_of(recording: Recording) -> list[Step]:
    """What the recipe did in a saved run."""
    return [
        Step(at=entry.at, word=entry.deed.word, arguments=entry.deed.arguments, line=entry.deed.line)
        for entry in recording.entries
        if entry.deed and entry.deed.word not in _QUIET
    ]


def printed_in(recording: Recording) -> str:
    """What the recipe printed in a saved run."""
    return "".join(entry.print.text for entry in recording.entries if entry.print and entry.print.stream == "stdout")


def differences(recording: Recording, got: Got, *, any_time: bool = False) -> list[Difference]:
    """Compares a saved run with how it went now.

    Args:
        recording: what is expected.
        got: what happened.
        any_time: it does not matter when something happened.

    Returns:
        What differs, in the order of time; nothing where the recipe did the same.
    """
    is_cut = recording.ending not in ("finished", "failed")
    late = recording.seconds - END_SECONDS if is_cut else float("inf")
    found = [*_of_steps(steps_of(recording), got.steps, late, any_time), *_of_prints(recording, got)]
    return [*found, *_of_ending(recording.ending, got)]


def _of_steps(expected: list[Step], got: list[Step], late: float, any_time: bool) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, [step.key for step in expected], [step.key for step in got], autojunk=False)
    for tag, begin, end, other_begin, other_end in matcher.get_opcodes():
        befores, nows = expected[begin:end], got[other_begin:other_end]
        if tag == "equal" and not any_time:
            yield from (each for pair in zip(befores, nows, strict=True) for each in _of_time(*pair))
        if tag == "equal":
            continue
        both = min(len(befores), len(nows))
        for before, now in zip(befores, nows, strict=False):
            yield _difference("changed", before, now)
        # What comes at the very end of a run that was stopped is chance.
        yield from (_difference("missing", before, None) for before in befores[both:] if before.at < late)
        yield from (_difference("extra", None, now) for now in nows[both:] if now.at < late)


def _of_time(before: Step, now: Step) -> Iterator[Difference]:
    if abs(now.at - before.at) > TOLERANCE_SECONDS:
        yield _difference("later" if now.at > before.at else "earlier", before, now)


def _difference(kind: Kind, before: Step | None, now: Step | None) -> Difference:
    return Difference(
        kind=kind,
        expected=str(before) if before else "",
        got=str(now) if now else "",
        expected_line=before.line if before else None,
        got_line=now.line if now else None,
        expected_at=before.at if before else None,
        got_at=now.at if now else None,
    )


def _of_prints(recording: Recording, got: Got) -> Iterator[Difference]:
    expected, printed = printed_in(recording).splitlines(), got.printed.splitlines()
    if len(printed) > _FLOOD_LINES:
        return
    if recording.ending not in ("finished", "failed"):
        # The last lines of a run that was stopped may come, or come too late.
        both = min(len(expected), len(printed))
        if max(len(expected), len(printed)) - both <= 2:
            expected, printed = expected[:both], printed[:both]
    matcher = SequenceMatcher(None, expected, printed, autojunk=False)
    for tag, begin, end, other_begin, other_end in matcher.get_opcodes():
        if tag != "equal":
            befores, nows = expected[begin:end], printed[other_begin:other_end]
            for index in range(max(len(befores), len(nows))):
                before, now = ("".join(lines[index : index + 1])[:_LONGEST_TEXT] for lines in (befores, nows))
                yield Difference(kind="printed", expected=before, got=now)


def _of_ending(expected: Ending, got: Got) -> Iterator[Difference]:
    words = {"finished": "it came to its end", "failed": "it ended with an error"}
    before = words.get(expected, "it still ran")
    now = {
        **words,
        "cut": "it still ran",
        "stuck": "it does not go on",
        "ended": got.message or "it was ended from outside",
    }[got.ending]
    if before != now:
        yield Difference(kind="ending", expected=before, got=now, got_line=got.line, got_at=got.seconds)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
