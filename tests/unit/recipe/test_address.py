"""Where a link connects to."""

import pytest

from tjbot.errors import ConfigurationError
from tjbot.recipe.link import socket_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://localhost:8765", "ws://127.0.0.1:8765/socket"),
        ("http://localhost", "ws://127.0.0.1/socket"),
        ("http://localhosts:8765", "ws://localhosts:8765/socket"),
        ("http://[::1]:8765/", "ws://[::1]:8765/socket"),
        ("https://tjbot.local/page", "wss://tjbot.local/socket"),
    ],
)
def test_localhost_needs_no_look_up_and_other_names_stay(url: str, address: str) -> None:
    assert socket_address(url) == address


@pytest.mark.parametrize("url", ["", "localhost:8765", "ftp://localhost", "http://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="no address of a robot"):
        socket_address(url)
