"""uvicorn as the robot uses it: the daemon decides when a server starts and stops, and in which order."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from tjbot.errors import ConfigurationError

MOST_FRAME_BYTES = 16 * 1024 * 1024
"""Up to here a message that is too long is answered with a sentence; a longer one ends the connection."""

CLOSING_SECONDS = 1


class WebServer(uvicorn.Server):
    """Serves the web application at some ports.

    Args:
        web: the application.
        tls: what https is spoken with; None for plain http.
    """

    def __init__(self, web: ASGIApp, tls: ssl.SSLContext | None = None) -> None:
        application: Any = web
        super().__init__(
            uvicorn.Config(
                application,
                ws="websockets-sansio",
                ws_max_size=MOST_FRAME_BYTES,
                ws_per_message_deflate=False,
                # What it logs goes where all of ours does (logs.py).
                log_config=None,
                log_level="warning",
                access_log=False,
                lifespan="off",
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=CLOSING_SECONDS,
                ssl_context_factory=(lambda *_: tls) if tls else None,
            )
        )
        self._ready = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    async def begin(self, listening: list[socket.socket]) -> None:
        """Starts; returns when it answers.

        Raises:
            ConfigurationError: it ended at once.
        """
        self._serving = asyncio.create_task(self.serve(sockets=listening))
        ready = asyncio.create_task(self._ready.wait())
        await asyncio.wait([ready, self._serving], return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            self._serving.result()
            raise ConfigurationError("The web server ended before it was ready.", "Start the robot again.")

    async def end(self) -> None:
        """Closes all connections, and returns when they are closed."""
        self.should_exit = True
        if self._serving:
            await self._serving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Called by uvicorn."""
        await super().startup(sockets)
        self._ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Called by uvicorn; captures none."""
        yield
