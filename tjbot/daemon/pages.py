"""HTTP: the page, and the headers that keep all answers safe."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tjbot.daemon.access import IDENTITY, PRESENT, STRANGER, Access
from tjbot.daemon.backups.pages import BackupRoutes
from tjbot.daemon.checking import CheckingRoutes
from tjbot.daemon.eyes import EyesRoutes
from tjbot.daemon.givers import Givers
from tjbot.daemon.health import HealthRoutes
from tjbot.daemon.https.plain_way import PAGE as PLAIN_PAGE
from tjbot.daemon.https.plain_way import came_over_plain_http, turned_away
from tjbot.daemon.https.trust_page import TrustRoutes
from tjbot.daemon.in_language import InLanguage
from tjbot.daemon.lessons.pages import LessonRoutes
from tjbot.daemon.model_pages import ModelRoutes
from tjbot.daemon.origins import came_through_the_recipes_door
from tjbot.daemon.page_files import PageFiles
from tjbot.daemon.pairing_pages import PairingRoutes
from tjbot.daemon.project_pages import ProjectRoutes
from tjbot.daemon.recipe_pages import RecipeRoutes
from tjbot.daemon.rights import who_may
from tjbot.daemon.room import Room
from tjbot.daemon.school.pages import ClassRoutes
from tjbot.daemon.school.school import School
from tjbot.daemon.settings import SettingsRoutes
from tjbot.daemon.smoothing import SmoothingRoutes
from tjbot.daemon.sockets import Sockets
from tjbot.daemon.sounds import SoundRoutes

PAGE = Path(__file__).parent / "page"

SAFE_HEADERS = {
    # Threads in WebAssembly need an isolated page, and wasm itself needs 'wasm-unsafe-eval'.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'wasm-unsafe-eval' blob:",
            "worker-src 'self' blob:",
            "img-src 'self' blob: data:",
            "media-src 'self' blob:",
            "style-src 'self' 'unsafe-inline'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=()",
}

PLAIN_HEADERS = {name: value for name, value in SAFE_HEADERS.items() if not name.startswith("Cross-Origin-")}
"""A browser isolates no page that came over plain http, and complains where it shall."""

ONLY_RECIPES = "Here recipes speak with the robot; the page is elsewhere."

NOT_BUILT = """The page has not been built yet.

Run ./install.sh in the folder of TJBot; it builds the page and starts the robot again.
"""


class Guard:
    """Turns away requests from elsewhere and from who may not send them, and puts the safe headers on every answer."""

    def __init__(self, app: Starlette, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it with a sentence."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        safe_headers = PLAIN_HEADERS if came_over_plain_http(scope) else SAFE_HEADERS

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in safe_headers.items():
                    headers.setdefault(name, value)
                # What may be kept says so itself.
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        answer = InLanguage(self._refusal(scope) or self._app)
        await answer(scope, receive, send_safely)

    def _refusal(self, scope: Scope) -> Response | None:
        """How a request is refused; None where it is fine: then `who` tells who sent it."""
        at_the_door = came_through_the_recipes_door(scope)
        if not at_the_door:
            scheme = "https" if scope["scheme"] in ("https", "wss") else "http"
            why = self._access.names.refusal(scope["headers"], scheme, scope["server"])
            if why is not None:
                return _refused(403, why)
        identity = self._access.identify(scope)
        # Not even what is open to everybody: a recipe could try codes there.
        if at_the_door and identity.kind != "recipe":
            return _refused(403, ONLY_RECIPES)
        if came_over_plain_http(scope):
            away = turned_away(scope, self._access.secure_port, paired=identity.session is not None)
            if away is not None:
                return away
        may = who_may(self._app.routes, scope)
        if identity.kind not in may:
            if at_the_door:
                return _refused(403, ONLY_RECIPES)
            if identity.kind == "nobody":
                return _refused(401, *STRANGER, {"WWW-Authenticate": "Bearer"})
            if "teacher" not in may:
                return _refused(403, "This is done at the robot itself.", "Type it on the robot's own computer.")
            return _refused(
                403, "This is for the teacher.", "Ask your teacher to do it, or to let you in as a teacher."
            )
        scope[IDENTITY] = identity
        scope[PRESENT] = lambda: self._access.sessions.present(identity.session_id)
        return None


def _refused(status: int, message: str, hint: str = "", headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"message": message, "hint": hint}, status, headers)


def page_routes() -> list[BaseRoute]:
    """The page; it comes last, because it takes what is left."""
    built = (PAGE / "index.html").is_file()
    page = Mount("/", PageFiles(PAGE)) if built else Route("/{path:path}", _not_built)
    return [Route(PLAIN_PAGE, _plain if built else _not_built), page]


def application(sockets: Sockets, access: Access, room: Room, trust: TrustRoutes, school: School) -> ASGIApp:
    """The whole web application, guarded."""
    robot = school.robot
    socket = WebSocketRoute("/socket", sockets.serve)
    givers = Givers(access.home)
    routes = [
        socket,
        *PairingRoutes(robot, access).routes(),
        *room.routes(),
        *trust.routes(),
        *EyesRoutes(robot, access.sessions).routes(),
        *SoundRoutes(robot).routes(),
        *SettingsRoutes(robot).routes(),
        *SmoothingRoutes(robot).routes(),
        *ModelRoutes(robot, givers).routes(),
        *ProjectRoutes(robot, givers).routes(),
        *CheckingRoutes(robot).routes(),
        *RecipeRoutes(robot).routes(),
        *LessonRoutes(robot).routes(),
        *HealthRoutes(robot).routes(),
        *BackupRoutes(robot).routes(),
        *ClassRoutes(school, access).routes(),
        *page_routes(),
    ]
    return Guard(Starlette(routes=routes), access)


async def _plain(request: Request) -> Response:
    """The page for who comes over plain http; the others have a better one."""
    if came_over_plain_http(request.scope):
        return await PageFiles(PAGE).get_response("index.html", request.scope)
    return RedirectResponse("/")


async def _not_built(_: Request) -> Response:
    return PlainTextResponse(NOT_BUILT, 503)
