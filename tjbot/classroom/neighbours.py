"""The robots in this network, as they tell of themselves."""

import asyncio
import time
from collections.abc import Callable

from zeroconf import DNSQuestionType, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo

from tjbot.classroom.robots import SERVICE, FoundRobot, found_robot, label_of

MOST_ROBOTS = 60
"""So many are told of: two classes full. Whoever is in the network can make up more."""

MOST_REMEMBERED = 200
"""So many that were once there are asked before those of whom nothing but a name was ever heard."""

ASKED_AT_ONCE = 20
ANSWER_MILLISECONDS = 1500
SILENT_SECONDS = 60
"""For so long somebody who did not answer is not asked again."""

# Questions are asked aloud. An answer to this computer alone reaches only one of those who listen at the port, and
# beside us that may be the system's avahi.
ALOUD = DNSQuestionType.QM


class Neighbours:
    """Listens to robots that come and go, as long as it is open.

    Args:
        zeroconf: the open sockets.
        changed: called on the event loop whenever what was heard of a robot changes.
    """

    def __init__(self, zeroconf: Zeroconf, changed: Callable[[], None] = lambda: None) -> None:
        self._zeroconf = zeroconf
        self._changed = changed
        self._silent: dict[str, float] = {}
        self._remembered: dict[str, None] = {}
        self._asking: asyncio.Task[None] | None = None
        self._browser = AsyncServiceBrowser(zeroconf, SERVICE, handlers=[self._hear], question_type=ALOUD)

    async def close(self) -> None:
        """Listens no more."""
        if self._asking:
            self._asking.cancel()
            await asyncio.wait([self._asking])
        await self._browser.async_cancel()

    @property
    def more(self) -> bool:
        """Whether there are more than are told of."""
        return len(self._names()) > MOST_ROBOTS

    async def robots(self) -> list[FoundRobot]:
        """The robots that are there now, by name; asks those of whom nothing was heard for two minutes.

        However many ask at the same time, the network is asked once.
        """
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        await asyncio.shield(self._asking)
        return self.known()

    def known(self) -> list[FoundRobot]:
        """The robots of whom enough is known, by name; asks nobody."""
        found: dict[str, FoundRobot] = {}
        for name in self._names():
            if len(found) < MOST_ROBOTS and (robot := self._known(name)):
                found[robot.label] = robot
                self._remember(name)
        return sorted(found.values(), key=lambda robot: (robot.name.lower(), robot.label))

    async def _ask(self) -> None:
        now = time.monotonic()
        self._silent = {name: until for name, until in self._silent.items() if until > now}
        room = MOST_ROBOTS - len(self.known())
        heard = self._names()
        first = [name for name in heard if name in self._remembered]
        unknown = [name for name in (*first, *heard) if name not in self._silent and not self._known(name)]
        asked = list(dict.fromkeys(unknown))[: min(ASKED_AT_ONCE, room)]
        await asyncio.gather(*(self._ask_one(name) for name in asked))

    async def _ask_one(self, name: str) -> None:
        info = AsyncServiceInfo(SERVICE, name)
        if not await info.async_request(self._zeroconf, ANSWER_MILLISECONDS, ALOUD):
            self._silent[name] = time.monotonic() + SILENT_SECONDS

    def _known(self, name: str) -> FoundRobot | None:
        # Of most that are made up only the name was heard: that costs one look.
        if not self._zeroconf.cache.entries_with_name(name):
            return None
        info = AsyncServiceInfo(SERVICE, name)
        if not info.load_from_cache(self._zeroconf):
            return None
        return found_robot(info.name, info.server, info.port, info.properties, info.parsed_addresses())

    def _remember(self, name: str) -> None:
        self._remembered.pop(name, None)
        self._remembered[name] = None
        if len(self._remembered) > MOST_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]

    def _names(self) -> list[str]:
        """The services that were heard of, the oldest first: what is made up later pushes no robot out."""
        names = (getattr(entry, "alias", "") for entry in self._zeroconf.cache.entries_with_name(SERVICE))
        return [name for name in names if label_of(name)]

    def _hear(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        self._silent.pop(name, None)
        self._changed()
