"""When a client's computer counts as lost."""

import socket
import struct

import pytest

from tjbot.daemon.liveness import is_silent, notice_lost_clients


def info(unacknowledged: int, milliseconds: int) -> bytes:
    """`struct tcp_info` as the kernel fills it in: 8 bytes, then 13 numbers."""
    numbers = [0] * 13
    numbers[4], numbers[12] = unacknowledged, milliseconds
    return struct.pack("=8s13I", b"", *numbers)


@pytest.mark.parametrize(
    ("unacknowledged", "milliseconds", "lost"),
    [(1, 5001, True), (1, 4000, False), (0, 900_000, False), (0, 0, False)],
)
def test_only_who_was_sent_something_and_does_not_answer_is_lost(
    unacknowledged: int, milliseconds: int, lost: bool
) -> None:
    assert is_silent(info(unacknowledged, milliseconds)) is lost


def test_the_kernel_fills_in_these_places() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        accepted, _ = server.accept()
        with accepted:
            client.sendall(b"x")
            accepted.recv(1)
            told = client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 60)
            # It was acknowledged a moment ago.
            assert struct.unpack_from("=I", told, 24)[0] <= 1
            assert struct.unpack_from("=I", told, 56)[0] < 60_000


def test_what_is_accepted_is_asked_whether_it_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        notice_lost_clients(server)
        with socket.create_connection(server.getsockname()):
            accepted, _ = server.accept()
            with accepted:
                assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 2
