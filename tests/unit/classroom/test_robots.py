"""What is believed of what robots, and others, tell of themselves."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.classroom.robots import (
    LONGEST_NAME,
    MOST_ADDRESSES,
    SERVICE,
    Announcement,
    FoundRobot,
    found_robot,
    label_of,
    number_in,
)

HERE = ["192.168.1.5"]


def heard(text: dict[bytes, bytes | None], addresses: list[str] = HERE, server: str = "tjbot.local.") -> FoundRobot:
    robot = found_robot(f"tjbot-1a2b.{SERVICE}", server, 8765, text, addresses)
    assert robot is not None
    return robot


def test_a_robot_is_found_as_it_announces_itself() -> None:
    told = Announcement(name="Zoë 🤖", version="1.2.0", port=8765, secure_port=8443, number="00ff")
    text = {name.encode(): value.encode() for name, value in told.properties().items()}
    assert found_robot(f"TJBot-1a2b.{SERVICE}", "TJBot-1a2b.local.", 8765, dict(text), HERE) == FoundRobot(
        label="tjbot-1a2b",
        name="Zoë 🤖",
        url="https://tjbot-1a2b.local:8443/",
        address_urls=("https://192.168.1.5:8443/",),
        version="1.2.0",
    )


def test_nothing_but_what_leads_to_the_robot_is_announced() -> None:
    told = Announcement(name="Pip", version="1", port=1, secure_port=2, number="3")
    assert set(told.properties()) == {"name", "version", "secure", "number"}


@pytest.mark.parametrize(
    ("instance", "label"),
    [
        (f"tjbot-1a2b.{SERVICE}", "tjbot-1a2b"),
        (f"<b>.{SERVICE}", ""),
        (f"a.b.{SERVICE}", ""),
        (f"-a.{SERVICE}", ""),
        (f"{'a' * 64}.{SERVICE}", ""),
        (f"tjbot\n.{SERVICE}", ""),
        (SERVICE, ""),
        ("tjbot-1a2b._http._tcp.local.", ""),
        ("tjbot-1a2b", ""),
        ("", ""),
    ],
)
def test_only_what_can_stand_in_an_address_is_the_name_of_a_robot(instance: str, label: str) -> None:
    assert label_of(instance) == label
    assert (found_robot(instance, "x.local.", 1, {}, HERE) is None) == (label == "")


def test_addresses_that_no_browser_opens_do_not_count() -> None:
    others = ["127.0.0.1", "::1", "fe80::1", "224.0.0.251", "0.0.0.0", "nonsense", "10.0.0.1%eth0"]
    assert heard({}, [*others, "fd00::5", *HERE]).address_urls == (
        "http://[fd00::5]:8765/",
        "http://192.168.1.5:8765/",
    )
    assert found_robot(f"tjbot-1a2b.{SERVICE}", "x.local.", 1, {}, others) is None
    many = [f"10.0.0.{number}" for number in range(1, 200)]
    assert len(heard({}, many).address_urls) == MOST_ADDRESSES


@pytest.mark.parametrize("server", ["evil.example.com.", "a b.local.", "", "x@elsewhere.local.", "1.2.3.4/#.local."])
def test_a_computer_whose_name_is_none_of_this_network_is_opened_by_number(server: str) -> None:
    assert heard({}, server=server).url == "http://192.168.1.5:8765/"


@pytest.mark.parametrize("secure", [b"", b"0", b"-1", b"65536", b"99999", b"8443 ", b"\xff", b"8443/x", None])
def test_a_port_that_is_none_is_not_believed(secure: bytes | None) -> None:
    assert heard({b"secure": secure}).url == "http://tjbot.local:8765/"


def test_names_show_no_tricks() -> None:
    assert heard({b"name": "Pip\u202egnp.exe\u2066\x00\x1b[31m\n\u200bX".encode()}).name == "Pip gnp.exe [31m X"
    assert heard({b"name": b" \xff\xfe "}).name == "tjbot-1a2b"
    assert heard({b"name": None, b"version": b"1<b>"}).version == ""


def test_the_number_is_read_out_of_the_record_however_broken_it_is() -> None:
    assert number_in(b"\x03a=b\x09number=7f\x04rest") == "7f"
    assert number_in(b"\x20number=7f") == "7f"
    assert number_in(b"\x00\x00\x01") == ""
    assert number_in(b"") == ""


@given(
    st.text(max_size=80),
    st.none() | st.text(max_size=80),
    st.none() | st.integers(0, 65535),
    st.dictionaries(st.sampled_from([b"name", b"version", b"secure"]), st.none() | st.binary(max_size=300)),
    st.lists(st.ip_addresses().map(str) | st.text(max_size=20), max_size=12),
)
def test_whatever_is_told_the_page_gets_addresses_of_this_network_and_short_texts(
    label: str, server: str | None, port: int | None, text: dict[bytes, bytes | None], addresses: list[str]
) -> None:
    robot = found_robot(f"{label}.{SERVICE}", server, port, text, addresses)
    if robot is None:
        return
    assert 1 <= len(robot.name) <= max(LONGEST_NAME, len(robot.label))
    assert robot.name.isprintable()
    for url in (robot.url, *robot.address_urls):
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https")
        assert parts.path == "/"
        assert parts.username is None
        assert 1 <= (parts.port or 0) <= 65535


@given(st.binary(max_size=600))
def test_a_number_is_looked_for_in_anything(record: bytes) -> None:
    assert len(number_in(record)) <= 255
