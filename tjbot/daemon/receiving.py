"""HTTP: what a page sends is written down as it comes, with an end to how much and how long."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, BinaryIO

from starlette.requests import Request

from tjbot.daemon.access import present
from tjbot.daemon.full_disk import disk_is_full_or_broken
from tjbot.daemon.zips import CHUNK_BYTES
from tjbot.errors import ModelError, NotAllowedError

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
        NotAllowedError: whoever sends it was signed out meanwhile.
    """
    try:
        with present(request.scope) as signed_out:
            async with _until(signed_out, parcel.seconds):
                await _write(request, file, parcel)
    except TimeoutError:
        if signed_out.is_set():
            raise NotAllowedError(
                f"You were signed out while your {parcel.what} was on its way.", "Pair again."
            ) from None
        raise ModelError(
            f"The {parcel.what} was on its way for more than {parcel.seconds:g} seconds.",
            "Try again, nearer to the robot.",
        ) from None


@asynccontextmanager
async def _until(event: asyncio.Event, seconds: float) -> AsyncIterator[None]:
    """Ends what is done in its block with a `TimeoutError` after so long, or when an event comes."""
    async with asyncio.timeout(seconds) as limit:
        waiting = asyncio.create_task(event.wait())

        def end(task: "asyncio.Task[Any]") -> None:
            if not task.cancelled():
                # The block may be over in this very moment.
                with suppress(RuntimeError):
                    limit.reschedule(0)

        waiting.add_done_callback(end)
        try:
            yield
        finally:
            waiting.cancel()


async def _write(request: Request, file: IO[bytes], parcel: Parcel) -> None:
    too_large = ModelError(f"The zip is larger than {parcel.most_bytes // 1_000_000} MB.", parcel.smaller)
    if int(request.headers.get("content-length", "0")) > parcel.most_bytes:
        raise too_large
    size = waiting = 0
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


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """What an open file holds, piece by piece; closes it."""
    with file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
