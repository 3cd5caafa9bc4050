"""HTTP: the models that pupils taught; saved as one zip, read file by file or as one zip."""

import asyncio
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from tjbot.daemon.access import who
from tjbot.daemon.friendly import friendly
from tjbot.daemon.full_disk import disk_is_full_or_broken
from tjbot.daemon.givers import Givers
from tjbot.daemon.model_folder import TaughtModel
from tjbot.daemon.model_zips import MOST_PACKED_BYTES, packed
from tjbot.daemon.one_at_a_time import OneAtATime
from tjbot.daemon.page_files import KEPT_BY_ITS_READER, licence_at
from tjbot.daemon.receiving import Parcel, chunks, receive
from tjbot.daemon.robot import Robot
from tjbot.daemon.taught_models import OpenedFile
from tjbot.protocol.models import CARD

MOST_ARRIVING = 4
"""So many zips may be on their way at once; the others wait."""

SMALLER = "Make the model smaller, for example with tjbot convert."


class ModelRoutes:
    """What pages ask of the taught models.

    `GET /api/models` answers a list of `id`, `name`, `author`, `licence`, `kind` (pictures, hands, sounds, numbers),
    `labels`, `bytes`, `hash` and `changed` (milliseconds since 1970), by name. `PUT /api/models/{id}` takes a zip of a
    model's folder (docs/models.md) and answers the same of the one; where there is such a model already, only with its
    hash in `If-Match`. `DELETE` removes it. `GET /api/models/{id}/{file}` answers a file, which may be kept for ever if
    it is asked for with `?v=` and its SHA-256; `GET /api/models/{id}.zip` all of them.
    """

    def __init__(self, robot: Robot, givers: Givers) -> None:
        self._robot = robot
        self._givers = givers
        self._models = robot.models
        self._alone = OneAtATime(robot)
        self._few_arrive = asyncio.Semaphore(MOST_ARRIVING)

    def routes(self) -> list[BaseRoute]:
        """All routes."""
        one = "/api/models/{id}"
        return [
            Route("/api/models", friendly(self.read_all), methods=["GET"]),
            Route(f"{one}.zip", friendly(self.read_zip), methods=["GET"]),
            Route(one, friendly(self.save), methods=["PUT"]),
            Route(one, friendly(self.remove), methods=["DELETE"]),
            Route(f"{one}/{{file}}", friendly(self.read_file), methods=["GET"]),
        ]

    async def read_all(self, _: Request) -> Response:
        """All models; what somebody put there by hand among them."""
        # A save that lasts is no reason to wait: it tells everyone when it is over.
        if not self._alone.is_busy and await self._alone(self._look_again):
            self._tell()
        return JSONResponse({"models": [_entry(model) for model in self._models.all()]})

    async def save(self, request: Request) -> Response:
        """Keeps a model, all of it or nothing."""
        id_, based_on = _id(request), _based_on(request)
        there = await (self._is_there(id_) if based_on is None else self._check_giver(request, id_))
        async with self._few_arrive:
            arriving = await asyncio.to_thread(self._models.arriving)
            try:
                await receive(request, arriving, Parcel("model", MOST_PACKED_BYTES, SMALLER))
                path = Path(arriving.name)
                model = await self._alone(lambda: self._models.save(id_, path, based_on=based_on))
            except (ClientDisconnect, asyncio.CancelledError):
                # The page went away, or the robot stops and its server ends what still arrives: nobody reads this.
                return Response(status_code=400)
            finally:
                await asyncio.to_thread(arriving.close)
        # Who sends again what is there already has not given it.
        if based_on is not None or not there:
            await self._givers.note("model", id_, who(request.scope))
        self._tell()
        return JSONResponse(_entry(model), headers={"ETag": f'"{model.hash}"'})

    async def remove(self, request: Request) -> Response:
        """Takes a model away; with `If-Match` only that one."""
        id_, based_on = _id(request), _based_on(request)
        await self._check_giver(request, id_)
        await self._alone(lambda: self._models.remove(id_, based_on=based_on))
        await self._givers.note("model", id_, None)
        self._tell()
        return JSONResponse({})

    async def read_file(self, request: Request) -> Response:
        """One file."""
        id_, name = _id(request), str(request.path_params["file"])
        opened = (await run_in_threadpool(self._models.open, id_, [name]))[name]
        sha256 = opened.meant.sha256
        headers = {"ETag": f'"{sha256}"', "Content-Length": str(opened.meant.bytes), "Link": _licence(id_)}
        if request.query_params.get("v") == sha256:
            headers["Cache-Control"] = KEPT_BY_ITS_READER
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            opened.file.close()
            del headers["Content-Length"]
            return Response(status_code=304, headers=headers)
        # Never a page or a script, whatever somebody put into a model: it would have the rights of the robot's page.
        kind = "application/json" if name.endswith(".json") else "application/octet-stream"
        return StreamingResponse(chunks(opened.file), media_type=kind, headers=headers)

    async def read_zip(self, request: Request) -> Response:
        """All files."""
        id_ = _id(request)
        opened: dict[str, OpenedFile] = await run_in_threadpool(self._models.open, id_)
        headers = {"Content-Disposition": f'attachment; filename="{id_}.zip"', "Link": _licence(id_)}
        files = {name: each.file for name, each in opened.items()}
        return StreamingResponse(packed(files), media_type="application/zip", headers=headers)

    async def _is_there(self, id_: str) -> bool:
        return any(each.id == id_ for each in self._models.all())

    async def _check_giver(self, request: Request, id_: str) -> bool:
        """For changing what is there; answers whether anything is.

        Raises:
            NotAllowedError: it is not for who asks to change.
        """
        there = await self._is_there(id_)
        if there:
            self._givers.check("model", id_, who(request.scope))
        return there

    def _look_again(self) -> bool:
        with disk_is_full_or_broken("listed"):
            return self._models.look_again()

    def _tell(self) -> None:
        for body in self._robot.bodies:
            self._robot.tell_about(body)


def _id(request: Request) -> str:
    return str(request.path_params["id"])


def _licence(id_: str) -> str:
    return licence_at(f"/api/models/{id_}/{CARD}")


def _based_on(request: Request) -> str | None:
    given = request.headers.get("if-match")
    return None if given is None else given.strip().strip('"')


def _entry(model: TaughtModel) -> dict[str, Any]:
    card = model.card
    return {
        "id": model.id,
        "name": card.name,
        "author": card.author,
        "licence": card.licence,
        "kind": model.kind,
        "labels": card.labels,
        "bytes": model.bytes,
        "hash": model.hash,
        "changed": model.changed,
    }
