"""Who looks on while pages work, in a process of their own: `python -m … URL BODY SECONDS`.

Two look through the robot's eyes as fast as they can; three want to hear everything of a body, ask without end and read
nothing, as a computer that is asleep, wake up after some seconds, and do the same again. The last line tells, as JSON,
what became of them.
"""

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tjbot.recipe.link import socket_address

STREAMS = 2
SLOW_READERS = 3
SLEEP_SECONDS = 20.0
LEAST_BUFFER_BYTES = 4096
QUESTIONS_A_SECOND = 1000


class Looked(msgspec.Struct):
    """What became of those who looked on."""

    pictures_a_second: list[float]
    endings: list[tuple[int, str]]
    """How the connections of the slow readers ended: code and reason; 0 where they did not."""


class Onlookers:
    """This program, started."""

    def __init__(self, url: str, body: str, seconds: float) -> None:
        command = [sys.executable, "-m", __name__, url, body, str(seconds)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)

    def end(self) -> Looked:
        """Waits for the end; what became of them."""
        assert self.process.stdout
        looked = msgspec.json.decode(self.process.stdout.readline(), type=Looked)
        self.process.wait(20)
        return looked


async def _look(url: str, seconds: float) -> float:
    """How many pictures came in a second."""
    begun = time.monotonic()
    pictures = 0
    address = socket_address(url).removesuffix("/socket") + "/eyes"
    async with connect(address, compression=None, proxy=None, max_size=None) as eyes:
        while time.monotonic() < begun + seconds:
            await eyes.send("next")
            pictures += isinstance(await eyes.recv(), bytes)
    return pictures / seconds


@asynccontextmanager
async def _small_connection(url: str) -> AsyncIterator[ClientConnection]:
    """A connection whose receiver takes next to nothing that is not read."""
    address = socket_address(url)
    host, _, port = address.removeprefix("ws://").removesuffix("/socket").rpartition(":")
    bare = socket.socket()
    bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LEAST_BUFFER_BYTES)
    bare.connect((host.strip("[]"), int(port)))
    async with connect(address, sock=bare, compression=None, proxy=None, max_queue=1, ping_interval=None) as connection:
        yield connection


async def _sleep_over(url: str, body: str, seconds: float) -> tuple[int, str]:
    """How the connection of one who reads nothing ends."""
    begun = time.monotonic()
    async with _small_connection(url) as connection:
        hello = {"type": "hello", "protocol": 1, "role": "page", "name": "asleep", "body": body}
        await connection.send(json.dumps({**hello, "wants": ["seen", "state", "output", "traced"]}))
        question = json.dumps({"type": "do", "id": 1, "action": "x" * 60, "arguments": {}})
        with suppress(ConnectionClosed, TimeoutError):
            while time.monotonic() < begun + seconds:
                async with asyncio.timeout(seconds):
                    for _ in range(QUESTIONS_A_SECOND // 10):
                        await connection.send(question)
                await asyncio.sleep(1 / 10)
        try:
            async with asyncio.timeout(5):
                while True:
                    await connection.recv()
        except TimeoutError:
            return 0, "not let go"
        except ConnectionClosed as closed:
            return (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")


async def _sleep_again(url: str, body: str, seconds: float) -> list[tuple[int, str]]:
    """How the connections of one end that sleeps again and again."""
    rounds = max(1, int(seconds / SLEEP_SECONDS))
    return [await _sleep_over(url, body, min(seconds, SLEEP_SECONDS)) for _ in range(rounds)]


async def _look_on(url: str, body: str, seconds: float) -> Looked:
    looking = asyncio.gather(*(_look(url, seconds) for _ in range(STREAMS)))
    sleeping = asyncio.gather(*(_sleep_again(url, body, seconds) for _ in range(SLOW_READERS)))
    return Looked(list(await looking), [ending for endings in await sleeping for ending in endings])


def main() -> None:
    """Looks on as long as it is told to."""
    url, body, seconds = sys.argv[1:]
    print(msgspec.json.encode(asyncio.run(_look_on(url, body, float(seconds)))).decode(), flush=True)


if __name__ == "__main__":
    main()
