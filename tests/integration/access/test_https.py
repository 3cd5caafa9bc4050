"""https to a robot on a real network: who trusts it, what plain http is still good for, a new certificate."""

import hashlib
import ssl
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from tests.integration.guests import Guest, certificate_of, code_of, guest, owner, plain_guest
from tests.integration.sockets import HELLO
from tests.other_computer import OtherComputer
from tests.running import RunningDaemon, running, wait_until
from tjbot.daemon.https import renewal as renewal_module
from tjbot.daemon.https.certificate import path_in
from tjbot.daemon.listeners import listen, listeners
from tjbot.errors import ConfigurationError


@pytest.fixture
def plain(robot: RunningDaemon, computer: OtherComputer) -> Guest:
    return plain_guest(robot, computer)


def served(visitor: Guest) -> bytes:
    """The certificate that whoever connects now is shown."""
    assert visitor.tls
    with visitor.tls.wrap_socket(visitor.dial(), server_hostname=visitor.host.partition(":")[0]) as connection:
        return connection.getpeercert(binary_form=True) or b""


def test_who_does_not_trust_the_authority_gets_no_connection(robot: RunningDaemon, computer: OtherComputer) -> None:
    stranger = guest(robot, computer)
    stranger.tls = ssl.create_default_context()
    with pytest.raises(ssl.SSLCertVerificationError, match="self-signed certificate in certificate chain"):
        stranger.me()


def test_the_certificate_is_for_no_other_name(robot: RunningDaemon, computer: OtherComputer) -> None:
    stranger = guest(robot, computer)
    stranger.host = f"bank.example:{robot.daemon.access.secure_port}"
    with pytest.raises(ssl.SSLCertVerificationError, match=r"bank\.example"):
        stranger.me()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_nothing_older_than_tls_1_2_is_spoken(
    robot: RunningDaemon, computer: OtherComputer, version: ssl.TLSVersion
) -> None:
    old = guest(robot, computer)
    assert old.tls
    with pytest.warns(DeprecationWarning, match="TLSVersion"):
        old.tls.minimum_version = old.tls.maximum_version = version
    with pytest.raises((ssl.SSLError, ConnectionError)):
        old.me()


def test_nothing_follows_the_handshake_that_a_program_could_trip_over(
    robot: RunningDaemon, computer: OtherComputer
) -> None:
    visitor = guest(robot, computer)
    assert visitor.tls
    with visitor.tls.wrap_socket(visitor.dial(), server_hostname=visitor.host.partition(":")[0]) as connection:
        connection.sendall(f"GET /api/health HTTP/1.1\r\nHost: {visitor.host}\r\n\r\n".encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
        assert connection.version() == "TLSv1.3"
        assert connection.session is not None
        assert not connection.session.has_ticket


def test_a_socket_speaks_over_https(robot: RunningDaemon, computer: OtherComputer) -> None:
    ada = guest(robot, computer)
    ada.pair(code_of(robot))
    with ada.socket(Origin=f"https://{ada.host}") as link:
        assert link.ask(HELLO)["type"] == "welcome"
    with pytest.raises(InvalidStatus), ada.socket(Origin=f"http://{ada.host}"):
        pass


@pytest.mark.parametrize("path", ["/", "/index.html", "/whatever?a=1&b=%2F"])
def test_a_page_over_plain_http_is_sent_to_https(robot: RunningDaemon, plain: Guest, path: str) -> None:
    answer = plain.request("GET", path)
    host = plain.host.partition(":")[0]
    assert (answer.status, answer.headers["location"]) == (
        308,
        f"https://{host}:{robot.daemon.access.secure_port}{path}",
    )
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/recipes/wave_back.py"),
        ("PUT", "/api/recipes/mine.py"),
        ("GET", "/api/codes"),
        ("GET", "/api/models"),
        ("GET", "/models/hand/palm.bin"),
        ("GET", "/api/nothing"),
        ("POST", "/api/codes/link"),
    ],
)
def test_a_program_over_plain_http_is_told_where_https_is(plain: Guest, method: str, path: str) -> None:
    answer = plain.request(method, path)
    assert answer.status == 403
    assert answer.sentence.startswith("Over plain http the robot tells this to nobody. It is at https://")


def test_no_token_and_no_code_of_a_teacher_counts_over_plain_http(
    robot: RunningDaemon, computer: OtherComputer, plain: Guest
) -> None:
    secure = guest(robot, computer)
    secure.pair_program(code_of(robot, "teacher"))
    plain.headers.update(secure.headers)
    assert plain.me()["kind"] == "nobody"
    assert plain.request("GET", "/api/recipes/wave_back.py").status == 403
    with pytest.raises(InvalidStatus), plain.socket():
        pass
    plain.headers.clear()
    code = code_of(robot, "teacher")
    answer = plain.pair(code)
    assert answer.status == 403
    assert answer.sentence.startswith("Over plain http only a pupil's page comes in")
    assert "set-cookie" not in answer.headers
    # Somebody may have read it on its way.
    assert code_of(robot, "teacher") != code
    code = code_of(robot)
    assert plain.request("POST", "/api/pair", {"code": code, "tool": True}).status == 403
    assert code_of(robot) != code


