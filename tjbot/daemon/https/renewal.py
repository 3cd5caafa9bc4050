"""Keeps the robot's certificate right: renewed in time, and when the clock, the names or the addresses change."""

import asyncio
import logging
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tjbot.daemon.https.certificate import Certificate, Wanted, read_certificate
from tjbot.daemon.https.times import believable
from tjbot.errors import PartError

log = logging.getLogger(__name__)

PROGRAM = (sys.executable, "-P", "-m", "tjbot.daemon.https.issuing")

ISSUING_SECONDS = 60.0
"""For a Pi that waits for chance at its first start."""

CHECK_SECONDS = 5.0
"""So often the clock, names and addresses are looked at; no event of the system tells all of that."""

AGAIN_SECONDS = 60.0
"""After so long it is tried again to make one."""


class Renewal:
    """The certificate of one robot.

    Args:
        path: where it lies.
        names: tells the robot's host names.
        addresses: tells this machine's addresses.
        clock: tells what time it is.
    """

    def __init__(
        self,
        path: Path,
        names: Callable[[], Sequence[str]],
        addresses: Callable[[], Sequence[str]] = lambda: addresses_of_this_machine(),
        clock: Callable[[], datetime] = lambda: datetime.fromtimestamp(time.time(), UTC),
    ) -> None:
        self.path = path
        self.certificate: Certificate | None = None
        """The one that lies there, once it was looked for."""
        self._names = names
        self._addresses = addresses
        self.now = clock
        """What the clock shows."""

    async def renew(self) -> bool:
        """Makes a new certificate if the one that lies there is not right any more.

        Returns:
            Whether there is another one than before.

        Raises:
            PartError: it cannot be made; the old one stays.
        """
        before = self.certificate
        names, addresses, now = list(self._names()), list(self._addresses()), self.now()
        self.certificate = await asyncio.to_thread(read_certificate, self.path)
        if self.certificate is None or not self.certificate.is_for(names, addresses, now):
            await _make(Wanted(str(self.path.parent), names, addresses, believable(now)))
            self.certificate = await asyncio.to_thread(read_certificate, self.path)
        return self.certificate != before

    async def watch(self, renewed: Callable[[], Awaitable[None]]) -> None:
        """Renews it for ever.

        Args:
            renewed: called whenever there is another certificate.
        """
        told = ""
        while True:
            await asyncio.sleep(AGAIN_SECONDS if told else CHECK_SECONDS)
            try:
                if await self.renew():
                    await renewed()
                told = ""
            except PartError as error:
                # Once, not each minute.
                if str(error) != told:
                    log.warning("%s", error)
                told = str(error)


def addresses_of_this_machine() -> list[str]:
    """Every address at which another computer may reach this one, in numbers and in order."""
    # A robot that is on no network does without it.
    import ifaddr

    found = {address.ip if address.is_IPv4 else address.ip[0] for card in ifaddr.get_adapters() for address in card.ips}
    return sorted(
        address for address in map(str, found) if not address.startswith(("127.", "fe80:")) and address != "::1"
    )


async def _make(wanted: Wanted) -> None:
    """Has a process make a certificate, and write it to the folder."""
    process = await asyncio.create_subprocess_exec(
        *(*PROGRAM, msgspec.json.encode(wanted).decode()),
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(ISSUING_SECONDS):
            _, complaint = await process.communicate()
    except TimeoutError:
        raise PartError(f"No certificate was made within {ISSUING_SECONDS:g} s.", "It is tried again.") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        why = complaint.decode(errors="replace").strip().rpartition("\n")[2] or f"code {process.returncode}"
        raise PartError(
            f"The robot's certificate could not be made: {why}.",
            "Look at the folder secrets of its home, and the disk.",
        )
