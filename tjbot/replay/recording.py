"""A saved run of a recipe: JSON lines, of which the first says what they are of, and the last how it ended. Pure."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tjbot.errors import TJBotError
from tjbot.protocol.messages import PartOffer, Seen
from tjbot.protocol.page_model import PageModel
from tjbot.protocol.values import Fraction, Identifier, Label, LineNumber, Name, Phase, Sense, Side, Speed, Trace

VERSION = 1
MOST_BYTES = 8_000_000
MOST_LINES = 50_000

Moment = Annotated[float, Meta(ge=0, le=1e7, description="seconds since the recipe began")]
Ending = Literal["finished", "failed", "stopped", "running", "full"]
"""How a run ended; `running`: it was saved while it still ran, `full`: it was longer than what is kept."""


class ReplayError(TJBotError):
    """A saved run cannot be read, or not be done again."""


class RobotThen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the robot could do when the recipe ran."""

    parts: list[PartOffer] = []
    labels: list[str] = []
    offers: dict[Sense, list[str]] = {}
    models: list[PageModel] = []


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first line. `edition` is the beginning of the SHA-256 of the recipe's text, `wall` the date in seconds since
    1970, and `seed` what `random` began with.
    """

    tjreplay: int
    recipe: Name
    edition: str = ""
    seed: int | None = None
    wall: Annotated[float, Meta(ge=0, le=1e11)] = 0.0
    utc_offset_minutes: Annotated[int, Meta(ge=-1440, le=1440)] = 0
    robot: RobotThen = RobotThen()


class SeenThen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was seen, heard or felt, as the recipe was told of it.

    It has what `Seen` has, and no more where that grows: files that were saved before must stay readable.
    """

    label: Label
    phase: Phase
    model: Name = "hand"
    sense: Sense = "see"
    confidence: Fraction = 1.0
    x: Fraction | None = None
    y: Fraction | None = None
    width: Fraction | None = None
    height: Fraction | None = None
    pointer_x: Fraction | UnsetType | None = UNSET
    pointer_y: Fraction | UnsetType | None = UNSET
    speed: Speed | UnsetType | None = UNSET
    side: Side | None = None
    trace: Trace | None = None
    source: Name | None = None

    def message(self) -> Seen:
        """The message that tells of it."""
        return Seen(**{name: getattr(self, name) for name in self.__struct_fields__})


class DeedThen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the recipe asked for."""

    id: Identifier
    word: Name
    line: LineNumber | None = None
    part: str | None = None
    arguments: dict[str, Any] = {}
    wait: bool = True
    trace: Trace | None = None


class OutcomeThen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of it."""

    id: Identifier
    value: Any = None
    note: str | None = None
    message: str | None = None
    hint: str = ""
    halted: bool = False


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """What the recipe printed."""

    stream: Literal["stdout", "stderr"]
    text: str


class Over(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended."""

    ending: Ending


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line after the first: something that happened `at` a moment."""

    at: Moment
    seen: SeenThen | None = None
    deed: DeedThen | None = None
    outcome: OutcomeThen | None = None
    state: dict[str, dict[str, Any]] | None = None
    print: Printed | None = None
    over: Over | None = None

    @property
    def is_input(self) -> bool:
        """Whether it is something that the recipe did not cause."""
        return self.seen is not None or self.state is not None


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """A run: what it is of, and what happened, in the order of time; the last entry is its end."""

    head: Head
    entries: list[Entry]

    @property
    def ending(self) -> Ending:
        """How it ended."""
        over = self.entries[-1].over
        return over.ending if over else "running"

    @property
    def seconds(self) -> float:
        """How long it was."""
        return self.entries[-1].at


_ENCODER = msgspec.json.Encoder()
_HEADS: msgspec.json.Decoder[Head] = msgspec.json.Decoder(Head)
_ENTRIES: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)
_VERSIONS: msgspec.json.Decoder[dict[str, Any]] = msgspec.json.Decoder(dict[str, Any])
_NO_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)
_HINT = "Save the run again in the robot's page: Why? → Save this run."


def write(recording: Recording) -> bytes:
    """The file that holds a run."""
    return b"".join(_ENCODER.encode(line) + b"\n" for line in (recording.head, *recording.entries))


def read(data: bytes, name: str) -> Recording:
    """Reads the file of a run.

    Args:
        data: what is in it.
        name: what the file is called, for sentences.

    Raises:
        ReplayError: it is none, damaged, cut off, too large, or made by a newer TJBot.
    """
    if len(data) > MOST_BYTES:
        raise ReplayError(f"{name} is too large for a saved run: {len(data) / 1e6:.1f} MB.", _HINT)
    first, *lines = data.split(b"\n")
    head = _head(first, name)
    if not lines or lines.pop() != b"":
        raise ReplayError(f"{name} is cut off: it ends in the middle of a line.", _HINT)
    if len(lines) > MOST_LINES:
        raise ReplayError(f"{name} is too long for a saved run: {len(lines):,} lines.", _HINT)
    entries = [_entry(line, number, name) for number, line in enumerate(lines, 2)]
    if not entries or entries[-1].over is None:
        raise ReplayError(f"{name} is cut off: it does not say how the run ended.", _HINT)
    if any(entry.over for entry in entries[:-1]) or any(entry.at > entries[-1].at for entry in entries):
        raise ReplayError(f"{name} is damaged: something happened after its end.", _HINT)
    return Recording(head=head, entries=sorted(entries[:-1], key=lambda entry: entry.at) + entries[-1:])


def _head(line: bytes, name: str) -> Head:
    try:
        version = _VERSIONS.decode(line).get("tjreplay")
    except _NO_JSON:
        version = None
    if isinstance(version, bool) or not isinstance(version, int):
        raise ReplayError(f"{name} is no saved run of a recipe.", "Its name usually ends with .tjreplay.")
    if version > VERSION:
        raise ReplayError(f"{name} was saved by a newer TJBot.", "Update this one to read it.")
    try:
        return _HEADS.decode(line)
    except _NO_JSON as error:
        raise ReplayError(f"{name} is damaged in line 1: {error}.", _HINT) from None


def _entry(line: bytes, number: int, name: str) -> Entry:
    try:
        return _ENTRIES.decode(line)
    except _NO_JSON as error:
        raise ReplayError(f"{name} is damaged in line {number}: {error}.", _HINT) from None
