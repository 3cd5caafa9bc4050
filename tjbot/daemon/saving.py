"""Holds everything still that the robot keeps on its disk, so that a backup is of one moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager


class Saving:
    """The locks under which the robot writes what it keeps; whoever writes takes one, a backup takes all."""

    def __init__(self) -> None:
        self._locks: list[asyncio.Lock] = []

    def lock(self) -> asyncio.Lock:
        """A new lock, for one kind of things that are written one after the other."""
        return self.add(asyncio.Lock())

    def add(self, lock: asyncio.Lock) -> asyncio.Lock:
        """Takes in a lock that somebody has already, and returns it."""
        self._locks.append(lock)
        return lock

    @asynccontextmanager
    async def still(self) -> AsyncIterator[AsyncExitStack]:
        """Nothing is being written while the block lasts.

        Whoever takes everything out of the stack that it gives (`pop_all`) keeps it still for good.
        """
        async with AsyncExitStack() as stack:
            # Always in the same order, so that two who want all do not wait for each other.
            for lock in self._locks:
                await stack.enter_async_context(lock)
            yield stack
