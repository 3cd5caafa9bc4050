"""The daemon's side of the process that turns sentences into sound files and measures them."""

import asyncio
import contextlib
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tjbot.errors import PartError, UnknownNameError
from tjbot.robot.speech import Languages, Measure, Measured, Refused, Reply, Request, Spoken, Synthesise, Words
from tjbot.robot.speech_cache import SoundCache
from tjbot.robot.speech_wave import Sound

ATTEMPTS = 2
"""One, and another with a new process."""

MOST_CACHED_BYTES = 8 * 1024 * 1024
"""Three minutes of speech; on a Pi these files are in memory."""

LONGEST_REPLY_BYTES = 1024 * 1024
"""Ten minutes of loudness take 60 KiB."""

PYTHON_PATH = Path(__file__).parents[2]
"""The directory that holds the package tjbot."""


@dataclass(frozen=True)
class Limits:
    """How many seconds a sentence may take from a process that runs, and from one that must start."""

    sentence: float = 10.0
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

    def discard(self, reply: Reply) -> None:
        """Removes what nobody wants any more."""
        if isinstance(reply, Measured) and Path(reply.file).parent == self.directory:
            Path(reply.file).unlink(missing_ok=True)

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
            limit=LONGEST_REPLY_BYTES,
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

    All methods are called on one event loop. The same words are synthesised once, as long as there is room.

    Args:
        limits: how long the process may take.
        most_cached_bytes: how much room the sound files may take.
    """

    def __init__(self, limits: Limits | None = None, most_cached_bytes: int = MOST_CACHED_BYTES) -> None:
        self._limits = limits or Limits()
        self._cache = SoundCache(most_cached_bytes)
        self._lock = asyncio.Lock()
        self._count = 0
        self._closed = False
        self.worker: Worker | None = None

    async def synthesise(self, words: Words) -> Sound:
        """Makes a sound file of words. Calls are served in order.

        Returns:
            The sound; its file may go with the next call, and goes at the latest with `close`.

        Raises:
            UnknownNameError: nobody knows the language or the variant.
            PartError: it cannot be spoken, or the process hung or died twice over it.
        """
        async with self._lock:
            if cached := self._cache.get(words):
                return cached
            reply = await self._ask(Synthesise(id=self._next_id(), words=words))
            assert isinstance(reply, Measured)
            sound = Sound(Path(reply.file), reply.seconds, reply.loudness)
            self._cache.put(words, sound)
            return sound

    async def measure(self, path: Path) -> Sound:
        """Finds out how long and how loud a sound file is.

        Args:
            path: the absolute path of a WAV file.

        Raises:
            PartError: it cannot be played, or the process hung or died twice over it.
        """
        async with self._lock:
            reply = await self._ask(Measure(id=self._next_id(), file=str(path)))
        assert isinstance(reply, Measured)
        return Sound(path, reply.seconds, reply.loudness)

    async def languages(self) -> list[str]:
        """The languages that can be spoken, as espeak-ng calls them.

        Raises:
            PartError: espeak-ng cannot be used, or the process hung or died twice over it.
        """
        async with self._lock:
            reply = await self._ask(Languages(id=self._next_id()))
        assert isinstance(reply, Spoken)
        return reply.languages

    def close(self) -> None:
        """Ends the process and removes its files; nothing can be spoken afterwards."""
        self._closed = True
        self._end_worker()

    def _end_worker(self) -> None:
        self._cache.forget()
        if self.worker:
            self.worker.end()
        self.worker = None

    def _next_id(self) -> int:
        self._count += 1
        return self._count

    async def _ask(self, request: Request) -> Measured | Spoken:
        """Sends a request to the process, and to a new one if the first fails over it."""
        for _ in range(ATTEMPTS):
            if self._closed:
                raise PartError("The voice has been switched off.", "Start the robot again.")
            try:
                reply = await self._exchange(request)
            except (OSError, EOFError, ValueError, msgspec.MsgspecError):
                # It hangs (TimeoutError), is gone, or speaks nonsense: a new one may do better.
                self._end_worker()
                continue
            if isinstance(reply, Refused):
                raise (UnknownNameError if reply.unknown else PartError)(reply.message, reply.hint)
            return reply
        raise PartError(
            "The program that makes the voice stopped twice over this.",
            "Try other words; if the voice stays silent, see whether the disk is full.",
        )

    async def _exchange(self, request: Request) -> Reply:
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
                worker.discard(reply)
                reply = await worker.receive()
        return reply
