"""How eager each label is, over HTTP: changed by one page, told to all by `State`."""

from typing import TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tjbot.daemon.asked_body import body_of
from tjbot.daemon.friendly import friendly
from tjbot.daemon.robot import Robot
from tjbot.errors import ConfigurationError
from tjbot.protocol.about import Smoothing
from tjbot.protocol.values import Label, Name

MOST_BYTES = 1024

Text = TypeVar("Text", bound=str)


class SmoothingRoutes:
    """`PUT /api/smoothing/{model}/{label}` takes a `Smoothing`, `DELETE` makes the label again as eager as the page has
    it. Both answer what is set now for the body, by model and label, and so does `GET /api/smoothing`.
    """

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._one_at_a_time = robot.saving.lock()

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        one = "/api/smoothing/{model}/{label}"
        return [
            Route("/api/smoothing", friendly(self.read), methods=["GET"]),
            Route(one, friendly(self.change), methods=["PUT"]),
            Route(one, friendly(self.forget), methods=["DELETE"]),
        ]

    async def read(self, request: Request) -> Response:
        """What is set."""
        return JSONResponse(msgspec.to_builtins(self._robot.smoothing_of(body_of(self._robot, request)).all()))

    async def change(self, request: Request) -> Response:
        """Sets how eager a label is."""
        return await self._put(request, await _read_smoothing(request))

    async def forget(self, request: Request) -> Response:
        """Makes a label as eager as usual."""
        return await self._put(request, None)

    async def _put(self, request: Request, smoothing: Smoothing | None) -> Response:
        model = _named(request.path_params["model"], Name, "model")
        label = _named(request.path_params["label"], Label, "word")
        file = self._robot.smoothing_of(body_of(self._robot, request))
        async with self._one_at_a_time:
            await run_in_threadpool(file.put, model, label, smoothing)
        for body in self._robot.bodies:
            if self._robot.smoothing_of(body) is file:
                self._robot.tell_about(body)
        return await self.read(request)


def _named(text: str, kind: type[Text], what: str) -> Text:
    try:
        return msgspec.convert(text, kind)
    except msgspec.ValidationError:
        raise ConfigurationError(f'"{text[:64]}…" is too long for a {what}.', "At most 64 letters.") from None


async def _read_smoothing(request: Request) -> Smoothing:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise ConfigurationError("This is more than a word's settings.", f"{MOST_BYTES} bytes are read.")
    try:
        return msgspec.json.decode(bytes(data), type=Smoothing)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"The word can not be set so: {error}.", "Move the slider a little.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigurationError(
            f"The word's settings did not arrive whole: {error}.", 'Send JSON, such as {"threshold": 0.6, …}.'
        ) from None
