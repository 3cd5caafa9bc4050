"""When a client's computer counts as lost."""

import asyncio
import socket
import struct

import pytest

from tjbot.daemon import liveness
from tjbot.daemon.liveness import end_lost_connections, is_silent, notice_lost_clients


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


class Connection:
    """One that the web server has, and its transport and its socket."""

    def __init__(self, family: int, told: bytes, *, closing: bool = False) -> None:
        self.transport, self.family, self._told, self._closing = self, family, told, closing
        self.aborted = asyncio.Event()

    def get_extra_info(self, _name: str) -> "Connection":
        return self

    def getsockopt(self, *_what: int) -> bytes:
        return self._told

    def is_closing(self) -> bool:
        return self._closing

    def abort(self) -> None:
        self.aborted.set()


def test_only_connections_that_are_lost_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(liveness, "LOOK_SECONDS", 0.001)

    async def look() -> list[bool]:
        there = [
            Connection(socket.AF_INET, info(0, 90_000)),
            Connection(socket.AF_UNIX, b""),
            Connection(socket.AF_INET6, info(3, 6000)),
        ]
        looking = asyncio.create_task(end_lost_connections(lambda: there))
        await asyncio.wait_for(there[2].aborted.wait(), 10)
        looking.cancel()
        return [each.aborted.is_set() for each in there]

    assert asyncio.run(look()) == [False, False, True]


def test_a_connection_that_cannot_end_by_itself_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(liveness, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(liveness, "CLOSING_LOOKS", 3)

    async def look() -> bool:
        stuck, fine = Connection(socket.AF_INET, info(0, 0), closing=True), Connection(socket.AF_INET, info(0, 0))
        looking = asyncio.create_task(end_lost_connections(lambda: [stuck, fine]))
        await asyncio.wait_for(stuck.aborted.wait(), 10)
        looking.cancel()
        return fine.aborted.is_set()

    assert asyncio.run(look()) is False
