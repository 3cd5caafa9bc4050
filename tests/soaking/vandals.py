"""Who sends the arm and the light whatever is allowed and much that is not, in a process of its own:
`python -m … URL ROLE BODY SECONDS SEED`. It ends when the time is over; the last line tells how much it sent.
"""

import asyncio
import json
import random
import subprocess
import sys
import time
from collections import Counter

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tjbot.recipe.link import socket_address

MESSAGES_A_SECOND = 500
ACTIONS = {
    "wave": ["times"],
    "raise_arm": ["seconds"],
    "lower_arm": ["seconds"],
    "arm_back": ["seconds"],
    "point": ["angle", "seconds"],
    "swing": ["times", "low", "high", "seconds"],
    "calibrate": ["pulse_us"],
    "shine": ["color", "brightness", "seconds"],
    "pulse": ["color", "seconds", "times"],
    "off": [],
}
STRANGE = [0, -1, 181, 180, 1e308, -1e308, 5e-324, 2**63, "x" * 300, "", None, True, [], {}, [[[]]], "red", "#ffffff"]
BARE_NUMBERS = ["NaN", "Infinity", "-Infinity", "1e999", "0.00000000000000001", "99999999999999999999999999"]


class Vandals:
    """This program, started.

    Args:
        url: where the robot is.
        role: `page` or `recipe`.
        body: whom they torment.
        seconds: how long.
    """

    def __init__(self, url: str, role: str, body: str, seconds: float) -> None:
        command = [sys.executable, "-m", __name__, url, role, body, str(seconds), "7"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)

    def end(self) -> dict[str, int]:
        """Waits for the end; how many messages were sent, and how many of each kind came."""
        assert self.process.stdout
        counts: dict[str, int] = json.loads(self.process.stdout.readline())
        self.process.wait(20)
        return counts


def message(chance: random.Random, number: int) -> str:
    """The next message."""
    kind = chance.random()
    if kind < 0.03:
        return json.dumps({"type": chance.choice(["halt", "rest", "stop"]), "id": number})
    if kind < 0.06:
        return chance.choice(["{", "null", '{"type":"do"}', "\x00", '{"type":"do","id":-1,"action":"wave"}', "[" * 500])
    action = chance.choice(list(ACTIONS))
    arguments = {name: _value(chance) for name in ACTIONS[action] if chance.random() < 0.9}
    text = json.dumps({"type": "do", "id": number, "action": action, "arguments": arguments, "wait": kind < 0.5})
    return text.replace('"bare"', chance.choice(BARE_NUMBERS))


def _value(chance: random.Random) -> object:
    kind = chance.random()
    if kind < 0.35:
        return chance.uniform(0, 180)
    if kind < 0.5:
        return chance.uniform(0, 2)
    if kind < 0.65:
        return chance.randint(400, 2600)
    return "bare" if kind < 0.7 else chance.choice(STRANGE)


async def _torment(url: str, role: str, body: str, seconds: float, chance: random.Random) -> dict[str, int]:
    counts: Counter[str] = Counter()
    begun = time.monotonic()
    while time.monotonic() < begun + seconds:
        try:
            async with connect(socket_address(url), compression=None, proxy=None, close_timeout=1) as socket:
                hello = {"type": "hello", "protocol": 1, "role": role, "name": "vandal", "body": body}
                await socket.send(json.dumps(hello))
                hearing = asyncio.create_task(_hear(socket, counts))
                # Some of them leave in the middle of a move, without a goodbye.
                await _send(socket, min(begun + seconds, time.monotonic() + chance.uniform(0.2, 2)), chance, counts)
                hearing.cancel()
                await socket.close(1000 if chance.random() < 0.3 else 1001)
        except (ConnectionClosed, OSError):
            counts["broken connections"] += 1
    return counts


async def _send(socket: ClientConnection, until: float, chance: random.Random, counts: "Counter[str]") -> None:
    while time.monotonic() < until:
        for _ in range(MESSAGES_A_SECOND // 50):
            counts["sent"] += 1
            await socket.send(message(chance, counts["sent"]))
        await asyncio.sleep(1 / 50)


async def _hear(socket: ClientConnection, counts: "Counter[str]") -> None:
    async for data in socket:
        counts[json.loads(data)["type"]] += 1


def main() -> None:
    """Torments as long as it is told to."""
    url, role, body, seconds, seed = sys.argv[1:]
    counts = asyncio.run(_torment(url, role, body, float(seconds), random.Random(int(seed))))
    print(json.dumps(counts), flush=True)


if __name__ == "__main__":
    main()
