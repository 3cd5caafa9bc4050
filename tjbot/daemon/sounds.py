"""The sounds that the robot plays, for the page that plays them where the robot has no loudspeaker."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from tjbot.daemon.asked_body import body_of
from tjbot.daemon.friendly import friendly
from tjbot.daemon.robot import Robot
from tjbot.errors import PartError
from tjbot.robot.parts.voice import Voice


class SoundRoutes:
    """`GET /api/sounds/{name}`: the WAV file that `play` would play; 404 with a sentence where there is none."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot

    def routes(self) -> list[BaseRoute]:
        """The one."""
        return [Route("/api/sounds/{name}", friendly(self.read_sound), methods=["GET"])]

    async def read_sound(self, request: Request) -> Response:
        """One sound, by its name."""
        voice = self._robot.bodies[body_of(self._robot, request)].part("voice")
        if not isinstance(voice, Voice):
            raise PartError("This robot has no voice.", "See [voice] in tjbot.toml.")
        path = await run_in_threadpool(voice.sound_file, request.path_params["name"])
        return FileResponse(path, media_type="audio/wav")
