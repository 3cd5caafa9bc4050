"""https: a second server for the same application, with a certificate that is replaced while it runs."""

import asyncio
import logging
import socket
import ssl

from starlette.types import ASGIApp

from tjbot.daemon.https.renewal import Renewal
from tjbot.daemon.web_server import WebServer
from tjbot.errors import PartError

log = logging.getLogger(__name__)


class SecureServer:
    """https at the robot's address in the network.

    Args:
        web: the application.
        listening: the open ports.
        renewal: who keeps the certificate.
    """

    def __init__(self, web: ASGIApp, listening: list[socket.socket], renewal: Renewal) -> None:
        self._listening = listening
        self._renewal = renewal
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.minimum_version = ssl.TLSVersion.TLSv1_2
        self._tls.set_alpn_protocols(["http/1.1"])
        # Many programs read in one thread and write in another, which OpenSSL bears badly: a ticket that comes while
        # they write their request can lose it. What a ticket saves, a new handshake, is little.
        self._tls.num_tickets = 0
        self.server = WebServer(web, self._tls)
        self._answers = False
        self._watching: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Starts. A robot that can make no certificate says so, goes on without https, and tries again later."""
        try:
            await self._renewal.renew()
            await self._use_certificate()
        except PartError as error:
            log.warning("%s", error)
        self._watching = asyncio.create_task(self._renewal.watch(self._use_certificate))

    async def end(self) -> None:
        """Closes all connections."""
        if self._watching:
            self._watching.cancel()
            await asyncio.wait([self._watching])
        await self.server.end()

    async def _use_certificate(self) -> None:
        """From now on whoever connects gets the certificate that lies there; who is connected notices nothing."""
        try:
            await asyncio.to_thread(self._tls.load_cert_chain, self._renewal.path)
        except OSError as error:
            raise PartError(f"The robot's certificate cannot be used: {error.strerror or error}.") from None
        if not self._answers:
            self._answers = True
            await self.server.begin(self._listening)
