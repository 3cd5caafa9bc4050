"""How the robot is, for whoever looks after many of them: `GET /api/health`."""

import shutil
import time
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tjbot.daemon.access import who
from tjbot.daemon.robot import REAL_BODY, Robot
from tjbot.version import VERSION

LITTLE_ROOM_BYTES = 200_000_000
"""With less than this on its disk the robot soon keeps nothing more."""


class HealthRoutes:
    """`GET /api/health` answers 200 while the robot takes commands, and 503 while it stops. It names nobody.

    Whoever has not paired hears `ready` and the robot's `name` alone. The others hear its `version`, `uptime_seconds`,
    `simulated`; `faults`, a sentence for each part that does not work; `connected`, how many clients there are; `disk`:
    `free_bytes` and `total_bytes` where the home lies (null where that cannot be found out), and `little_room`.
    """

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._began = time.monotonic()

    def routes(self) -> list[BaseRoute]:
        """The one route."""
        return [Route("/api/health", self.health)]

    async def health(self, request: Request) -> Response:
        """That the daemon answers, and which parts do not work."""
        body = self._robot.bodies[REAL_BODY]
        ready = not self._robot.closing
        answer: dict[str, Any] = {"ready": ready, "name": self._robot.name}
        if who(request.scope).kind == "nobody":
            return JSONResponse(answer, 200 if ready else 503)
        answer |= {
            "version": VERSION,
            "uptime_seconds": round(time.monotonic() - self._began),
            "simulated": self._robot.simulated,
            "faults": {part.name: part.fault for part in body.offers() if part.fault},
            "connected": len(self._robot.clients.all()),
            "disk": await run_in_threadpool(_disk, str(body.home)),
        }
        return JSONResponse(answer, 200 if ready else 503)


def _disk(home: str) -> dict[str, int | bool] | None:
    try:
        usage = shutil.disk_usage(home)
    except OSError:
        return None
    return {
        "free_bytes": usage.free,
        "total_bytes": usage.total,
        "little_room": usage.free < LITTLE_ROOM_BYTES,
    }
