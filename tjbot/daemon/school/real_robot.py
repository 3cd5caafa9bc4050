"""The real robot in a class: whoever has it has it with their own robot, until it is somebody else's or nobody's."""

import asyncio
import logging
from contextlib import suppress

from tjbot.daemon.body_names import REAL_BODY, THE_REAL_ROBOT, THE_ROBOT_ITSELF
from tjbot.daemon.robot import Robot
from tjbot.daemon.school.own_parts import OwnEars, OwnEyes
from tjbot.daemon.school.own_robots import OwnRobots
from tjbot.errors import TJBotError
from tjbot.protocol.messages import Seen, State
from tjbot.robot.part import Answer
from tjbot.robot.parts.eyes import Eyes

log = logging.getLogger(__name__)


class RealRobot:
    """Couples the real robot to one own robot at a time.

    Args:
        robot: the robot.
        own_robots: the pupils' own ones.
    """

    def __init__(self, robot: Robot, own_robots: OwnRobots) -> None:
        self._robot = robot
        self._own_robots = own_robots
        robot.coupling.done = self._done
        robot.bus.subscribe(State, self._part_changed)
        robot.bus.subscribe(Seen, self._noticed)

    def give_to(self, body: str | None) -> None:
        """The real robot moves with an own robot from now on, or with none; whoever had it leaves it at rest."""
        robot, before = self._robot, self._robot.coupling.holder
        if before == body:
            return
        robot.coupling.holder = None
        if before is not None:
            robot.halt(REAL_BODY)
            robot.rest(REAL_BODY)
            if before in robot.bodies:
                robot.tell_seen(before, robot.sights[before].leave(THE_REAL_ROBOT))
                self._own_robots.forget(before)
        if body is None:
            return
        if robot.stop_recipes(REAL_BODY, "A pupil has the real robot now."):
            robot.halt(REAL_BODY)
        robot.coupling.holder = body
        self._own_robots.follow(body)
        for seen in robot.sights[REAL_BODY].all():
            self._noticed(REAL_BODY, seen)
        self._open_ears(body)

    def _part_changed(self, body: str, state: State) -> None:
        holder = self._robot.coupling.holder
        if body == REAL_BODY and holder is not None:
            for part in state.parts:
                self._own_robots.follow(holder, part)

    def _noticed(self, body: str, seen: Seen) -> None:
        """What the real robot's own parts notice is noticed for whoever has it."""
        holder = self._robot.coupling.holder
        if body == REAL_BODY and seen.source == THE_ROBOT_ITSELF and holder is not None:
            self._robot.notice(holder, THE_REAL_ROBOT, seen)

    def _open_ears(self, body: str) -> None:
        """A recipe that listens already does so with the real robot's ears, too."""
        own = self._robot.bodies[body].part("ears")
        if isinstance(own, OwnEars) and own.open_for is not None:
            with suppress(TJBotError):
                opening = self._robot.real.begin("open_ears", {"words": own.open_for})
                opening.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _done(self, body: str, action: str, answer: Answer) -> None:
        """A picture that was taken for a pupil is theirs, and nobody else's."""
        own = self._robot.bodies[body].part("eyes") if body in self._robot.bodies else None
        if action == "look" and isinstance(own, OwnEyes) and isinstance(answer.value, str):
            await self._bring(answer.value, own)

    async def _bring(self, name: str, own: OwnEyes) -> None:
        eyes = self._robot.real.part("eyes")
        if not isinstance(eyes, Eyes):
            return
        try:
            jpeg = await asyncio.to_thread(eyes.pictures.path(name).read_bytes)
            await own.receive(name, jpeg)
            await eyes.forget(name)
        except (TJBotError, OSError) as error:
            log.warning("A picture was not handed to the pupil who took it (%s).", type(error).__name__)
