"""Builds pupils' own robots: simulated bodies with the parts and the limits of the real one."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from tjbot.config import Configuration
from tjbot.daemon.belongings import Belongings
from tjbot.daemon.library import Library
from tjbot.daemon.robot import THE_ROBOT_ITSELF, Robot
from tjbot.daemon.school.own_parts import SensesOfTheRealOne, own_kind
from tjbot.daemon.smoothing_file import SmoothingFile
from tjbot.errors import TJBotError
from tjbot.pins.simulated import simulated_factory
from tjbot.robot.body import Body


class OwnRobots:
    """The own robots of a class in a robot.

    Args:
        robot: among whose bodies they are.
        changed: called with the body and the part whenever a reading has changed.
    """

    def __init__(self, robot: Robot, changed: Callable[[str, str], None]) -> None:
        self._robot = robot
        self._changed = changed

    def add(self, name: str, home: Path) -> None:
        """Builds one, at rest; as the real robot is set up now.

        Args:
            name: the body's.
            home: where it keeps its recipes, what they remember, its pictures and how eager its words are.
        """
        robot = self._robot
        settings = robot.real.settings()
        kinds = [own_kind(kind) for kind in settings]

        def changed(part: str) -> None:
            robot.part_changed(name, part)
            self._changed(name, part)

        body = Body(
            name,
            simulated_factory(forgetful=True),
            kinds,
            changed,
            noticed=lambda seen: robot.notice(name, THE_ROBOT_ITSELF, seen),
            home=home,
        )
        body.start(Configuration(parts={kind.name: msgspec.to_builtins(each) for kind, each in settings.items()}))
        shared = robot.library
        robot.add(body, Belongings(Library(home, shared.gallery, like=shared), SmoothingFile(home)))

    async def set_up(self, name: str, part: str) -> None:
        """Builds a part of an own robot anew, with the settings that it has on the real one now."""
        body = self._robot.bodies.get(name)
        settings = next((each for kind, each in self._robot.real.settings().items() if kind.name == part), None)
        if body is None or settings is None:
            return

        async def keep() -> None:
            """The real robot has written them down."""

        with suppress(TJBotError):
            await body.reconfigure(part, settings, keep)

    def follow(self, name: str, part: str | None = None) -> None:
        """Shows on an own robot what the real one's sensors tell.

        Args:
            name: the own robot's.
            part: which of them; None for all.
        """
        for each, own in self._sensors(name):
            if part in (None, each):
                own.follow(self._robot.real.reading(each))

    def forget(self, name: str) -> None:
        """An own robot has the real one's sensors no longer."""
        for _, own in self._sensors(name):
            own.follow(None)

    def _sensors(self, name: str) -> list[tuple[str, SensesOfTheRealOne]]:
        body = self._robot.bodies.get(name)
        parts = {} if body is None else {each: body.part(each) for each in body.readings()}
        return [(each, part) for each, part in parts.items() if isinstance(part, SensesOfTheRealOne)]
