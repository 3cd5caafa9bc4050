"""What the doctor says of the robot in the network."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.unit.doctor.fake_pi import computer
from tjbot.doctor.checks import network
from tjbot.doctor.finding import Finding

ON_THE_NETWORK = 'listen = "0.0.0.0"\n'
NOBODY_AT = "port = 1\n"
ROOM = {"listening": True, "label": "tjbot-1a2b-2", "robots": [{"this": True}], "trouble": "", "hint": ""}


def found(folder: Path, toml: str) -> Finding:
    return network.network_name(computer(folder, {"proc/device-tree/serial-number": "abcd1234"}, toml=toml))


@contextmanager
def a_robot_that_tells(what: Any) -> Iterator[str]:
    """A robot that answers `what`, and what tjbot.toml says of its port."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(what).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"port = {server.server_port}\n"
        server.shutdown()


@pytest.fixture
def port() -> Iterator[socket.socket]:
    """A UDP port that stands for 5353."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        yield other


def bound(port: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    port.bind(("", 0))
    monkeypatch.setattr(network, "MDNS_PORT", port.getsockname()[1])


def test_a_robot_that_keeps_to_its_computer_needs_no_name(tmp_path: Path) -> None:
    finding = found(tmp_path, NOBODY_AT)
    assert finding.ok
    assert finding.found.startswith("none;")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "tjbot-1a2b-2.local; no other robot answers"),
        ({"robots": [{"this": True}, {"this": False}]}, "tjbot-1a2b-2.local; 1 other robot answers"),
        ({"robots": [{"this": False}] * 3}, "tjbot-1a2b-2.local; 3 other robots answer"),
        ({"label": ""}, "the robot is looking for a name that no other has"),
        ({"listening": False}, "none; the robot keeps to this computer (listen in tjbot.toml)"),
    ],
)
def test_the_robot_that_runs_tells_which_name_holds(changes: dict[str, Any], told: str, tmp_path: Path) -> None:
    with a_robot_that_tells({**ROOM, **changes}) as where:
        assert found(tmp_path, where + ON_THE_NETWORK) == Finding(told)


def test_the_robots_own_trouble_is_told_with_its_cure(tmp_path: Path) -> None:
    with a_robot_that_tells({**ROOM, "trouble": "The robot is in no network.", "hint": "Plug in a cable."}) as where:
        assert found(tmp_path, where) == Finding("The robot is in no network.", "Plug in a cable.")


@pytest.mark.parametrize("answer", [{"detail": "Not Found"}, [], "x"])
def test_whatever_else_answers_there_is_no_robot(answer: Any, tmp_path: Path) -> None:
    with a_robot_that_tells(answer) as where:
        assert found(tmp_path, where).found.startswith("none;")


def test_before_it_runs_the_name_that_it_will_want_is_told_where_the_port_is_shared(
    tmp_path: Path, port: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    bound(port, monkeypatch)
    monkeypatch.setattr(socket, "gethostname", lambda: "raspberrypi")
    finding = found(tmp_path, NOBODY_AT + ON_THE_NETWORK)
    assert finding == Finding("tjbot-1234.local, as soon as the robot runs; port 5353 is free or shared")


def test_a_program_that_keeps_the_port_for_itself_is_a_fault(
    tmp_path: Path, port: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound(port, monkeypatch)
    finding = found(tmp_path, NOBODY_AT + ON_THE_NETWORK)
    assert "keeps port 5353 for itself" in finding.found
    assert "ss -lunp" in finding.cure
