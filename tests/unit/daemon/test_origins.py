"""Only the robot's own page on this machine gets in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.daemon.origins import Names, literal

PORT = 8765
HERE = ("127.0.0.1", PORT)
ON_THE_NETWORK = Names(("pip.local", "pip"))
ADDRESS = ("192.168.1.5", PORT)
GOOD_HOSTS = ["localhost:8765", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST:8765"]


def refusal(given: list[tuple[bytes, bytes]], port: int = PORT) -> str | None:
    """What is said to a request over loopback, to a robot that nobody else reaches."""
    return Names().refusal(given, "http", ("127.0.0.1", port))


def headers(**values: str) -> list[tuple[bytes, bytes]]:
    return [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in values.items()]


@pytest.mark.parametrize("host", GOOD_HOSTS)
def test_the_robot_is_reached_by_its_own_names(host: str) -> None:
    assert refusal(headers(host=host)) is None
    assert refusal(headers(host=host, origin=f"http://{host}")) is None


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
    assert refusal(headers(host=host)) == ("This robot is called localhost:8765; open http://localhost:8765 instead.")


def test_no_name_or_two_names_are_refused() -> None:
    assert refusal([])
    assert refusal([(b"host", b"localhost:8765"), (b"host", b"localhost:8765")])


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
    why = refusal(headers(host="localhost:8765", origin=origin))
    assert why is not None
    assert why.startswith("Only the robot's own page may speak to the robot")


def test_a_link_from_elsewhere_opens_the_page_and_a_script_from_elsewhere_gets_nothing() -> None:
    elsewhere = {"host": "localhost:8765", "sec_fetch_site": "cross-site"}
    assert refusal(headers(**elsewhere, sec_fetch_mode="navigate")) is None
    assert refusal(headers(**elsewhere, sec_fetch_mode="no-cors"))
    sibling = {"host": "localhost:8765", "sec_fetch_site": "same-site"}
    assert refusal(headers(**sibling, sec_fetch_mode="navigate")) is None
    assert refusal(headers(**sibling, sec_fetch_mode="no-cors"))
    assert refusal(headers(host="localhost:8765", sec_fetch_site="same-origin", sec_fetch_mode="cors")) is None


@given(st.text(st.characters(max_codepoint=255)).filter(lambda text: text.strip().lower() not in GOOD_HOSTS))
def test_no_other_host_gets_in(host: str) -> None:
    assert refusal([(b"host", host.encode("latin-1"))])


@given(st.lists(st.tuples(st.binary(max_size=20), st.binary(max_size=40))))
def test_any_headers_are_answered(any_headers: list[tuple[bytes, bytes]]) -> None:
    assert isinstance(refusal(any_headers), str | None)


@pytest.mark.parametrize("host", ["pip.local:8765", "pip:8765", "192.168.1.5:8765", "PIP.LOCAL:8765"])
def test_on_the_network_it_is_reached_by_its_host_name_and_by_the_address_that_was_called(host: str) -> None:
    assert ON_THE_NETWORK.refusal(headers(host=host), "http", ADDRESS) is None
    assert ON_THE_NETWORK.refusal(headers(host=host, origin=f"http://{host}"), "http", ADDRESS) is None


@pytest.mark.parametrize(
    "host", ["localhost:8765", "127.0.0.1:8765", "192.168.1.6:8765", "pop.local:8765", "pip.example:8765", "pip.local"]
)
def test_a_name_that_leads_elsewhere_is_refused_on_the_network(host: str) -> None:
    assert ON_THE_NETWORK.refusal(headers(host=host), "http", ADDRESS) == (
        "This robot is called pip.local:8765; open http://pip.local:8765 instead."
    )


def test_a_robot_that_is_not_on_the_network_has_no_host_name() -> None:
    assert refusal(headers(host="pip.local:8765"))
    assert ON_THE_NETWORK.refusal(headers(host="pip.local:8765"), "http", HERE) is None


def test_over_https_a_page_must_have_come_over_https_from_this_port() -> None:
    own = ("192.168.1.5", 8443)
    for origin in ("http://pip.local:8443", "http://pip.local:8765", "https://pip.local", "https://pip.local:8765"):
        assert ON_THE_NETWORK.refusal(headers(host="pip.local:8443", origin=origin), "https", own), origin
    good = headers(host="pip.local:8443", origin="https://pip.local:8443")
    assert ON_THE_NETWORK.refusal(good, "https", own) is None
    good = headers(host="pip.local", origin="https://pip.local")
    assert ON_THE_NETWORK.refusal(good, "https", ("192.168.1.5", 443)) is None


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("::ffff:192.168.1.5", "192.168.1.5"),
        ("192.168.1.5", "192.168.1.5"),
        ("fd00::5", "[fd00::5]"),
        ("2001:DB8:0:0:0:0:0:1", "[2001:db8::1]"),
    ],
)
def test_an_address_is_written_as_browsers_write_it(address: str, written: str) -> None:
    assert literal(address) == written
    host = headers(host=f"{written}:8765", origin=f"http://{written}:8765")
    assert ON_THE_NETWORK.refusal(host, "http", (address, PORT)) is None
