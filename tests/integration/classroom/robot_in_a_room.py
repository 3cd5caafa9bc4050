"""A robot without a body: tells of itself over mDNS, and prints what it knows as a JSON line whenever that changes.

`robot_in_a_room.py LABEL NAME LISTEN [NUMBER]`. SIGUSR1: look and print again. SIGTERM: leave with a goodbye.
"""

import asyncio
import json
import secrets
import signal
import sys

import msgspec
import uvloop

from tjbot.classroom.discovery import Discovery
from tjbot.classroom.labels import candidates
from tjbot.classroom.robots import Announcement


async def main(label: str, name: str, listen: str, number: str = "") -> None:
    changed, stop = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, changed.set)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    announcement = Announcement(
        name=name, version="1.2.3", port=8765, secure_port=8443, number=number or secrets.token_hex(4)
    )
    discovery = Discovery(announcement, list(candidates(label)), listen, changed.set)
    changed.set()

    async def tell() -> None:
        while True:
            await changed.wait()
            changed.clear()
            robots = [msgspec.to_builtins(robot) for robot in await discovery.robots()]
            told = {"label": discovery.label, "robots": robots, "more": discovery.neighbours.more}
            print(json.dumps({**told, "trouble": discovery.trouble[0]}), flush=True)

    telling = asyncio.create_task(tell())
    await stop.wait()
    telling.cancel()
    await asyncio.wait([telling])
    await discovery.close()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
