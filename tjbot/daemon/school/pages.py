"""HTTP: what teachers and pupils ask of a class."""

import time
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from tjbot.daemon.access import Access, who
from tjbot.daemon.asked_body import body_of
from tjbot.daemon.friendly import friendly
from tjbot.daemon.pairing import Brake, TooManyTriesError
from tjbot.daemon.school.pupils import PupilRecord
from tjbot.daemon.school.queue import LEAST_SLICE_SECONDS, MOST_SLICE_SECONDS
from tjbot.daemon.school.recipes import collected
from tjbot.daemon.school.school import School
from tjbot.daemon.small_bodies import read_small
from tjbot.errors import UnknownNameError
from tjbot.protocol.class_messages import Handing
from tjbot.protocol.values import FileName

LONGEST_MESSAGE = 300


class ComeIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /api/class/pupils`: a new pupil's name, or the key of a pupil who is here already."""

    name: str = ""
    key: Annotated[str, Meta(max_length=100)] = ""


class ToPupil(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /api/class/turn`."""

    pupil: Annotated[str, Meta(max_length=64)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `PUT /api/class/settings`; what is left out stays as it is."""

    slice_seconds: Annotated[float, Meta(ge=LEAST_SLICE_SECONDS, le=MOST_SLICE_SECONDS)] | None = None
    locked: bool | None = None
    handing: Handing | None = None


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /api/class/message`; an empty text takes the message away."""

    text: Annotated[str, Meta(max_length=LONGEST_MESSAGE)]


class HandOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /api/class/handout`."""

    recipe: FileName


class ClassRoutes:
    """What teachers and pupils ask of a class; a `Class` is as `tjbot.protocol.class_messages` has it.

    `GET /api/class` answers a `Class`, and so does whatever a teacher changes: `POST /api/class/open` and `close`,
    `DELETE /api/class` (wipes it), `POST` and `DELETE /api/class/turn`, `PUT /api/class/settings`, `POST
    /api/class/stop` and `message`, `POST /api/class/pupils/{id}/readmit` (the next who comes under that name is that
    pupil) and `DELETE /api/class/pupils/{id}`. `POST /api/class/pupils` lets a pupil in and answers their `id`, `name`,
    `body` and `key`. `POST /api/class/queue` asks for the real robot and `DELETE` gives it back. `POST
    /api/class/handout` gives a recipe to all and answers to how many `pupils`; `GET /api/class/recipes.zip` has all
    that they wrote. What cannot be as things stand (a name is taken, the class is full or closed) is a 409.
    """

    def __init__(self, school: School, access: Access) -> None:
        self._school = school
        self._access = access
        self._brake = Brake(time.monotonic)

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        pupil = "/api/class/pupils/{id}"
        return [
            Route("/api/class", self.read, methods=["GET"]),
            Route("/api/class", friendly(self.wipe), methods=["DELETE"]),
            Route("/api/class/open", friendly(self.open), methods=["POST"]),
            Route("/api/class/close", friendly(self.close), methods=["POST"]),
            Route("/api/class/pupils", friendly(self.come_in), methods=["POST"]),
            Route(pupil, friendly(self.remove), methods=["DELETE"]),
            Route(f"{pupil}/readmit", friendly(self.readmit), methods=["POST"]),
            Route("/api/class/queue", friendly(self.ask), methods=["POST"]),
            Route("/api/class/queue", friendly(self.give_back), methods=["DELETE"]),
            Route("/api/class/turn", friendly(self.hand_over), methods=["POST"]),
            Route("/api/class/turn", friendly(self.take_back), methods=["DELETE"]),
            Route("/api/class/settings", friendly(self.change), methods=["PUT"]),
            Route("/api/class/stop", friendly(self.stop), methods=["POST"]),
            Route("/api/class/message", friendly(self.say), methods=["POST"]),
            Route("/api/class/handout", friendly(self.hand_out), methods=["POST"]),
            Route("/api/class/recipes.zip", friendly(self.collect), methods=["GET"]),
        ]

    async def read(self, _: Request) -> Response:
        """All of the class."""
        return JSONResponse(msgspec.to_builtins(self._school.reports.card()))

    async def open(self, request: Request) -> Response:
        """Begins a class."""
        self._school.open()
        return await self._done(request)

    async def close(self, request: Request) -> Response:
        """Ends it; what pupils made stays."""
        self._school.shut()
        return await self._done(request)

    async def wipe(self, request: Request) -> Response:
        """Removes the class, its names, and all that its pupils made; their code is void, too."""
        self._access.codes.renew("pupil")
        await self._school.wipe()
        return await self.read(request)

    async def come_in(self, request: Request) -> Response:
        """A pupil comes in under a name or by key; a teacher makes one."""
        asked = await read_small(request, ComeIn, '{"name": "Ada"}')
        identity = who(request.scope)
        session = identity.session_id if identity.kind == "pupil" else None
        if asked.key and session is not None:
            pupil = await self._by_key(asked.key, session)
        else:
            pupil = await self._school.come_in(asked.name, session)
        return JSONResponse({"id": pupil.id, "name": pupil.name, "body": pupil.body, "key": pupil.key})

    async def remove(self, request: Request) -> Response:
        """Removes a pupil with all that they made."""
        await self._school.remove(_id(request))
        return await self._done(request)

    async def readmit(self, request: Request) -> Response:
        """The next who comes under this name is this pupil."""
        self._school.expect(_id(request))
        return await self._done(request)

    async def ask(self, request: Request) -> Response:
        """A pupil would like to have the real robot."""
        self._school.ask_for_the_robot(body_of(self._school.robot, request))
        return await self._done(request, JSONResponse({}))

    async def give_back(self, request: Request) -> Response:
        """A pupil gives it back, or waits no longer."""
        self._school.give_back(body_of(self._school.robot, request))
        return await self._done(request, JSONResponse({}))

    async def hand_over(self, request: Request) -> Response:
        """The real robot is a pupil's now."""
        self._school.hand_to((await read_small(request, ToPupil, '{"pupil": "p1a2b3c"}')).pupil)
        return await self._done(request)

    async def take_back(self, request: Request) -> Response:
        """Takes it back."""
        self._school.take_back()
        return await self._done(request)

    async def change(self, request: Request) -> Response:
        """How it goes round, and whether all are paused."""
        asked = await read_small(request, Settings, '{"slice_seconds": 120}')
        self._school.change(asked.slice_seconds, asked.locked, asked.handing)
        return await self._done(request)

    async def stop(self, request: Request) -> Response:
        """STOP for everybody."""
        self._school.stop_everything()
        return await self._done(request)

    async def say(self, request: Request) -> Response:
        """A message to all."""
        self._school.say(" ".join((await read_small(request, Said, '{"text": "…"}')).text.split()))
        return await self._done(request)

    async def hand_out(self, request: Request) -> Response:
        """A recipe for all, also for who comes later."""
        asked = await read_small(request, HandOut, '{"recipe": "wave_back.py"}')
        return JSONResponse({"pupils": await self._school.hand_out(asked.recipe)})

    async def collect(self, _: Request) -> Response:
        """All recipes of all pupils."""
        school = self._school
        folders = [(each.name, school.folder.home_of(each.id) / "recipes") for each in school.pupils]
        headers = {"Content-Disposition": 'attachment; filename="recipes.zip"'}
        return StreamingResponse(
            iterate_in_threadpool(collected(folders)), media_type="application/zip", headers=headers
        )

    async def _by_key(self, key: str, session: str) -> PupilRecord:
        if (seconds := self._brake.wait_seconds(session)) > 0:
            raise TooManyTriesError(seconds)
        try:
            return await self._school.come_in_by_key(key, session)
        except UnknownNameError:
            self._brake.note_mistake(session)
            raise

    async def _done(self, request: Request, answer: Response | None = None) -> Response:
        """Answers when it is on the disk."""
        await self._school.keeper.done()
        return answer or await self.read(request)


def _id(request: Request) -> str:
    return str(request.path_params["id"])
