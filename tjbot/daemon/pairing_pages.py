"""HTTP: pairing by a code, who has paired, and ending that."""

import asyncio
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tjbot.daemon.access import Access, Identity, cookie_for, who
from tjbot.daemon.friendly import friendly
from tjbot.daemon.https.plain_way import came_over_plain_http
from tjbot.daemon.origins import came_through_the_recipes_door
from tjbot.daemon.pairing import CodeKind, LinkKind, TooManyTriesError, WrongCodeError
from tjbot.daemon.robot import REAL_BODY, Robot
from tjbot.daemon.sessions import DAY_MS, UNUSED_DAYS, Session
from tjbot.daemon.small_bodies import read_small
from tjbot.daemon.tidy_names import tidy_name
from tjbot.errors import RefusedError, TJBotError

SAYING_AGAIN_SECONDS = 30.0

ONLY_PUPILS_HERE = (
    "Over plain http only a pupil's page comes in, because others can read along. That code is void now.",
    "Open the robot's https address and enter a new code there.",
)


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /api/pair`. A program (`tool`) gets its token, a page a cookie that no script can read."""

    code: str
    name: str = ""
    tool: bool = False


class NewCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /api/codes/new`."""

    kind: CodeKind


class NewLink(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /api/codes/link`."""

    kind: LinkKind


