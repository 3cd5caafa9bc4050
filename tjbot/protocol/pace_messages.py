"""Running a recipe slowly or step by step: what its page, the robot and the recipe say to each other for it."""

from typing import Annotated

import msgspec
from msgspec import Meta

from tjbot.protocol.messages import Command, Report
from tjbot.protocol.values import Identifier, LineNumber, Name, Pace, PaceSeconds, Timestamp

MOST_VARIABLES = 24
LONGEST_VALUE = 120


class Variable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A variable of a recipe, and what it holds, as a short text."""

    name: Name
    value: Annotated[str, Meta(max_length=LONGEST_VALUE)]


class At(Command, frozen=True, kw_only=True, tag="at"):
    """From a recipe that is run slowly or in steps: the line that is about to run, in which function, with the
    variables that it sees; `hidden` is how many more there are. `place` counts the lines. It is not answered: a recipe
    that is run in steps waits for `Pacing`.
    """

    place: Identifier
    line: LineNumber
    function: Annotated[str, Meta(max_length=64)] = ""
    variables: Annotated[list[Variable], Meta(max_length=MOST_VARIABLES)] = msgspec.field(default_factory=list)
    hidden: Annotated[int, Meta(ge=0)] = 0


class SetPace(Command, frozen=True, kw_only=True, tag="pace"):
    """How fast the recipe that the robot runs on the client's body shall go on: as ever, so many seconds a line, or in
    steps.
    """

    id: Identifier
    pace: Pace
    seconds: PaceSeconds = 1.0


class Step(Command, frozen=True, kw_only=True, tag="step"):
    """Lets the recipe that waits at a place run that line. A place that it has left is passed over, so that who presses
    twice takes one step.
    """

    id: Identifier
    place: Identifier


class Pacing(Report, frozen=True, kw_only=True, tag="pacing"):
    """To a recipe: how fast to go on from here; `passed` is the last place that it need not wait at."""

    pace: Pace
    seconds: PaceSeconds = 1.0
    passed: int = 0


class Place(Report, frozen=True, kw_only=True, tag="place"):
    """Where the recipe is that runs slowly or in steps, and how fast it goes; `line` is missing where it has not told
    of one at this pace. Told to pages that want to know why, also to those that come later.
    """

    time: Timestamp
    recipe: str
    run: int
    pace: Pace
    seconds: PaceSeconds = 1.0
    place: int = 0
    line: int | None = None
    function: str = ""
    variables: list[Variable] = msgspec.field(default_factory=list)
    hidden: int = 0
