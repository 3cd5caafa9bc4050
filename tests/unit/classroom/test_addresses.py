"""Where this computer is reached."""

from types import SimpleNamespace

import pytest

from tjbot.classroom import addresses
from tjbot.classroom.addresses import Reach, reach_of


def card(index: int, *numbers: str) -> SimpleNamespace:
    ips = [SimpleNamespace(ip=(each, 0, index) if ":" in each else each, is_IPv4=":" not in each) for each in numbers]
    return SimpleNamespace(index=index, ips=ips)


@pytest.fixture(autouse=True)
def cards(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [card(1, "127.0.0.1", "::1"), card(2, "192.168.1.5", "fd00::5", "fe80::5"), card(3, "10.0.0.7")]
    monkeypatch.setattr(addresses.ifaddr, "get_adapters", lambda: found)


@pytest.mark.parametrize(
    ("listen", "reach"),
    [
        ("0.0.0.0", Reach(("192.168.1.5", "10.0.0.7"), ("192.168.1.5", "10.0.0.7"))),
        ("::", Reach(("192.168.1.5", "fd00::5", "fe80::5", "10.0.0.7"), ("192.168.1.5", 2, "10.0.0.7"))),
        ("10.0.0.7", Reach(("10.0.0.7",), ("10.0.0.7",))),
        ("[fd00::5]", Reach(("fd00::5",), (2,))),
        ("10.9.9.9", Reach()),
    ],
)
def test_told_is_where_the_robot_listens(listen: str, reach: Reach) -> None:
    assert reach_of(listen) == reach
    assert reach.has_ipv6 == (2 in reach.cards)