def test_a_pupil_over_plain_http_looks_through_the_robots_eyes_and_is_unknown_over_https(
    robot: RunningDaemon, computer: OtherComputer, plain: Guest
) -> None:
    answer = plain.pair(code_of(robot), "Ada")
    assert (answer.json["kind"], answer.json["secure"]) == ("pupil", False)
    assert "Secure" not in answer.headers["set-cookie"]
    assert plain.request("GET", "/plain").body.startswith(b"<!doctype html>")
    assert plain.request("GET", "/api/recipes/wave_back.py").status == 200
    with plain.socket(Origin=f"http://{plain.host}") as link:
        assert link.ask(HELLO)["type"] == "welcome"
    with plain.socket("/eyes") as looking:
        looking.send("next")
        assert isinstance(looking.connection.recv(timeout=20), bytes)
    assert plain.request("GET", "/").status == 308
    secure = guest(robot, computer, **plain.headers)
    assert secure.me()["kind"] == "nobody"
    secure.pair(code_of(robot), "Ada")
    plain.headers = {"Cookie": secure.headers["Cookie"]}
    assert plain.me()["kind"] == "nobody"
    plain.headers = {"Cookie": secure.headers["Cookie"].replace("__Host-", "")}
    assert plain.me()["kind"] == "pupil"


def test_a_teachers_session_is_nobodys_over_plain_http(
    robot: RunningDaemon, computer: OtherComputer, plain: Guest
) -> None:
    desk = guest(robot, computer)
    desk.pair(code_of(robot, "teacher"))
    plain.headers = {"Cookie": desk.headers["Cookie"].replace("__Host-", "")}
    assert plain.me()["kind"] == "nobody"


def test_everybody_may_learn_how_to_trust_the_robot(robot: RunningDaemon, plain: Guest) -> None:
    page = plain.request("GET", "/trust")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "cross-origin-opener-policy" not in page.headers
    assert "script-src 'self'" in page.headers["content-security-policy"]
    file = plain.request("GET", "/trust/certificate.crt")
    assert file.headers["content-type"] == "application/x-x509-ca-cert"
    told = plain.request("GET", "/api/certificate").json
    assert told["sha256"].replace(" ", "") == hashlib.sha256(file.body).hexdigest().upper()
    assert told["sha256"] in page.body.decode()
    assert told == owner(robot).request("GET", "/api/certificate").json
    assert plain.request("GET", "/api/health").json["ready"] is True


def test_a_robot_that_is_on_no_network_has_no_certificate(tmp_path: Path) -> None:
    with running(tmp_path / "home") as robot:
        for path in ("/trust", "/trust/certificate.crt", "/api/certificate"):
            answer = owner(robot).request("GET", path)
            assert (answer.status, b"needs no certificate" in answer.body) == (404, True)
        assert owner(robot).request("GET", "/plain").headers["location"] == "/"
    assert not path_in(tmp_path / "home").exists()


def test_a_new_certificate_is_used_at_once_and_who_is_connected_stays(
    computer: OtherComputer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal_module, "CHECK_SECONDS", 0.05)
    with running(tmp_path / "home", listen=computer.robot_address) as robot:
        ada = guest(robot, computer)
        ada.pair(code_of(robot))
        before = served(ada)
        with ada.socket() as link:
            assert link.ask(HELLO)["type"] == "welcome"
            server = robot.daemon._secure_server
            assert server
            robot.call(lambda: setattr(server._renewal, "_addresses", lambda: ["10.9.9.9"]))
            wait_until(lambda: served(ada) != before, "another certificate is served")
            assert link.ask({"type": "do", "id": 1, "action": "shine", "arguments": {"color": "red"}})["type"] == "done"
        assert certificate_of(robot).addresses == ["10.9.9.9"]


def test_without_a_certificate_the_robot_goes_on_without_https(
    computer: OtherComputer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(renewal_module, "CHECK_SECONDS", 0.05)
    monkeypatch.setattr(renewal_module, "AGAIN_SECONDS", 0.05)
    program = renewal_module.PROGRAM
    monkeypatch.setattr(renewal_module, "PROGRAM", ("sh", "-c", "echo no entropy >&2; exit 1"))
    with running(tmp_path / "home", listen=computer.robot_address) as robot:
        assert "could not be made: no entropy." in caplog.text
        assert owner(robot).me()["kind"] == "owner"
        with pytest.raises(ConnectionRefusedError):
            computer.connect(robot.daemon.access.secure_port)
        assert plain_guest(robot, computer).request("GET", "/trust").status == 503
        monkeypatch.setattr(renewal_module, "PROGRAM", program)
        server = robot.daemon._secure_server
        assert server
        wait_until(lambda: server.server.started, "https is spoken after all")
        assert guest(robot, computer).me()["kind"] == "nobody"


def test_a_port_of_https_that_is_taken_is_told_with_what_to_change(tmp_path: Path) -> None:
    with listen("http", "0.0.0.0", 0) as other, listen("http", "0.0.0.0", 0) as free:
        other.listening.listen()
        number = free.port
        free.listening.close()
        with (
            pytest.raises(ConfigurationError, match=r"secure_port = 8444 in tjbot\.toml"),
            listeners("0.0.0.0", number, other.port),
        ):
            pass
