"""The certificate follows the clock, the names and the addresses."""

import asyncio
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from tjbot.daemon.https import renewal as module
from tjbot.daemon.https.renewal import Renewal, addresses_of_this_machine
from tjbot.daemon.https.times import BEFORE, NO_EARLIER
from tjbot.errors import PartError


class World:
    """A machine whose names, addresses and clock a test sets."""

    def __init__(self, home: Path) -> None:
        self.names = ["tjbot-1a2b.local", "tjbot-1a2b"]
        self.addresses = ["192.168.7.20"]
        self.clock = datetime(2027, 3, 1, tzinfo=UTC)
        self.path = home / "secrets" / "https.pem"
        self.renewal = Renewal(self.path, lambda: self.names, lambda: self.addresses, lambda: self.clock)

    def renew(self) -> bool:
        return asyncio.run(self.renewal.renew())

    def begins(self) -> datetime:
        assert self.renewal.certificate
        return self.renewal.certificate.begins


def test_the_first_start_makes_one_and_the_next_keeps_it(tmp_path: Path) -> None:
    first = World(tmp_path)
    assert first.renew()
    assert not first.renew()
    second = World(tmp_path)
    data = second.path.read_bytes()
    assert second.renew()
    assert second.renewal.certificate == first.renewal.certificate
    assert second.path.read_bytes() == data


def test_an_address_that_comes_is_added_and_one_that_goes_changes_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.renew()
    world.addresses = ["10.1.1.1", "192.168.7.20"]
    assert world.renew()
    world.addresses = ["10.1.1.1"]
    assert not world.renew()


def test_a_clock_that_is_put_right_gives_another_certificate(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.clock = datetime(1970, 1, 1, tzinfo=UTC)
    world.renew()
    assert world.begins() == NO_EARLIER - BEFORE
    assert not world.renew()
    world.clock = NO_EARLIER + timedelta(days=300)
    assert world.renew()
    assert world.begins() == world.clock - BEFORE
    world.clock -= timedelta(days=200)
    assert world.renew()
    assert world.begins() == world.clock - BEFORE


def test_what_cannot_be_made_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    world.renew()
    data, certificate = world.path.read_bytes(), world.renewal.certificate
    world.clock += timedelta(days=200)
    monkeypatch.setattr(module, "PROGRAM", ("sh", "-c", "echo no room >&2; exit 1"))
    with pytest.raises(PartError, match="no room"):
        world.renew()
    assert world.path.read_bytes() == data
    assert world.renewal.certificate == certificate


def test_a_process_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PROGRAM", ("sh", "-c", "exec sleep 1000"))
    monkeypatch.setattr(module, "ISSUING_SECONDS", 0.05)
    with pytest.raises(PartError, match="within"):
        World(tmp_path).renew()


def test_the_addresses_are_this_machines_own() -> None:
    addresses = addresses_of_this_machine()
    assert addresses == sorted(set(addresses))
    assert not any(ip_address(address).is_loopback for address in addresses)
