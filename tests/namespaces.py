"""Rooms with a network of their own (Linux network namespaces): a bridge, and a cable to each computer. Needs root."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


def ip(*words: str) -> str:
    """Runs `ip` and returns what it prints."""
    return subprocess.run(["ip", *words], check=True, capture_output=True, text=True).stdout


def why_no_namespaces() -> str:
    """Why there can be none here; empty where they can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not shutil.which("ip"):
        return "network namespaces need ip (iproute2)"
    probe = f"probe-{uuid.uuid4().hex[:6]}"
    made = subprocess.run(["ip", "netns", "add", probe], capture_output=True, text=True)
    if made.returncode:
        return f"this system makes no network namespaces: {made.stderr.strip()}"
    ip("netns", "del", probe)
    return ""


needs_namespaces = pytest.mark.skipif(bool(why_no_namespaces()), reason=why_no_namespaces())


class Room:
    """A room with one network, apart from all others; computers are namespaces beside it."""

    def __init__(self) -> None:
        self._mark = uuid.uuid4().hex[:6]
        self._places: list[str] = []
        self._cables: dict[str, str] = {}
        self._middle = self._place("room")
        ip("-n", self._middle, "link", "add", "air", "type", "bridge", "mcast_snooping", "0")
        ip("-n", self._middle, "link", "set", "air", "up")

    def computer(self, name: str, address: str = "") -> str:
        """A computer in the room; returns its namespace, for `ip netns exec`."""
        place = self._place(name)
        cable = f"{name[:8]}-{self._mark[:4]}"
        ip("-n", self._middle, "link", "add", cable, "type", "veth", "peer", "name", "wifi", "netns", place)
        ip("-n", self._middle, "link", "set", cable, "master", "air", "up")
        self._cables[place] = cable
        # Else a new IPv6 address may not be used for a second.
        subprocess.run(
            ["ip", "netns", "exec", place, "sysctl", "-qw", "net.ipv6.conf.wifi.accept_dad=0"], capture_output=True
        )
        ip("-n", place, "link", "set", "wifi", "up")
        if address:
            self.give_address(place, address)
        return place

    def give_address(self, place: str, address: str, instead_of: str = "") -> None:
        """Gives a computer an address, as a Wi-Fi does."""
        if instead_of:
            ip("-n", place, "addr", "del", f"{instead_of}/24", "dev", "wifi")
        ip("-n", place, "addr", "add", f"{address}/24", "dev", "wifi")

    def unplug(self, place: str) -> None:
        """Takes a computer out of the room's network, which it does not notice."""
        ip("-n", self._middle, "link", "set", self._cables[place], "nomaster")

    def plug_in(self, place: str) -> None:
        """Puts it back, and lets it notice that, as a Wi-Fi does that reaches farther now."""
        ip("-n", self._middle, "link", "set", self._cables[place], "master", "air")
        ip("-n", place, "addr", "add", "10.7.1.1/24", "dev", "wifi")

    def close(self) -> None:
        """Takes everything away."""
        for place in self._places:
            subprocess.run(["ip", "netns", "del", place], capture_output=True)

    def _place(self, name: str) -> str:
        place = f"tjbot-{self._mark}-{name}"
        ip("netns", "add", place)
        self._places.append(place)
        ip("-n", place, "link", "set", "lo", "up")
        return place


@contextmanager
def a_room() -> Iterator[Room]:
    """A room that is taken away at the end."""
    room = Room()
    try:
        yield room
    finally:
        room.close()
