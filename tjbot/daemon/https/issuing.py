"""A process that makes the robot's certificate and ends: `python -m tjbot.daemon.https.issuing`, told what is wanted.

So the authority's key is in no other process's memory, and the daemon needs none of the 10 MB of the library.
"""

import sys
from pathlib import Path

import msgspec

from tjbot.daemon.https.authority import Authority, as_pem, issue, key_as_pem, name_of, new_authority, read_authority
from tjbot.daemon.https.certificate import AUTHORITY_NAME, FILE_NAME, Certificate, Wanted, file_of
from tjbot.daemon.https.times import AFTER, BEFORE
from tjbot.files import write_atomically

ONLY_OWNER = 0o600


def make(wanted: Wanted) -> None:
    """Makes the certificate, and before it an authority where there is none or one for other names.

    Raises:
        OSError: the disk does not take it; the old files stay.
    """
    folder = Path(wanted.folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = _authority_in(folder / AUTHORITY_NAME, wanted.names)
    key, own = issue(authority, wanted.names, wanted.addresses, wanted.now)
    certificate = Certificate(
        wanted.names,
        wanted.addresses,
        wanted.now - BEFORE,
        wanted.now + AFTER,
        name_of(authority),
        as_pem(authority.certificate).decode("ascii"),
    )
    write_atomically(folder / FILE_NAME, file_of(certificate, key, own), ONLY_OWNER)


def _authority_in(path: Path, names: list[str]) -> Authority:
    try:
        authority = read_authority(path.read_bytes())
        if authority.permits(names):
            return authority
    except (FileNotFoundError, ValueError):
        pass
    authority = new_authority(names)
    write_atomically(path, key_as_pem(authority.key) + as_pem(authority.certificate), ONLY_OWNER)
    return authority


def main() -> None:
    """Makes what its argument wants; a failure is one line and code 1."""
    try:
        make(msgspec.json.decode(sys.argv[1], type=Wanted))
    except OSError as error:
        sys.exit(error.strerror or str(error))


if __name__ == "__main__":
    main()
