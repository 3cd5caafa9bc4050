"""The recipe host: a small process that forks recipes from a warm parent and passes on what they print.

`python -m tjbot.recipe.host SOCKET [PROCESS]` listens on a Unix socket, serves the one daemon that connects, and ends
with it; with the number of the daemon's process also if that ends before it has connected. It has one thread and a
plain loop, because it forks.
"""

import contextlib
import gc
import os
import selectors
import signal
import socket
import sys
import time
from pathlib import Path

import msgspec

from tjbot.errors import WireError
from tjbot.languages import translated
from tjbot.recipe.control_groups import ControlGroups
from tjbot.recipe.host_messages import (
    MAXIMUM_ORDER_BYTES,
    Ended,
    Output,
    Ready,
    Start,
    Tidings,
    decode_order,
    encode_line,
)
from tjbot.recipe.limits import adopt_orphans, end_descendants, shut_memory
from tjbot.recipe.process import RecipeProcess
from tjbot.recipe.rooms import Rooms, farewell

CONNECT_SECONDS = 30.0
PARENT_SECONDS = 0.25
"""How often the host looks whether its daemon is still there, until that has connected."""
_MOST_UNSENT_BYTES = 1024 * 1024
_CHUNK_BYTES = 64 * 1024


class Host:
    """Serves one daemon.

    Args:
        connection: the daemon's connection.
        rooms: where recipes lie and write; None where they lie and may write where the daemon has them.
        groups: what binds the processes of each recipe together, if anything does.
    """

    def __init__(
        self, connection: socket.socket, rooms: Rooms | None = None, groups: ControlGroups | None = None
    ) -> None:
        connection.setblocking(False)
        self._connection = connection
        self._rooms = rooms
        self._groups = groups
        self._selector = selectors.DefaultSelector()
        self._selector.register(connection, selectors.EVENT_READ, self._hear)
        self._recipes: dict[int, RecipeProcess] = {}
        self._received = b""
        self._unsent = bytearray()
        self._ending = False

    def serve(self) -> None:
        """Returns when the daemon has gone, or the process was told to end, and all recipes are gone."""
        self._watch_signals()
        self._tell([Ready()])
        while not (self._ending and not self._recipes):
            for key, events in self._selector.select(self._patience()):
                key.data(events)
            self._tend(time.monotonic())
        self._selector.close()

    def end(self) -> None:
        """Ends all recipes, then the host."""
        self._ending = True
        for recipe in self._recipes.values():
            recipe.stop(time.monotonic())

    def _watch_signals(self) -> None:
        reader, writer = socket.socketpair()
        reader.setblocking(False)
        writer.setblocking(False)
        signal.set_wakeup_fd(writer.fileno())
        self._selector.register(reader, selectors.EVENT_READ, lambda _events: reader.recv(_CHUNK_BYTES))
        self._wakeup = (reader, writer)
        signal.signal(signal.SIGTERM, lambda _number, _frame: self.end())
        # Ctrl-C in the daemon's terminal reaches us too; the daemon ends us in its own order.
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _patience(self) -> float | None:
        moments = [moment for recipe in self._recipes.values() if (moment := recipe.due()) is not None]
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def _tend(self, now: float) -> None:
        for recipe in list(self._recipes.values()):
            self._tell(recipe.tick(now))
            if recipe.over:
                self._bury(recipe)

    def _hear(self, events: int) -> None:
        if events & selectors.EVENT_WRITE:
            self._send_more()
        if not events & selectors.EVENT_READ:
            return
        try:
            data = self._connection.recv(_CHUNK_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        *lines, self._received = (self._received + data).split(b"\n")
        for line in lines:
            self._obey(line)
        if not data or len(self._received) > MAXIMUM_ORDER_BYTES:
            self._selector.unregister(self._connection)
            self._connection.close()
            self.end()

    def _obey(self, line: bytes) -> None:
        try:
            order = decode_order(line)
        except WireError as error:
            print(error, file=sys.stderr)
            return
        if isinstance(order, Start):
            self._start(order)
        elif order.run in self._recipes:
            self._recipes[order.run].stop(time.monotonic())

    def _start(self, order: Start) -> None:
        if order.run in self._recipes or self._ending:
            return
        try:
            recipe = self._begin(order)
        except OSError as error:
            message = f"{order.file} cannot start: {error.strerror}."
            self._tell([Ended(run=order.run, code=1, reason="failed", message=message)])
            return
        self._recipes[order.run] = recipe
        for file in recipe.files():
            self._selector.register(
                file, selectors.EVENT_READ, lambda _events, file=file: self._tell(recipe.read(file, time.monotonic()))
            )

    def _begin(self, order: Start) -> RecipeProcess:
        room = group = None
        try:
            if self._rooms is not None:
                room = self._rooms.enter(order.run, order.files)
                order = msgspec.structs.replace(order, path=str(room / Path(order.path).name), files={})
            if self._groups is not None:
                group = self._groups.begin(order.run)
            return RecipeProcess(order, time.monotonic(), room, group)
        except OSError:
            if self._groups is not None and group is not None:
                self._groups.end(group)
            if self._rooms is not None and room is not None:
                self._rooms.leave(order.run)
            raise

    def _bury(self, recipe: RecipeProcess) -> None:
        del self._recipes[recipe.run]
        for file in recipe.files():
            self._selector.unregister(file)
        tidings = recipe.bury(time.monotonic())
        if not recipe.guard_reported:
            end_descendants({other.guard for other in self._recipes.values()})
        if self._groups is not None and recipe.group is not None:
            self._groups.end(recipe.group)
        *rest, ended = tidings
        self._tell([*rest, *self._clear_up(recipe.run), ended])

    def _clear_up(self, run: int) -> list[Tidings]:
        """Removes what a recipe has written, and says so."""
        if self._rooms is None:
            return []
        text = farewell(self._rooms.written(run))
        self._rooms.leave(run)
        if not self._recipes:
            self._rooms.sweep()
        return [Output(run=run, stream="notice", text=f"{translated(text)}\n")] if text else []

    def _tell(self, tidings: list[Tidings]) -> None:
        for message in tidings:
            if not isinstance(message, Output) or len(self._unsent) < _MOST_UNSENT_BYTES:
                self._unsent += encode_line(message)
        if self._unsent:
            self._send_more()

    def _send_more(self) -> None:
        if self._connection.fileno() < 0:
            self._unsent.clear()
            return
        with contextlib.suppress(BlockingIOError, ConnectionError):
            del self._unsent[: self._connection.send(self._unsent)]
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._unsent else 0)
        self._selector.modify(self._connection, events, self._hear)


