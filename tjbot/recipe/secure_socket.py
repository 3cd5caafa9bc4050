"""A TLS connection that one thread may read while another one writes."""

import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

_Result = TypeVar("_Result")

# These see a socket end that another thread closes; epoll would wait for ever.
_Selector: Any = getattr(selectors, "PollSelector", selectors.SelectSelector)


class SecureSocket(ssl.SSLSocket):
    """What an `ssl.SSLContext` makes where its `sslsocket_class` is this.

    OpenSSL lets only one thread at a time into a connection, and Python does not see to it. `websockets` reads in one
    thread and writes in another: now and then a request was lost, most often the first one, while the reader took what
    a server tells after the handshake. So `recv`, `recv_into` and `sendall` take turns here, and nobody keeps it while
    waiting.
    """

    _shared = False
    _seconds: float | None = None

    def do_handshake(self, block: bool = False) -> None:
        """Agrees with the other end; one thread alone does so. From then on the connection is shared."""
        super().do_handshake(block)
        self._turn = threading.Lock()
        self._seconds = super().gettimeout()
        super().settimeout(0)
        self._shared = True

    def settimeout(self, value: float | None) -> None:
        """How many seconds a call may wait; None for ever."""
        if self._shared:
            self._seconds = value
        else:
            super().settimeout(value)

    def gettimeout(self) -> float | None:
        """How many seconds a call may wait; None for ever."""
        return self._seconds if self._shared else super().gettimeout()

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Waits for what comes; nothing at the end of the connection.

        Raises:
            TimeoutError: nothing came in time.
        """
        return self._in_turn(lambda: super(SecureSocket, self).recv(buflen, flags))

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        """As `recv`, into a buffer; returns how many bytes."""
        return self._in_turn(lambda: super(SecureSocket, self).recv_into(buffer, nbytes, flags))

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Sends everything. One thread at a time may.

        Raises:
            TimeoutError: the other end did not take it in time.
        """
        with memoryview(data).cast("B") as rest:
            sent = 0
            while sent < len(rest):
                sent += self._in_turn(lambda: super(SecureSocket, self).send(rest[sent:], flags))  # noqa: B023

    def close(self) -> None:
        """Closes; a thread that waits for the other end hears of it."""
        with suppress(OSError):
            socket.socket.shutdown(self, socket.SHUT_RDWR)
        super().close()

    def _in_turn(self, call: Callable[[], _Result]) -> _Result:
        end = None if self._seconds is None else time.monotonic() + self._seconds
        while True:
            try:
                with self._turn:
                    return call()
            except ssl.SSLWantReadError:
                event = selectors.EVENT_READ
            except ssl.SSLWantWriteError:
                event = selectors.EVENT_WRITE
            with _Selector() as selector:
                selector.register(self, event)
                if not selector.select(None if end is None else max(0.0, end - time.monotonic())):
                    raise TimeoutError("timed out")


def shared(tls: ssl.SSLContext) -> ssl.SSLContext:
    """The context, whose connections one thread may read while another one writes."""
    tls.sslsocket_class = SecureSocket
    return tls
