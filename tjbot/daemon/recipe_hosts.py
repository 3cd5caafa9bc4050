"""Where the daemon finds a recipe host: systemd's, which is another user, or one that it starts itself.

Both are spoken with over a Unix socket, and end, with all recipes, when the daemon's connection does.
"""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tjbot.errors import WireError
from tjbot.recipe import host_messages as host

STOPPING_SECONDS = 2.0
RETRY_SECONDS = 0.01


@dataclass(frozen=True)
class HostService:
    """The recipe host that systemd starts: where it is found, and where its recipes shall find the robot."""

    socket: Path
    door: Path


def host_service(variables: Mapping[str, str]) -> HostService | None:
    """The recipe host that this daemon's own service names; None where it names none.

    Args:
        variables: the process's environment.
    """
    socket, door = variables.get("TJBOT_RECIPE_HOST"), variables.get("TJBOT_RECIPE_DOOR")
    return HostService(Path(socket), Path(door)) if socket and door else None


class RecipeHost(Protocol):
    """A recipe host, for one connection."""

    sees_files: bool
    """Whether it sees the daemon's files; else a recipe is handed to it with all that it needs."""

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Starts it, and returns when it takes orders.

        Raises:
            OSError: it does not start.
        """
        ...

    async def end(self) -> None:
        """Returns when it is gone; its connection must have been closed."""
        ...


class ServiceHost:
    """The host that systemd starts as soon as somebody connects.

    Args:
        path: its socket.
    """

    sees_files = False

    def __init__(self, path: Path) -> None:
        self._path = path

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connects; systemd holds the connection until the host has started.

        Raises:
            OSError: nobody listens there, this user may not connect, or the host ended at once.
        """
        reader, writer = await asyncio.open_unix_connection(str(self._path), limit=host.MAXIMUM_LINE_BYTES)
        await _hear_that_it_is_ready(reader, writer)
        return reader, writer

    async def end(self) -> None:
        """Does nothing: it ends by itself, and systemd sees to that."""


class OwnHost:
    """A host as a child of this process, so it is the same user and sees the same files."""

    sees_files = True

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._connected = False

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Starts the process and connects as soon as it listens, which is when its imports are done.

        Raises:
            OSError: it cannot be started, or it ended at once.
        """
        self._folder = Path(tempfile.mkdtemp(prefix="tjbot-"))
        path = self._folder / "recipes.socket"
        # -P: a pupil's random.py in the folder where the robot was started must not hide Python's own.
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "tjbot.recipe.host", str(path), str(os.getpid())),
            stdin=asyncio.subprocess.DEVNULL,
        )
        while not self._connected:
            try:
                reader, writer = await asyncio.open_unix_connection(str(path), limit=host.MAXIMUM_LINE_BYTES)
                self._connected = True
            except (FileNotFoundError, ConnectionRefusedError):
                if self._process.returncode is not None:
                    raise OSError(f"it ended with code {self._process.returncode}") from None
                await asyncio.sleep(RETRY_SECONDS)
        await _hear_that_it_is_ready(reader, writer)
        return reader, writer

    async def end(self) -> None:
        """Waits for the process, which ends with its connection; one that has none yet is told to."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            if not self._connected:
                process.terminate()
            try:
                async with asyncio.timeout(STOPPING_SECONDS):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


async def _hear_that_it_is_ready(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        line = await reader.readline()
        if line and isinstance(host.decode_tidings(line), host.Ready):
            return
    except (ValueError, WireError) as error:
        writer.close()
        raise OSError(f"it said something odd: {error}") from None
    except BaseException:
        writer.close()
        raise
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    raise OSError("it ended at once")
