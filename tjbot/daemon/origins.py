"""By which names the robot may be called: a request must name this robot, and a page must come from it.

Without the check of `Host`, any web site could reach the robot by a name that it points at the robot's address
(DNS rebinding); without the check of `Origin`, any web page could open a socket to it.
"""

import ipaddress
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

FOREIGN_PAGE = "Only the robot's own page may speak to the robot, and this request comes from another one."

DEFAULT_PORTS = {"http": 80, "https": 443}

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Names:
    """The robot's names, apart from the addresses in numbers at which it is reached.

    `network` holds those that other computers know it by, in lower case, the best one first; it is empty where the
    robot listens on loopback alone.
    """

    network: tuple[str, ...] = ()

    def refusal(self, headers: Headers, scheme: str, own: tuple[str, int]) -> str | None:
        """Why a request is refused, as a sentence; None where it is fine.

        Args:
            headers: the request's headers, names in lower case.
            scheme: `http` or `https`, as the port speaks.
            own: the address and the port of this machine that the connection came to, as the socket tells.
        """
        values: dict[bytes, list[str]] = {}
        for name, value in headers:
            values.setdefault(name, []).append(value.decode("latin-1").strip().lower())
        address, port = own
        known = self.at(address)
        hosts = values.get(b"host", [])
        if len(hosts) != 1 or not _is_here(hosts[0], scheme, port, known):
            called = f"{known[0]}:{port}"
            return f"This robot is called {called}; open {scheme}://{called} instead."
        origins = values.get(b"origin", [])
        if len(origins) > 1 or any(not _is_own_page(origin, scheme, port, known) for origin in origins):
            return FOREIGN_PAGE
        elsewhere = values.get(b"sec-fetch-site", ["none"])[0] not in ("none", "same-origin")
        if not origins and elsewhere and _is_script(values):
            return FOREIGN_PAGE
        return None

    def at(self, address: str) -> list[str]:
        """Every name that is right for a connection that came to this address of the machine, the best one first."""
        if is_loopback(address):
            return ["localhost", *sorted(LOOPBACK_NAMES - {"localhost"}), *self.network]
        return [*self.network, literal(address)]

    def called(self, label: str) -> "Names":
        """These names, before them the one that holds in the network over mDNS."""
        return Names(tuple(dict.fromkeys((f"{label}.local", label, *self.network)))) if label else self


def names_of_this_machine() -> Names:
    """The names of a robot that listens on the network: the machine's host name, with and without `.local`."""
    host = socket.gethostname().split(".")[0].lower()
    if not host or host == "localhost":
        return Names()
    return Names((f"{host}.local", host))


def came_through_the_recipes_door(scope: Mapping[str, Any]) -> bool:
    """Whether a request came over the Unix socket for recipes, as the server tells: such a socket has no port."""
    return scope["server"][1] is None


def is_loopback(address: str) -> bool:
    """Whether an address in numbers never leaves this machine."""
    try:
        return _unmapped(address).is_loopback
    except ValueError:
        return False


def literal(address: str) -> str:
    """An address as it stands in a URL."""
    try:
        plain = _unmapped(address)
    except ValueError:
        return address
    return f"[{plain}]" if plain.version == 6 else str(plain)


def _unmapped(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """A port that takes both kinds shows an IPv4 address as `::ffff:127.0.0.1`."""
    plain = ipaddress.ip_address(address)
    return (plain.ipv4_mapped or plain) if isinstance(plain, ipaddress.IPv6Address) else plain


def _is_here(host: str, scheme: str, port: int, known: list[str]) -> bool:
    name, colon, given = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if not colon:
        return host in known and port == DEFAULT_PORTS[scheme]
    return name in known and given == str(port)


def _is_own_page(origin: str, scheme: str, port: int, known: list[str]) -> bool:
    """Whether a page came from here. One that came over plain http may be anybody's, and may not speak over https."""
    return origin.startswith(f"{scheme}://") and _is_here(origin.removeprefix(f"{scheme}://"), scheme, port, known)


def _is_script(values: dict[bytes, list[str]]) -> bool:
    """A link from elsewhere may open the page; a script, picture or form from elsewhere gets nothing."""
    return values.get(b"sec-fetch-mode", ["navigate"])[0] != "navigate"
