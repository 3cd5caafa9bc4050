"""Who sits at the robot is told by the socket alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.daemon.access import is_local

HERE, ELSEWHERE = ("127.0.0.1", 50000), ("198.18.0.2", 50000)


def scope(client: tuple[str, int] | None, server: str, **headers: str) -> dict[str, Any]:
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"client": client, "server": (server, 8765), "headers": given}


@pytest.mark.parametrize(
    ("client", "server"),
    [
        (("127.0.0.1", 1), "127.0.0.1"),
        (("127.0.0.1", 1), "127.0.1.1"),
        (("::1", 1), "::1"),
        (("::ffff:127.0.0.1", 1), "::ffff:127.0.0.1"),
    ],
)
def test_both_ends_on_loopback_is_this_machine(client: tuple[str, int], server: str) -> None:
    assert is_local(scope(client, server))


@pytest.mark.parametrize(
    ("client", "server"),
    [
        (ELSEWHERE, "198.18.0.1"),
        (("::ffff:198.18.0.2", 1), "::ffff:198.18.0.1"),
        (("fe80::2%eth0", 1), "fe80::1%eth0"),
        # A machine may call itself by its address in the network; whether it was it no socket tells.
        (("198.18.0.1", 1), "198.18.0.1"),
        (ELSEWHERE, "127.0.0.1"),
        (HERE, "198.18.0.1"),
        (None, "127.0.0.1"),
        (("", 1), "127.0.0.1"),
        (("localhost", 1), "127.0.0.1"),
        (("127.0.0.1.evil.example", 1), "127.0.0.1"),
    ],
)
def test_anything_else_is_not(client: tuple[str, int] | None, server: str) -> None:
    assert not is_local(scope(client, server))


FORWARDING = [
    "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-anything",
    "x-real-ip", "x-client-ip", "x-original-forwarded-for", "true-client-ip", "cf-connecting-ip",
]  # fmt: skip


@pytest.mark.parametrize("header", FORWARDING)
@pytest.mark.parametrize("value", ["127.0.0.1", "", "for=127.0.0.1", "1.1 proxy"])
def test_what_a_proxy_passes_on_was_not_made_on_this_machine(header: str, value: str) -> None:
    assert not is_local(scope(HERE, "127.0.0.1", **{header: value}))
    assert not is_local(scope(HERE, "127.0.0.1", **{header.upper(): value}))


@given(st.dictionaries(st.sampled_from([*FORWARDING, "host", "origin", "x-anything"]), st.sampled_from(["127.0.0.1"])))
def test_no_header_makes_a_guest_local(headers: dict[str, str]) -> None:
    assert not is_local(scope(ELSEWHERE, "198.18.0.1", **headers))
