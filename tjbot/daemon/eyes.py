"""The robot's eyes for the page: a live stream over `/eyes`, and the pictures that `look` took.

A client of the stream sends the text `next` and gets one binary frame (`tjbot.protocol.picture`), the newest one, or a
`failed` message as text; then it may ask again. So nothing ever queues, and a slow client simply sees fewer pictures.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tjbot.daemon.access import who
from tjbot.daemon.asked_body import body_of
from tjbot.daemon.friendly import friendly
from tjbot.daemon.robot import REAL_BODY, Robot
from tjbot.daemon.sessions import Sessions
from tjbot.errors import PartError, RefusedError, TJBotError
from tjbot.protocol.codec import encode
from tjbot.protocol.messages import Failed
from tjbot.protocol.picture import encode_picture
from tjbot.robot.parts.eyes import Eyes

MOST_LOOKERS = 4

IDLE_SECONDS = 10.0
"""A client that neither asks nor takes a picture for so long is let go, or it would keep the camera on."""

NORMAL, POLICY, TRY_LATER = 1000, 1008, 1013

IMMUTABLE = {"Cache-Control": "private, max-age=31536000, immutable"}
"""A picture's name is its time, so its bytes never change."""


class EyesRoutes:
    """The routes of the eyes."""

    def __init__(self, robot: Robot, sessions: Sessions) -> None:
        self._robot = robot
        self._sessions = sessions
        self._lookers = 0

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            WebSocketRoute("/eyes", self.stream),
            Route("/api/pictures", friendly(self.list_pictures), methods=["GET"]),
            Route("/api/pictures/{file}", friendly(self.read_picture), methods=["GET"]),
            Route("/api/pictures/{file}", friendly(self.forget_picture), methods=["DELETE"]),
        ]

    async def list_pictures(self, request: Request) -> Response:
        """The file names, the newest first."""
        eyes = self._eyes(request)
        return JSONResponse({"pictures": await run_in_threadpool(eyes.pictures.names)})

    async def read_picture(self, request: Request) -> Response:
        """One picture."""
        path = self._eyes(request).pictures.path(request.path_params["file"])
        try:
            data = await run_in_threadpool(path.read_bytes)
        except OSError as error:
            raise PartError(f"The picture {path.name} cannot be read: {error.strerror}.", "Check the file.") from None
        return Response(data, media_type="image/jpeg", headers=IMMUTABLE)

    async def forget_picture(self, request: Request) -> Response:
        """Removes a picture."""
        await self._eyes(request).forget(request.path_params["file"])
        return JSONResponse({})

    async def stream(self, socket: WebSocket) -> None:
        """One looker, from its coming to its going."""
        await socket.accept()
        # A client that is gone already is no error.
        with suppress(WebSocketDisconnect, RuntimeError):
            try:
                own = body_of(self._robot, socket)
                # Whose turn it is looks through the real robot's eyes, until it is over.
                borrowed = own == self._robot.coupling.holder
                eyes = self._eyes_of(REAL_BODY if borrowed else own)
                if self._lookers >= MOST_LOOKERS:
                    raise RefusedError(f"{MOST_LOOKERS} pages look through the robot's eyes already.", "Close one.")
            except TJBotError as error:
                await socket.send_text(_failed(error))
                await socket.close(TRY_LATER)
                return
            self._lookers += 1
            try:
                with eyes.camera.looking(), self._sessions.present(who(socket.scope).session_id) as revoked:
                    await _serve(socket, eyes, revoked, lambda: not borrowed or own == self._robot.coupling.holder)
            finally:
                self._lookers -= 1

    def _eyes(self, request: Request) -> Eyes:
        return self._eyes_of(body_of(self._robot, request))

    def _eyes_of(self, body: str) -> Eyes:
        part = self._robot.bodies[body].part("eyes")
        if isinstance(part, Eyes):
            return part
        raise PartError("This robot has no eyes.", "See [eyes] in tjbot.toml.")


async def _serve(socket: WebSocket, eyes: Eyes, revoked: asyncio.Event, may: Callable[[], bool]) -> None:
    """Answers one client until it goes, does nothing for too long, or may not look any more."""
    asked = asyncio.Event()
    listening = asyncio.create_task(_listen(socket, asked))
    showing = asyncio.create_task(_show(socket, eyes, asked, may))
    ending = asyncio.create_task(revoked.wait())
    try:
        await asyncio.wait([listening, showing, ending], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (listening, showing, ending):
            task.cancel()
        await asyncio.gather(listening, showing, ending, return_exceptions=True)
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.close(NORMAL)


async def _listen(socket: WebSocket, asked: asyncio.Event) -> None:
    """Notes requests until the client goes; asking twice before the answer is asking once."""
    while True:
        event = await socket.receive()
        if event["type"] == "websocket.disconnect":
            return
        if event.get("text") == "next":
            asked.set()
        else:
            await socket.close(POLICY, 'Send "next".')
            return


async def _show(socket: WebSocket, eyes: Eyes, asked: asyncio.Event, may: Callable[[], bool]) -> None:
    """Answers each request with the newest picture that this client has not seen; ends when it idles, and when it may
    look no longer.
    """
    seen = float("-inf")
    with suppress(TimeoutError):
        while True:
            async with asyncio.timeout(IDLE_SECONDS):
                await asked.wait()
            asked.clear()
            if not may():
                return
            try:
                picture = await eyes.camera.picture(newer_than=seen)
            except TJBotError as error:
                answer: str | bytes = _failed(error)
            else:
                seen = picture.time
                answer = encode_picture(picture)
            async with asyncio.timeout(IDLE_SECONDS):
                await (socket.send_text(answer) if isinstance(answer, str) else socket.send_bytes(answer))
            if eyes.camera.closed:
                # The robot stops, or has new eyes because their settings were changed: who comes again will see.
                return


def _failed(error: TJBotError) -> str:
    return encode(Failed(message=error.message, hint=error.hint)).decode()
