"""What is told of a run to whoever asks why: when a recipe began, each thing that it asked for, and what came of it."""

from typing import Any, Literal

import msgspec

from tjbot.protocol.messages import Report
from tjbot.protocol.values import Identifier, LineNumber, Name, Stamps, Timestamp, Trace

Ending = Literal["finished", "failed", "stopped"]
"""How a run ended: it came to its end, it broke, somebody stopped it."""


class Traced(Report, frozen=True, kw_only=True, tag="traced"):
    """The way of one wave: an event and the daemon-clock time of each of its steps, the part that acts, and the recipe
    and its line that asked for it, where it was one.
    """

    time: Timestamp
    trace: Trace
    action: str
    stamps: dict[str, Timestamp]
    part: str | None = None
    recipe: str | None = None
    line: int | None = None


class Began(Report, frozen=True, kw_only=True, tag="began"):
    """A recipe of the robot began to run. `edition` is that of its text, and its `random` was seeded with `seed`."""

    time: Timestamp
    recipe: str
    run: int
    edition: str = ""
    seed: int | None = None


class Deed(Report, frozen=True, kw_only=True, tag="deed"):
    """Something that a recipe asked for: an action (`word`, with its `part`), or `input`, `ask`, `remember`, `recall`.

    `connect` says that it has met the robot, `read` that it is told of the parts' readings from now on; these two are
    never answered. `number` counts deeds and outcomes of one recipe from 1: where one is missing, it was lost on the
    way.
    `trace` and `stamps` are those of the event that caused it.
    """

    time: Timestamp
    id: Identifier
    number: Identifier
    word: Name
    recipe: str
    run: int | None = None
    line: LineNumber | None = None
    part: str | None = None
    arguments: dict[str, Any] = msgspec.field(default_factory=dict)
    wait: bool = True
    trace: Trace | None = None
    stamps: Stamps = msgspec.field(default_factory=dict)


class Outcome(Report, frozen=True, kw_only=True, tag="outcome"):
    """What came of the deed with this `id`: its `value`, or the sentence why it was not done; `halted` by STOP."""

    time: Timestamp
    id: Identifier
    number: Identifier
    run: int | None = None
    value: Any = None
    note: str | None = None
    message: str | None = None
    hint: str = ""
    halted: bool = False


class Over(Report, frozen=True, kw_only=True, tag="over"):
    """A run is over, and all that it printed was told."""

    time: Timestamp
    recipe: str
    run: int
    ending: Ending
