"""Runs recipes: asks the recipe host over a Unix socket to start and stop them, and passes on their output."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tjbot.daemon.recipe_files import files_of
from tjbot.daemon.recipe_hosts import STOPPING_SECONDS, OwnHost, RecipeHost, ServiceHost
from tjbot.errors import RecipeError, WireError
from tjbot.protocol.values import Language, Pace, Stream
from tjbot.protocol.why_messages import Ending
from tjbot.recipe import host_messages as host

log = logging.getLogger(__name__)

STARTING_SECONDS = 10.0


@dataclass(eq=False)
class Run:
    """A recipe that runs on a body, by the number that the host knows it by."""

    number: int
    file: str
    title: str
    body: str
    token: str
    language: Language | None = None
    seed: int = field(default_factory=lambda: secrets.randbits(32))
    ending: Ending = "stopped"
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class RecipeRuns:
    """The recipes that run now, at most one on each body.

    Args:
        say: called with the run, a stream (`stdout`, `stderr`, `notice`) and a text for people.
        over: called with a run that is gone, and whether it was lost: it neither came to its end nor was stopped.
        host_socket: where the recipe host listens that another user is; where nobody does, or with None, the daemon
            starts its own.
        started: called with a run whose process is there.
    """

    def __init__(
        self,
        say: Callable[[Run, Stream, str], None],
        over: Callable[[Run, bool], None],
        host_socket: Path | None = None,
        started: Callable[[Run], None] = lambda run: None,
    ) -> None:
        self._say = say
        self._over = over
        self._host_socket = host_socket
        self._started = started
        self._runs: dict[int, Run] = {}
        self._current: dict[str, Run] = {}
        self._next_number = 1
        self._host: RecipeHost | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._listening: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()

    def running(self, body: str) -> Run | None:
        """The recipe that runs on a body."""
        return self._current.get(body)

    def admit(self, token: str) -> Run | None:
        """The run that a recipe's token belongs to, as long as it has not been stopped."""
        # As bytes: a text of other than ASCII letters cannot be compared so.
        given = token.encode("utf-8", "replace")
        matches = (run for run in self._current.values() if secrets.compare_digest(run.token.encode(), given))
        return next(matches, None)

    async def warm(self) -> None:
        """Starts the recipe host, so that the first recipe starts quickly.

        Raises:
            RecipeError: the host does not start.
        """
        async with self._starting:
            if self._writer is None:
                await self._start_host()

    async def start(
        self,
        body: str,
        file: str,
        title: str,
        path: Path,
        url: str,
        language: Language | None = None,
        pace: Pace = "normal",
    ) -> Run:
        """Starts a recipe on a body; the one that runs there must have been stopped.

        Args:
            body: the body that it may move.
            file: its name for people.
            title: what it is called.
            path: where its text is.
            url: where it reaches the daemon.
            language: in which it is told what becomes of it; None for the robot's own.
            pace: how fast it runs from its first line on.

        Raises:
            RecipeError: the host does not start, or the recipe cannot be read.
        """
        await self.warm()
        files = {} if self._host is None or self._host.sees_files else files_of(path)
        run = Run(self._next_number, file, title, body, secrets.token_urlsafe(24), language)
        self._next_number += 1
        self._runs[run.number] = run
        self._current[body] = run
        order = host.Start(
            run=run.number,
            file=file,
            path=str(path),
            url=url,
            token=run.token,
            body=body,
            files=files,
            language=language,
            seed=run.seed,
            pace=pace,
        )
        self._order(order)
        return run

    def stop(self, body: str) -> Run | None:
        """Tells the recipe of a body to end; it has no rights from now on, and is gone within 1.2 s."""
        run = self._current.pop(body, None)
        if run:
            self._order(host.Stop(run=run.number))
        return run

    async def close(self) -> None:
        """Ends all recipes and the host; returns when they are gone."""
        runs = list(self._runs.values())
        for run in runs:
            self._current.pop(run.body, None)
            self._order(host.Stop(run=run.number))
        with suppress(TimeoutError):
            async with asyncio.timeout(STOPPING_SECONDS):
                await asyncio.gather(*(run.ended.wait() for run in runs))
        if self._writer:
            self._writer.close()
        await self._end_host()
        if self._listening:
            await asyncio.wait([self._listening], timeout=STOPPING_SECONDS)

    async def _start_host(self) -> None:
        self._host = self._choose_host()
        try:
            async with asyncio.timeout(STARTING_SECONDS):
                reader, self._writer = await self._host.connect()
        except (OSError, TimeoutError) as error:
            await self._end_host()
            raise RecipeError(
                f"Recipes cannot run: their host does not start ({error}).", "Restart the robot."
            ) from None
        self._listening = asyncio.create_task(self._listen(reader))

    def _choose_host(self) -> RecipeHost:
        if self._host_socket is not None:
            if self._host_socket.exists():
                return ServiceHost(self._host_socket)
            log.warning(
                "Recipes run as the robot's own user, because nobody listens at %s. `tjbot doctor` tells more.",
                self._host_socket,
            )
        return OwnHost()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        try:
            while line := await reader.readline():
                self._hear(host.decode_tidings(line))
        except (OSError, ValueError, WireError) as error:
            log.warning("The recipe host said something odd (%s).", type(error).__name__)
        self._writer = None
        for run in list(self._runs.values()):
            self._end(run, finished=False, message="The recipe was lost, because its host ended. Press Run again.")
        await self._end_host()

    def _hear(self, tidings: host.Tidings) -> None:
        run = None if isinstance(tidings, host.Ready) else self._runs.get(tidings.run)
        if run is None:
            return
        if isinstance(tidings, host.Started):
            self._started(run)
        elif isinstance(tidings, host.Output):
            self._say(run, tidings.stream, tidings.text)
        elif isinstance(tidings, host.Ended):
            self._end(run, finished=tidings.reason == "finished", message=tidings.message)

    def _end(self, run: Run, *, finished: bool, message: str) -> None:
        self._runs.pop(run.number, None)
        was_current = self._current.get(run.body) is run
        if was_current:
            del self._current[run.body]
            run.ending = "finished" if finished else "failed"
        # Where another one has begun, that was told already: the end of this one would be taken for its end.
        if run.body not in self._current:
            self._say(run, "notice", message or f"{run.title} has ended.")
        run.ended.set()
        self._over(run, was_current and not finished)

    def _order(self, order: host.Order) -> None:
        if self._writer and not self._writer.is_closing():
            self._writer.write(host.encode_line(order))

    async def _end_host(self) -> None:
        ended, self._host = self._host, None
        if ended is not None:
            await ended.end()
