"""The WebSocket shell: greets, reads, and sends what waits in each client's own bounded queue."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from tjbot.daemon.access import Access, Identity, who
from tjbot.daemon.clients import TRY_LATER, Client
from tjbot.daemon.dispatch import Dispatch
from tjbot.daemon.in_language import in_language
from tjbot.daemon.robot import Robot
from tjbot.errors import RefusedError, TJBotError, WireError
from tjbot.languages import accepted_language, translated
from tjbot.protocol.codec import decode_command, encode
from tjbot.protocol.enclosed import Enclosed, encode_enclosed
from tjbot.protocol.messages import PROTOCOL, Failed, Hello, Welcome
from tjbot.version import VERSION

HELLO_SECONDS = 5.0
FLOOD_MESSAGES_A_SECOND = 3000
"""More than any program that waits for its answers can send; who sends more does not wait."""

FAREWELL_SECONDS = 1.0
"""How long a client that is let go has to take what still waits for it; it may have stopped reading."""

SLOW_FAREWELL_SECONDS = 30.0
"""How long one has that is let go because it reads nothing, so that it hears why when it wakes up."""

AT_ONCE = 16
"""So many messages of one client are handled before the others get their turn."""

MOST_STRANGERS = 4
"""So many whom the robot does not know may be about to say hello; who showed a token or a cookie is none of them."""

SIGNED_OUT = "This page or program was signed out. Pair again with the code that the robot shows."

LOST = 1006
POLICY = 1008


class Allowance:
    """How many messages a client may still send: it fills up steadily to one second's worth. Pure.

    Args:
        clock: the time in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._left = float(FLOOD_MESSAGES_A_SECOND)
        self._at = clock()

    def spend(self) -> bool:
        """Takes one message off; False when nothing is left."""
        now = self._clock()
        self._left = min(FLOOD_MESSAGES_A_SECOND, self._left + (now - self._at) * FLOOD_MESSAGES_A_SECOND)
        self._at = now
        self._left -= 1
        return self._left >= 0


