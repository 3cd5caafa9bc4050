"""A TLS connection that two threads use at once, with a real server at its other end."""

import hashlib
import http.client
import random
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.running import WAITING_SECONDS
from tjbot.daemon.https import issuing
from tjbot.daemon.https.certificate import FILE_NAME, Wanted, read_certificate
from tjbot.recipe.secure_socket import shared

NAME = "tjbot-1a2b.local"
MEGABYTES = 8
PIECE_BYTES = 1000


@dataclass
class Ends:
    """Both ends of one connection."""

    here: ssl.SSLSocket
    there: ssl.SSLSocket


Connect = Callable[[], AbstractContextManager[Ends]]


@pytest.fixture(scope="module")
def connect(tmp_path_factory: pytest.TempPathFactory) -> Connect:
    """Makes a connection; the other end sends two tickets after the handshake, as most servers do."""
    folder = tmp_path_factory.mktemp("secrets")
    issuing.make(Wanted(str(folder), [NAME], [], datetime.now(UTC)))
    certificate = read_certificate(folder / FILE_NAME)
    assert certificate
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / FILE_NAME)
    # The other end has the class as well, since it, too, sends and reads in two threads.
    shared(server)
    client = shared(ssl.create_default_context(cadata=certificate.authority))

    @contextmanager
    def connected() -> Iterator[Ends]:
        near, far = socket.socketpair()
        for each in (near, far):
            each.settimeout(WAITING_SECONDS)
        with ThreadPoolExecutor(1) as pool:
            accepted: Future[ssl.SSLSocket] = pool.submit(server.wrap_socket, far, server_side=True)
            here = client.wrap_socket(near, server_hostname=NAME)
            there = accepted.result(WAITING_SECONDS)
        with here, there:
            yield Ends(here, there)

    return connected


def test_what_both_ends_send_at_once_arrives_whole(connect: Connect) -> None:
    data = random.Random(7).randbytes(MEGABYTES * 1024 * 1024)

    def send(end: ssl.SSLSocket) -> None:
        for at in range(0, len(data), PIECE_BYTES):
            end.sendall(data[at : at + PIECE_BYTES])

    def read(end: ssl.SSLSocket) -> str:
        seen = hashlib.sha256()
        left = len(data)
        while left:
            piece = end.recv(min(left, 65536))
            assert piece
            seen.update(piece)
            left -= len(piece)
        return seen.hexdigest()

    with connect() as ends, ThreadPoolExecutor(4) as pool:
        for end in (ends.here, ends.there):
            end.settimeout(WAITING_SECONDS * 6)
        reads = [pool.submit(read, end) for end in (ends.here, ends.there)]
        sends = [pool.submit(send, end) for end in (ends.here, ends.there)]
        for each in (*sends, *reads):
            each.result()
        assert [each.result() for each in reads] == [hashlib.sha256(data).hexdigest()] * 2


def test_a_first_request_is_sent_while_what_follows_the_handshake_is_read(connect: Connect) -> None:
    for _ in range(300):
        with connect() as ends:
            reading = threading.Thread(target=ends.here.recv)
            reading.start()
            ends.here.sendall(b"request")
            assert ends.there.recv(100) == b"request"
            ends.there.sendall(b"answer")
            reading.join(WAITING_SECONDS)
            assert not reading.is_alive()


def test_who_waits_for_the_other_end_hears_that_the_connection_was_closed(connect: Connect) -> None:
    with connect() as ends:
        ended: list[object] = []

        def read() -> None:
            try:
                ended.append(ends.here.recv(100))
            except (OSError, ValueError) as error:
                ended.append(error)

        ends.here.settimeout(None)
        reading = threading.Thread(target=read)
        reading.start()
        ends.here.close()
        reading.join(WAITING_SECONDS)
        assert not reading.is_alive()
        assert ended


def test_nobody_waits_longer_than_was_said(connect: Connect) -> None:
    with connect() as ends:
        assert ends.here.gettimeout() == WAITING_SECONDS
        ends.here.settimeout(0.01)
        assert ends.here.gettimeout() == 0.01
        with pytest.raises(TimeoutError):
            ends.here.recv(100)
        with pytest.raises(TimeoutError):
            ends.here.sendall(bytes(16 * 1024 * 1024))


def test_the_end_of_the_connection_is_nothing_to_read(connect: Connect) -> None:
    with connect() as ends:
        ends.there.sendall(b"bye")
        ends.there.close()
        assert ends.here.recv(100) == b"bye"
        assert ends.here.recv(100) == b""


def test_http_is_spoken_over_it(connect: Connect) -> None:
    with connect() as ends:
        ends.there.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
        asking = http.client.HTTPConnection("robot")
        asking.sock = ends.here
        asking.request("GET", "/")
        assert ends.there.recv(4096).startswith(b"GET / HTTP/1.1")
        assert asking.getresponse().read() == b"hello"


def test_a_handshake_that_fails_is_told_as_ever() -> None:
    near, far = socket.socketpair()
    near.settimeout(WAITING_SECONDS)
    far.sendall(b"no TLS at all")
    far.close()
    with pytest.raises((ssl.SSLError, OSError)):
        shared(ssl.create_default_context()).wrap_socket(near, server_hostname=NAME)
    assert near.fileno() == -1
