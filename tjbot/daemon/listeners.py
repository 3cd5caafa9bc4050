"""Where the robot is listened for: loopback always, and the network where the configuration says so."""

import errno
import ipaddress
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Literal

from tjbot.daemon.liveness import notice_lost_clients
from tjbot.errors import ConfigurationError

Scheme = Literal["http", "https"]

LOOPBACK = {"localhost": "127.0.0.1", "127.0.0.1": "127.0.0.1", "::1": "::1", "[::1]": "::1"}


@dataclass(frozen=True)
class Listener:
    """One open port: what is spoken there, and at which address of this machine (all of them: `0.0.0.0`, `::`)."""

    scheme: Scheme
    host: str
    port: int
    listening: socket.socket

    @property
    def is_for_the_network(self) -> bool:
        """Whether other computers reach it."""
        return not ipaddress.ip_address(self.host).is_loopback

    @property
    def is_on_loopback(self) -> bool:
        """Whether this machine reaches it at `localhost`."""
        address = ipaddress.ip_address(self.host)
        return address.is_loopback or address.is_unspecified


@contextmanager
def listeners(address: str, port: int, secure_port: int) -> Iterator[list[Listener]]:
    """Opens plain http on loopback, and both http and https at an address of the network if it is one; at the end they
    are closed.

    Args:
        address: `localhost`, or in numbers: an address of this machine, `0.0.0.0` or `::` for all that it has.
        port: the port of http; 0 for a free one, which is the same for both addresses, and a free one for https, too.
        secure_port: the port of https.

    Returns:
        The one for loopback first. At `0.0.0.0` and `::` one port serves both.

    Raises:
        ConfigurationError: the address is none of this machine, or the port is taken.
    """
    with ExitStack() as opened:
        if address in LOOPBACK:
            yield [opened.enter_context(listen("http", LOOPBACK[address], port))]
            return
        host = numeric(address)
        if ipaddress.ip_address(host).is_unspecified:
            both = opened.enter_context(listen("http", host, port))
            yield [both, opened.enter_context(listen("https", host, secure_port if port else 0))]
            return
        here = opened.enter_context(listen("http", "127.0.0.1", port))
        there = opened.enter_context(listen("http", host, here.port))
        yield [here, there, opened.enter_context(listen("https", host, secure_port if port else 0))]


@contextmanager
def listen(scheme: Scheme, host: str, port: int) -> Iterator[Listener]:
    """Opens one port; at the end it is closed.

    Args:
        scheme: what will be spoken there.
        host: an address of this machine in numbers.
        port: the port; 0 for a free one.

    Raises:
        ConfigurationError: the address is none of this machine, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        notice_lost_clients(listening)
        if host == "::":
            # Both kinds of addresses, whatever the system's usual way is.
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        try:
            listening.bind((host, port))
        except OSError as error:
            raise _cannot_listen(error, scheme, host, port) from None
        yield Listener(scheme, host, listening.getsockname()[1], listening)


def numeric(address: str) -> str:
    """An address in numbers, without brackets.

    Raises:
        ConfigurationError: it is a name, or nothing at all.
    """
    try:
        return str(ipaddress.ip_address(address.removeprefix("[").removesuffix("]")))
    except ValueError:
        raise ConfigurationError(
            f'The robot cannot listen at "{address}": that is no address in numbers.',
            "Use --listen 0.0.0.0 for all networks that this computer is in, or leave it out for this computer alone.",
        ) from None


def _cannot_listen(error: OSError, scheme: Scheme, host: str, port: int) -> ConfigurationError:
    another = "for example --port 8766" if scheme == "http" else "for example secure_port = 8444 in tjbot.toml"
    if error.errno in (errno.EADDRNOTAVAIL, errno.EINVAL):
        return ConfigurationError(
            f"The robot cannot listen at {host}: this computer has no such address.",
            "Use --listen 0.0.0.0 for all that it has, or leave it out for this computer alone.",
        )
    if error.errno == errno.EACCES:
        return ConfigurationError(
            f"The robot may not use port {port}: the system keeps those below 1024 to itself.",
            f"Choose another port, {another}.",
        )
    return ConfigurationError(
        f"The robot cannot use port {port}: {error.strerror}.",
        f"Perhaps a robot runs already; stop it, or choose another port, {another}.",
    )