class Sockets:
    """Serves `/socket`."""

    def __init__(self, robot: Robot, dispatch: Dispatch, access: Access) -> None:
        self._robot = robot
        self._dispatch = dispatch
        self._access = access
        self._strangers = 0

    async def serve(self, socket: WebSocket) -> None:
        """One connection, from its greeting to its end."""
        await socket.accept()
        try:
            with self._waiting(who(socket.scope)):
                client = await self._greet(socket)
        except WebSocketDisconnect:
            return
        except RefusedError as error:
            await _turn_away(socket, error)
            return
        if client is not None:
            with self._access.sessions.present(client.identity.session_id) as revoked:
                await self._attend(socket, client, revoked)

    @contextmanager
    def _waiting(self, identity: Identity) -> Iterator[None]:
        """Somebody is about to say hello. Of those whom nobody knows only a few may take their time."""
        if identity.kind != "nobody":
            yield
            return
        if self._strangers >= MOST_STRANGERS:
            raise RefusedError("Too many whom this robot does not know are asking at once.", "Try again in a moment.")
        self._strangers += 1
        try:
            yield
        finally:
            self._strangers -= 1

    async def _attend(self, socket: WebSocket, client: Client, revoked: asyncio.Event) -> None:
        """Reads and sends until the client goes, or is let go."""
        sending = asyncio.create_task(self._send(socket, client))
        reading = asyncio.create_task(self._read(socket, client))
        letting_go = asyncio.create_task(client.let_go.wait())
        ending = asyncio.create_task(revoked.wait())
        tasks = (reading, sending, letting_go, ending)
        try:
            await self._until_it_is_gone(client, [*tasks], reading, revoked)
            if client.let_go.is_set():
                seconds = SLOW_FAREWELL_SECONDS if client.last_words[0] == TRY_LATER else FAREWELL_SECONDS
                await asyncio.wait([sending, reading], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _until_it_is_gone(
        self, client: Client, tasks: list["asyncio.Task[Any]"], reading: "asyncio.Task[int]", revoked: asyncio.Event
    ) -> None:
        """Waits until a client is gone or let go; it counts as gone then, however long it takes to tell it."""
        code = LOST
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if revoked.is_set():
                client.dismiss(POLICY, SIGNED_OUT)
            elif not client.let_go.is_set():
                # Where a send failed, reading tells how the connection ended.
                await asyncio.wait([reading], timeout=FAREWELL_SECONDS)
            if reading.done():
                code = reading.result()
        finally:
            self._dispatch.leave(client, code)

    async def _greet(self, socket: WebSocket) -> Client | None:
        """Waits for `Hello` and answers `Welcome`; a client that will not do is told why and let go."""
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                hello = decode_command(await socket.receive_text())
            if not isinstance(hello, Hello):
                raise WireError('The first message must be "hello".', "See `tjbot schema`.", "$.type")
            if hello.protocol != PROTOCOL:
                raise RefusedError(
                    f"You speak version {hello.protocol} of the protocol, and this robot version {PROTOCOL}.",
                    "Load the page again, or update the older of the two.",
                )
            known = who(socket.scope)
            identity, run = self._access.greet(socket.scope, known, hello.token, hello.role)
            client = self._robot.welcome(hello, identity, run)
        except KeyError:
            error: TJBotError = WireError("The first message must be text.", "Send hello as JSON text.")
        except TimeoutError:
            error = WireError(f"No hello came within {HELLO_SECONDS:g} seconds.", "Say hello first.")
        except TJBotError as caught:
            error = caught
        else:
            try:
                await socket.send_text(encode(in_language(self._welcome(client), client.language)).decode())
            except BaseException:
                # It said hello and went, as a page does that is loaded again: nobody else would take note of that.
                self._dispatch.leave(client, LOST)
                raise
            self._robot.tell_what_is_wanted(client, frozenset(hello.wants))
            return client
        await _turn_away(socket, error)
        return None

    def _welcome(self, client: Client) -> Welcome:
        state = self._robot.state(client.body)
        return Welcome(
            protocol=PROTOCOL,
            version=VERSION,
            name=self._robot.name,
            body=client.body,
            client=client.name_here,
            time=state.time,
            parts=self._robot.bodies[client.body].offers(),
            labels=self._robot.labels(client.body),
            offers=self._robot.clients.offers(client.body),
            models=self._robot.clients.models(client.body),
            driver=self._robot.turns.driver(client.body),
            simulated=self._robot.simulated,
        )

    async def _read(self, socket: WebSocket, client: Client) -> int:
        """Reads until the connection ends; returns its close code. Nobody hears what one says who was let go."""
        allowance = Allowance(asyncio.get_running_loop().time)
        read = 0
        while True:
            event = await socket.receive()
            if event["type"] == "websocket.disconnect":
                return int(event.get("code") or LOST)
            if client.let_go.is_set():
                continue
            if not allowance.spend():
                why = f"More than {FLOOD_MESSAGES_A_SECOND} messages came in a second, so the robot let you go."
                client.put(Failed(message=why, hint="Wait for each answer before you send more."))
                client.dismiss(POLICY, why)
                continue
            text = event.get("text")
            if text is None:
                self._dispatch.handle_enclosed(client, event["bytes"])
            else:
                self._dispatch.handle(client, text)
            # Hundreds may wait in what came in one piece; the others, and STOP, must not wait for all of them.
            read += 1
            if read % AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _send(self, socket: WebSocket, client: Client) -> None:
        """Sends what waits; ends when the client is let go or gone."""
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await client.wake.wait()
                client.wake.clear()
                while (message := client.outbox.take()) is not None:
                    if isinstance(message, Enclosed):
                        await socket.send_bytes(encode_enclosed(message))
                    else:
                        await socket.send_text(encode(in_language(message, client.language)).decode())
                if client.let_go.is_set():
                    code, reason = client.last_words
                    await socket.close(code, _reason(reason))
                    return


async def _turn_away(socket: WebSocket, error: TJBotError) -> None:
    """Says why somebody may not come in, and closes."""
    path = error.path if isinstance(error, WireError) else ""
    language = accepted_language(socket.headers.get("accept-language", ""))
    message, hint = translated(error.message, language), translated(error.hint, language)
    with suppress(RuntimeError, WebSocketDisconnect):
        await socket.send_text(encode(Failed(message=message, hint=hint, path=path)).decode())
        await socket.close(POLICY, _reason(message))


def _reason(sentence: str) -> str:
    """A close frame holds 123 bytes."""
    return sentence.encode()[:120].decode(errors="ignore")
