"""Only the robot's own page on this machine gets in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.daemon.origins import loopback_only, refusal
from tjbot.errors import ConfigurationError

PORT = 8765
GOOD_HOSTS = ["localhost:8765", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST:8765"]


def headers(**values: str) -> list[tuple[bytes, bytes]]:
    return [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in values.items()]


@pytest.mark.parametrize("host", GOOD_HOSTS)
def test_the_robot_is_reached_by_its_own_names(host: str) -> None:
    assert refusal(headers(host=host), PORT) is None
    assert refusal(headers(host=host, origin=f"http://{host}"), PORT) is None


def test_port_80_need_not_be_named() -> None:
    assert refusal(headers(host="localhost"), 80) is None
    assert refusal(headers(host="[::1]", origin="http://[::1]"), 80) is None


BAD_HOSTS = [
    "",
    "localhost",
    "localhost:80",
    "evil.example",
    "evil.example:8765",
    "localhost.evil.example:8765",
    "127.0.0.1.evil.example:8765",
    "localhost:8765.evil.example",
    "192.168.1.5:8765",
    "0.0.0.0:8765",
    "user@localhost:8765",
    "::1:8765",
]


@pytest.mark.parametrize("host", BAD_HOSTS)
def test_another_name_is_refused_with_the_right_one(host: str) -> None:
    assert refusal(headers(host=host), PORT) == (
        "This robot is called localhost:8765; open http://localhost:8765 instead."
    )


def test_no_name_or_two_names_are_refused() -> None:
    assert refusal([], PORT)
    assert refusal([(b"host", b"localhost:8765"), (b"host", b"localhost:8765")], PORT)


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://evil.example",
        "https://localhost:8765",
        "http://localhost:9999",
        "http://localhost",
        "file://",
    ],
)
def test_another_page_is_refused(origin: str) -> None:
    why = refusal(headers(host="localhost:8765", origin=origin), PORT)
    assert why is not None
    assert why.startswith("Only the robot's own page may speak to the robot")


def test_a_link_from_elsewhere_opens_the_page_and_a_script_from_elsewhere_gets_nothing() -> None:
    elsewhere = {"host": "localhost:8765", "sec_fetch_site": "cross-site"}
    assert refusal(headers(**elsewhere, sec_fetch_mode="navigate"), PORT) is None
    assert refusal(headers(**elsewhere, sec_fetch_mode="no-cors"), PORT)


@given(st.text(st.characters(max_codepoint=255)).filter(lambda text: text.strip().lower() not in GOOD_HOSTS))
def test_no_other_host_gets_in(host: str) -> None:
    assert refusal([(b"host", host.encode("latin-1"))], PORT)


@given(st.lists(st.tuples(st.binary(max_size=20), st.binary(max_size=40))))
def test_any_headers_are_answered(any_headers: list[tuple[bytes, bytes]]) -> None:
    assert isinstance(refusal(any_headers, PORT), str | None)


@pytest.mark.parametrize(
    ("address", "listened"),
    [("localhost", "127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("[::1]", "::1")],
)
def test_this_machines_own_addresses_are_listened_at(address: str, listened: str) -> None:
    assert loopback_only(address) == listened


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5", "pip.local", "", "127.0.0.2", "localhost:80"])
def test_every_other_address_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot listen at") as caught:
        loopback_only(address)
    assert "--listen localhost" in caught.value.hint
