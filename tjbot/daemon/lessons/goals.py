"""What a goal of a lesson waits for, and whether it has happened; pure."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from tjbot.errors import UnknownNameError
from tjbot.robot.colors import shade_of

Happening = Literal["sees", "stops_seeing", "hears", "presses", "does", "prints", "runs", "finishes"]

_NOTICED: dict[tuple[str, str], Happening] = {
    ("see", "started"): "sees",
    ("see", "stopped"): "stops_seeing",
    ("hear", "started"): "hears",
    ("touch", "started"): "presses",
}

MOST_SOURCES = 64
"""So many pages and parts may see one label at once; of more it is not counted when they all have stopped."""


@dataclass(frozen=True)
class Step:
    """One thing that must happen.

    `words` are the labels, actions or texts of which one is enough; `seconds` is how long the recipe must run in all.
    Of an action `given` names arguments with the values of which one is enough, `refused` with those that none may be.
    It must come `within` so many seconds of the step before, and while one of `while_sees` is seen.
    """

    what: Happening
    words: tuple[str, ...] = ()
    given: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    refused: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    within: float | None = None
    while_sees: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Goal:
    """Steps that must happen one after the other in one run of a recipe, so many `times`; other things may happen in
    between.
    """

    steps: tuple[Step, ...]
    times: int = 1


@dataclass(frozen=True)
class Noticed:
    """Something began or ceased to be seen, heard or pressed, as `source` tells."""

    sense: str
    label: str
    phase: str
    source: str = ""


@dataclass(frozen=True)
class Acted:
    """A recipe began an action; `arguments` holds also those that have their default."""

    action: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Printed:
    """A recipe printed something."""

    text: str


@dataclass(frozen=True)
class Erred:
    """A recipe told of an error, whether or not it goes on."""


@dataclass(frozen=True)
class RunStarted:
    """A recipe of the pupil's own runs from now on; none did, or the one that did is over."""


@dataclass(frozen=True)
class RunEnded:
    """It is over; `well` where it came to its own end without an error."""

    well: bool


@dataclass(frozen=True)
class TimePassed:
    """Nothing happened but time."""


Event = Noticed | Acted | Printed | Erred | RunStarted | RunEnded | TimePassed


class Judge:
    """Tells which goals are reached by what happens on one body. A goal that is reached stays so.

    For each goal it remembers, step by step, when the latest chain of events ended that has come so far. As steps only
    ask to come *soon enough*, the latest chain has the best chances of all, so that the others can be forgotten.

    Args:
        goals: the goals.
        reached: the places of those that have been reached before.
    """

    def __init__(self, goals: Sequence[Goal], reached: frozenset[int] = frozenset()) -> None:
        self._goals = tuple(goals)
        self.reached = {place for place in reached if 0 <= place < len(self._goals)}
        self._ends: list[list[float | None]] = [[None] * len(goal.steps) for goal in self._goals]
        self._counts = [0] * len(self._goals)
        self._seen: dict[str, set[str]] = {
            label: set() for goal in self._goals for step in goal.steps for label in step.while_sees
        }
        self._now = 0.0
        self._running_since: float | None = None
        self._erred = False

    def due(self) -> float | None:
        """When `TimePassed` would next reach a goal if nothing happens before; None where it never would."""
        since = self._running_since
        if since is None or self._erred:
            return None
        waited = [
            since + step.seconds
            for place, goal in enumerate(self._goals)
            if place not in self.reached
            for at, step in enumerate(goal.steps)
            if step.what == "runs"
            and self._ends[place][at] is None
            and (at == 0 or self._ends[place][at - 1] is not None)
        ]
        return min(waited, default=None)

    def hear(self, time: float, event: Event) -> list[int]:
        """Takes in what happened.

        Args:
            time: when, in seconds on a clock that never goes back; an earlier time than the last one counts as that.
            event: what.

        Returns:
            The places of the goals that this has reached.
        """
        self._now = max(time, self._now)
        if isinstance(event, RunStarted):
            self._start()
        reached = [place for place in range(len(self._goals)) if place not in self.reached and self._hear(place, event)]
        self.reached.update(reached)
        # What is no longer seen was still seen when it ceased.
        if isinstance(event, Noticed):
            self._see(event)
        elif isinstance(event, Erred):
            self._erred = True
        elif isinstance(event, RunEnded):
            self._running_since = None
        return reached

    def _start(self) -> None:
        """A new run knows nothing of what another one did."""
        self._running_since = self._now
        self._erred = False
        self._ends = [[None] * len(goal.steps) for goal in self._goals]

    def _hear(self, place: int, event: Event) -> bool:
        """Whether a goal is reached now."""
        if self._running_since is None:
            return False
        goal, ends = self._goals[place], self._ends[place]
        # From the last step to the first, so that one event is never two steps.
        for at in range(len(goal.steps) - 1, -1, -1):
            step = goal.steps[at]
            before = self._now if at == 0 else ends[at - 1]
            if before is None or (step.within is not None and self._now - before > step.within):
                continue
            if self._is(step, event):
                ends[at] = self._now
        if ends[-1] is None:
            return False
        self._counts[place] += 1
        self._ends[place] = [None] * len(ends)
        return self._counts[place] >= goal.times

    def _is(self, step: Step, event: Event) -> bool:
        if step.while_sees and not any(self._seen[label] for label in step.while_sees):
            return False
        if step.what == "runs":
            since = self._running_since
            return since is not None and not self._erred and not isinstance(event, Erred) and self._lasts(step, since)
        match event:
            case Noticed():
                return _NOTICED.get((event.sense, event.phase)) == step.what and event.label in step.words
            case Acted():
                return step.what == "does" and event.action in step.words and _fits(step, event.arguments)
            case Printed():
                text = event.text.casefold()
                return step.what == "prints" and any(word.casefold() in text for word in step.words)
            case RunEnded():
                return step.what == "finishes" and event.well and not self._erred
        return False

    def _lasts(self, step: Step, since: float) -> bool:
        # The same sum as in `due`, so that who comes when it says so does not come too early by a rounding.
        return self._now >= since + step.seconds

    def _see(self, event: Noticed) -> None:
        sources = self._seen.get(event.label)
        if event.sense != "see" or sources is None:
            return
        if event.phase == "stopped":
            sources.discard(event.source)
        elif len(sources) < MOST_SOURCES:
            sources.add(event.source)


def _fits(step: Step, arguments: Mapping[str, Any]) -> bool:
    return all(
        name in arguments and any(_is_like(name, wanted, arguments[name]) for wanted in values)
        for name, values in step.given.items()
    ) and not any(
        name not in arguments or any(_is_the_same(name, value, arguments[name]) for value in values)
        for name, values in step.refused.items()
    )


def _is_like(name: str, wanted: Any, value: Any) -> bool:
    """Whether a value is what was wanted: of a text it may be a piece."""
    if isinstance(wanted, str) and isinstance(value, str) and name != "color":
        return _folded(wanted) in _folded(value)
    return _is_the_same(name, wanted, value)


def _is_the_same(name: str, one: Any, other: Any) -> bool:
    if not (isinstance(one, str) and isinstance(other, str)):
        return bool(one == other)
    if name == "color":
        with suppress(UnknownNameError):
            return shade_of(one) == shade_of(other)
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
