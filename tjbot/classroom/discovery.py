"""mDNS: the robot tells the network that it is here, and hears of the others, whatever becomes of the Wi-Fi."""

import asyncio
import errno
import logging
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import msgspec
from zeroconf import IPVersion, Zeroconf
from zeroconf.asyncio import AsyncZeroconf

from tjbot.classroom.addresses import AddressNews, Reach, reach_of
from tjbot.classroom.neighbours import Neighbours
from tjbot.classroom.presence import Presence
from tjbot.classroom.robots import Announcement, FoundRobot

# Of a Wi-Fi that goes and comes back it warns at length; what matters is told by `trouble`.
logging.getLogger("zeroconf").setLevel(logging.ERROR)


class Discovery:
    """The robot among the robots of the room, as long as it is open.

    Args:
        announcement: what is told of this robot.
        labels: the names that it would have, the best one first.
        listen: the address that it listens at.
        changed: called on the event loop when another name holds or a robot came, changed or went.

    Raises:
        OSError: another program keeps the port of mDNS for itself.
    """

    def __init__(
        self, announcement: Announcement, labels: Sequence[str], listen: str, changed: Callable[[], None] = lambda: None
    ) -> None:
        self._listen = listen
        self._reach = reach_of(listen)
        self._zeroconf = open_sockets(self._reach)
        self._presence = Presence(self._zeroconf, announcement, labels, self._reach, changed)
        self.neighbours = Neighbours(self._zeroconf, changed)
        self._moving: asyncio.Task[None] | None = None
        self._news = AddressNews(self._hear_of_addresses)

    async def close(self) -> None:
        """Says goodbye to the others and closes; takes about a quarter of a second."""
        self._news.close()
        if self._moving:
            self._moving.cancel()
            await asyncio.wait([self._moving])
        await self.neighbours.close()
        await self._presence.close()
        await close_sockets(self._zeroconf)

    @property
    def label(self) -> str:
        """The name that holds; empty until it is clear that nobody else has it."""
        return self._presence.label

    @property
    def trouble(self) -> tuple[str, str]:
        """What is wrong, as a sentence, and what to try; both empty where nothing is."""
        if not self._reach.addresses:
            return "The robot is in no network.", "Connect it with the Wi-Fi or plug in a cable; it notices by itself."
        if self._presence.contested:
            return (
                "Somebody in this network takes away every name that the robot takes.",
                "Open it by the number of its address, and ask whoever runs the network to look for the culprit.",
            )
        return "", ""

    async def robots(self) -> list[FoundRobot]:
        """The robots that are there now, this one marked."""
        return [self._marked(robot) for robot in await self.neighbours.robots()]

    def _marked(self, robot: FoundRobot) -> FoundRobot:
        return msgspec.structs.replace(robot, this=True) if robot.label == self.label else robot

    def _hear_of_addresses(self) -> None:
        if self._moving is None or self._moving.done():
            self._moving = asyncio.create_task(self._move())

    async def _move(self) -> None:
        """Follows this computer to where it is reached now."""
        while (reach := reach_of(self._listen)) != self._reach:
            self._reach = reach
            # First, because the old addresses must not be told in a new network.
            self._presence.reached_at(reach)
            await self._zeroconf.async_update_interfaces(list(reach.cards), _version(reach))
            self._presence.look_again()


def open_sockets(reach: Reach, *, asking_only: bool = False) -> Zeroconf:
    """Opens the port of mDNS at all cards of `reach`.

    Args:
        reach: where this computer is reached.
        asking_only: only to ask, from a port of its own, where another program keeps that of mDNS for itself.

    Raises:
        OSError: the port cannot be shared.
    """
    return Zeroconf(list(reach.cards), unicast=asking_only, ip_version=_version(reach))


async def close_sockets(sockets: Zeroconf) -> None:
    """Closes what `open_sockets` opened."""
    await AsyncZeroconf(zc=sockets).async_close()


@asynccontextmanager
async def listening(changed: Callable[[], None] = lambda: None) -> AsyncIterator[Neighbours]:
    """Hears of the robots in this network without being one.

    Raises:
        OSError: nothing can be asked here.
    """
    reach = reach_of("::")
    if not reach.cards:
        raise OSError(errno.ENETDOWN, os.strerror(errno.ENETDOWN))
    try:
        sockets = open_sockets(reach)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sockets = open_sockets(reach, asking_only=True)
    neighbours = Neighbours(sockets, changed)
    try:
        yield neighbours
    finally:
        await neighbours.close()
        await close_sockets(sockets)


def _version(reach: Reach) -> IPVersion:
    return IPVersion.All if reach.has_ipv6 else IPVersion.V4Only
