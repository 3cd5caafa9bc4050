"""The daemon's side of the process that turns sentences into sound files."""

import asyncio
import contextlib
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tjbot.errors import PartError
from tjbot.robot.speech import Reply, Synthesise, Synthesised, Unspeakable

ATTEMPTS = 2
"""One, and another with a new process."""

PYTHON_PATH = Path(__file__).parents[2]
"""The directory that holds the package tjbot."""


@dataclass(frozen=True)
class Sound:
    """A WAV file, for whoever asked for it to remove, and how many seconds it sounds."""

    path: Path
    seconds: float


@dataclass(frozen=True)
class Limits:
    """How many seconds a sentence may take from a process that runs, and from one that must start."""

    sentence: float = 5.0
    start: float = 20.0


@dataclass(frozen=True)
class Worker:
    """The process, the two ends of its pipes, and the directory for its sound files."""

    process: asyncio.subprocess.Process
    requests: asyncio.StreamWriter
    replies: asyncio.StreamReader
    directory: Path

    async def receive(self) -> Reply:
        """The next reply. Raises EOFError when the process is gone."""
        line = await self.replies.readline()
        if not line:
            raise EOFError
        reply: Reply = msgspec.json.decode(line, type=Reply)
        return reply

    def end(self) -> None:
        """Kills the process, if it still runs, and removes its files."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
        shutil.rmtree(self.directory, ignore_errors=True)


async def start_worker() -> Worker:
    """Starts `python -m tjbot.robot.speech`. Raises OSError where that cannot be."""
    directory = Path(tempfile.mkdtemp(prefix="tjbot-voice-"))
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tjbot.robot.speech", str(directory)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # Python looks for modules here first: a pupil's wave.py must not stand in for Python's own.
            cwd=PYTHON_PATH,
            # Ctrl+C on the daemon's terminal is for the daemon alone.
            start_new_session=True,
        )
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    assert process.stdin is not None
    assert process.stdout is not None
    return Worker(process, process.stdin, process.stdout, directory)


class Synthesiser:
    """Turns sentences into sound files, in a process of its own that starts with the first one.

    All methods are called on one event loop.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = asyncio.Lock()
        self._count = 0
        self._closed = False
        self.worker: Worker | None = None

    async def synthesise(self, text: str, language: str, words_per_minute: int, volume: float) -> Sound:
        """Makes a sound file of a sentence. Calls are served in order.

        Args:
            text: what to say.
            language: as espeak-ng calls it: "en", "en-us", "de" …
            words_per_minute: 80 to 450.
            volume: 0 to 1.

        Returns:
            The sound; its file belongs to the caller, and goes at the latest with `close`.

        Raises:
            PartError: it cannot be spoken, or the process hung or died twice over it.
        """
        async with self._lock:
            self._count += 1
            request = Synthesise(
                id=self._count, text=text, language=language, words_per_minute=words_per_minute, volume=volume
            )
            for _ in range(ATTEMPTS):
                if self._closed:
                    raise PartError("The voice has been switched off.", "Start the robot again.")
                try:
                    return await self._exchange(request)
                except PartError:
                    raise
                except (OSError, EOFError, ValueError, msgspec.MsgspecError):
                    # It hangs (TimeoutError), is gone, or speaks nonsense: a new one may do better.
                    self._end_worker()
            raise PartError(
                "The program that makes the voice stopped twice over this sentence.",
                "Try other words; if the voice stays silent, see whether the disk is full.",
            )

    def close(self) -> None:
        """Ends the process and removes its files; nothing can be spoken afterwards."""
        self._closed = True
        self._end_worker()

    def _end_worker(self) -> None:
        if self.worker:
            self.worker.end()
        self.worker = None

    async def _exchange(self, request: Synthesise) -> Sound:
        """Sends a request and waits for its own reply."""
        if self.worker and self.worker.process.returncode is not None:
            self._end_worker()
        async with asyncio.timeout(self._limits.sentence if self.worker else self._limits.start):
            self.worker = worker = self.worker or await start_worker()
            worker.requests.write(msgspec.json.encode(request) + b"\n")
            await worker.requests.drain()
            reply = await worker.receive()
            while reply.id != request.id:
                # The reply to a sentence that was cancelled while it was made: nobody wants its sound.
                if isinstance(reply, Synthesised):
                    (worker.directory / reply.file).unlink(missing_ok=True)
                reply = await worker.receive()
        if isinstance(reply, Unspeakable):
            raise PartError(reply.message, reply.hint)
        return Sound(worker.directory / reply.file, reply.seconds)