class PairingRoutes:
    """What pages ask to become known, and what teachers ask of those who are.

    `GET /api/me` tells who asks. `POST /api/pair` takes a code; `POST /api/pair/say` has the robot say the pupils' one;
    `DELETE /api/me` ends the own session. `GET /api/codes` shows the codes that are good now, `POST /api/codes/new`
    makes another one, `POST /api/codes/link` an address with a code for one page in its fragment, which no server and
    no log sees. `GET /api/sessions` tells who has paired, `DELETE /api/sessions/{id}` ends one, `DELETE /api/sessions`
    all pupils', `DELETE /api/everyone` all. `GET /api/access` tells what is open.
    """

    def __init__(self, robot: Robot, access: Access) -> None:
        self._robot = robot
        self._access = access
        self._said_at = float("-inf")

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/api/me", self.me, methods=["GET"]),
            Route("/api/me", friendly(self.leave), methods=["DELETE"]),
            Route("/api/pair", friendly(self.pair), methods=["POST"]),
            Route("/api/pair/say", friendly(self.say), methods=["POST"]),
            Route("/api/codes", self.codes, methods=["GET"]),
            Route("/api/codes/new", friendly(self.new_code), methods=["POST"]),
            Route("/api/codes/link", friendly(self.new_link), methods=["POST"]),
            Route("/api/sessions", self.sessions, methods=["GET"]),
            Route("/api/sessions", friendly(self.revoke_pupils), methods=["DELETE"]),
            Route("/api/sessions/{id}", friendly(self.revoke), methods=["DELETE"]),
            Route("/api/access", self.access, methods=["GET"]),
            Route("/api/everyone", friendly(self.forget_everyone), methods=["DELETE"]),
        ]

    async def me(self, request: Request) -> Response:
        """Who asks."""
        return JSONResponse(self._about(request, who(request.scope)))

    async def pair(self, request: Request) -> Response:
        """Takes a code and begins a session."""
        asked = await read_small(request, Pair, '{"code": "123456", "name": "…"}')
        address = _address(request)
        try:
            kind = self._access.codes.redeem(asked.code[:200], _network_of(address))
        except TooManyTriesError as error:
            return _refused(429, error, {"Retry-After": str(max(1, round(error.seconds)))})
        except WrongCodeError as error:
            return _refused(403, error)
        if came_over_plain_http(request.scope) and (kind != "pupil" or asked.tool):
            # Whoever is in the network may have read it.
            self._access.codes.renew("pupil" if kind == "pupil" else "teacher")
            return _refused(403, RefusedError(*ONLY_PUPILS_HERE))
        session, token = await self._access.sessions.begin(kind, tidy_name(asked.name), address)
        about = self._about(request, Identity(session.kind, session))
        if asked.tool:
            return JSONResponse({**about, "token": token})
        response = JSONResponse(about)
        name, secure = cookie_for(request.scope), request.url.scheme == "https"
        seconds = UNUSED_DAYS * DAY_MS // 1000
        response.set_cookie(name, token, seconds, path="/", secure=secure, httponly=True, samesite="strict")
        return response

    async def leave(self, request: Request) -> Response:
        """Ends the session of who asks."""
        session = who(request.scope).session
        if session is not None:
            self._robot.school.sessions_ended([session.id], by_the_teacher=False)
            await self._access.sessions.revoke(session.id)
        response = JSONResponse({})
        name, secure = cookie_for(request.scope), request.url.scheme == "https"
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="strict")
        return response

    async def say(self, _: Request) -> Response:
        """Has the robot say the pupils' code: who hears it is in the room."""
        if not self._access.is_on_the_network:
            raise RefusedError("Only this computer reaches the robot, so there is no code to say.")
        now = asyncio.get_running_loop().time()
        if now - self._said_at < SAYING_AGAIN_SECONDS:
            wait = SAYING_AGAIN_SECONDS - (now - self._said_at)
            error = RefusedError(
                "The robot has just said the code.", f"It says it again in {round(wait) or 1} seconds."
            )
            return _refused(429, error, {"Retry-After": str(round(wait) or 1)})
        self._said_at = now
        digits = ", ".join(self._access.codes.show("pupil").code)
        saying = self._robot.bodies[REAL_BODY].begin("say", {"text": f"The code is {digits}."})
        saying.add_done_callback(lambda done: done.cancelled() or done.exception())
        return JSONResponse({})

    async def codes(self, _: Request) -> Response:
        """The codes that are good now."""
        return JSONResponse(self._codes())

    async def new_code(self, request: Request) -> Response:
        """Makes another code."""
        self._access.codes.renew((await read_small(request, NewCode, '{"kind": "pupil"}')).kind)
        return JSONResponse(self._codes())

    async def new_link(self, request: Request) -> Response:
        """An address with a code for one page."""
        kind = (await read_small(request, NewLink, '{"kind": "pupil"}')).kind
        if kind == "owner":
            if who(request.scope).kind != "owner":
                raise RefusedError("Only who sits at the robot is its owner.", 'Ask for a "teacher" or a "pupil".')
            url = self._robot.url + "/"
        else:
            url = next(iter(self._access.urls()), self._robot.url + "/")
        return JSONResponse({"url": f"{url}#join={self._access.codes.link(kind)}"})

    async def sessions(self, _: Request) -> Response:
        """Who has paired."""
        return JSONResponse({"sessions": [self._entry(each) for each in self._access.sessions.all()]})

    async def revoke(self, request: Request) -> Response:
        """Ends one session."""
        id_ = str(request.path_params["id"])
        self._robot.school.sessions_ended([id_], by_the_teacher=True)
        await self._access.sessions.revoke(id_)
        return JSONResponse({})

    async def revoke_pupils(self, _: Request) -> Response:
        """Ends all pupils' sessions; the code that they know is void."""
        self._access.codes.renew("pupil")
        self._end_all("pupil")
        return JSONResponse({"ended": await self._access.sessions.revoke_all("pupil")})

    async def access(self, _: Request) -> Response:
        """What is open."""
        ports = [{"scheme": each.scheme, "host": each.host, "port": each.port} for each in self._access.listening]
        return JSONResponse(
            {"listening": ports, "links": self._access.urls(), "private": not self._access.loopback_is_open}
        )

    async def forget_everyone(self, _: Request) -> Response:
        """Ends all sessions and all codes."""
        self._access.codes.forget()
        self._end_all("pupil", "teacher", "owner")
        return JSONResponse({"ended": await self._access.sessions.revoke_all("owner", "teacher", "pupil")})

    def _end_all(self, *kinds: LinkKind) -> None:
        ended = [each.id for each in self._access.sessions.all() if each.kind in kinds]
        self._robot.school.sessions_ended(ended, by_the_teacher=True)

    def _about(self, request: Request, identity: Identity) -> dict[str, Any]:
        return {
            "kind": identity.kind,
            "name": identity.session.name if identity.session else "",
            "session": identity.session_id,
            "secure": request.url.scheme == "https",
            "network": self._access.is_on_the_network,
            "address": "" if identity.kind == "nobody" else next(iter(self._access.urls()), ""),
            "class": self._robot.school.me(identity),
        }

    def _codes(self) -> dict[str, Any]:
        codes = self._access.codes
        shown: dict[str, Any] = {}
        for kind in ("pupil", "teacher"):
            code = codes.show(kind)
            shown[kind] = {"code": code.code, "ends_in_seconds": round(codes.seconds_left(code))}
        return {**shown, "links": [{"url": url} for url in self._access.urls()]}

    def _entry(self, session: Session) -> dict[str, Any]:
        return {
            "id": session.id,
            "kind": session.kind,
            "name": session.name,
            "address": session.address,
            "since": session.since,
            "last_seen": session.last_seen,
            "connected": self._access.sessions.is_connected(session.id),
        }


def _address(request: Request) -> str:
    """Where a request came from, as its connection tells."""
    client = request.client
    return "" if client is None or came_through_the_recipes_door(request.scope) else client.host


def _network_of(address: str) -> str:
    """Whose wrong codes count together: an address, or the whole network of one IPv6 address, who has so many."""
    return ":".join(address.split(":")[:4]) if address.count(":") > 4 and "." not in address else address


def _refused(status: int, error: TJBotError, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"message": error.message, "hint": error.hint}, status, headers)
