"""Pages in a process of their own, as far as the robot can tell: `python -m … URL SECONDS BODY…`.

For each body named there is one page. It prints `ready`, and begins when it reads a line. Each page sends so many
events a second: mostly that its label lasts, and once a second that it ends and begins. The first page of each body
shows *left* and *right* in turn, five times a second, to the recipe that runs there. The last line tells, as JSON, what
each page has sent and heard.
"""

import asyncio
import json
import subprocess
import sys
import time
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tjbot.recipe.link import socket_address

EVENTS_A_SECOND = 30
EVENTS_A_TURN = 6
"""Of these the last two are edges to which a recipe answers, in the first page of a body."""

LABELS = ("left", "right")
SETTLING_SECONDS = 1.0


class _Heard(msgspec.Struct):
    """What a page wants to know of what it hears."""

    type: str
    label: str = ""
    phase: str = ""
    trace: str | None = None


class Told(msgspec.Struct):
    """What a page has sent and heard."""

    body: str
    acts: bool
    sent: int = 0
    edges: int = 0
    """Events that something begins or ends, that it sent."""
    heard_edges: int = 0
    """The same, heard from all pages of the body."""
    heard: int = 0
    shown: list[tuple[str, float]] = []
    """Labels to which a recipe shall answer, and when they were sent."""
    unanswered: list[float] = []
    """When those of them were sent of which no action was told to have come."""
    lost: str = ""
    """Why the connection ended before its time."""


class Pages:
    """This program, started.

    Args:
        url: where the robot is.
        bodies: one for each page.
        seconds: how long.
    """

    def __init__(self, url: str, bodies: list[str], seconds: float) -> None:
        command = [sys.executable, "-m", __name__, url, str(seconds), *bodies]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._say("ready")

    def begin(self) -> None:
        """Lets all pages begin."""
        assert self.process.stdin
        self.process.stdin.write("go\n")
        self.process.stdin.close()

    def end(self) -> list[Told]:
        """Waits for the end; what each page has to tell."""
        assert self.process.stdout
        told = msgspec.json.decode(self.process.stdout.readline(), type=list[Told])
        self.process.wait(20)
        return told

    def _say(self, expected: str) -> None:
        assert self.process.stdout
        if (line := self.process.stdout.readline().strip()) != expected:
            raise RuntimeError(f"the pages said {line!r}")


class Page:
    """One page."""

    def __init__(self, url: str, number: int, body: str, acts: bool) -> None:
        self.told = Told(body, acts)
        self._url, self._number, self._body = url, number, body
        self._label = f"page {number}"
        self._answered: set[int] = set()
        self._decoder = msgspec.json.Decoder(_Heard)

    async def connect(self) -> None:
        """Says hello, as a page does."""
        # A page has no compression; the largest report is far below what it would take.
        self._socket = await connect(socket_address(self._url), compression=None, proxy=None, max_size=None)
        hello = {"type": "hello", "protocol": 1, "role": "page", "name": "page", "body": self._body}
        await self._socket.send(json.dumps({**hello, "wants": ["seen", "state", "output", "traced", "why"]}))

    async def live(self, seconds: float) -> None:
        """Sends and hears."""
        listening = asyncio.create_task(self._listen(self._socket))
        try:
            await self._show(seconds)
            await asyncio.sleep(SETTLING_SECONDS)
        except ConnectionClosed as closed:
            self.told.lost = str(closed)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await self._socket.close()
            shown = enumerate(self.told.shown)
            self.told.unanswered = [sent for turn, (_, sent) in shown if turn not in self._answered]

    async def _show(self, seconds: float) -> None:
        begun = time.monotonic() + self._number / EVENTS_A_SECOND / 10
        await self._see(self._label, "started")
        for number in range(int(seconds * EVENTS_A_SECOND)):
            await asyncio.sleep(max(0.0, begun + number / EVENTS_A_SECOND - time.monotonic()))
            turn, place = divmod(number, EVENTS_A_TURN)
            if self.told.acts and place == EVENTS_A_TURN - 2:
                if turn:
                    await self._see(LABELS[(turn + 1) % 2], "stopped")
            elif self.told.acts and place == EVENTS_A_TURN - 1:
                label = LABELS[turn % 2]
                self.told.shown.append((label, time.monotonic()))
                await self._see(label, "started", trace=f"{self._number}-{turn}")
            elif number % EVENTS_A_SECOND in (0, 1):
                await self._see(self._label, "stopped" if number % EVENTS_A_SECOND == 0 else "started")
            else:
                await self._see(self._label, "now")

    async def _see(self, label: str, phase: str, **more: Any) -> None:
        self.told.sent += 1
        self.told.edges += phase != "now"
        seen = {"type": "seen", "label": label, "phase": phase, "model": "hand", "confidence": 0.9}
        place = {} if phase == "stopped" else {"x": 0.4, "y": 0.6, "width": 0.2, "height": 0.3}
        await self._socket.send(json.dumps({**seen, **place, **more}))

    async def _listen(self, socket: ClientConnection) -> None:
        async for data in socket:
            self.told.heard += 1
            heard = self._decoder.decode(data)
            if heard.type == "seen" and heard.phase != "now":
                self.told.heard_edges += 1
            elif heard.type == "traced" and (heard.trace or "").startswith(f"{self._number}-"):
                self._answered.add(int((heard.trace or "").partition("-")[2]))


async def _live(url: str, seconds: float, bodies: list[str], first: int) -> list[Told]:
    pages = [Page(url, first + number, body, bodies.index(body) == number) for number, body in enumerate(bodies)]
    await asyncio.gather(*(page.connect() for page in pages))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await asyncio.gather(*(page.live(seconds) for page in pages))
    return [page.told for page in pages]


def main() -> None:
    """Lives as long as it is told to."""
    url, seconds, *bodies = sys.argv[1:]
    told = asyncio.run(_live(url, float(seconds), bodies, 0))
    print(msgspec.json.encode(told).decode(), flush=True)


if __name__ == "__main__":
    main()
