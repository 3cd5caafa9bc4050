"""What the doctor says of the robot's certificate."""

from datetime import UTC, datetime
from pathlib import Path

from tests.unit.doctor.fake_pi import computer
from tjbot.daemon.https.certificate import Wanted, path_in, read_certificate
from tjbot.daemon.https.issuing import make
from tjbot.daemon.https.trust_page import grouped
from tjbot.doctor.checks import certificates

ON_THE_NETWORK = 'listen = "0.0.0.0"\n'


def test_a_robot_that_keeps_to_this_computer_needs_none(tmp_path: Path) -> None:
    finding = certificates.certificate(computer(tmp_path, {}, toml=""))
    assert finding.ok
    assert finding.found.startswith("none needed")


def test_the_fingerprint_is_told_where_one_sits_at_the_robot(tmp_path: Path) -> None:
    system = computer(tmp_path, {}, toml=ON_THE_NETWORK)
    home = system.home
    assert not certificates.certificate(system).ok
    make(Wanted(str(path_in(home).parent), ["tjbot-1a2b.local"], [], datetime.now(UTC)))
    made = read_certificate(path_in(home))
    assert made
    finding = certificates.certificate(system)
    assert finding.ok
    assert grouped(made.fingerprint) in finding.found
    path_in(home).chmod(0o644)
    assert "chmod 600" in certificates.certificate(system).cure
    path_in(home).write_text("{}")
    assert "cannot be read" in certificates.certificate(system).found


def test_a_certificate_that_was_not_renewed_is_a_fault(tmp_path: Path) -> None:
    system = computer(tmp_path, {}, toml=ON_THE_NETWORK)
    home = system.home
    make(Wanted(str(path_in(home).parent), ["tjbot-1a2b.local"], [], datetime(2020, 1, 1, tzinfo=UTC)))
    assert "should have been renewed" in certificates.certificate(system).found
