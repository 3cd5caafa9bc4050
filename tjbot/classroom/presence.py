"""That this robot is here: a name that nobody else has, told to the network, and defended or given up.

The service's own name is the computer's, so that one name leads to both. Whether somebody else in this computer (on
Raspberry Pi OS: avahi) answers for that name is found out by asking the network, whoever it is. Then the robot tells
no addresses for it: two who do so would each believe that the other is a stranger who took its name, and avahi would
rename the computer.
"""

import asyncio
from collections.abc import Callable, Sequence

from zeroconf import (  # type: ignore[attr-defined]
    AddressResolver,
    NonUniqueNameException,
    RecordUpdate,
    RecordUpdateListener,
    ServiceInfo,
    Zeroconf,
)

from tjbot.classroom.addresses import Reach
from tjbot.classroom.neighbours import ALOUD
from tjbot.classroom.robots import SERVICE, Announcement, number_in

HOLDER_MILLISECONDS = 2500
"""For so long whoever may answer for a computer's name is waited for; avahi needs about a second with a new address."""

MOST_RENAMINGS = 10
"""Robots agree after one or two; who goes on to take names away means ill."""

_TXT = 16


class Presence(RecordUpdateListener):
    """The robot in the network, as long as it is open.

    Args:
        zeroconf: the open sockets.
        announcement: what is told.
        labels: the names that the robot would have, the best one first.
        reach: where it is reached; only with an address it begins to tell.
        changed: called on the event loop when another name holds.
    """

    def __init__(
        self,
        zeroconf: Zeroconf,
        announcement: Announcement,
        labels: Sequence[str],
        reach: Reach,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.label = ""
        """The name that holds; empty until it is clear that nobody else has it."""
        self.contested = False
        """Whether somebody took away so many names that the robot gave up."""
        self._zeroconf = zeroconf
        self._announcement = announcement
        self._wanted = labels
        self._reach = reach
        self._changed = changed
        self._info: ServiceInfo | None = None
        self._holds_host = False
        self._lost: set[str] = set()
        self._work: asyncio.Task[None] | None = None
        self._again = False
        self._telling: asyncio.Task[None] | None = None
        zeroconf.async_add_listener(self, None)
        self.look_again()

    async def close(self) -> None:
        """Says goodbye."""
        self._zeroconf.async_remove_listener(self)
        for running in (self._work, self._telling):
            if running and not running.done():
                running.cancel()
                await asyncio.wait([running])
        await self._zeroconf.async_unregister_all_services()

    def reached_at(self, reach: Reach) -> None:
        """From now on answers with other addresses."""
        self._reach = reach
        if self._info:
            self._info = self._service(self.label)
            self._zeroconf.registry.async_update(self._info)
            # What was heard of this computer before is no answer any more.
            cache = self._zeroconf.cache
            cache.async_remove_records(cache.entries_with_name(self._info.server or ""))

    def look_again(self) -> None:
        """Finds out in the background whether the name still holds, takes another one if not, and tells it."""
        self._again = True
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._look())

    def async_update_records(self, zc: Zeroconf, now: float, records: list[RecordUpdate]) -> None:
        """Looks at what was heard for somebody who has the same name; zeroconf calls it on the event loop."""
        for record in (update.new for update in records):
            if self._info and record.key == self._info.key and record.type == _TXT and not record.is_expired(now):
                number = number_in(record.text)  # type: ignore[attr-defined]
                if number != self._announcement.number:
                    self._meet(number)

    def async_update_records_complete(self) -> None:
        """Nothing is left to do after a batch."""

    def _meet(self, number: str) -> None:
        """Two have the name: the higher number keeps it and says so, the other takes the next name."""
        if self._announcement.number > number:
            self._tell()
        elif len(self._lost) < MOST_RENAMINGS:
            self._lost.add(self.label)
            # Without a goodbye, which would be heard as that of the other one.
            self._withdraw()
            self.look_again()
        else:
            self.contested = True

    async def _look(self) -> None:
        while self._again:
            self._again = False
            if not self._reach.addresses:
                continue
            if not self._info:
                await self._take_name()
            elif self._holds_host or (ours := await self._is_ours(self.label)) is True:
                self._tell()
            elif ours is None:
                self._hold(self.label, alone=True)
            else:
                await (await self._zeroconf.async_unregister_service(self._info))
                self._withdraw()
                await self._take_name()

    async def _take_name(self) -> None:
        """Finds the first name that is free, and tells it."""
        for label in self._wanted:
            if label in self._lost:
                continue
            holder = asyncio.create_task(self._is_ours(label))
            if await self._is_free(label) and (ours := await holder) is not False:
                self._hold(label, alone=ours is None)
                return
            holder.cancel()
        self.contested = True

    def _hold(self, label: str, *, alone: bool) -> None:
        """Has the name from now on; alone where nobody else in this computer answers for it."""
        self._holds_host = alone
        self.label = label
        self._info = self._service(label)
        self._tell()
        self._changed()

    def _withdraw(self) -> None:
        """Answers for the name no more."""
        if self._info:
            self._zeroconf.registry.async_remove(self._info)
            self._info = None
            self.label = ""
            self._changed()

    def _tell(self) -> None:
        """Announces the robot, a few times, as mDNS asks; not while that is being done."""
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._announce())

    async def _announce(self) -> None:
        if self._info:
            await (await self._zeroconf.async_update_service(self._info))

    async def _is_free(self, label: str) -> bool:
        """Whether no other robot has the name."""
        try:
            await self._zeroconf.async_check_service(self._service(label), allow_name_change=False)
        except NonUniqueNameException:
            return False
        return True

    async def _is_ours(self, label: str) -> bool | None:
        """Whether the computer of this name is this one; None where nobody answers for the name."""
        computer = AddressResolver(f"{label}.local.")
        if not await computer.async_request(self._zeroconf, HOLDER_MILLISECONDS, ALOUD):
            return None
        return not set(self._reach.addresses).isdisjoint(computer.parsed_addresses())

    def _service(self, label: str) -> ServiceInfo:
        return ServiceInfo(
            SERVICE,
            f"{label}.{SERVICE}",
            port=self._announcement.port,
            properties=self._announcement.properties(),
            server=f"{label}.local.",
            parsed_addresses=list(self._reach.addresses) if self._holds_host else [],
        )
