"""The lesson that is open on each body: who judges its goals, and what is remembered of them."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec import UNSET, UnsetType

from tjbot.daemon.bus import Bus
from tjbot.daemon.lessons.card import in_language
from tjbot.daemon.lessons.goals import (
    Acted,
    Erred,
    Event,
    Judge,
    Noticed,
    Printed,
    RunEnded,
    RunStarted,
    TimePassed,
)
from tjbot.daemon.lessons.lesson import Lesson
from tjbot.daemon.lessons.progress import Progress
from tjbot.daemon.lessons.shelf import Lessons
from tjbot.daemon.lessons.verbs import verbs
from tjbot.daemon.library import Library
from tjbot.daemon.sights import Sights
from tjbot.errors import RecipeError, TJBotError, UnknownNameError
from tjbot.protocol.lesson import LessonGoalState, LessonState
from tjbot.protocol.messages import Output, Seen

log = logging.getLogger(__name__)

ENGLISH = "en"


@dataclass
class _Course:
    """A body's lessons. `run` is what runs on it, if that is a recipe whose doings count."""

    progress: Progress
    lesson: Lesson | None = None
    judge: Judge | None = None
    run: object | None = None
    waiting: asyncio.TimerHandle | None = None


class Courses:
    """The lessons of all bodies. All methods are called on the event loop.

    Args:
        lessons: those that there are.
        bus: where it hears what is noticed and printed.
        changed: called with a body's name when its lesson or a goal of it is another.
        sights: what is seen now, by body.
        saving: held while something is written.
    """

    def __init__(
        self,
        lessons: Lessons,
        bus: Bus,
        changed: Callable[[str], None],
        sights: Mapping[str, Sights],
        saving: asyncio.Lock,
    ) -> None:
        self.lessons = lessons
        self._changed = changed
        self._sights = sights
        self._saving = saving
        self.clock = time.monotonic
        self._courses: dict[str, _Course] = {}
        self.for_all: tuple[str, str] | None = None
        """The lesson that bodies which are added later begin with, and its language."""
        self._tasks: set[asyncio.Task[None]] = set()
        bus.subscribe(Seen, self._noticed)
        bus.subscribe(Output, self._printed)

    def add(self, body: str, home: Path, library: Library) -> None:
        """A body is there; the lesson that was open on it is open again.

        Args:
            body: the body.
            home: where its progress lies.
            library: its recipes.
        """
        course = self._courses[body] = _Course(Progress(home))
        if self.for_all is not None and not course.progress.has_begun:
            self._spawn(self._catch_up(body, library, *self.for_all))
        if course.progress.open is not None:
            try:
                self._open(body, course, self.lessons.find(course.progress.open))
            except TJBotError as error:
                log.warning("The lesson %s is not open any more (%s).", course.progress.open, error)

    def remove(self, body: str) -> None:
        """A body is gone; what lies in its home is left to whoever removes it."""
        course = self._courses.pop(body, None)
        if course is not None and course.waiting is not None:
            course.waiting.cancel()

    def state(self, body: str) -> LessonState | UnsetType:
        """What everybody is told of the lesson that is open."""
        course = self._courses.get(body)
        if course is None or course.lesson is None or course.judge is None:
            return UNSET
        lesson = course.lesson
        begun = course.progress.of(lesson.id)
        goals = [
            LessonGoalState(text=in_language(each.text, ENGLISH), reached=place in course.judge.reached)
            for place, each in enumerate(lesson.card.goals)
        ]
        return LessonState(id=lesson.id, title=lesson.title(ENGLISH), recipe=begun.recipe if begun else "", goals=goals)

    def reached(self, body: str, lesson: Lesson) -> frozenset[int]:
        """Which goals of any lesson are reached on a body."""
        begun = self._courses[body].progress.of(lesson.id)
        done = frozenset(begun.reached if begun else ())
        return frozenset(place for place, key in enumerate(lesson.keys()) if key in done)

    async def begin(self, body: str, id_: str, library: Library, language: str, *, anew: bool = False) -> None:
        """Opens a lesson; the recipe that one begins with is in the library then, unless it is already.

        Args:
            body: on which body.
            id_: which lesson.
            library: the recipes of that body.
            language: of the recipe's remarks, where it has them in several.
            anew: whether that recipe shall be as it was in the beginning; the pupil's is kept as an earlier version.

        Raises:
            UnknownNameError: there is no such lesson.
            LessonError: it is not as it must be.
            RecipeError: the recipe cannot be written.
        """
        async with self._saving:
            lesson = await asyncio.to_thread(self.lessons.find, id_)
            course = self._courses[body]
            begun = course.progress.of(id_)
            known = begun.recipe if begun else None
            source = lesson.recipe(language)
            recipe = await asyncio.to_thread(_lay_out, library, known, id_, source, anew=anew)
            course.progress.begin(id_, recipe)
            await course.progress.save()
        self._open(body, course, lesson)
        self._changed(body)

    async def leave(self, body: str) -> None:
        """Closes the lesson that is open; its goals and the pupil's recipe stay."""
        course = self._courses[body]
        course.progress.leave()
        self._close(course)
        self._changed(body)
        async with self._saving:
            await course.progress.save()

    async def begin_for_all(self, id_: str, libraries: Mapping[str, Library], language: str) -> None:
        """Opens a lesson on several bodies, and on those that are added later and have begun none.

        Args:
            id_: which lesson.
            libraries: the recipes of each of them, by body.
            language: as in `begin`.

        Raises:
            UnknownNameError, LessonError, RecipeError: as `begin`.
        """
        for body, library in libraries.items():
            if body in self._courses:
                await self.begin(body, id_, library, language)
        self.for_all = (id_, language)

    async def leave_for_all(self, bodies: Iterable[str]) -> None:
        """Closes the lesson that is open on several bodies; those that are added later begin without one."""
        self.for_all = None
        for body in bodies:
            if body in self._courses:
                await self.leave(body)

    async def look_again(self) -> None:
        """Goes on with the lessons as they are now, where somebody has changed or removed one that is open."""
        for body, course in list(self._courses.items()):
            if course.lesson is None:
                continue
            try:
                lesson = await asyncio.to_thread(self.lessons.find, course.lesson.id)
            except TJBotError:
                await self.leave(body)
                continue
            if course.lesson is not None and course.lesson.id == lesson.id and course.lesson != lesson:
                self._open(body, course, lesson)
                self._changed(body)

    def renamed(self, body: str, recipe: str, new: str) -> None:
        """A recipe of a body is called otherwise from now on."""
        course = self._courses[body]
        course.progress.rename(recipe, new)
        self._spawn(self._save(course))

    def acted(self, body: str, action: str, arguments: dict[str, Any]) -> None:
        """A recipe has begun an action."""
        course = self._courses.get(body)
        if course is not None and course.judge is not None:
            self._hear(body, course, Acted(action, verbs().whole(action, arguments)))

    def run_started(self, body: str, run: object, *, own: bool) -> None:
        """A recipe runs on a body from now on, in place of the one before.

        Args:
            body: the body.
            run: what tells this run from others.
            own: whether its doings count: a recipe that ships reaches nobody's goals.
        """
        self.run_ended(body, None, well=False)
        course = self._courses.get(body)
        if course is None or not own:
            return
        course.run = run
        self._hear(body, course, RunStarted())

    def run_ended(self, body: str, run: object | None, *, well: bool) -> None:
        """A run is over (None: whichever there is); `well` where the recipe came to its own end without an error."""
        course = self._courses.get(body)
        if course is not None and course.run is not None and run in (None, course.run):
            self._hear(body, course, RunEnded(well))
            course.run = None

    async def close(self) -> None:
        """Returns when all is written down."""
        for body in list(self._courses):
            self.remove(body)
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _noticed(self, body: str, seen: Seen) -> None:
        course = self._courses.get(body)
        if course is not None and course.judge is not None and seen.phase != "now":
            self._hear(body, course, Noticed(seen.sense, seen.label, seen.phase, seen.source or ""))

    def _printed(self, body: str, output: Output) -> None:
        course = self._courses.get(body)
        if course is None or course.judge is None or output.stream == "notice":
            return
        self._hear(body, course, Printed(output.text) if output.stream == "stdout" else Erred())

    def _open(self, body: str, course: _Course, lesson: Lesson) -> None:
        self._close(course)
        begun = course.progress.of(lesson.id)
        done = begun.reached if begun else []
        reached = frozenset(place for place, key in enumerate(lesson.keys()) if key in done)
        course.lesson = lesson
        course.judge = Judge([each.goal for each in lesson.card.goals], reached)
        for seen in self._sights[body].all():
            self._hear(body, course, Noticed(seen.sense, seen.label, "started", seen.source or ""))
        if course.run is not None:
            self._hear(body, course, RunStarted())

    def _close(self, course: _Course) -> None:
        course.lesson, course.judge = None, None
        if course.waiting is not None:
            course.waiting.cancel()
            course.waiting = None

    def _hear(self, body: str, course: _Course, event: Event) -> None:
        if course.judge is None or course.lesson is None:
            return
        reached = course.judge.hear(self.clock(), event)
        self._wait(body, course)
        if reached:
            keys = course.lesson.keys()
            course.progress.reach(course.lesson.id, [keys[place] for place in reached])
            self._spawn(self._save(course))
            self._changed(body)

    def _wait(self, body: str, course: _Course) -> None:
        """Comes back when time alone reaches a goal."""
        if course.waiting is not None:
            course.waiting.cancel()
        due = course.judge.due() if course.judge else None
        loop = asyncio.get_running_loop()
        course.waiting = (
            None
            if due is None
            else loop.call_later(max(0.0, due - self.clock()), self._hear, body, course, TimePassed())
        )

    async def _catch_up(self, body: str, library: Library, id_: str, language: str) -> None:
        try:
            await self.begin(body, id_, library, language)
        except (TJBotError, KeyError) as error:
            log.warning("The lesson %s was not opened for who came later (%s).", id_, type(error).__name__)

    async def _save(self, course: _Course) -> None:
        async with self._saving:
            await course.progress.save()

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _lay_out(library: Library, known: str | None, id_: str, source: str, *, anew: bool) -> str:
    """Sees to it that the recipe of a lesson is there; its file."""
    if known is not None:
        try:
            if anew or not library.find(known).card.mine:
                library.save(known, source)
            return known
        except (UnknownNameError, RecipeError):
            # It was thrown away, which is kept as an earlier version.
            pass
    return library.create(id_, source, titled=False).card.file
