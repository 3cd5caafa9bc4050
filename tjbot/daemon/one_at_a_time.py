"""What waits for the disk is done on a thread, one after the other, while the robot moves on."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from tjbot.daemon.robot import Robot
from tjbot.errors import RefusedError

T = TypeVar("T")


class OneAtATime:
    """One kind of things that are written one after the other; a backup holds them still.

    Args:
        robot: whose they are.
    """

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._lock = robot.saving.lock()

    @property
    def is_busy(self) -> bool:
        """Whether something is being written now."""
        return self._lock.locked()

    async def __call__(self, work: Callable[[], T]) -> T:
        """Does some work when it is its turn; returns what the work returns.

        Raises:
            RefusedError: the robot is stopping.
        """
        async with self._lock:
            if self._robot.closing:
                raise RefusedError("The robot is stopping.", "Start it again.")
            return await asyncio.to_thread(work)
