"""The robot's certificate as it lies in its home; what the daemon knows of it, without any cryptography.

`secrets/https.pem` begins with a line of JSON that tells what is in it (whoever reads PEM skips such lines), then come
the key, the certificate and the authority's certificate. So it is replaced as one step, and the web server loads it as
it is.
"""

import hashlib
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tjbot.daemon.https.times import is_due

SECRETS = "secrets"
FILE_NAME = "https.pem"
AUTHORITY_NAME = "authority.pem"
MOST_BYTES = 64 * 1024

_END = "-----END CERTIFICATE-----\n"


class Certificate(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """What stands in the first line of the file, and the authority's certificate."""

    names: list[str]
    """The host names that it was made for."""
    addresses: list[str]
    """The addresses that it was made for, also those that it does not hold because they are not private."""
    begins: datetime
    ends: datetime
    subject: str
    """What the authority is called in a browser's list."""
    authority: str = ""
    """The authority's certificate as PEM, which people trust."""

    def is_for(self, names: Sequence[str], addresses: Sequence[str], clock: datetime) -> bool:
        """Whether it is the right one now."""
        return self.names == list(names) and set(self.addresses) >= set(addresses) and not is_due(self.begins, clock)

    @property
    def authority_der(self) -> bytes:
        """The authority's certificate as browsers download it."""
        return ssl.PEM_cert_to_DER_cert(self.authority)

    @property
    def fingerprint(self) -> bytes:
        """The SHA-256 of the authority's certificate, which browsers show, too."""
        return hashlib.sha256(self.authority_der).digest()


class Wanted(msgspec.Struct, frozen=True):
    """Which certificate to make; what `tjbot.daemon.https.issuing` is told."""

    folder: str
    """The folder of the robot's secrets."""
    names: list[str]
    addresses: list[str]
    now: datetime
    """What time it is believed to be."""


def path_in(home: Path) -> Path:
    """Where a robot's certificate lies."""
    return home / SECRETS / FILE_NAME


def read_certificate(path: Path) -> Certificate | None:
    """What the file holds; None where it is missing or damaged, so that a new one is made."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES).decode("ascii")
        first, _, rest = text.partition("\n")
        certificate = msgspec.json.decode(first, type=Certificate)
        own, authority, _ = rest.split(_END)
        authority += _END
        ssl.PEM_cert_to_DER_cert(own[own.index("-----BEGIN CERTIFICATE") :] + _END)
        ssl.PEM_cert_to_DER_cert(authority)
        if not all(time.tzinfo == UTC for time in (certificate.begins, certificate.ends)):
            return None
        return msgspec.structs.replace(certificate, authority=authority)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def file_of(certificate: Certificate, key: bytes, own: bytes) -> bytes:
    """What is written to the file.

    Args:
        certificate: what it is, with the authority's certificate.
        key: the key as PEM.
        own: the certificate itself as PEM.
    """
    described = msgspec.json.encode(msgspec.structs.replace(certificate, authority=""))
    return b"\n".join((described, key.strip(), own.strip(), certificate.authority.encode("ascii").strip(), b""))
