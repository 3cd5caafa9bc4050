"""Which recipes run now, on disk, so that a robot that crashed and began anew can go on with them."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

log = logging.getLogger(__name__)

FILE_NAME = "running.json"

MOST_CRASHES = 5
CRASH_SECONDS = 60.0
"""A recipe that was begun anew so often within so long may be what crashes the robot, so it stays ended."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class _Unfinished(msgspec.Struct):
    """A recipe, and when it was begun anew, in seconds on the clock that starts with the computer."""

    file: str
    begun_anew: list[float] = []


class _Running(msgspec.Struct):
    """By body; `boot` tells one start of the computer from another."""

    boot: str
    recipes: dict[str, _Unfinished] = {}


class UnfinishedRecipes:
    """The recipes that run now, in `running.json` of the home; nothing when none does.

    It outlives the robot's program, not its computer: who pulls the plug does not want yesterday's recipe back. So
    nothing waits for the disk here, and a disk that takes nothing costs only the going on.

    Args:
        home: the robot's home.
        clock: the time in seconds since the computer was started.
        boot: what tells this start of the computer from others.
    """

    def __init__(
        self, home: Path, clock: Callable[[], float] = time.monotonic, boot: Callable[[], str] = lambda: boot_id()
    ) -> None:
        self._path = home / FILE_NAME
        self._clock = clock
        self._running = _Running(boot())
        self._left = self._read()
        self._taken: dict[tuple[str, str], list[float]] = {}
        self._going_on: set[str] = set()

    def begin(self, body: str, file: str) -> None:
        """A recipe of the library runs on a body from now on."""
        self._left.pop(body, None)
        self._running.recipes[body] = _Unfinished(file, self._taken.pop((body, file), []))
        self._write()

    def end(self, body: str) -> None:
        """No recipe of the library runs on a body any more."""
        if body in self._going_on:
            return
        known = (self._left.pop(body, None), self._running.recipes.pop(body, None))
        if any(known):
            self._write()

    def go_on(self, body: str) -> None:
        """The robot is about to stop; what runs on a body is begun anew by the next one as after a crash."""
        self._going_on.add(body)

    def take(self, body: str) -> str | None:
        """The recipe that ran on a body when the robot crashed, if it shall go on; what is to be begun next then."""
        left = self._left.pop(body, None)
        if left is None:
            return None
        now = self._clock()
        lately = [then for then in left.begun_anew if now - then < CRASH_SECONDS]
        if len(lately) >= MOST_CRASHES:
            log.warning("The robot crashed %d times while a recipe ran, so that does not go on.", MOST_CRASHES + 1)
            self._write()
            return None
        self._taken[body, left.file] = [*lately, now]
        return left.file

    def _read(self) -> dict[str, _Unfinished]:
        try:
            found = msgspec.json.decode(self._path.read_bytes(), type=_Running)
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            log.warning("%s cannot be used, so no recipe goes on (%s).", self._path.name, type(error).__name__)
            return {}
        return found.recipes if found.boot == self._running.boot else {}

    def _write(self) -> None:
        new = self._path.with_suffix(".new")
        try:
            if self._running.recipes:
                new.write_bytes(msgspec.json.encode(self._running))
                new.replace(self._path)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            log.warning(
                "%s cannot be written, so no recipe goes on after a crash (%s).", self._path.name, type(error).__name__
            )
            try:
                # What it tells is no longer so.
                self._path.unlink(missing_ok=True)
                new.unlink(missing_ok=True)
            except OSError:
                return


def boot_id() -> str:
    """What tells this start of the computer from others; empty where the system does not say."""
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return ""
