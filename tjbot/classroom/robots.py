"""What robots tell of themselves over mDNS, and what is believed of it: anybody may tell anything there. Pure."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Mapping

import msgspec

SERVICE = "_tjbot._tcp.local."
"""Under which type robots are found (RFC 6763)."""

LONGEST_NAME = 30
"""As long as a robot's name may be in tjbot.toml."""

MOST_ADDRESSES = 8

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_VERSION = re.compile(r"[0-9A-Za-z.+_-]{1,20}")


class Announcement(msgspec.Struct, frozen=True, kw_only=True):
    """What this robot tells of itself. Whoever is in the network hears it, so nothing about pupils belongs here."""

    name: str
    """What people call the robot."""
    version: str
    port: int
    """Of the plain page, which leads to the safe one."""
    secure_port: int | None
    """Of the page over https; None where that is not spoken."""
    number: str
    """By chance, and another one after each start: tells two robots of one name apart."""

    def properties(self) -> dict[str, str]:
        """What stands in the TXT record."""
        secure = {} if self.secure_port is None else {"secure": str(self.secure_port)}
        return {"name": self.name, "version": self.version, **secure, "number": self.number}


class FoundRobot(msgspec.Struct, frozen=True, kw_only=True):
    """A robot in the network, as it is told to people and programs."""

    label: str
    """Its name in the network, for example `tjbot-1a2b`; no two robots have the same."""
    name: str
    """What people call it; several may be called the same."""
    url: str
    """Where its page opens."""
    address_urls: tuple[str, ...]
    """The same by number, for a computer that does not find names."""
    version: str
    this: bool = False
    """Whether it is the robot that tells."""


def found_robot(
    instance: str, server: str | None, port: int | None, text: Mapping[bytes, bytes | None], addresses: Iterable[str]
) -> FoundRobot | None:
    """Makes a robot of what was heard.

    Args:
        instance: the service's whole name, for example `tjbot-1a2b._tjbot._tcp.local.`.
        server: the computer's name in the network, for example `tjbot-1a2b.local.`.
        port: the port that the service names.
        text: what its TXT record says.
        addresses: its IP addresses.

    Returns:
        The robot; None where what was heard cannot be one.
    """
    label = label_of(instance)
    numbers = [each for address in addresses if (each := _usable(address))][:MOST_ADDRESSES]
    if not label or not port or not numbers:
        return None
    version = _decoded(text.get(b"version"))
    secure = _decoded(text.get(b"secure"))
    if re.fullmatch(r"[1-9][0-9]{0,4}", secure) and int(secure) < 65536:
        scheme, at = "https", int(secure)
    else:
        scheme, at = "http", port
    host = (server or "").lower().removesuffix(".").removesuffix(".local")
    known = f"{host}.local" if _LABEL.fullmatch(host) else numbers[0]
    return FoundRobot(
        label=label,
        name=readable(_decoded(text.get(b"name"))) or label,
        url=f"{scheme}://{known}:{at}/",
        address_urls=tuple(f"{scheme}://{number}:{at}/" for number in numbers),
        version=version if _VERSION.fullmatch(version) else "",
    )


def number_in(record: bytes) -> str:
    """The number that a TXT record tells, as `Announcement.number`; empty where it tells none."""
    place = 0
    while place < len(record):
        end = place + 1 + record[place]
        key, _, value = record[place + 1 : end].partition(b"=")
        if key == b"number":
            return _decoded(value)
        place = end
    return ""


def label_of(instance: str) -> str:
    """The robot's name in the network, of the whole name of its service; empty where it cannot be a robot's."""
    label = instance.lower().removesuffix(f".{SERVICE}")
    return label if label != instance.lower() and _LABEL.fullmatch(label) else ""


def readable(text: str) -> str:
    """A text of somebody else, on one line, without what turns or hides letters, and no longer than a robot's name."""
    shown = "".join(letter if _is_shown(letter) else " " for letter in text)
    return " ".join(shown.split())[:LONGEST_NAME].strip()


def _is_shown(letter: str) -> bool:
    return letter != "\N{REPLACEMENT CHARACTER}" and unicodedata.category(letter)[0] not in "CZ"


def _decoded(value: bytes | None) -> str:
    return (value or b"")[:255].decode("utf-8", errors="replace")


def _usable(address: str) -> str:
    """An address as it stands in a URL; empty for one that a browser cannot open or that is not another computer's."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if number.is_loopback or number.is_multicast or number.is_unspecified:
        return ""
    if number.version == 6:
        return "" if number.is_link_local else f"[{number}]"
    return str(number)
