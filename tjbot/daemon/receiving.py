"""HTTP: what a page sends is written down as it comes, with an end to how much and how long."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO

from starlette.requests import Request

from tjbot.daemon.full_disk import disk_is_full_or_broken
from tjbot.daemon.zips import CHUNK_BYTES
from tjbot.errors import ModelError

ARRIVING_SECONDS = 120
"""So long a zip may be on its way."""

_BYTES_AT_A_TIME = 4_000_000
"""So much is handed to the disk at once, so that a robot that is switched off need not wait for all of it."""


@dataclass(frozen=True)
class Parcel:
    """What is sent: what it is called in a sentence, how large its zip may be, how it gets smaller, and how long it may
    be on its way.
    """

    what: str
    most_bytes: int
    smaller: str
    seconds: float = ARRIVING_SECONDS


async def receive(request: Request, file: IO[bytes], parcel: Parcel) -> None:
    """Writes a body down as it comes (in memory it would cost twice its size), and waits for the disk.

    Raises:
        ModelError: it is larger or later than it may be.
        NoRoomError: the disk is full.
    """
    too_large = ModelError(f"The zip is larger than {parcel.most_bytes // 1_000_000} MB.", parcel.smaller)
    if int(request.headers.get("content-length", "0")) > parcel.most_bytes:
        raise too_large
    size = waiting = 0
    try:
        async with asyncio.timeout(parcel.seconds):
            async for chunk in request.stream():
                size += len(chunk)
                waiting += len(chunk)
                if size > parcel.most_bytes:
                    raise too_large
                with disk_is_full_or_broken("received", parcel.what):
                    await asyncio.to_thread(file.write, chunk)
                    if waiting >= _BYTES_AT_A_TIME:
                        await asyncio.to_thread(_sync, file)
                        waiting = 0
            with disk_is_full_or_broken("received", parcel.what):
                await asyncio.to_thread(_sync, file)
    except TimeoutError:
        raise ModelError(
            f"The {parcel.what} was on its way for more than {parcel.seconds:g} seconds.",
            "Try again, nearer to the robot.",
        ) from None


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """What an open file holds, piece by piece; closes it."""
    with file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
