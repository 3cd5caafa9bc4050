"""The settings of the robot's parts over HTTP: what may stand there, what does, and changing it without a restart."""

from functools import cache
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tjbot.config import FILE_NAME, PartSettings
from tjbot.daemon.friendly import friendly
from tjbot.daemon.robot import REAL_BODY, Robot
from tjbot.errors import ConfigurationError, RefusedError
from tjbot.keys import keys_of
from tjbot.robot.part import Part
from tjbot.robot.wiring import picture
from tjbot.settings_file import SettingsFile

MOST_BYTES = 16 * 1024


class SettingsRoutes:
    """The routes of the settings and of the wiring that follows from them; they are of the real body.

    `GET /api/settings` answers every part by its name with `summary`, `keys` (a `tjbot.keys.Key` each) and `values`
    (all of them, as the part takes them). `PUT /api/settings/{part}` takes some keys with their new values (null
    removes a key), writes them into `tjbot.toml` and builds the part anew.
    """

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._one_at_a_time = robot.saving.lock()

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/api/wiring", self.wiring, methods=["GET"]),
            Route("/api/settings", self.read, methods=["GET"]),
            Route("/api/settings/{part}", friendly(self.change), methods=["PUT"]),
        ]

    async def wiring(self, _: Request) -> Response:
        """The board, its pins and every wire, as `tjbot.robot.wiring.picture` describes them."""
        body = self._robot.bodies[REAL_BODY]
        return JSONResponse(picture(body.wires, body.board.header))

    async def read(self, _: Request) -> Response:
        """What may stand in the table of each part, and what holds now."""
        settings = self._robot.bodies[REAL_BODY].settings()
        described = {
            kind.name: {
                "summary": kind.summary,
                "keys": await run_in_threadpool(_keys, kind.Settings),
                "values": msgspec.to_builtins(values),
            }
            for kind, values in settings.items()
        }
        return JSONResponse(described)

    async def change(self, request: Request) -> Response:
        """Changes some keys of a part; answers the part's new values."""
        name = request.path_params["part"]
        changes = await _read_changes(request)
        body = self._robot.bodies[REAL_BODY]
        if self._robot.closing:
            raise RefusedError("The robot is stopping.", "Start it again.")
        async with self._one_at_a_time:
            file = await run_in_threadpool(SettingsFile, body.home)
            table = {**_known(file, body.settings(), name), **changes}
            settings = body.check(name, {key: value for key, value in table.items() if value is not None})
            for key, value in changes.items():
                file.put(key, value, table=name)
            self._robot.stop_recipes(REAL_BODY, f"The {name} gets new settings.")
            await body.reconfigure(name, settings, lambda: run_in_threadpool(_write, file))
            await self._robot.school.settings_changed(name)
        values = next(values for kind, values in body.settings().items() if kind.name == name)
        return JSONResponse(msgspec.to_builtins(values))


@cache
def _keys(settings: type[PartSettings]) -> list[dict[str, Any]]:
    """Reads source code, so it is done once, and not on the event loop."""
    keys: list[dict[str, Any]] = msgspec.to_builtins(keys_of(settings))
    return keys


def _known(file: SettingsFile, settings: dict[type[Part], PartSettings], name: str) -> dict[str, Any]:
    """The table of a part without what a newer TJBot has written there; that stays in the file."""
    table = file.table(name)
    if not file.configuration.from_newer:
        return table
    fields = [field for kind in settings if kind.name == name for field in msgspec.structs.fields(kind.Settings)]
    known = {field.encode_name for field in fields}
    return {key: value for key, value in table.items() if key in known}


def _write(file: SettingsFile) -> None:
    try:
        file.write(keep_old=False)
    except OSError as error:
        raise ConfigurationError(
            f"{file.path} cannot be written: {error.strerror}.", "Nothing was changed. Check the disk and its owner."
        ) from None


async def _read_changes(request: Request) -> dict[str, Any]:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise ConfigurationError("These are too many settings at once.", f"{MOST_BYTES} bytes are read.")
    try:
        return msgspec.json.decode(bytes(data), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigurationError(
            f"The settings for {FILE_NAME} did not arrive whole: {error}.", 'Send keys and values as JSON: {"pin": 18}.'
        ) from None
