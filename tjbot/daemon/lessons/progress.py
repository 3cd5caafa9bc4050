"""How far somebody has come with the lessons: a small file in the home of a body, written as one step."""

import asyncio
import logging
from pathlib import Path

import msgspec

from tjbot.daemon.recipe_names import is_file_name
from tjbot.files import write_atomically

log = logging.getLogger(__name__)

FILE_NAME = "lessons.json"
MOST_LESSONS = 100
"""Of more lessons the one that was begun first is forgotten."""


class Begun(msgspec.Struct, frozen=True):
    """A lesson that was begun: the file of the recipe for it, and which goals were reached (`Lesson.keys`)."""

    recipe: str
    reached: list[str] = []


class _Progress(msgspec.Struct, frozen=True):
    """The lesson that is open (None: none is), and all that were begun, the latest last."""

    open: str | None = None
    lessons: dict[str, Begun] = {}


class Progress:
    """What is remembered for one body. A file that cannot be understood counts as none, and the log says so.

    Args:
        home: the home of the body; it need not exist yet.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / FILE_NAME
        self._progress = self._read()

    @property
    def open(self) -> str | None:
        """The id of the lesson that is open."""
        return self._progress.open

    @property
    def has_begun(self) -> bool:
        """Whether any lesson was ever begun."""
        return bool(self._progress.lessons)

    def of(self, id_: str) -> Begun | None:
        """What is known of a lesson; None where it was never begun."""
        return self._progress.lessons.get(id_)

    def begin(self, id_: str, recipe: str) -> None:
        """Opens a lesson; goals that were reached before stay so."""
        lessons = dict(self._progress.lessons)
        before = lessons.pop(id_, Begun(recipe))
        lessons[id_] = Begun(recipe, before.reached)
        self._progress = _Progress(id_, dict(list(lessons.items())[-MOST_LESSONS:]))

    def leave(self) -> None:
        """Closes the lesson that is open; all else stays."""
        self._progress = _Progress(None, self._progress.lessons)

    def reach(self, id_: str, keys: list[str]) -> None:
        """Goals of a lesson that was begun are reached."""
        begun = self._progress.lessons[id_]
        reached = [*begun.reached, *(key for key in keys if key not in begun.reached)]
        self._progress = _Progress(self._progress.open, {**self._progress.lessons, id_: Begun(begun.recipe, reached)})

    def rename(self, recipe: str, new: str) -> None:
        """A recipe is called otherwise from now on."""
        lessons = {
            id_: Begun(new, begun.reached) if begun.recipe == recipe else begun
            for id_, begun in self._progress.lessons.items()
        }
        self._progress = _Progress(self._progress.open, lessons)

    async def save(self) -> None:
        """Writes down what is so now, on a thread. Where the disk does not take it, it lasts until the robot ends, and
        the log says so.
        """
        data = msgspec.json.format(msgspec.json.encode(self._progress), indent=2)
        try:
            await asyncio.to_thread(write_atomically, self._path, data)
        except OSError as error:
            log.warning("How far somebody has come with the lessons cannot be written down: %s", error.strerror)

    def _read(self) -> _Progress:
        try:
            found = msgspec.json.decode(self._path.read_bytes(), type=_Progress)
        except FileNotFoundError:
            return _Progress()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            log.warning("%s cannot be used, so every lesson begins anew (%s).", self._path, type(error).__name__)
            return _Progress()
        # The file may come from a backup that somebody has made up.
        lessons = {id_: begun for id_, begun in found.lessons.items() if is_file_name(begun.recipe)}
        return _Progress(found.open if found.open in lessons else None, lessons)
