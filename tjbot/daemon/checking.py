"""What is wrong with a recipe before it runs, over HTTP: the page asks while somebody types."""

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tjbot.daemon.asked_body import body_of
from tjbot.daemon.friendly import friendly
from tjbot.daemon.library import MOST_BYTES
from tjbot.daemon.robot import Robot
from tjbot.errors import RecipeError
from tjbot.languages import accepted_language
from tjbot.recipe.check import Vocabulary, find_faults


class CheckingRoutes:
    """`POST /api/recipes/check?file=wave_back.py`: the body is the recipe's text (UTF-8, at most 100,000 bytes), the
    answer a JSON list of faults (`tjbot.recipe.rules.script.Fault`). `file` may be left out. They are told in the
    language that `Accept-Language` asks for first, where there is one; in English otherwise.
    """

    def __init__(self, robot: Robot) -> None:
        self._robot = robot

    def routes(self) -> list[BaseRoute]:
        """The one."""
        return [Route("/api/recipes/check", friendly(self.check), methods=["POST"])]

    async def check(self, request: Request) -> Response:
        """Finds the faults, judged by what the robot can do and what models recognise now."""
        source = (await _read_source(request)).decode("utf-8", "replace")
        name = body_of(self._robot, request)
        body, clients = self._robot.bodies[name], self._robot.clients
        vocabulary = Vocabulary(body.offers(), clients.offers(name), clients.models(name), body.foresee)
        file = request.query_params.get("file", "")[:64]
        language = accepted_language(request.headers.get("accept-language", ""))
        faults = await run_in_threadpool(find_faults, source, vocabulary, file, language)
        return JSONResponse(msgspec.to_builtins(faults))


async def _read_source(request: Request) -> bytes:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise RecipeError(f"The recipe is too long; at most {MOST_BYTES} bytes are checked.", "Make it shorter.")
    return bytes(data)
