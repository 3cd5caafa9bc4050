"""How soon the robot notices a client whose network broke. Its computer is asked, not its program, which may be busy.

The kernel asks where nothing is on its way (keep-alive). Where something is, it would try for a quarter of an hour, so
there we look ourselves; it tells a client that only reads nothing, whose computer still answers, from one that is gone.
"""

import asyncio
import socket
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

SILENT_SECONDS = 2
"""After so long without a packet the other computer is asked whether it is still there."""

LOST_SECONDS = 5
"""A client whose computer has not answered for so long is lost: a hiccup of a Wi-Fi is shorter."""

LOOK_SECONDS = 1.0

CLOSING_LOOKS = 15
"""So often a connection may be found closing: who never takes what it was sent last would keep it for ever."""

SEND_BUFFER_BYTES = 128 * 1024
"""How much may be on its way to a client. The kernel would let megabytes of old news wait for one that is slow."""

# From `struct tcp_info` of linux/tcp.h: how many packets are not acknowledged, and ms since the last acknowledgement.
_UNACKNOWLEDGED_AT, _LAST_ACKNOWLEDGED_AT, _INFO_BYTES = 24, 56, 60


def notice_lost_clients(connection: socket.socket) -> None:
    """Has a TCP connection, or all that a listening socket will accept, notice soon that nobody is at the other end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, SILENT_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, LOST_SECONDS - SILENT_SECONDS)


async def end_lost_connections(connections: Callable[[], Iterable[Any]]) -> None:
    """Ends connections to whose other end no packet gets any more, and those that cannot end because what was sent last
    is not taken; goes on until it is cancelled.

    Args:
        connections: tells the connections that are open now, as the web server has them, each with its `transport`.
    """
    closing: dict[Any, int] = {}
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        transports = [
            transport for each in connections() if (transport := getattr(each, "transport", None)) is not None
        ]
        closing = {each: closing.get(each, 0) + 1 for each in transports if each.is_closing()}
        for transport in transports:
            if closing.get(transport, 0) > CLOSING_LOOKS or _is_lost(transport.get_extra_info("socket")):
                transport.abort()


def _is_lost(connection: Any) -> bool:
    if connection is None or connection.family == socket.AF_UNIX:
        return False
    with suppress(OSError):
        info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
        if len(info) == _INFO_BYTES:
            return is_silent(info)
    return False


def is_silent(info: bytes) -> bool:
    """Whether the kernel has sent what nobody acknowledged, and nothing came back for too long.

    Args:
        info: the first 60 bytes of `struct tcp_info`.
    """
    (unacknowledged,) = struct.unpack_from("=I", info, _UNACKNOWLEDGED_AT)
    (milliseconds,) = struct.unpack_from("=I", info, _LAST_ACKNOWLEDGED_AT)
    return bool(unacknowledged) and milliseconds > LOST_SECONDS * 1000
