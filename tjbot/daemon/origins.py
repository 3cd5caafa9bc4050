"""Who may speak to the daemon: a request must name this robot, and a page must come from it.

Without the check of `Host`, any web site could reach the robot by a name that it points at 127.0.0.1
(DNS rebinding); without the check of `Origin`, any web page could open a socket to it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tjbot.errors import ConfigurationError

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

Headers = Iterable[tuple[bytes, bytes]]


def refusal(headers: Headers, port: int) -> str | None:
    """Why a request is refused, as a sentence; None where it is fine.

    Args:
        headers: the request's headers, names in lower case.
        port: the port at which the daemon listens.
    """
    values: dict[bytes, list[str]] = {}
    for name, value in headers:
        values.setdefault(name, []).append(value.decode("latin-1").strip().lower())
    hosts = values.get(b"host", [])
    if len(hosts) != 1 or not _is_here(hosts[0], port):
        return f"This robot is called localhost:{port}; open http://localhost:{port} instead."
    origins = values.get(b"origin", [])
    if len(origins) > 1 or any(not _is_here(origin.removeprefix("http://"), port) for origin in origins):
        return "Only the robot's own page may speak to the robot, and this request comes from another one."
    if not origins and values.get(b"sec-fetch-site", ["none"])[0] == "cross-site" and _is_script(values):
        return "Only the robot's own page may speak to the robot, and this request comes from another one."
    return None


def came_through_the_recipes_door(scope: Mapping[str, Any]) -> bool:
    """Whether a request came over the Unix socket for recipes, as the server tells: such a socket has no port."""
    return scope["server"][1] is None


def loopback_only(address: str) -> str:
    """The address to listen at.

    Raises:
        ConfigurationError: it is not this machine's own; other addresses wait for pairing.
    """
    known = {"localhost": "127.0.0.1", "127.0.0.1": "127.0.0.1", "::1": "::1", "[::1]": "::1"}
    if address in known:
        return known[address]
    raise ConfigurationError(
        f"The robot cannot listen at {address}: until pairing exists, whoever reached it there could move it.",
        "Leave --listen out, or use --listen localhost.",
    )


def _is_here(host: str, port: int) -> bool:
    name, colon, given = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if not colon:
        return host in LOOPBACK_NAMES and port == 80
    return name in LOOPBACK_NAMES and given == str(port)


def _is_script(values: dict[bytes, list[str]]) -> bool:
    """A link from elsewhere may open the page; a script, picture or form from elsewhere gets nothing."""
    return values.get(b"sec-fetch-mode", ["navigate"])[0] != "navigate"
