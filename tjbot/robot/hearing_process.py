"""The daemon's side of the process that listens."""

import asyncio
import contextlib
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from tjbot.robot.hearing_messages import Order, Report

PYTHON_PATH = Path(__file__).parents[2]
"""The directory that holds the package tjbot."""


class HearingProcess:
    """Starts the process with the first order and passes on what it reports. All on one event loop.

    Args:
        on_report: called with every report.
        on_lost: called when the process has ended and nobody asked it to.
    """

    def __init__(self, on_report: Callable[[Report], None], on_lost: Callable[[], None]) -> None:
        self._on_report = on_report
        self._on_lost = on_lost
        self._starting = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None
        self.process: asyncio.subprocess.Process | None = None

    async def send(self, order: Order) -> None:
        """Gives an order. Raises OSError where the process cannot be started or has just ended."""
        async with self._starting:
            process = self.process or await self._start()
        assert process.stdin
        # uvloop's write raises a bare RuntimeError where the pipe is closed.
        if process.stdin.is_closing():
            raise BrokenPipeError("the hearing process has ended")
        process.stdin.write(msgspec.json.encode(order) + b"\n")
        await process.stdin.drain()

    def send_soon(self, order: Order) -> None:
        """Gives an order if the process runs."""
        if self.process and self.process.stdin and not self.process.stdin.is_closing():
            self.process.stdin.write(msgspec.json.encode(order) + b"\n")

    def end(self) -> None:
        """Ends the process; the next order starts a new one."""
        if self._reading:
            self._reading.cancel()
        if self.process and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                # Its recording program ends with its first sound that nobody takes.
                self.process.kill()
        self.process = self._reading = None

    async def _start(self) -> asyncio.subprocess.Process:
        self.process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tjbot.robot.hearing"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # Python looks for modules here first: a pupil's wave.py must not stand in for Python's own.
            cwd=PYTHON_PATH,
            # Ctrl+C on the daemon's terminal is for the daemon alone.
            start_new_session=True,
        )
        self._reading = asyncio.create_task(self._read(process))
        return process

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        while line := await process.stdout.readline():
            self._on_report(msgspec.json.decode(line, type=Report))
        await process.wait()
        self.process = None
        self._on_lost()
