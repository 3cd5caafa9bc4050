"""What this user knows of robots: by which address, and in a file that nobody else reads."""

from pathlib import Path

import pytest

from tjbot import known_robots
from tjbot.errors import ConfigurationError
from tjbot.known_robots import KnownRobot, address_of


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TJBOT_HOME", str(tmp_path / "home"))
    return tmp_path / "config" / "tjbot" / "robots.json"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://tjbot-1a2b.local:8443/", "https://tjbot-1a2b.local:8443"),
        ("wss://TJBot-1A2B.local.:8443/socket", "https://tjbot-1a2b.local:8443"),
        ("https://tjbot.local", "https://tjbot.local:443"),
        ("http://127.0.0.1:8765", "http://localhost:8765"),
        ("ws://[::1]:8765", "http://localhost:8765"),
        ("https://[FD00::5]:8443", "https://[fd00::5]:8443"),
        ("unix:/run/robot.socket", None),
        ("nonsense", None),
        ("http://", None),
        ("http://x:99999", None),
        ("ftp://x", None),
    ],
)
def test_an_address_is_the_same_however_it_is_written(url: str, address: str | None) -> None:
    assert address_of(url) == address


def test_a_token_goes_to_the_robot_that_gave_it_and_to_no_other(kept: Path) -> None:
    known_robots.remember("https://a.local:8443", KnownRobot(token="secret", authority="pem"))
    assert known_robots.find("wss://a.local:8443/socket") == KnownRobot(token="secret", authority="pem")
    for other in ("http://a.local:8443", "https://a.local:8444", "https://b.local:8443", "unix:/a", "nonsense"):
        assert known_robots.find(other) is None
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_robot_is_forgotten(kept: Path) -> None:
    for name in ("a", "b"):
        known_robots.remember(f"https://{name}.local:8443", KnownRobot(token=name))
    assert known_robots.forget("https://a.local:8443")
    assert not known_robots.forget("https://a.local:8443")
    assert known_robots.known_addresses() == ["https://b.local:8443"]


def test_the_owners_token_in_the_home_is_for_this_machine_alone(tmp_path: Path) -> None:
    (tmp_path / "home" / "secrets").mkdir(parents=True)
    (tmp_path / "home" / "secrets" / "owner-token").write_text("owner's")
    assert known_robots.find("http://localhost:8765") == KnownRobot(token="owner's")
    assert known_robots.find("http://localhost.evil.example:8765") is None
    assert known_robots.find("https://a.local:8443") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"https://a.local:8443": 5}'])
def test_a_broken_file_is_no_robot_and_is_written_anew(kept: Path, content: bytes) -> None:
    kept.parent.mkdir(parents=True)
    kept.write_bytes(content)
    assert known_robots.find("https://a.local:8443") is None
    known_robots.remember("https://a.local:8443", KnownRobot(token="new"))
    assert known_robots.find("https://a.local:8443") == KnownRobot(token="new")


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="is no address of a robot"):
        known_robots.remember("nonsense", KnownRobot(token="x"))
