"""The Pi's name follows from its serial number; /etc/hosts gets it, and gives it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.installing.host_name import hosts_back, renamed_hosts, robot_name

USUAL = "127.0.0.1\tlocalhost\n::1\t\tlocalhost ip6-localhost\n\n127.0.1.1\t\traspberrypi\n"
ROWS = st.sampled_from(
    ["", "# remark", "127.0.0.1\tlocalhost", "127.0.1.1\traspberrypi", "127.0.1.1  raspberrypi.lan raspberrypi # mine"]
)


@pytest.mark.parametrize(
    ("serial", "name"),
    [
        ("10000000abcd1234\0", "tjbot-1234"),
        ("00000000A1B2C3D4", "tjbot-c3d4"),
        ("d4", ""),
        ("", ""),
    ],
)
def test_the_name_is_made_of_the_serial_number(serial: str, name: str) -> None:
    assert robot_name(serial) == name


@pytest.mark.parametrize(
    ("text", "renamed"),
    [
        (USUAL, USUAL.replace("raspberrypi", "tjbot-1234")),
        ("127.0.1.1 pi.lan raspberrypi # raspberrypi\n", "127.0.1.1 pi.lan tjbot-1234 # raspberrypi\n"),
        ("127.0.0.1 localhost\n", "127.0.0.1 localhost\n127.0.1.1\ttjbot-1234 # TJBot\n"),
        ("10.0.0.1 raspberrypi", "127.0.1.1\ttjbot-1234 # TJBot\n10.0.0.1 raspberrypi"),
        ("", "127.0.1.1\ttjbot-1234 # TJBot\n"),
    ],
)
def test_hosts_gets_the_new_name(text: str, renamed: str) -> None:
    assert renamed_hosts(text, "raspberrypi", "tjbot-1234") == renamed


@given(
    st.lists(ROWS).map("\n".join) | st.text().filter(lambda text: "tjbot" not in text),
    st.sampled_from(["raspberrypi", ""]),
)
def test_renaming_back_gives_the_same_bytes(text: str, old: str) -> None:
    assert hosts_back(renamed_hosts(text, old, "tjbot-1234"), old, "tjbot-1234") == text


def test_what_others_wrote_into_hosts_since_stays() -> None:
    since = renamed_hosts(USUAL, "raspberrypi", "tjbot-1234") + "192.168.0.7 printer\n"
    assert hosts_back(since, "raspberrypi", "tjbot-1234") == USUAL + "192.168.0.7 printer\n"
    assert hosts_back("127.0.0.1 localhost\n", "raspberrypi", "tjbot-1234") == "127.0.0.1 localhost\n"
