"""The robot's own little authority, and the certificates that it gives the robot; pure.

An authority that somebody trusts could vouch for more than its robot. So it may name nothing but the robot's own names
and addresses of private networks (name constraints), vouch for web servers only (extended key usage: else Windows would
believe it about programs, too), and make no further authority. Browsers hold an authority that people add to all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tjbot.daemon.https.times import AFTER, BEFORE

PRIVATE_NETWORKS = tuple(
    ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10")
)
"""Where a robot may have its address. Loopback is none of them: nobody shall vouch for another computer's localhost."""

BEGINS = datetime(2020, 1, 1, tzinfo=UTC)
"""An authority's dates are fixed, so that a robot whose clock is wrong makes a good one all the same."""

ENDS = datetime(2049, 12, 31, tzinfo=UTC)

ORGANISATION = "TJBot"
LONGEST_NAME = 40

KeyUsages = x509.KeyUsage


@dataclass(frozen=True)
class Authority:
    """An authority: the key that must never leave the robot, and the certificate that people trust."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def permits(self, names: Sequence[str]) -> bool:
        """Whether it may vouch for all of these host names, and for no others."""
        constraints = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        permitted = {name.value for name in constraints.permitted_subtrees or () if isinstance(name, x509.DNSName)}
        return permitted == set(names)


def new_authority(names: Sequence[str]) -> Authority:
    """Makes an authority for a robot.

    Args:
        names: the robot's host names, at least one, in lower case.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    # Two robots of one name, and one that was set up anew, are told apart in a browser's list.
    subject = _subject(f"TJBot {names[0][:LONGEST_NAME]} {identifier.digest.hex()[:8]}")
    permitted: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    permitted += [x509.IPAddress(network) for network in PRIVATE_NETWORKS]
    certificate = (
        _certificate(subject, subject, key.public_key(), BEGINS, ENDS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(key, certificate)


def issue(authority: Authority, names: Sequence[str], addresses: Sequence[str], now: datetime) -> tuple[bytes, bytes]:
    """Makes a key and a certificate for the robot.

    Args:
        authority: who vouches.
        names: the robot's host names, all permitted.
        addresses: its addresses; those that are not private are left out, because nobody would believe them.
        now: what time it is believed to be.

    Returns:
        The key and the certificate as PEM.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    alternatives += [x509.IPAddress(ip_address(address)) for address in addresses if is_private(address)]
    # The name that is shown; who checks looks at the alternatives.
    subject = _subject(max((name for name in names if len(name) <= 64), key=len, default=ORGANISATION))
    vouching = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    certificate = (
        _certificate(subject, authority.certificate.subject, key.public_key(), now - BEFORE, now + AFTER)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(vouching, critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return key_as_pem(key), as_pem(certificate)


def is_private(address: str) -> bool:
    """Whether an authority of ours may vouch for an address."""
    given = ip_address(address)
    return any(given in network for network in PRIVATE_NETWORKS if network.version == given.version)


def read_authority(pem: bytes) -> Authority:
    """Reads what `key_as_pem` and `as_pem` of one authority wrote, one after the other.

    Raises:
        ValueError: it is damaged, or of another kind.
    """
    key = load_pem_private_key(pem, None)
    certificate = x509.load_pem_x509_certificate(pem)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError("the key is not this certificate's")
    return Authority(key, certificate)


def name_of(authority: Authority) -> str:
    """What it is called in a browser's list."""
    (name,) = authority.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(name.value)


def as_pem(certificate: x509.Certificate) -> bytes:
    """A certificate as text."""
    return certificate.public_bytes(Encoding.PEM)


def key_as_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A key as text; nothing protects it but the rights of the file that it is written to."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    second = timedelta(microseconds=1_000_000)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins - (begins - BEGINS) % second)
        .not_valid_after(ends - (ends - BEGINS) % second)
    )


def _subject(name: str) -> x509.Name:
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION)
    return x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
