"""The daemon's side of the camera: it runs only while somebody looks, and its light is on whenever it runs."""

import asyncio
import contextlib
import logging
import os
import select
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tjbot.errors import PartError, RefusedError
from tjbot.protocol.picture import MOST_BYTES, Picture, decode_picture
from tjbot.robot.cameras.process import PICTURE, REPLY, Trouble
from tjbot.robot.cameras.source import MOST_PICTURES_A_SECOND, CameraSettings

log = logging.getLogger(__name__)

PYTHON_PATH = Path(__file__).parents[3]
"""The directory that holds the package tjbot."""

PROGRAM = (sys.executable, "-m", "tjbot.robot.cameras.process")

FRESH_SECONDS = 1.5 / MOST_PICTURES_A_SECOND
"""An older picture is not handed to whoever asks for the newest."""

CLOSING_SECONDS = 1.0
CLOSED = ("The robot closes its eyes.", "If it does not open them again, start the robot again.")


@dataclass(frozen=True)
class Limits:
    """In seconds: how long the first and each later picture may take, how long the camera stays on after the last
    look, and how long it is left alone after a trouble.
    """

    start: float = 30.0
    picture: float = 5.0
    linger: float = 1.0
    rest: float = 2.0


class Camera:
    """Gives the newest picture, to any number of lookers. All methods are called on one event loop.

    Args:
        settings: called before each opening: which camera; raises `PartError` where there is none.
        light: called with True before the camera is opened, and with False after it is closed.
        troubled: called with a sentence when pictures fail to come, and with None when they come again.
        limits: how patient it is.
        program: what is started with the settings as its argument.
    """

    def __init__(
        self,
        settings: Callable[[], CameraSettings],
        light: Callable[[bool], None],
        troubled: Callable[[str | None], None],
        limits: Limits | None = None,
        program: Sequence[str] = PROGRAM,
    ) -> None:
        self._settings = settings
        self._light = light
        self._troubled = troubled
        self._limits = limits or Limits()
        self._program = program
        self._waiting: list[asyncio.Future[Picture]] = []
        self._woken = asyncio.Event()
        self._lookers = 0
        self._newest: Picture | None = None
        self._running: asyncio.Task[None] | None = None
        self._trouble: tuple[PartError, float] | None = None
        self.closed = False
        """Whether it was closed for good."""
        self.on = False
        """Whether the camera may be open: true from before it is opened until after it is closed."""
        self.process: asyncio.subprocess.Process | None = None

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Keeps the camera on, once a picture was asked for, until the block is over."""
        self._lookers += 1
        try:
            yield
        finally:
            self._lookers -= 1
            self._woken.set()

    async def picture(self, newer_than: float = float("-inf")) -> Picture:
        """The newest picture; opens the camera where it is not open.

        Args:
            newer_than: wait for one that was taken after this time (seconds of `time.monotonic`).

        Raises:
            PartError: there is no camera, or it does not work. Asking again later may help.
            RefusedError: the robot is stopping.
        """
        if self.closed:
            raise RefusedError(*CLOSED)
        now = time.monotonic()
        newest = self._newest
        if newest and newest.time > newer_than and now - newest.time < FRESH_SECONDS:
            return newest
        if self._trouble and now < self._trouble[1]:
            raise self._trouble[0]
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        self._woken.set()
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        try:
            picture: Picture = await future
            return picture if picture.time > newer_than else await self.picture(newer_than)
        finally:
            if future in self._waiting:
                self._waiting.remove(future)

    def close(self) -> None:
        """Closes the camera for good, and puts the light out when it is closed."""
        self.closed = True
        self._answer(RefusedError(*CLOSED))
        if self.process and self.process.returncode is None:
            _kill_and_wait(self.process)
        if self._running:
            self._running.cancel()
        self._switch(False)

    async def _run(self) -> None:
        """One time of being open, from before the light goes on until after it is out."""
        trouble: PartError | None = None
        try:
            settings = self._settings()
            self._switch(True)
            self.process = await _start(self._program, settings)
            trouble = await self._serve(self.process)
        except PartError as error:
            trouble = error
        except Exception as error:
            log.exception("The camera failed")
            trouble = PartError(f"The camera failed: {error}.", "It tries again by itself.")
        finally:
            if self.process:
                await _end(self.process)
            self.process = None
            self._newest = None
            self._switch(False)
            self._running = None
        if trouble:
            self._trouble = (trouble, time.monotonic() + self._limits.rest)
            self._troubled(str(trouble))
            self._answer(trouble)
        elif self._waiting and not self.closed:
            # Somebody asked while it closed, or its process was killed: once more.
            self._running = asyncio.create_task(self._run())

    async def _serve(self, process: asyncio.subprocess.Process) -> PartError | None:
        """Fetches pictures for as long as somebody wants them; returns what went wrong, if something did."""
        patience = self._limits.start
        seen = False
        while await self._wanted():
            try:
                async with asyncio.timeout(patience):
                    _request(process)
                    picture = await _receive(process)
            except TimeoutError:
                return PartError(
                    f"The camera gave no picture for {patience:g} seconds.",
                    "Plug it out and in again; it tries by itself.",
                )
            except (EOFError, ConnectionError):
                # A process that worked and then was killed: the next one works again.
                return None if seen else PartError("The camera's program stopped.", "It tries again by itself.")
            patience, seen = self._limits.picture, True
            self._newest = picture
            if self._trouble:
                self._trouble = None
                self._troubled(None)
            self._answer(picture)
        return None

    async def _wanted(self) -> bool:
        """Waits until somebody waits for a picture; False when nobody has looked for a while."""
        while not self._waiting:
            self._woken.clear()
            try:
                async with asyncio.timeout(None if self._lookers else self._limits.linger):
                    await self._woken.wait()
            except TimeoutError:
                return False
        return True

    def _answer(self, outcome: Picture | Exception) -> None:
        """Answers all who wait."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if future.done():
                continue
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

    def _switch(self, on: bool) -> None:
        if on != self.on:
            self.on = on
            self._light(on)


async def _start(program: Sequence[str], settings: CameraSettings) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(*program, msgspec.json.encode(settings).decode()),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        # Python looks for modules here first: a pupil's wave.py must not stand in for Python's own.
        cwd=PYTHON_PATH,
        # Ctrl+C on the daemon's terminal is for the daemon alone.
        start_new_session=True,
    )


def _request(process: asyncio.subprocess.Process) -> None:
    """Asks for the next picture. Raises ConnectionError when the process no longer reads."""
    assert process.stdin
    # uvloop raises a bare RuntimeError where asyncio only warns.
    if process.stdin.is_closing():
        raise ConnectionError("the camera's process does not read any more")
    process.stdin.write(b"?")


async def _receive(process: asyncio.subprocess.Process) -> Picture:
    """The next reply. Raises EOFError when the process is gone, and PartError with the trouble it tells."""
    assert process.stdout
    kind, length = REPLY.unpack(await process.stdout.readexactly(REPLY.size))
    if length > MOST_BYTES:
        raise PartError("The camera's pictures are too large.", "Choose a smaller width and height in tjbot.toml.")
    payload = await process.stdout.readexactly(length)
    if kind == PICTURE:
        return decode_picture(payload)
    trouble = msgspec.json.decode(payload, type=Trouble)
    raise PartError(trouble.message, trouble.hint)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kills the process and waits until it, and with it the camera, is closed."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _kill_and_wait(process: asyncio.subprocess.Process) -> None:
    """The same where nothing can be awaited any more: at the daemon's end."""
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(process.pid)
        process.kill()
        select.select([handle], [], [], CLOSING_SECONDS)
        os.close(handle)
