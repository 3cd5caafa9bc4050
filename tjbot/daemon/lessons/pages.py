"""HTTP: the lessons, the one that is open on the body of who asks, and a teacher's own."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tjbot.daemon.asked_body import body_of
from tjbot.daemon.friendly import friendly
from tjbot.daemon.lessons.card import in_language
from tjbot.daemon.lessons.folders import MOST_PACKED_BYTES
from tjbot.daemon.lessons.lesson import Lesson
from tjbot.daemon.lessons.shelf import Shelved, packed
from tjbot.daemon.one_at_a_time import OneAtATime
from tjbot.daemon.receiving import Parcel, receive
from tjbot.daemon.robot import REAL_BODY, Robot
from tjbot.errors import ConflictError, LessonError

MOST_BODY_BYTES = 4_000
LESSON = Parcel("lesson", MOST_PACKED_BYTES, "A lesson has no pictures; its texts are short.")


class OpenLesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `PUT /api/lesson`; `anew` where the recipe shall be as it was in the beginning."""

    id: str
    language: str = "en"
    anew: bool = False


class LessonRoutes:
    """What the page asks of the lessons.

    `GET /api/lessons` answers `lessons`, each with `id`, `title`, `learn`, `level`, `minutes`, `needs`, `own`, `goals`
    and `reached` (how many); or where one is not as it must be, only `id`, `own` and `fault`. `GET /api/lessons/{id}`
    answers the same of one, with its `steps` (see `lessons/text.py`) and `goals` in full. Both take `?language=de`.
    `PUT /api/lesson` opens one on the body of who asks, `DELETE` closes it. A teacher puts a lesson of their own as a
    zip to `/api/lessons/{id}`, removes it there, and gets any lesson as `/api/lessons/{id}.zip`; and opens one for all
    pupils of a class, also for those who come later, with `POST /api/class/lesson`, until `DELETE` closes it for all.
    """

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._lessons = robot.courses.lessons
        self._alone = OneAtATime(robot)

    def routes(self) -> list[BaseRoute]:
        """All routes."""
        one = "/api/lessons/{id}"
        return [
            Route("/api/lessons", friendly(self.read_all), methods=["GET"]),
            Route(f"{one}.zip", friendly(self.pack), methods=["GET"]),
            Route(one, friendly(self.read), methods=["GET"]),
            Route(one, friendly(self.save), methods=["PUT"]),
            Route(one, friendly(self.remove), methods=["DELETE"]),
            Route("/api/lesson", friendly(self.begin), methods=["PUT"]),
            Route("/api/lesson", friendly(self.leave), methods=["DELETE"]),
            Route("/api/class/lesson", friendly(self.begin_for_all), methods=["POST"]),
            Route("/api/class/lesson", friendly(self.leave_for_all), methods=["DELETE"]),
        ]

    async def read_all(self, request: Request) -> Response:
        """All lessons, and how far the body of who asks has come."""
        await self._robot.courses.look_again()
        found = await asyncio.to_thread(self._lessons.all)
        language = _language(request)
        return JSONResponse({"lessons": [self._entry(each, language, body_of(self._robot, request)) for each in found]})

    async def read(self, request: Request) -> Response:
        """One lesson with its text."""
        lesson = await asyncio.to_thread(self._lessons.find, _id(request))
        language = _language(request)
        reached = self._robot.courses.reached(body_of(self._robot, request), lesson)
        goals = [
            {"text": in_language(each.text, language), "step": each.step, "reached": place in reached}
            for place, each in enumerate(lesson.card.goals)
        ]
        steps: list[Any] = msgspec.to_builtins(lesson.text(language))
        return JSONResponse({**_card(lesson, language), "steps": steps, "goals": goals})

    async def pack(self, request: Request) -> Response:
        """A lesson as a zip."""
        lesson = await asyncio.to_thread(self._lessons.find, _id(request))
        headers = {"Content-Disposition": f'attachment; filename="{lesson.id}.zip"'}
        return Response(packed(lesson), media_type="application/zip", headers=headers)

    async def save(self, request: Request) -> Response:
        """Keeps a lesson of a teacher's own, all of it or nothing."""
        id_ = _id(request)
        try:
            with self._lessons.arriving() as arriving:
                await receive(request, arriving, LESSON)
                lesson = await self._alone(lambda: self._lessons.save(id_, Path(arriving.name)))
        except (ClientDisconnect, asyncio.CancelledError):
            # The page went away, or the robot stops and its server ends what still arrives: nobody reads this.
            return Response(status_code=400)
        await self._robot.courses.look_again()
        return JSONResponse({**_card(lesson, _language(request)), "own": True})

    async def remove(self, request: Request) -> Response:
        """Takes a lesson of a teacher's own away."""
        id_ = _id(request)
        await self._alone(lambda: self._lessons.remove(id_))
        await self._robot.courses.look_again()
        return JSONResponse({})

    async def begin(self, request: Request) -> Response:
        """Opens a lesson; answers which file is the pupil's recipe for it."""
        asked = await _read_body(request)
        body = body_of(self._robot, request)
        await self._robot.courses.begin(body, asked.id, self._robot.library_of(body), asked.language, anew=asked.anew)
        return JSONResponse(msgspec.to_builtins(self._robot.courses.state(body)))

    async def leave(self, request: Request) -> Response:
        """Closes the lesson that is open."""
        await self._robot.courses.leave(body_of(self._robot, request))
        return JSONResponse({})

    async def begin_for_all(self, request: Request) -> Response:
        """Opens a lesson on the own robot of every pupil; answers how many they are."""
        asked = await _read_body(request)
        libraries = {body: self._robot.library_of(body) for body in self._pupils()}
        if not self._robot.school.is_open:
            raise ConflictError("No class is open.", "Open one first.")
        await self._robot.courses.begin_for_all(asked.id, libraries, asked.language)
        self._robot.school.lesson_changed()
        return JSONResponse({"pupils": len(libraries)})

    async def leave_for_all(self, _: Request) -> Response:
        """Closes the lessons that are open on pupils' own robots."""
        await self._robot.courses.leave_for_all(self._pupils())
        self._robot.school.lesson_changed()
        return JSONResponse({})

    def _pupils(self) -> list[str]:
        return [body for body in self._robot.bodies if body != REAL_BODY]

    def _entry(self, shelved: Shelved, language: str, body: str) -> dict[str, Any]:
        if shelved.lesson is None:
            return {"id": shelved.id, "own": shelved.own, "fault": str(shelved.fault)}
        reached = self._robot.courses.reached(body, shelved.lesson)
        goals = {"goals": len(shelved.lesson.card.goals), "reached": len(reached)}
        return {**_card(shelved.lesson, language), "own": shelved.own, **goals}


def _id(request: Request) -> str:
    return str(request.path_params["id"])


def _language(request: Request) -> str:
    return request.query_params.get("language", "en")


def _card(lesson: Lesson, language: str) -> dict[str, Any]:
    card = lesson.card
    return {
        "id": lesson.id,
        "title": in_language(card.title, language),
        "learn": in_language(card.learn, language),
        "level": card.level,
        "minutes": card.minutes,
        "needs": list(card.needs),
    }


async def _read_body(request: Request) -> OpenLesson:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BODY_BYTES:
            raise LessonError("That is too long for a lesson's name.", 'Send {"id": "01_wave"} as JSON.')
    try:
        return msgspec.json.decode(bytes(data), type=OpenLesson)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LessonError(f"Which lesson it is did not arrive: {error}.", 'Send {"id": "01_wave"} as JSON.') from None
