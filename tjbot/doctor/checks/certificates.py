"""https: the robot's certificate."""

from datetime import UTC, datetime

from tjbot.daemon.https.certificate import path_in, read_certificate
from tjbot.daemon.https.times import is_due
from tjbot.daemon.https.trust_page import grouped
from tjbot.daemon.listeners import LOOPBACK
from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System

START_AGAIN = "Start the robot; it makes one by itself. If it does not, its own words say why."


def certificate(system: System) -> Finding:
    """Whether the certificate is there and good, and the fingerprint to compare a browser's with."""
    if system.configuration.listen in LOOPBACK:
        return Finding("none needed; the robot keeps to this computer (listen in tjbot.toml)")
    path = path_in(system.home)
    found = read_certificate(path)
    if found is None:
        return Finding("none yet" if not path.exists() else f"{path} cannot be read", START_AGAIN)
    if path.stat().st_mode & 0o077:
        return Finding(f"others may read the key in {path}", f"Close it: chmod 600 {path}")
    told = f"for {found.names[0]}, good until {found.ends:%Y-%m-%d}; SHA-256 {grouped(found.fingerprint)}"
    if is_due(found.begins, datetime.now(UTC)):
        return Finding(f"{told}; it should have been renewed", START_AGAIN)
    return Finding(told)
