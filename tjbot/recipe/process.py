"""One recipe under the recipe host: its guard process, its pipes, and its end."""

import contextlib
import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tjbot.languages import translated
from tjbot.protocol.values import Stream
from tjbot.recipe import notices
from tjbot.recipe.apart import fork_apart
from tjbot.recipe.api import robot
from tjbot.recipe.control_groups import ControlGroup
from tjbot.recipe.host_messages import Ended, Output, Start, Started, Tidings
from tjbot.recipe.keyboard import type_in_pages
from tjbot.recipe.limits import Limits, end_with_parent
from tjbot.recipe.link import UNIX
from tjbot.recipe.namespaces import give_up_rights
from tjbot.recipe.output import OutputLimit, Piece
from tjbot.recipe.run import how_it_died, run_recipe
from tjbot.recipe.supervise import STOPPED, Ending, supervise

GUARD_PATIENCE_SECONDS = 1.1
"""How long the guard may take to end a recipe; then the guard itself is killed."""

_CHUNK_BYTES = 64 * 1024
_STREAMS: tuple[Stream, ...] = ("stdout", "stderr", "notice")
_KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TJBOT_LANGUAGE")


class RecipeProcess:
    """A recipe that was forked from this process, which must have no threads.

    Two processes belong to it: the guard, the first of a PID namespace, with which all that the recipe begins ends, and
    below it the recipe. When the guard has gone, the recipe is over.

    Args:
        start: what to run and for whom.
        now: the time on the monotonic clock, in seconds.
        room: the folder that it has for itself, its home; None where it has the home of this process.
        group: what binds its processes together, if anything does.

    Raises:
        OSError: there is no room for another process.
    """

    def __init__(self, start: Start, now: float, room: Path | None = None, group: ControlGroup | None = None) -> None:
        self.run = start.run
        self.over = False
        self.group = group
        self._file, self._language = start.file, start.language
        self._limit = OutputLimit(now)
        self._report = b""
        self._give_up: float | None = None
        pipes = [os.pipe() for _ in (*_STREAMS, "status")]
        try:
            self.guard = _fork_guard(start, room, group, [writer for _, writer in pipes])
        except OSError:
            for reader, _ in pipes:
                os.close(reader)
            raise
        finally:
            for _, writer in pipes:
                os.close(writer)
        readers = [reader for reader, _ in pipes]
        for reader in readers:
            os.set_blocking(reader, False)
        self._streams = dict(zip(readers, _STREAMS, strict=False))
        self._status = readers[-1]
        self._gone = os.pidfd_open(self.guard)

    def files(self) -> list[int]:
        """The file descriptors to watch for reading."""
        return [*self._streams, self._status, self._gone]

    def read(self, file: int, now: float) -> list[Tidings]:
        """Reads once from a descriptor that is ready."""
        if file == self._gone:
            self.over = True
            return []
        try:
            data = os.read(file, _CHUNK_BYTES)
        except BlockingIOError:
            return []
        if file != self._status:
            return self._outputs(self._limit.take(self._streams[file], data, now)) if data else []
        begun = b"\n" in self._report
        self._report += data
        if begun or b"\n" not in self._report:
            return []
        return [Started(run=self.run)]

    def due(self) -> float | None:
        """When to call `tick` next."""
        moments = [moment for moment in (self._limit.due(), self._give_up) if moment is not None]
        return min(moments, default=None)

    def tick(self, now: float) -> list[Tidings]:
        """What there is to tell because time has passed; ends a guard that does not do its work."""
        if self._give_up is not None and now >= self._give_up:
            self._give_up = None
            signal.pidfd_send_signal(self._gone, signal.SIGKILL)
        return self._outputs(self._limit.tick(now))

    def stop(self, now: float) -> None:
        """Has the guard end the recipe. Does nothing the second time."""
        if self._give_up is None and not self.over:
            self._give_up = now + GUARD_PATIENCE_SECONDS
            signal.pidfd_send_signal(self._gone, signal.SIGTERM)

    def bury(self, now: float) -> list[Tidings]:
        """The last tidings; closes all. Only when it is over."""
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.guard, 0)
        tidings = [message for file in (*self._streams, self._status) for message in self._read_all(file, now)]
        for file in self.files():
            os.close(file)
        ended = self._ended()
        ended = msgspec.structs.replace(ended, message=translated(ended.message, self._language))
        return [*tidings, *self._outputs(self._limit.end()), ended]

    @property
    def guard_reported(self) -> bool:
        """Whether the guard could say how the recipe ended; else it was killed, and strays may be left."""
        return self._report.count(b"\n") > 1

    def _read_all(self, file: int, now: float) -> Iterator[Tidings]:
        """All that a pipe still holds; there is nobody left to write more."""
        os.set_blocking(file, False)
        with contextlib.suppress(BlockingIOError):
            while data := os.read(file, _CHUNK_BYTES):
                if file == self._status:
                    self._report += data
                else:
                    yield from self._outputs(self._limit.take(self._streams[file], data, now))

    def _outputs(self, pieces: list[Piece]) -> list[Tidings]:
        said = [(stream, translated(text, self._language) if stream == "notice" else text) for stream, text in pieces]
        return [Output(run=self.run, stream=stream, text=text) for stream, text in said]

    def _ended(self) -> Ended:
        if self.group is not None and self.group.out_of_memory():
            message = f"{self._file} took more memory than a recipe may have, so it was ended."
            return Ended(run=self.run, code=-signal.SIGKILL, reason="failed", message=message)
        if not self.guard_reported:
            message = f"{self._file} was ended from outside."
            return Ended(run=self.run, code=-signal.SIGKILL, reason="killed", message=message)
        ending = msgspec.json.decode(self._report.split(b"\n")[1], type=Ending)
        if ending.killed:
            message = f"{self._file} did not stop by itself, so it was ended."
            return Ended(run=self.run, code=ending.code, reason="killed", message=message)
        if ending.stopped or ending.code == STOPPED:
            return Ended(run=self.run, code=ending.code, reason="stopped", message=f"{self._file} was stopped.")
        if ending.code == 0:
            return Ended(run=self.run, code=0, reason="finished")
        how = how_it_died(-ending.code) if ending.code < 0 else "ended with an error."
        return Ended(run=self.run, code=ending.code, reason="failed", message=f"{self._file} {how}")