def listen(path: Path, parent: int | None = None) -> socket.socket | None:
    """Waits for the daemon at a socket that only this user can reach.

    Args:
        path: the socket's.
        parent: the daemon's process, if it is this one's parent.

    Returns:
        The connection; None when the parent has ended.

    Raises:
        TimeoutError: no daemon came within 30 seconds.
    """
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(mask)
    with listener:
        listener.listen(1)
        listener.settimeout(PARENT_SECONDS)
        connection = _accept(listener, parent)
    path.unlink(missing_ok=True)
    return connection


def _accept(listener: socket.socket, parent: int | None) -> socket.socket | None:
    deadline = time.monotonic() + CONNECT_SECONDS
    while parent is None or os.getppid() == parent:
        try:
            return listener.accept()[0]
        except TimeoutError:
            if time.monotonic() >= deadline:
                raise
    return None


def main() -> int:
    """The host's process; returns its exit code."""
    if len(sys.argv) not in (2, 3) or not all(argument.isdecimal() for argument in sys.argv[2:]):
        print("Use: python -m tjbot.recipe.host SOCKET [PROCESS]", file=sys.stderr)
        return 2
    try:
        connection = listen(Path(sys.argv[1]), *map(int, sys.argv[2:]))
    except OSError as error:
        print(f"The recipe host cannot serve at {sys.argv[1]}: {error}.", file=sys.stderr)
        return 1
    if connection is not None:
        serve(connection)
    return 0


def serve(connection: socket.socket, rooms: Rooms | None = None, groups: ControlGroups | None = None) -> None:
    """Serves one daemon to its end; this process, which must have one thread, is the recipes' warm parent.

    Args:
        connection: the daemon's connection.
        rooms: where recipes lie and write; None where the daemon has them.
        groups: what binds the processes of each recipe together, if anything does.
    """
    adopt_orphans()
    # A recipe that got into it would outlive its Stop.
    shut_memory()
    # What is loaded now is shared by all recipes: keep the collector from touching, and so copying, it.
    gc.collect()
    gc.freeze()
    Host(connection, rooms, groups).serve()


if __name__ == "__main__":
    sys.exit(main())
