"""HTTP: the recipes' texts, their earlier versions, and what can be done with them."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tjbot.daemon.asked_body import body_of
from tjbot.daemon.friendly import friendly
from tjbot.daemon.library import MOST_BYTES, Library, Recipe
from tjbot.daemon.recipe_cards import edition_of
from tjbot.daemon.recipe_names import is_file_name
from tjbot.daemon.robot import Robot
from tjbot.errors import RecipeError, UnknownNameError

MOST_BODY_BYTES = 2 * MOST_BYTES
"""A recipe's text grows when it is written as JSON."""

T = TypeVar("T")


class SaveRecipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `PUT /api/recipes/{file}`."""

    source: str


class CreateRecipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /api/recipes`: `titled` where the name becomes the title too."""

    name: str
    source: str
    titled: bool = False


class RenameRecipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /api/recipes/{file}/rename`."""

    name: str


class RecipeRoutes:
    """What the page asks of its body's library. The disk is waited for on a thread, one request after the other."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._writing = robot.saving.lock()

    def routes(self) -> list[BaseRoute]:
        """All routes."""
        recipe = "/api/recipes/{file}"
        return [
            Route("/api/recipes", friendly(self.create), methods=["POST"]),
            Route("/api/thrown-away-recipes", friendly(self.thrown_away), methods=["GET"]),
            Route(recipe, friendly(self.read), methods=["GET"]),
            Route(recipe, friendly(self.save), methods=["PUT"]),
            Route(recipe, friendly(self.forget), methods=["DELETE"]),
            Route(f"{recipe}/rename", friendly(self.rename), methods=["POST"]),
            Route(f"{recipe}/versions", friendly(self.versions), methods=["GET"]),
            Route(f"{recipe}/versions/{{time:int}}", friendly(self.version), methods=["GET"]),
        ]

    async def read(self, request: Request) -> Response:
        """One recipe with its text."""
        return _recipe(self._library(request).find(_file(request)))

    async def save(self, request: Request) -> Response:
        """Saves a text as the own copy; with `If-Match` only where that edition is still there."""
        body = await _read_body(request, SaveRecipe, '{"source": "…"}')
        based_on = request.headers.get("if-match")
        edition = None if based_on is None else based_on.strip().strip('"')
        library = self._library(request)
        return _recipe(await self._write(request, lambda: library.save(_file(request), body.source, based_on=edition)))

    async def create(self, request: Request) -> Response:
        """Saves a text under a name that is free."""
        body = await _read_body(request, CreateRecipe, '{"name": "…", "source": "…"}')
        library = self._library(request)
        return _recipe(await self._write(request, lambda: library.create(body.name, body.source, titled=body.titled)))

    async def rename(self, request: Request) -> Response:
        """Gives an own recipe another name; if it runs, it is stopped."""
        body = await _read_body(request, RenameRecipe, '{"name": "…"}')
        library = self._library(request)
        renamed = await self._write(request, lambda: library.rename(_file(request), body.name))
        self._robot.courses.renamed(body_of(self._robot, request), _file(request), renamed.card.file)
        self._end(request, "It was stopped, because it has another name now. Run starts it again.")
        return _recipe(renamed)

    async def forget(self, request: Request) -> Response:
        """Throws the own copy away; answers under which time it can be had again. If it runs, it is stopped."""
        library = self._library(request)
        at = await self._write(request, lambda: library.forget(_file(request)))
        self._end(request, "It was stopped, because it was thrown away.")
        return JSONResponse({"time": at})

    async def versions(self, request: Request) -> Response:
        """The earlier versions of a recipe, newest first."""
        found = self._library(request).versions.of(_checked_file(request))
        return JSONResponse({"versions": [{"time": each.time, "size": each.size} for each in found]})

    async def version(self, request: Request) -> Response:
        """One earlier version's text."""
        at: int = request.path_params["time"]
        source = self._library(request).versions.read(_checked_file(request), at)
        return JSONResponse({"time": at, "source": source, "edition": edition_of(source)})

    async def thrown_away(self, request: Request) -> Response:
        """The recipes that are gone and can be had again."""
        gone = self._library(request).thrown_away()
        return JSONResponse({"recipes": [{"file": each.file, "title": each.title, "time": each.time} for each in gone]})

    def _library(self, request: Request) -> Library:
        return self._robot.library_of(body_of(self._robot, request))

    def _end(self, request: Request, why: str) -> None:
        self._robot.end_recipe(body_of(self._robot, request), _file(request), why)

    async def _write(self, request: Request, work: Callable[[], T]) -> T:
        """Does what waits for the disk while the robot moves on, then tells everyone on the body."""
        body = body_of(self._robot, request)
        async with self._writing:
            done = await asyncio.to_thread(work)
        self._robot.tell_about(body)
        return done


def _file(request: Request) -> str:
    return str(request.path_params["file"])


def _checked_file(request: Request) -> str:
    """Versions lie in folders of this name, so it must be no way out."""
    file = _file(request)
    if not is_file_name(file):
        raise UnknownNameError(f'There is no recipe "{file[:64]}".')
    return file


async def _read_body(request: Request, kind: type[T], example: str) -> T:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BODY_BYTES:
            raise RecipeError(f"The recipe is too long; at most {MOST_BYTES} bytes are kept.", "Make it shorter.")
    try:
        return msgspec.json.decode(bytes(data), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecipeError(f"The recipe did not arrive whole: {error}.", f"Send {example} as JSON.") from None


def _recipe(recipe: Recipe) -> Response:
    card: dict[str, Any] = msgspec.to_builtins(recipe.card)
    return JSONResponse({**card, "source": recipe.source}, headers={"ETag": f'"{recipe.card.edition}"'})
