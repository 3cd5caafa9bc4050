"""Writes a class down after every change, one write after the other, and never one that is not needed."""

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from tjbot.daemon.school.kept import ClassFolder, KeptClass

log = logging.getLogger(__name__)

T = TypeVar("T")


class Keeper:
    """Keeps what a class is at the moment of writing. The disk is waited for on a thread.

    Args:
        folder: where it is kept.
        now: tells how the class is now.
    """

    def __init__(self, folder: ClassFolder, now: Callable[[], KeptClass]) -> None:
        self._folder = folder
        self._now = now
        self._alone = asyncio.Lock()
        self._changed = False
        self._writing: asyncio.Task[None] | None = None
        self._failed = False

    def soon(self) -> None:
        """The class has changed."""
        self._changed = True
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())

    async def done(self) -> None:
        """Returns when all that has changed is on the disk, or the disk has refused it."""
        while self._writing is not None:
            await asyncio.wait([self._writing])

    async def alone(self, work: Callable[[], T]) -> T:
        """Does what waits for the disk while nothing else is written in the class's folder."""
        async with self._alone:
            return await asyncio.to_thread(work)

    async def _write(self) -> None:
        try:
            while self._changed:
                self._changed = False
                await self.alone(self._once(self._now()))
        finally:
            self._writing = None

    def _once(self, kept: KeptClass) -> Callable[[], None]:
        def write() -> None:
            try:
                self._folder.write(kept)
                self._failed = False
            except OSError as error:
                # The lesson goes on; a restart would begin with what was kept last.
                if not self._failed:
                    log.warning("The class cannot be written down (%s).", type(error).__name__)
                self._failed = True

        return write