def _fork_guard(start: Start, room: Path | None, group: ControlGroup | None, writers: list[int]) -> int:
    """Forks the guard; a SIGTERM that comes before it listens waits for it."""
    host = os.getpid()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        first = None if group is None else group.enter
        return fork_apart(lambda apart: _be_the_guard(start, room, writers, 0 if apart else host), first)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _be_the_guard(start: Start, room: Path | None, writers: list[int], host: int) -> None:
    """`host` is the number of the host's process as the guard sees it; 0 where it does not."""
    try:
        signal.set_wakeup_fd(-1)
        # One that ended before this was asked for is noticed by the first report, which nobody reads.
        end_with_parent(host, signal.SIGTERM)
        stdout, stderr, notice, status = writers
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(stdout, 1)
        os.dup2(stderr, 2)
        _close_all_but({0, 1, 2, notice, status})

        def report(text: bytes) -> None:
            os.write(status, text + b"\n")

        def main() -> int:
            os.close(status)
            return _be_the_recipe(start, room, notice)

        limits = Limits(network=not start.url.startswith(UNIX))
        ending = supervise(main, limits, apart=host == 0, begun=lambda: report(b""))
        report(msgspec.json.encode(ending))
    finally:
        # Whatever happened: the host's code above this frame must never run in the guard.
        os._exit(0)


def _be_the_recipe(start: Start, room: Path | None, notice: int) -> int:
    give_up_rights()
    path = Path(start.path)
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    if room is not None:
        kept["HOME"] = str(room)
    os.environ.clear()
    if start.language is not None:
        kept["TJBOT_LANGUAGE"] = start.language
    os.environ.update(kept, TJBOT_URL=start.url, TJBOT_TOKEN=start.token, TJBOT_BODY=start.body)
    with contextlib.suppress(OSError):
        os.chdir(path.parent)
    sys.stdout, sys.stderr, notices_file = (
        open(file, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)  # noqa: SIM115
        for file in (1, 2, notice)
    )
    notices.tell_through(notices_file)
    type_in_pages(robot._read_line)
    random.seed(start.seed)
    return run_recipe(path, pace=start.pace)


def _close_all_but(kept: set[int]) -> None:
    for file in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        if file not in kept:
            with contextlib.suppress(OSError):
                os.close(file)
