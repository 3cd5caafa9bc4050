"""The addresses of this computer, and the news that they changed: another Wi-Fi, a cable that was plugged in."""

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Callable

import ifaddr
import msgspec

EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 what somebody else listens at
SETTLING_SECONDS = 0.3
"""Changes come in swarms; when none came for so long, they are told as one."""

_NEWS_BYTES = 65536
_LINKS, _ADDRESSES_4, _ADDRESSES_6 = 0x1, 0x10, 0x100
"""Groups of the kernel's news (rtnetlink(7))."""


class Reach(msgspec.Struct, frozen=True):
    """Where the robot is reached, and through which network cards it tells so."""

    addresses: tuple[str, ...] = ()
    cards: tuple[str | int, ...] = ()
    """As zeroconf wants them: an IPv4 address each, and for IPv6 the card's number."""

    @property
    def has_ipv6(self) -> bool:
        """Whether it is reached over IPv6."""
        return any(isinstance(card, int) for card in self.cards)


def reach_of(listen: str) -> Reach:
    """Where this computer is reached now.

    Args:
        listen: the address that the robot listens at; `0.0.0.0` means every IPv4 address, `::` every one.
    """
    addresses: list[str] = []
    cards: list[str | int] = []
    for adapter in ifaddr.get_adapters():
        for own in adapter.ips:
            address = own.ip if isinstance(own.ip, str) else own.ip[0]
            if not _is_meant(address, listen):
                continue
            addresses.append(address)
            card = address if own.is_IPv4 else adapter.index
            if card is not None and card not in cards:
                cards.append(card)
    return Reach(tuple(addresses), tuple(cards))


def _is_meant(address: str, listen: str) -> bool:
    number = ipaddress.ip_address(address)
    if number.is_loopback:
        return False
    if listen in EVERY_ADDRESS:
        return number.version == 4 or listen == "::"
    return number == ipaddress.ip_address(listen.strip("[]"))


class AddressNews:
    """Hears from the kernel that an address or a card came or went.

    Args:
        told: called on the event loop, once for each swarm of changes.
    """

    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._socket: socket.socket | None = None
        # Without the kernel's news the robot is found where it is now.
        with contextlib.suppress(OSError):
            self._socket = _news()
            self._loop.add_reader(self._socket.fileno(), self._hear)

    def close(self) -> None:
        """Hears no more."""
        if self._timer:
            self._timer.cancel()
        if self._socket:
            self._loop.remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None

    def _hear(self) -> None:
        assert self._socket
        # Where too much came at once the kernel says so once by an error; what is true is read anew anyway.
        with contextlib.suppress(OSError):
            while self._socket.recv(_NEWS_BYTES):
                pass
        if self._timer:
            self._timer.cancel()
        self._timer = self._loop.call_later(SETTLING_SECONDS, self._told)


def _news() -> socket.socket:
    news = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.NETLINK_ROUTE)
    try:
        news.bind((0, _LINKS | _ADDRESSES_4 | _ADDRESSES_6))
    except OSError:
        news.close()
        raise
    return news
