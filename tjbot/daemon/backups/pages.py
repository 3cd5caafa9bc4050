"""HTTP: all that the robot keeps as one file, and a robot that begins anew with such a file."""

import asyncio
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from tjbot.daemon.backups.contents import MOST_BYTES, SECRETS, BackupCard, entries
from tjbot.daemon.backups.read import STAGING, open_backup, unpack
from tjbot.daemon.backups.swap import commit, is_committed
from tjbot.daemon.backups.write import pack, take_snapshot
from tjbot.daemon.friendly import friendly
from tjbot.daemon.full_disk import disk_is_full_or_broken
from tjbot.daemon.receiving import Parcel, receive
from tjbot.daemon.robot import REAL_BODY, Robot
from tjbot.errors import BackupError, RefusedError

BACKUP = Parcel("backup", MOST_BYTES, "Ask whoever made it.", seconds=1800)


class BackupRoutes:
    """`GET /api/backup` answers a backup; with `?pictures=1` the robot's pictures are in it; the secrets never are.

    `PUT /api/backup` takes one: it is looked at, and nothing changes if anything is wrong with it. Else the robot
    answers `{"files", "kept"}` (how many files it took, and the folder in its home where what was there lies from then
    on), and begins anew with what it took.
    """

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._home = robot.bodies[REAL_BODY].home
        self._one_at_a_time = asyncio.Lock()

    def routes(self) -> list[BaseRoute]:
        """Both."""
        return [
            Route("/api/backup", friendly(self.read), methods=["GET"]),
            Route("/api/backup", friendly(self.restore), methods=["PUT"]),
        ]

    async def read(self, request: Request) -> Response:
        """A backup of this moment."""
        wanted = entries(pictures=request.query_params.get("pictures") == "1")
        with disk_is_full_or_broken("made", "backup"):
            async with self._robot.saving.still():
                snapshot = await asyncio.to_thread(take_snapshot, self._home, wanted)
        headers = {"Content-Disposition": f'attachment; filename="{file_name(self._robot.name)}"'}
        pieces = self._pieces(snapshot, wanted)
        return StreamingResponse(pieces, media_type="application/zip", headers=headers)

    async def restore(self, request: Request) -> Response:
        """Begins anew with a backup."""
        try:
            async with self._one_at_a_time:
                return await self._restore(request)
        except (ClientDisconnect, asyncio.CancelledError):
            # Whoever sent it went away, or the robot stops: nobody reads this.
            return Response(status_code=400)

    async def _restore(self, request: Request) -> Response:
        with disk_is_full_or_broken("received", "backup"):
            folder = tempfile.TemporaryDirectory(dir=self._home, prefix=f"{STAGING}arriving-")
        with folder:
            path = Path(folder.name, "backup.zip")
            with await asyncio.to_thread(path.open, "w+b") as arriving:
                await receive(request, arriving, BACKUP)
            with disk_is_full_or_broken("unpacked", "backup"):
                new, card = await asyncio.to_thread(self._unpack, path)
            # Whoever sent it may go away; from here on it is done or not, whatever they hear.
            old = await asyncio.shield(asyncio.create_task(self._commit(new, card.entries)))
        return JSONResponse({"files": len(card.files), "kept": str(old.relative_to(self._home))})

    async def _commit(self, new: Path, kept: list[str]) -> Path:
        async with self._robot.saving.still() as stack:
            try:
                if self._robot.closing:
                    raise RefusedError("The robot is stopping.", "Start it again.")
                with disk_is_full_or_broken("taken in", "backup"):
                    old = await asyncio.to_thread(commit, new, self._home, kept)
            except BaseException:
                if not is_committed(self._home):
                    await asyncio.to_thread(shutil.rmtree, new, ignore_errors=True)
                raise
            # What would be written from now on would be put aside unseen.
            stack.pop_all()
        self._robot.starting_over.set()
        return old

    def _unpack(self, path: Path) -> tuple[Path, BackupCard]:
        with open_backup(path) as backup:
            if SECRETS in backup.card.entries:
                raise BackupError(
                    "This backup holds a robot's secrets, which come from nowhere but its own disk.",
                    "Nothing was changed. Stop the robot first, then restore it there.",
                )
            return unpack(backup, self._home, self._robot.bodies[REAL_BODY].board), backup.card

    async def _pieces(self, snapshot: Path, wanted: tuple[str, ...]) -> AsyncIterator[bytes]:
        try:
            async for piece in iterate_in_threadpool(pack(snapshot, wanted, self._robot.name)):
                if piece:
                    yield piece
        finally:
            # Nothing but links: this is quick, and must also be done when nobody reads on.
            shutil.rmtree(snapshot, ignore_errors=True)


def file_name(robot: str) -> str:
    """What a backup of a robot of this name is called."""
    letters = re.sub(r"[^a-z0-9]+", "-", robot.lower()).strip("-") or "robot"
    return f"tjbot-{letters}-{time.strftime('%Y-%m-%d')}.zip"
