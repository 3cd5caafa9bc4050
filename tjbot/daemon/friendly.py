"""Our errors as answers over HTTP: JSON with a sentence and what to try."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tjbot.errors import (
    ChangedMeanwhileError,
    ConflictError,
    NoRoomError,
    NotAllowedError,
    TJBotError,
    UnknownNameError,
)


def friendly(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Answers our errors as JSON with a sentence."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except TJBotError as error:
            return JSONResponse({"message": error.message, "hint": error.hint}, _status(error))

    return answer


def _status(error: TJBotError) -> int:
    codes: dict[type[TJBotError], int] = {
        ChangedMeanwhileError: 412,
        ConflictError: 409,
        NoRoomError: 507,
        NotAllowedError: 403,
        UnknownNameError: 404,
    }
    return codes.get(type(error), 400)
