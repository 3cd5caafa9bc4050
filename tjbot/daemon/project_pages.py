"""HTTP: the projects that pages asked the robot to keep, each one file with its samples."""

import asyncio
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from tjbot.daemon.access import who
from tjbot.daemon.friendly import friendly
from tjbot.daemon.givers import Givers
from tjbot.daemon.one_at_a_time import OneAtATime
from tjbot.daemon.project_zips import MOST_PACKED_BYTES
from tjbot.daemon.receiving import Parcel, chunks, receive
from tjbot.daemon.robot import Robot
from tjbot.daemon.stored_projects import StoredProject

MOST_ARRIVING = 2
"""So many zips may be on their way at once; the others wait."""

PROJECT = Parcel("project", MOST_PACKED_BYTES, "Throw samples away that look alike.")


class ProjectRoutes:
    """What pages ask of the projects.

    `GET /api/projects` answers a list of `id`, `name`, `kind`, `author`, `classes`, `samples`, `pictures`, `sounds`
    (how many of each), `bytes`, `hash` and `changed` (milliseconds since 1970), by name. `PUT /api/projects/{id}` takes
    the file of a project and answers the same of the one; where there is such a project already, only with its hash in
    `If-Match`. `DELETE` removes it. `GET /api/projects/{id}.zip` answers the file.
    """

    def __init__(self, robot: Robot, givers: Givers) -> None:
        self._robot = robot
        self._givers = givers
        self._projects = robot.projects
        self._alone = OneAtATime(robot)
        self._few_arrive = asyncio.Semaphore(MOST_ARRIVING)

    def routes(self) -> list[BaseRoute]:
        """All routes."""
        one = "/api/projects/{id}"
        return [
            Route("/api/projects", friendly(self.read_all), methods=["GET"]),
            Route(f"{one}.zip", friendly(self.read), methods=["GET"]),
            Route(one, friendly(self.save), methods=["PUT"]),
            Route(one, friendly(self.remove), methods=["DELETE"]),
        ]

    async def read_all(self, _: Request) -> Response:
        """All projects."""
        found = await run_in_threadpool(self._projects.all)
        return JSONResponse({"projects": [_entry(project) for project in found]})

    async def read(self, request: Request) -> Response:
        """The file of one."""
        project, file = await run_in_threadpool(self._projects.open, _id(request))
        headers = {
            "ETag": f'"{project.hash}"',
            "Content-Length": str(project.bytes),
            "Content-Disposition": f'attachment; filename="{project.id}.tjbot.zip"',
        }
        return StreamingResponse(chunks(file), media_type="application/zip", headers=headers)

    async def save(self, request: Request) -> Response:
        """Keeps a project, all of it or nothing."""
        id_, based_on = _id(request), _based_on(request)
        there = await (self._is_there(id_) if based_on is None else self._check_giver(request, id_))
        try:
            async with self._few_arrive:
                with self._projects.arriving() as (arriving, path):
                    await receive(request, arriving, PROJECT)
                    project = await self._alone(lambda: self._projects.save(id_, path, based_on=based_on))
        except (ClientDisconnect, asyncio.CancelledError):
            # The page went away, or the robot stops and its server ends what still arrives: nobody reads this.
            return Response(status_code=400)
        # Who sends again what is there already has not given it.
        if based_on is not None or not there:
            await self._givers.note("project", id_, who(request.scope))
        return JSONResponse(_entry(project), headers={"ETag": f'"{project.hash}"'})

    async def remove(self, request: Request) -> Response:
        """Takes a project away; with `If-Match` only that one."""
        id_, based_on = _id(request), _based_on(request)
        await self._check_giver(request, id_)
        await self._alone(lambda: self._projects.remove(id_, based_on=based_on))
        await self._givers.note("project", id_, None)
        return JSONResponse({})

    async def _is_there(self, id_: str) -> bool:
        return any(each.id == id_ for each in await run_in_threadpool(self._projects.all))

    async def _check_giver(self, request: Request, id_: str) -> bool:
        """For changing what is there; answers whether anything is.

        Raises:
            NotAllowedError: it is not for who asks to change.
        """
        there = await self._is_there(id_)
        if there:
            self._givers.check("project", id_, who(request.scope))
        return there


def _id(request: Request) -> str:
    return str(request.path_params["id"])


def _based_on(request: Request) -> str | None:
    given = request.headers.get("if-match")
    return None if given is None else given.strip().strip('"')


def _entry(project: StoredProject) -> dict[str, Any]:
    card = project.card
    return {
        "id": project.id,
        "name": card.name,
        "kind": card.kind,
        "author": card.author,
        "classes": card.classes,
        "samples": card.samples,
        "pictures": card.pictures,
        "sounds": card.sounds,
        "bytes": project.bytes,
        "hash": project.hash,
        "changed": project.changed,
    }
