"""A robot that is not there: it answers a recipe as the real one did in a saved run."""

import json
from collections.abc import Callable
from typing import Any

import msgspec

from tjbot.errors import HaltedError, RefusedError
from tjbot.protocol.messages import Command, Do, Done, Finding, Input, Message, Seen, State, Want, Welcome
from tjbot.protocol.values import Subject
from tjbot.recipe.api import Robot
from tjbot.recipe.lines import line_now
from tjbot.recipe.loop import Sight
from tjbot.recipe.verbs import Verb
from tjbot.replay.recording import DeedThen, Entry, OutcomeThen, Recording
from tjbot.replay.script import Known, Script
from tjbot.replay.steps import Step
from tjbot.replay.virtual_time import VirtualClock, VirtualCondition

_SAME_SECONDS = 0.25
"""So much later is the same moment: the recipe and its computer needed some time then."""

_LATE_SECONDS = 10.0
"""So much longer may take what came to its end by itself."""

_MOST_STEPS = 20_000


class Stage:
    """Stands for the robot, and for the connection to it.

    Args:
        recording: what happened then.
        finish: called with how the run ends, when the recording does or nobody knows how to go on; does not return.
    """

    def __init__(self, recording: Recording, finish: Callable[[str], None]) -> None:
        self._recording = recording
        self._finish = finish
        self._script = Script(recording)
        came_to_its_end = recording.ending in ("finished", "failed")
        end = recording.seconds + (_LATE_SECONDS if came_to_its_end else 0.0)
        script = self._script
        self.clock = VirtualClock(script.next_input, self._take, end, lambda: finish("cut"), script.is_held)
        self.steps: list[Step] = []
        self.met: list[Entry] = []
        self.welcome = self._welcome()
        self.url, self.ended_for_good = "replay", True
        self._robot: Robot | None = None
        self._before: dict[tuple[str, str | None, str], Seen] = {}
        self._kept: dict[str, Any] = {}

    def set_up(self, robot: Robot) -> None:
        """Puts itself in the place of a robot's connection."""
        changes: dict[str, Any] = {
            "_changed": VirtualCondition(self.clock),
            "_connect": lambda: self._connect(robot),
            "_next_task": self._patient(robot._next_task),
        }
        for name, value in changes.items():
            setattr(robot, name, value)

    def call(self, command: type[Command], **fields: Any) -> Done:
        """Answers a command as then."""
        if command is Do:
            outcome = self._do(fields["action"], fields["arguments"], fields["wait"])
        elif command is Input:
            outcome = self._do("input", {"prompt": fields["prompt"]} if fields["prompt"] else {})
            if not isinstance(outcome.value, str):
                self._finish("asks")
        else:
            given = {name: value for name, value in fields.items() if value is not None}
            outcome = self._do(str(command.__struct_config__.tag), given)
            self._kept[str(given.get("name"))] = given.get("value")
        return Done(id=0, value=outcome.value, note=outcome.note)

    def recall(self, name: str) -> Any:
        """What was remembered then, or in this run."""
        value = self._do("recall", {"name": name}).value
        return self._kept.get(name) if value is None else value

    def ask(self, what: Subject, picture: bytes | None = None) -> list[Finding]:
        """What models found then."""
        del picture
        found = self._do("ask", {"what": what}).value
        try:
            return msgspec.convert(found or [], list[Finding])
        except msgspec.ValidationError:
            return []

    def send(self, message: Message) -> None:
        """Takes a message that is not answered."""
        if isinstance(message, Want) and self._robot is not None and self._look("read") is None:
            self._robot._receive(State(time=self.clock.now, parts={part.name: {} for part in self.welcome.parts}))

    def measure_clock(self) -> float:
        """Both clocks are the same."""
        return 0.0

    def close(self) -> None:
        """There is nobody to say goodbye to."""

    def abandon(self) -> None:
        """There is nobody to leave."""

    def _welcome(self) -> Welcome:
        then = self._recording.head.robot
        return Welcome(
            protocol=1,
            version="",
            name="replay",
            body="real",
            client="recipe-1",
            time=0.0,
            parts=then.parts,
            labels=then.labels,
            offers=then.offers,
            models=then.models,
            simulated=True,
        )

    def _connect(self, robot: Robot) -> Any:
        if self._look("connect") is None:
            self._wait_for(self._script.connected_at)
        self._robot = robot
        actions = [action for part in self.welcome.parts for action in part.actions]
        robot._verbs = {action.name: Verb(action, robot._act) for action in actions}
        robot._connection = self  # type: ignore[assignment]
        for seen in self._before.values():
            robot._receive(msgspec.structs.replace(seen, phase="now"))
        return self

    def _look(self, word: str) -> Known | None:
        """Lets the recipe join its robot (`connect`) or first read its state (`read`), not before it did so then; gives
        what it did then, None where it did not.
        """
        known = self._script.match(Step(at=self.clock.now, word=word))
        if known is not None:
            self._wait_for(known.at)
            self.met.append(Entry(at=round(self.clock.now, 6), deed=DeedThen(id=0, word=word)))
        return known

    def _take(self, due: float) -> None:
        """Lets everything happen that was due at a moment."""
        now = self.clock.now
        for entry in self._script.take(due):
            self.met.append(msgspec.structs.replace(entry, at=round(now, 6)))
            if entry.seen is not None:
                seen = entry.seen.message()
                if self._robot is not None:
                    self._robot._receive(seen)
                elif seen.phase == "stopped":
                    self._before.pop((seen.sense, seen.source, seen.label), None)
                else:
                    self._before[seen.sense, seen.source, seen.label] = seen
            elif entry.state is not None and self._robot is not None:
                self._robot._receive(State(time=now, parts=entry.state))

    def _patient(
        self, next_task: Callable[[], tuple[Any, Sight | None] | None]
    ) -> Callable[[], tuple[Any, Sight | None] | None]:
        """Before the next function runs, the event has come that it was called with then."""

        def wait() -> tuple[Any, Sight | None] | None:
            cause = self._script.cause_at(self.clock.now + _SAME_SECONDS)
            if cause is not None:
                self._wait_for(cause)
            return next_task()

        return wait

    def _do(self, word: str, arguments: dict[str, Any], wait: bool = True) -> OutcomeThen:
        # As it would have travelled.
        given = json.loads(msgspec.json.encode(arguments))
        step = Step(at=self.clock.now, word=word, arguments=given, line=line_now())
        known = self._script.match(step)
        if known is not None and known.at - self.clock.now <= _SAME_SECONDS:
            self._wait_for(known.at)
        self.steps.append(msgspec.structs.replace(step, at=round(self.clock.now, 6)))
        if len(self.steps) > _MOST_STEPS:
            self._finish("stuck")
        return self._answer(word, known, wait)

    def _answer(self, word: str, known: Known | None, wait: bool) -> OutcomeThen:
        if known is None:
            if wait:
                self.clock.advance(self.clock.now + self._script.usual_seconds(word))
            return OutcomeThen(id=0)
        if known.outcome is None or known.answered_at is None:
            # It was still under way when the run ended.
            self.clock.advance(float("inf"))
            return OutcomeThen(id=0)
        took = known.answered_at - known.at
        is_then = abs(self.clock.now - known.at) <= _SAME_SECONDS
        self._wait_for(known.answered_at if is_then else self.clock.now + took)
        outcome = known.outcome
        if outcome.message is not None:
            raise (HaltedError if outcome.halted else RefusedError)(outcome.message, outcome.hint)
        return outcome

    def _wait_for(self, moment: float) -> None:
        if moment > self.clock.now:
            self.clock.advance(moment)
