"""The robot's own authority, as others judge it: openssl, and the verifier of cryptography."""

import subprocess
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from tjbot.daemon.https.authority import Authority, as_pem, is_private, issue, key_as_pem, new_authority, read_authority

NAMES = ["tjbot-1a2b.local", "tjbot-1a2b"]
ADDRESSES = ["192.168.7.20", "fd00::20"]
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return new_authority(NAMES)


def openssl(
    folder: Path, authority: Authority, own: bytes, *checks: str, when: datetime = NOW, between: bytes = b""
) -> str:
    """What `openssl verify` says; "OK" where all is well."""
    (folder / "authority.pem").write_bytes(as_pem(authority.certificate))
    (folder / "own.pem").write_bytes(own)
    (folder / "between.pem").write_bytes(between or own)
    done = subprocess.run(
        [
            *("openssl", "verify", "-CAfile", "authority.pem", "-no-CApath", "-purpose", "sslserver", "-x509_strict"),
            *("-attime", str(int(when.timestamp())), "-untrusted", "between.pem", *checks, "own.pem"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    return "OK" if done.returncode == 0 else done.stderr


def cryptography_believes(authority: Authority, own: bytes, subject: x509.DNSName | x509.IPAddress) -> bool:
    verifier = PolicyBuilder().store(Store([authority.certificate])).time(NOW).build_server_verifier(subject)
    try:
        verifier.verify(x509.load_pem_x509_certificate(own), [])
    except VerificationError:
        return False
    return True


def test_the_robot_is_believed_by_its_names_and_addresses(authority: Authority, tmp_path: Path) -> None:
    _, own = issue(authority, NAMES, ADDRESSES, NOW)
    for name in NAMES:
        assert openssl(tmp_path, authority, own, "-verify_hostname", name) == "OK"
        assert cryptography_believes(authority, own, x509.DNSName(name))
    for address in ADDRESSES:
        assert openssl(tmp_path, authority, own, "-verify_ip", address) == "OK"
        assert cryptography_believes(authority, own, x509.IPAddress(ip_address(address)))
    assert "mismatch" in openssl(tmp_path, authority, own, "-verify_hostname", "tjbot-9999.local")
    assert "mismatch" in openssl(tmp_path, authority, own, "-verify_ip", "192.168.7.21")


@pytest.mark.parametrize(
    "name", ["bank.example", "tjbot-9999.local", "local", "localhost", "x.tjbot-1a2b.local.example"]
)
def test_nobody_believes_the_authority_about_another_name(authority: Authority, tmp_path: Path, name: str) -> None:
    _, own = issue(authority, [name], [], NOW)
    assert "permitted subtree violation" in openssl(tmp_path, authority, own, "-verify_hostname", name)
    assert not cryptography_believes(authority, own, x509.DNSName(name))


@pytest.mark.parametrize("address", ["8.8.8.8", "127.0.0.1", "::1", "2001:db8::1", "172.32.0.1"])
def test_nobody_believes_the_authority_about_an_address_that_is_not_private(
    authority: Authority, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_private(address)
    monkeypatch.setattr("tjbot.daemon.https.authority.is_private", lambda _: True)
    _, own = issue(authority, NAMES, [address], NOW)
    assert "permitted subtree violation" in openssl(tmp_path, authority, own, "-verify_ip", address)
    assert not cryptography_believes(authority, own, x509.IPAddress(ip_address(address)))


def test_an_address_that_is_not_private_is_left_out(authority: Authority, tmp_path: Path) -> None:
    _, own = issue(authority, NAMES, ["8.8.8.8", *ADDRESSES], NOW)
    assert openssl(tmp_path, authority, own, "-verify_ip", ADDRESSES[0]) == "OK"
    assert "mismatch" in openssl(tmp_path, authority, own, "-verify_ip", "8.8.8.8")


def test_the_authority_vouches_for_web_servers_alone(authority: Authority, tmp_path: Path) -> None:
    _, own = issue(authority, NAMES, ADDRESSES, NOW)
    assert "purpose" in openssl(tmp_path, authority, own, "-purpose", "smimesign")
    usage = authority.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]


def test_the_authority_makes_no_other_authority(authority: Authority, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a second authority")])
    between = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    _, own = issue(Authority(key, between), NAMES, ADDRESSES, NOW)
    assert "path length" in openssl(tmp_path, authority, own, "-no_check_time", between=as_pem(between))


def test_a_robot_is_believed_while_its_clock_is_behind_and_by_who_is_behind_it(
    authority: Authority, tmp_path: Path
) -> None:
    _, own = issue(authority, NAMES, ADDRESSES, NOW)
    for when in (NOW - timedelta(days=34), NOW, NOW + timedelta(days=764)):
        assert openssl(tmp_path, authority, own, when=when) == "OK"
    assert "not yet valid" in openssl(tmp_path, authority, own, when=NOW - timedelta(days=36))
    assert "expired" in openssl(tmp_path, authority, own, when=NOW + timedelta(days=766))


def test_no_browser_refuses_it_for_its_length(authority: Authority) -> None:
    """Apple: 825 days at the most (support.apple.com/103769)."""
    _, own = issue(authority, NAMES, ADDRESSES, NOW)
    certificate = x509.load_pem_x509_certificate(own)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= timedelta(days=825)


def test_a_name_of_any_length_fits() -> None:
    name = "t" * 63
    authority = new_authority([f"{name}.local", name])
    _, own = issue(authority, [f"{name}.local", name], [], NOW)
    assert cryptography_believes(authority, own, x509.DNSName(f"{name}.local"))


def test_an_authority_is_read_as_it_was_written(authority: Authority) -> None:
    again = read_authority(key_as_pem(authority.key) + as_pem(authority.certificate))
    assert again.certificate == authority.certificate
    assert again.permits(NAMES)
    assert not again.permits(["tjbot-1a2b.local", "tjbot-9999"])
    assert not again.permits(["tjbot-1a2b.local"])
    with pytest.raises(ValueError, match="not this certificate's"):
        read_authority(key_as_pem(new_authority(NAMES).key) + as_pem(authority.certificate))
    with pytest.raises(ValueError):
        read_authority(b"")
