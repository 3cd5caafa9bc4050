"""The body of a request that holds a few words as JSON."""

from typing import TypeVar

import msgspec
from starlette.requests import Request

from tjbot.errors import RefusedError

MOST_BYTES = 4096

T = TypeVar("T")


async def read_small(request: Request, kind: type[T], example: str) -> T:
    """What somebody sent, as the struct that it must be.

    Args:
        request: the request.
        kind: the struct.
        example: the JSON that would do, for whoever sent another.

    Raises:
        RefusedError: it is longer than 4,096 bytes, or not such a struct.
    """
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise RefusedError("That is too long.", f"Send {example} as JSON.")
    try:
        return msgspec.json.decode(bytes(data), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(f"That is not right: {error}.", f"Send {example} as JSON.") from None
