"""What the relay between a browser and a robot counts."""

import functools
import http.client
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.benchmarks.vision.relay import ADDRESS, Relay


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A web server on 127.0.0.1 with two files."""
    (tmp_path / "small.bin").write_bytes(b"12345")
    (tmp_path / "large.bin").write_bytes(bytes(300_000))
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


def test_bodies_are_counted_by_path_also_over_one_connection(port: int) -> None:
    with Relay(f"http://localhost:{port}") as relay:
        browser = http.client.HTTPConnection(ADDRESS, port)
        for path in ("/small.bin?x=1", "/large.bin", "/small.bin"):
            browser.request("GET", path)
            browser.getresponse().read()
        browser.close()
        assert relay.bodies == {"/small.bin": 10, "/large.bin": 300_000}
