"""The robots that this user has paired with: a token for each address, in a file that nobody else reads."""

import os
import re
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from tjbot.errors import ConfigurationError
from tjbot.files import write_atomically
from tjbot.homes import usual_home

FILE_NAME = "robots.json"
OWNER_TOKEN = Path("secrets") / "owner-token"
"""Where in its home a robot that is private on this machine keeps what its owner shows."""

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class KnownRobot(msgspec.Struct, frozen=True, kw_only=True):
    """What one shows to a robot, and by which authority (PEM) it is known over https; empty where by any."""

    token: str
    authority: str = ""

    def tls(self) -> ssl.SSLContext:
        """How to speak https with it: its own authority and nobody else's vouches for it."""
        return ssl.create_default_context(cadata=self.authority or None)


def find(url: str) -> KnownRobot | None:
    """What is known of the robot at an address: by pairing, or because it is this user's own on this machine.

    Args:
        url: as for `Link`; a Unix socket is nobody's that one pairs with.
    """
    address = address_of(url)
    if address is None:
        return None
    known = _read().get(address)
    if known is None and is_here(address):
        known = _own(Path(os.environ.get("TJBOT_HOME") or usual_home()))
    return known


def remember(url: str, robot: KnownRobot) -> None:
    """Keeps what was learned by pairing.

    Raises:
        ConfigurationError: the address is none, or the file cannot be written.
    """
    address = address_of(url)
    if address is None:
        raise ConfigurationError(
            f'"{url}" is no address of a robot.', "Write it like this: https://tjbot-1a2b.local:8443"
        )
    _write({**_read(), address: robot})


def forget(url: str) -> bool:
    """Forgets a robot; answers whether it was known.

    Raises:
        ConfigurationError: the file cannot be written.
    """
    robots = _read()
    if robots.pop(address_of(url) or "", None) is None:
        return False
    _write(robots)
    return True


def known_addresses() -> list[str]:
    """The addresses of all robots that this user has paired with."""
    return sorted(_read())


def address_of(url: str) -> str | None:
    """An address as it is kept: scheme, host and port; None where it is none."""
    parts = urlsplit(re.sub("^ws", "http", url.strip()))
    try:
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.rstrip(".")
    port = port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{'localhost' if host in LOCAL_HOSTS else host}:{port}"


def is_here(address: str) -> bool:
    """Whether an address is this machine's own."""
    return address.startswith(("http://localhost:", "https://localhost:"))


def _own(home: Path) -> KnownRobot | None:
    try:
        return KnownRobot(token=(home / OWNER_TOKEN).read_text("ascii"))
    except (OSError, UnicodeDecodeError):
        return None


def _path() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("tjbot", appauthor=False)) / FILE_NAME


def _read() -> dict[str, KnownRobot]:
    try:
        return msgspec.json.decode(_path().read_bytes(), type=dict[str, KnownRobot])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        # None are known: the robot says how to pair.
        return {}


def _write(robots: dict[str, KnownRobot]) -> None:
    path = _path()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, msgspec.json.format(msgspec.json.encode(robots)), 0o600)
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be written: {error.strerror}.", "Free some space, or check who owns it."
        ) from None
