"""What is told of a class: to its teachers all of it, whenever it changes, and how its pupils' robots are."""

from typing import Any, Literal

import msgspec

from tjbot.protocol.messages import Report
from tjbot.protocol.values import Timestamp

Handing = Literal["queue", "teacher"]
"""Who hands the real robot round: whoever waits gets it by turns, or the teacher does it by hand."""


class RunningRecipe(msgspec.Struct, frozen=True, kw_only=True):
    """The recipe that runs on a pupil's own robot."""

    file: str
    title: str


class Pupil(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil of the class. `connected` is true while a page or program of theirs is here; `error` is what their last
    recipe ended with, since `error_since`, and goes when the next one begins. `goals_reached` of `goals` are those of
    their `lesson`.
    """

    id: str
    name: str
    body: str
    connected: bool = False
    recipe: RunningRecipe | None = None
    error: str | None = None
    error_since: Timestamp | None = None
    goals_reached: int = 0
    goals: int = 0
    lesson: str | None = None


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """Who has the real robot, and until when; it is theirs for longer where nobody waits, or it is handed by hand."""

    pupil: str
    ends_at: Timestamp | None = None


class Class(msgspec.Struct, frozen=True, kw_only=True):
    """A class: open or not, who has the real robot, who waits for it (who is next first), and its pupils by name."""

    open: bool = False
    locked: bool = False
    handing: Handing = "queue"
    slice_seconds: float = 120
    message: str = ""
    turn: Turn | None = None
    queue: list[str] = []
    pupils: list[Pupil] = []


class ClassState(Report, frozen=True, kw_only=True, tag="class"):
    """All of the class, to teachers who want the topic `class`; again whenever it has changed."""

    time: Timestamp
    class_: Class = msgspec.field(name="class")


class Robots(Report, frozen=True, kw_only=True, tag="robots"):
    """How pupils' own robots are, by body and part, to teachers who want the topic `class`: the first one is whole,
    later ones hold what has changed since, at most ten times a second.
    """

    time: Timestamp
    robots: dict[str, dict[str, dict[str, Any]]]
