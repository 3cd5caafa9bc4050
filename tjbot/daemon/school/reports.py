"""What teachers are told of a class: all of it when something has changed, and in bundles how pupils' robots are."""

import asyncio
import time
from typing import Any

from tjbot.daemon.clients import Client
from tjbot.daemon.robot import Robot
from tjbot.daemon.school.pupils import PupilRecord
from tjbot.daemon.school.rules import ClassRules
from tjbot.protocol.class_messages import Class, ClassState, Pupil, Robots, RunningRecipe, Turn
from tjbot.protocol.messages import Output, State

BUNDLE_SECONDS = 0.1
"""What has changed is told at most so often."""

MOST_LETTERS = 600
"""Of what a recipe complained of in the end."""


class Complaints:
    """What pupils' last recipes ended with. Pure."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}
        self._noticed: dict[str, str] = {}
        self._ended: dict[str, tuple[str, float]] = {}

    def begin(self, body: str) -> None:
        """A recipe begins."""
        for each in (self._said, self._noticed, self._ended):
            each.pop(body, None)

    def hear(self, body: str, output: Output) -> None:
        """A recipe, or who runs it, says something."""
        if output.stream == "stderr":
            self._said[body] = (self._said.get(body, "") + output.text)[-MOST_LETTERS:]
        elif output.stream == "notice":
            self._noticed[body] = output.text[-MOST_LETTERS:]

    def end(self, body: str, now: float, *, lost: bool) -> None:
        """A recipe is over; `lost` where it neither came to its end nor was stopped."""
        said, noticed = self._said.pop(body, "").strip(), self._noticed.pop(body, "")
        if lost:
            self._ended[body] = (said or noticed or "The recipe ended with an error.", now)

    def of(self, body: str) -> tuple[str, float] | None:
        """What the last recipe of a body ended with, and when."""
        return self._ended.get(body)


class Reports:
    """Tells teachers of a class.

    Args:
        robot: the robot.
        rules: how the class is now.
    """

    def __init__(self, robot: Robot, rules: ClassRules) -> None:
        self._robot = robot
        self._rules = rules
        self._timer: asyncio.TimerHandle | None = None
        self._changed = False
        self._parts: dict[str, set[str]] = {}
        self._told: Class | None = None
        self.complaints = Complaints()
        robot.bus.subscribe(State, self._heard_of)
        robot.bus.subscribe(Output, self.complaints.hear)

    def changed(self) -> None:
        """Something about the class has changed."""
        self._changed = True
        self._soon()

    def part_changed(self, body: str, part: str) -> None:
        """A part of a pupil's robot has another reading."""
        self._parts.setdefault(body, set()).add(part)
        self._soon()

    def card(self) -> Class:
        """All of the class."""
        rules, queue, here = self._rules, self._rules.queue, self._rules.here()
        return Class(
            open=rules.is_open,
            locked=rules.locked,
            handing=queue.handing,
            slice_seconds=queue.slice_seconds,
            message=rules.message,
            turn=None if queue.holder is None else Turn(pupil=queue.holder, ends_at=rules.ends_at()),
            queue=[*queue.waiting],
            pupils=[self._entry(pupil, connected=pupil.id in here) for pupil in rules.pupils],
        )

    def greet(self, client: Client) -> None:
        """Tells a client all that is so now."""
        now = time.monotonic()
        client.put(ClassState(time=now, class_=self.card()))
        own = [pupil.body for pupil in self._rules.open_pupils()]
        client.put(Robots(time=now, robots={body: self._robot.bodies[body].readings() for body in own}))

    def close(self) -> None:
        """Tells nobody anything more."""
        if self._timer:
            self._timer.cancel()

    def _entry(self, pupil: PupilRecord, *, connected: bool) -> Pupil:
        error, since = self.complaints.of(pupil.body) or (None, None)
        lesson = self._robot.courses.state(pupil.body)
        goals = lesson.goals if lesson else []
        return Pupil(
            id=pupil.id,
            name=pupil.name,
            body=pupil.body,
            connected=connected,
            recipe=self._recipe(pupil.body),
            error=error,
            error_since=since,
            goals_reached=sum(goal.reached for goal in goals),
            goals=len(goals),
            lesson=lesson.title if lesson else None,
        )

    def _recipe(self, body: str) -> RunningRecipe | None:
        run = self._robot.recipes.running(body)
        if run is not None:
            return RunningRecipe(file=run.file, title=run.title)
        names = (client.name for client in self._robot.clients.on(body) if client.role == "recipe")
        name = next(names, None)
        return None if name is None else RunningRecipe(file=name, title=name)

    def _heard_of(self, body: str, state: State) -> None:
        if state.about is not None and state.about.pupil:
            self.changed()

    def _watchers(self) -> list[Client]:
        return [client for client in self._robot.clients.all() if "class" in client.wants]

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(BUNDLE_SECONDS, self._tell)

    def _tell(self) -> None:
        self._timer = None
        now, watchers = time.monotonic(), self._watchers()
        parts, self._parts = self._parts, {}
        changed, self._changed = self._changed, False
        if not watchers:
            self._told = None
            return
        if changed and (class_now := self.card()) != self._told:
            self._told = class_now
            _put(watchers, ClassState(time=now, class_=class_now))
        readings: dict[str, dict[str, dict[str, Any]]] = {
            body: {part: self._robot.bodies[body].reading(part) for part in names}
            for body, names in parts.items()
            if body in self._robot.bodies
        }
        if readings:
            _put(watchers, Robots(time=now, robots=readings))


def _put(watchers: list[Client], report: ClassState | Robots) -> None:
    for client in watchers:
        client.put(report)
