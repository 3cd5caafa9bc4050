"""Who has paired: kept in the robot's home as hashes of tokens, so that nobody can use what lies there."""

import asyncio
import hashlib
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tjbot.daemon.pairing import LinkKind
from tjbot.daemon.secret_files import secrets_folder, write_secret
from tjbot.errors import NoRoomError, UnknownNameError

log = logging.getLogger(__name__)

FILE_NAME = "sessions.json"
MOST_SESSIONS = 200
RETRY_SECONDS = 60.0
DAY_MS = 24 * 3600 * 1000
UNUSED_DAYS = 30
"""A session that nobody used for so long is over."""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One page or program that has paired. Times are milliseconds since 1970."""

    id: str
    kind: LinkKind
    name: str
    address: str
    since: int
    last_seen: int
    token_sha256: str


class Kept(msgspec.Struct):
    """What the file holds."""

    sessions: list[Session] = []


class Sessions:
    """All sessions. Its methods are called on the event loop; the disk is waited for on a thread.

    Args:
        home: the robot's home.
        clock: the time in milliseconds since 1970. It may jump by years: most robots hear it from the network.
        steady: seconds on a clock that only goes on.
    """

    def __init__(
        self,
        home: Path,
        clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._home = home
        self._clock = clock
        self._steady = steady
        self._difference_ms = self._difference()
        self._met: dict[str, float] = {}
        """Who was here since the robot's start, and when on the steady clock."""
        self._saving = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._try_again = steady()
        self._present: Counter[str] = Counter()
        self._ending: dict[str, asyncio.Event] = {}
        self._sessions = {each.token_sha256: each for each in _read(home / "secrets" / FILE_NAME)}
        self._on_disk = {each.id: each.last_seen for each in self._sessions.values()}

    def all(self) -> list[Session]:
        """Every session that is not over, the newest first."""
        self._sweep()
        found = [each for each in self._sessions.values() if not self._is_over(each)]
        return sorted(found, key=lambda each: each.since, reverse=True)

    async def begin(self, kind: LinkKind, name: str, address: str) -> tuple[Session, str]:
        """A new session, which is on the disk when this returns.

        Returns:
            The session and its token, which is told only once.

        Raises:
            NoRoomError: it cannot be written.
        """
        self._sweep()
        token, now = secrets.token_urlsafe(32), self._clock()
        session = Session(
            id=secrets.token_hex(6),
            kind=kind,
            name=name,
            address=address,
            since=now,
            last_seen=now,
            token_sha256=_hash(token),
        )
        if len(self._sessions) >= MOST_SESSIONS:
            self._end(min(self._sessions.values(), key=lambda each: (each.kind != "pupil", each.last_seen)))
        self._sessions[session.token_sha256] = session
        self._met[session.id] = self._steady()
        try:
            await self._save()
        except NoRoomError:
            self._end(session)
            raise
        return session, token

    def find(self, token: str) -> Session | None:
        """The session that a token belongs to; it has been seen now."""
        session = self._sessions.get(_hash(token))
        if session is None or self._is_over(session):
            return None
        seen = msgspec.structs.replace(session, last_seen=max(self._clock(), session.last_seen))
        self._sessions[seen.token_sha256] = seen
        self._met[seen.id] = self._steady()
        if seen.last_seen - self._on_disk.get(seen.id, 0) > DAY_MS and self._steady() >= self._try_again:
            self._try_again = self._steady() + RETRY_SECONDS
            self._save_later()
        return seen

    async def revoke(self, id_: str) -> None:
        """Ends one session; whoever is connected with it is let go at once.

        Raises:
            UnknownNameError: there is none.
            NoRoomError: it is over, but the disk takes no change at all.
        """
        found = [each for each in self._sessions.values() if each.id == id_]
        if not found:
            raise UnknownNameError("There is no such session; perhaps it is over already.", "Look at the list again.")
        await self._revoke(found)

    async def revoke_all(self, *kinds: LinkKind) -> int:
        """Ends all sessions of these kinds, and returns how many there were.

        Raises:
            NoRoomError: they are over, but the disk takes no change at all.
        """
        found = [each for each in self._sessions.values() if each.kind in kinds]
        await self._revoke(found)
        return len(found)

    def is_connected(self, id_: str) -> bool:
        """Whether somebody has a socket open with a session, or sends something large."""
        return self._present[id_] > 0

    @contextmanager
    def present(self, id_: str | None) -> Iterator[asyncio.Event]:
        """Somebody is connected with a session, or without one, while the block lasts.

        Returns:
            An event that comes when the session is revoked.
        """
        if id_ is None:
            yield asyncio.Event()
            return
        self._present[id_] += 1
        ended = self._ending.setdefault(id_, asyncio.Event())
        if all(each.id != id_ for each in self._sessions.values()):
            # It was revoked while its owner was still saying hello.
            ended.set()
        try:
            yield ended
        finally:
            self._present[id_] -= 1
            if not self._present[id_]:
                del self._present[id_]
                self._ending.pop(id_, None)

    async def close(self) -> None:
        """Writes down who was seen when."""
        if any(each.last_seen != self._on_disk.get(each.id) for each in self._sessions.values()):
            self._save_later()
        await asyncio.gather(*self._tasks)

    async def _revoke(self, sessions: list[Session]) -> None:
        for session in sessions:
            self._end(session)
        if not sessions:
            return
        try:
            await self._save()
        except NoRoomError:
            # What is revoked must not come back with the next start: rather all pair again. They are saved later.
            self._on_disk = {}
            try:
                await asyncio.to_thread((self._home / "secrets" / FILE_NAME).unlink, missing_ok=True)
            except OSError:
                raise NoRoomError(
                    "They are signed out, but the disk takes no change: after the robot's next start they are back.",
                    "Mend the disk, and do it again.",
                ) from None

    def _end(self, session: Session) -> None:
        self._sessions.pop(session.token_sha256, None)
        self._met.pop(session.id, None)
        if session.id in self._ending:
            self._ending[session.id].set()

    def _is_over(self, session: Session) -> bool:
        if self._clock() - session.last_seen <= UNUSED_DAYS * DAY_MS or self.is_connected(session.id):
            return False
        met = self._met.get(session.id)
        return met is None or (self._steady() - met) * 1000 > UNUSED_DAYS * DAY_MS

    def _difference(self) -> float:
        return self._clock() - self._steady() * 1000

    def _sweep(self) -> None:
        """Forgets who is over; not while the clock may be wrong, since it was set after the robot's start."""
        if abs(self._difference() - self._difference_ms) > DAY_MS:
            return
        for session in [each for each in self._sessions.values() if self._is_over(each)]:
            self._end(session)

    def _save_later(self) -> None:
        async def save() -> None:
            try:
                await self._save()
            except NoRoomError as error:
                log.warning("%s", error.message)

        task = asyncio.create_task(save())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _save(self) -> None:
        async with self._saving:
            kept = list(self._sessions.values())
            data = msgspec.json.encode(Kept(kept))
            try:
                await asyncio.to_thread(self._write, data)
            except OSError as error:
                raise NoRoomError(
                    f"Who has paired cannot be written down: {error.strerror}.", "Free some space on the robot's disk."
                ) from None
            self._on_disk = {each.id: each.last_seen for each in kept}

    def _write(self, data: bytes) -> None:
        write_secret(secrets_folder(self._home) / FILE_NAME, data)


def forget_sessions(home: Path) -> bool:
    """Removes what a robot that is off has kept; returns whether there was anything.

    Raises:
        OSError: it cannot be removed.
    """
    path = home / "secrets" / FILE_NAME
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def kept_sessions(home: Path) -> list[Session]:
    """What a robot that is off has kept."""
    return _read(home / "secrets" / FILE_NAME)


def _read(path: Path) -> list[Session]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Kept).sessions
    except FileNotFoundError:
        return []
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        # To let nobody in is safe; they pair again.
        log.warning("Who has paired cannot be read (%s), so everybody has to pair again.", type(error).__name__)
        return []


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
