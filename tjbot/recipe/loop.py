"""Which handler runs when: events and time in, the next handler out. Pure; the clock is handed in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from msgspec import UNSET, UnsetType

from tjbot.protocol.messages import Seen
from tjbot.protocol.values import Sense

Kind = Literal["starts", "stops", "while"]
_Other = TypeVar("_Other")


@dataclass(frozen=True)
class Sight:
    """Something that the robot sees, hears or feels (`sense`: `see`, `hear` or `touch`).

    `x` is 0 at the left as the person sees themselves and 1 at the right; `y` is 0 at the bottom and 1 at
    the top; `width` and `height` are fractions of the picture; None where the model does not tell.
    `pointer_x` and `pointer_y` are the place that a hand points at: the tip of a pointing finger, the tips that
    meet in a pinch, else the middle of the palm; of what has no pointer they are `x` and `y`. `speed` is how fast
    a hand or a body moves, in widths of the picture a second; 0 where the model does not tell.
    `confidence` says how sure the model is, 0…1. `side` is `left` or `right` for hands. `phase` is `started`,
    `now` or `stopped`. `source` is the page that saw it, `model` the model that recognised it.
    """

    label: str
    phase: str
    confidence: float
    x: float | None
    y: float | None
    width: float | None
    height: float | None
    pointer_x: float | None
    pointer_y: float | None
    speed: float
    side: str | None
    model: str
    source: str
    trace: str | None
    stamps: dict[str, float]
    sense: Sense = "see"

    @classmethod
    def of(cls, seen: Seen) -> "Sight":
        """The sight that a message tells of."""
        return cls(
            label=seen.label,
            phase=seen.phase,
            confidence=seen.confidence,
            x=seen.x,
            y=seen.y,
            width=seen.width,
            height=seen.height,
            pointer_x=_told(seen.pointer_x, seen.x),
            pointer_y=_told(seen.pointer_y, seen.y),
            speed=_told(seen.speed, 0.0),
            side=seen.side,
            model=seen.model,
            source=seen.source or "",
            trace=seen.trace,
            stamps=dict(seen.stamps),
            sense=seen.sense,
        )


def _told(value: float | UnsetType | None, otherwise: _Other) -> float | _Other:
    return otherwise if value is None or value is UNSET else value


@dataclass(frozen=True, eq=False)
class Handler:
    """A function of the recipe and how to call it; each registration is a handler of its own."""

    function: Callable[..., Any]
    takes_event: bool

    def __call__(self, event: Sight | None) -> None:
        """Calls the function, with the event where it takes one."""
        if self.takes_event:
            self.function(event)
        else:
            self.function()


@dataclass(eq=False)
class Expectation:
    """Somebody waits for a label, by one sense or by any; `sight` is filled when it comes, however short."""

    label: str
    sense: Sense | None = None
    sight: Sight | None = None

    def fits(self, sight: Sight) -> bool:
        """Whether this is what is waited for."""
        return sight.label == self.label and self.sense in (None, sight.sense)


@dataclass
class _Timer:
    handler: Handler
    seconds: float
    due: float


class Loop:
    """Holds the handlers, what is seen now, and which handlers wait to be run.

    A handler waits at most once: when its event repeats before it was run, the newest event counts.
    Handlers run in the order in which they began to wait, so that none starves.
    """

    def __init__(self) -> None:
        self._handlers: dict[tuple[Kind, Sense, str], list[Handler]] = {}
        self._timers: list[_Timer] = []
        self._seen: dict[tuple[Sense, str], dict[str, Sight]] = {}
        self._waiting: dict[Handler, Sight | None] = {}
        self._expectations: list[Expectation] = []

    @property
    def listens(self) -> bool:
        """Whether there is anything that could still happen."""
        return bool(self._handlers or self._timers or self._waiting)

    @property
    def labels(self) -> set[tuple[Sense, str]]:
        """The labels that have handlers, with their senses."""
        return {(sense, label) for _, sense, label in self._handlers}

    def add(self, kind: Kind, label: str, handler: Handler, sense: Sense = "see") -> None:
        """Runs `handler` when `label` starts or stops being noticed, or again and again while it is."""
        self._handlers.setdefault((kind, sense, label), []).append(handler)

    def add_once(self, handler: Handler) -> None:
        """Runs `handler` as soon as possible, once."""
        self._waiting.setdefault(handler, None)

    def add_timer(self, seconds: float, handler: Handler, now: float) -> None:
        """Runs `handler` every so many seconds, first when they have passed."""
        self._timers.append(_Timer(handler, seconds, now + seconds))

    def sight(self, label: str, sense: Sense | None = "see") -> Sight | None:
        """The newest sight of a label that is noticed now, by one sense or (None) by any; None where it is not."""
        senses: tuple[Sense, ...] = ("see", "hear", "touch") if sense is None else (sense,)
        for each in senses:
            if sights := self._seen.get((each, label)):
                return next(reversed(sights.values()))
        return None

    def expect(self, label: str, sense: Sense | None = None) -> Expectation:
        """Begins to wait for a label, by one sense or (None) by any; `forget` it afterwards."""
        expectation = Expectation(label, sense, self.sight(label, sense))
        self._expectations.append(expectation)
        return expectation

    def forget(self, expectation: Expectation) -> None:
        """Ends what `expect` began."""
        self._expectations.remove(expectation)

    def feed(self, sight: Sight) -> None:
        """Takes an event in: what is seen now, and who has to be told.

        A source that says twice that something started is heard once. A label that lasts already when we
        begin to listen counts as seen, but did not start for us.
        """
        sights = self._seen.setdefault((sight.sense, sight.label), {})
        known = sights.pop(sight.source, None) is not None
        if sight.phase == "stopped":
            if known:
                self._end_following(sight)
                self._wait("stops", sight)
            return
        sights[sight.source] = sight
        for expectation in self._expectations:
            if expectation.fits(sight):
                expectation.sight = sight
        if sight.phase == "started" and not known:
            self._wait("starts", sight)
        self._wait("while", sight)

    def end_all(self) -> None:
        """Nothing is noticed any more, because whoever told of it is gone."""
        for sights in [list(each.values()) for each in self._seen.values()]:
            for sight in sights:
                self.feed(replace(sight, phase="stopped", confidence=0.0, trace=None, stamps={}))

    def next(self, now: float) -> tuple[Handler, Sight | None] | None:
        """Takes the handler that is to run now, with its event; None where nothing waits."""
        self._ring(now)
        for handler in self._waiting:
            return handler, self._waiting.pop(handler)
        return None

    def due(self) -> float | None:
        """When the next timer rings; None without timers."""
        return min((timer.due for timer in self._timers), default=None)

    def _handlers_of(self, kind: Kind, sight: Sight) -> Iterable[Handler]:
        return self._handlers.get((kind, sight.sense, sight.label), ())

    def _wait(self, kind: Kind, sight: Sight) -> None:
        for handler in self._handlers_of(kind, sight):
            self._waiting[handler] = sight

    def _end_following(self, sight: Sight) -> None:
        """What has ended is followed no longer; another source that still sees it takes over."""
        for handler in self._handlers_of("while", sight):
            waiting = self._waiting.get(handler)
            if waiting is not None and waiting.source == sight.source:
                del self._waiting[handler]

    def _ring(self, now: float) -> None:
        for timer in self._timers:
            if timer.due <= now:
                missed = (now - timer.due) // timer.seconds
                timer.due = max(timer.due + (missed + 1) * timer.seconds, now + timer.seconds / 2)
                self._waiting.setdefault(timer.handler, None)
