"""What happens in a replay that the recipe does not do itself, and what its questions are answered. Pure."""

from collections import deque
from dataclasses import dataclass

from tjbot.replay.recording import DeedThen, Entry, OutcomeThen, Recording
from tjbot.replay.steps import Step

_AHEAD = 50
"""So far it is looked for a deed that the recipe did before, where it does something else now."""


@dataclass(frozen=True)
class Known:
    """Something that the recipe did before, and what came of it, if that was seen."""

    at: float
    deed: DeedThen
    outcome: OutcomeThen | None
    answered_at: float | None

    @property
    def step(self) -> Step:
        """The same, to be compared."""
        return Step(at=self.at, word=self.deed.word, arguments=self.deed.arguments, line=self.deed.line)


class Script:
    """A saved run, as what the recipe meets when it runs again."""

    def __init__(self, recording: Recording) -> None:
        self._inputs = deque(entry for entry in recording.entries if entry.is_input)
        self._known = _known(recording)
        self._place = 0
        self._connected = next((known for known in self._known if known.deed.word == "connect"), None)

    @property
    def connected_at(self) -> float:
        """When the recipe met the robot."""
        return 0.0 if self._connected is None else self._connected.at

    def next_input(self) -> float | None:
        """When something happens next; None for nothing more."""
        return self._inputs[0].at if self._inputs else None

    def take(self, due: float) -> list[Entry]:
        """All that happened up to a moment."""
        taken = []
        while self._inputs and self._inputs[0].at <= due:
            taken.append(self._inputs.popleft())
        return taken

    def cause_at(self, until: float) -> float | None:
        """When the event comes that the recipe's next deed is an answer to, where that is still to come, but soon."""
        cause = next((known.deed.trace for known in self._known[self._place : self._place + 1]), None)
        if cause is None:
            return None
        return next(
            (entry.at for entry in self._inputs if entry.seen and entry.seen.trace == cause and entry.at <= until), None
        )

    def is_held(self, moment: float) -> bool:
        """Whether the recipe did something that it has yet to do before what happened at a moment."""
        upcoming = next(
            (known for known in self._known[self._place :] if known.deed.word not in ("connect", "read")), None
        )
        return upcoming is not None and upcoming.at <= moment

    def match(self, step: Step) -> Known | None:
        """What the recipe did before in place of a step: the same, a little later the same, or the like."""
        ahead = self._known[self._place : self._place + _AHEAD]
        same = next((index for index, known in enumerate(ahead) if known.step.key == step.key), None)
        alike = next((index for index, known in enumerate(ahead) if known.deed.word == step.word), None)
        found = same if same is not None else alike
        if found is None:
            return None
        self._place += found + 1
        return ahead[found]

    def usual_seconds(self, word: str) -> float:
        """How long something takes, as it did the first time."""
        times = (known.answered_at - known.at for known in self._known if known.deed.word == word and known.answered_at)
        return next(times, 0.0)


def _known(recording: Recording) -> list[Known]:
    outcomes = {entry.outcome.id: (entry.outcome, entry.at) for entry in recording.entries if entry.outcome}
    known = []
    for entry in recording.entries:
        if entry.deed:
            # What is not answered has no number of its own.
            asked = entry.deed.word not in ("connect", "read")
            outcome, at = outcomes.get(entry.deed.id, (None, None)) if asked else (None, None)
            known.append(Known(entry.at, entry.deed, outcome, at))
    return known
