"""A pupil's own robot moves the real one with it while the real one is theirs."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tjbot.daemon.body_names import REAL_BODY
from tjbot.errors import HaltedError, TJBotError
from tjbot.robot.body import Body
from tjbot.robot.part import Answer


class Coupling:
    """Which body has the real one, if any. Whatever that body is told, the real one is told too.

    Args:
        bodies: all of the robot's.
    """

    def __init__(self, bodies: Mapping[str, Body]) -> None:
        self._bodies = bodies
        self.holder: str | None = None
        """The body that moves the real one with it."""
        self.done: Callable[[str, str, Answer], Awaitable[None]] = _nothing
        """Called with a body, an action and its answer when the real robot has done it for that body."""
        self._tasks: set[asyncio.Task[Answer]] = set()

    def moved_with(self, body: str) -> list[str]:
        """The bodies that move where one is told to: itself, and the real one where that is its."""
        return [body, REAL_BODY] if body == self.holder else [body]

    def begin(self, body: str, action: str, arguments: dict[str, Any]) -> asyncio.Task[Answer]:
        """Begins an action of a body, as `Body.begin` does; on the real one, too, where it is its. The answer is the
        real one's then, unless somebody else halts that meanwhile: the own one goes on.

        Raises:
            TJBotError: as `Body.begin`.
        """
        if body != self.holder:
            return self._bodies[body].begin(action, arguments)
        real = self._bodies[REAL_BODY].begin(action, arguments)
        own: asyncio.Task[Answer] | None = None
        try:
            own = self._bodies[body].begin(action, arguments)
        except TJBotError:
            # What only the real one can do (its camera, its microphone) is done by it alone.
            pass
        else:
            own.add_done_callback(_heard)
        both = asyncio.create_task(self._both(body, action, real, own))
        self._tasks.add(both)
        both.add_done_callback(self._tasks.discard)
        return both

    async def _both(
        self, body: str, action: str, real: asyncio.Task[Answer], own: asyncio.Task[Answer] | None
    ) -> Answer:
        try:
            answer = await real
        except HaltedError:
            if own is None:
                raise
            return await own
        await self.done(body, action, answer)
        return answer


def _heard(task: asyncio.Task[Answer]) -> None:
    """Nobody waits for it, so what went wrong must not be told as unheard."""
    if not task.cancelled():
        task.exception()


async def _nothing(body: str, action: str, answer: Answer) -> None:
    """What there is to do where there is no class."""
