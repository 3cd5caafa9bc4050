"""The robot's certificate on the disk: made by a process of its own, read by the daemon, loaded by the web server."""

import json
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tjbot.daemon.https import issuing
from tjbot.daemon.https.certificate import AUTHORITY_NAME, FILE_NAME, Certificate, Wanted, read_certificate
from tjbot.daemon.https.renewal import PROGRAM
from tjbot.daemon.https.times import BEFORE

NAMES = ["tjbot-1a2b.local", "tjbot-1a2b"]
ADDRESSES = ["192.168.7.20"]
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def made(folder: Path, names: list[str] = NAMES, addresses: list[str] = ADDRESSES, now: datetime = NOW) -> Certificate:
    issuing.make(Wanted(str(folder), names, addresses, now))
    certificate = read_certificate(folder / FILE_NAME)
    assert certificate
    return certificate


def test_the_web_server_loads_it_as_it_lies_there(tmp_path: Path) -> None:
    certificate = made(tmp_path)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / FILE_NAME)
    assert (certificate.names, certificate.addresses) == (NAMES, ADDRESSES)
    assert certificate.begins == NOW - BEFORE
    assert len(certificate.fingerprint) == 32


def test_its_keys_are_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    made(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        FILE_NAME: 0o600,
        AUTHORITY_NAME: 0o600,
    }


def test_what_the_daemon_reads_holds_no_key_of_the_authority(tmp_path: Path) -> None:
    made(tmp_path)
    assert (tmp_path / FILE_NAME).read_text().count("PRIVATE KEY-----") == 2
    key = (tmp_path / AUTHORITY_NAME).read_text().split("-----")[2].strip()
    assert key not in (tmp_path / FILE_NAME).read_text()


def test_it_is_right_until_something_changes(tmp_path: Path) -> None:
    certificate = made(tmp_path)
    assert certificate.is_for(NAMES, ADDRESSES, NOW)
    assert certificate.is_for(NAMES, [], NOW)
    assert not certificate.is_for(NAMES, [*ADDRESSES, "10.0.0.1"], NOW)
    assert not certificate.is_for(["tjbot-9999.local", "tjbot-9999"], ADDRESSES, NOW)
    assert not certificate.is_for(NAMES, ADDRESSES, NOW + timedelta(days=200))


def test_a_new_certificate_needs_no_new_trust(tmp_path: Path) -> None:
    first = made(tmp_path)
    before = (tmp_path / FILE_NAME).read_bytes()
    second = made(tmp_path, addresses=["10.0.0.1"], now=NOW + timedelta(days=200))
    assert second.fingerprint == first.fingerprint
    assert (tmp_path / FILE_NAME).read_bytes() != before


def test_another_name_needs_another_authority(tmp_path: Path) -> None:
    assert made(tmp_path).fingerprint != made(tmp_path, names=["pip.local", "pip"]).fingerprint


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    made(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(damage)
    assert read_certificate(tmp_path / FILE_NAME) is None
    (tmp_path / AUTHORITY_NAME).write_bytes(damage)
    made(tmp_path)


def test_whatever_is_cut_off_is_no_certificate(tmp_path: Path) -> None:
    made(tmp_path)
    whole = (tmp_path / FILE_NAME).read_bytes()
    for end in range(0, len(whole) - 1, 7):
        (tmp_path / FILE_NAME).write_bytes(whole[:end])
        assert read_certificate(tmp_path / FILE_NAME) is None


def test_the_process_says_in_a_line_what_failed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    wanted = {"folder": f"{tmp_path}/file/secrets", "names": NAMES, "addresses": [], "now": NOW.isoformat()}
    done = subprocess.run([*PROGRAM, json.dumps(wanted)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "Not a directory\n")


def test_the_process_makes_it_with_the_clock_of_1970(tmp_path: Path) -> None:
    """What the robot believes is given to it; no other clock is asked."""
    wanted = {"folder": str(tmp_path), "names": NAMES, "addresses": ADDRESSES, "now": "1970-02-01T00:00:00Z"}
    subprocess.run([*PROGRAM, json.dumps(wanted)], check=True)
    certificate = read_certificate(tmp_path / FILE_NAME)
    assert certificate
    assert certificate.begins == datetime(1970, 2, 1, tzinfo=UTC) - BEFORE
