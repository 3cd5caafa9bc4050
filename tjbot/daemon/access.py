"""Who is it: whoever sits at the robot, somebody who has paired, a recipe, or nobody that the robot knows."""

import asyncio
import hashlib
import ipaddress
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from starlette.requests import cookie_parser

from tjbot.daemon.https.plain_way import came_over_plain_http
from tjbot.daemon.listeners import Listener
from tjbot.daemon.origins import Names, came_through_the_recipes_door, is_loopback, literal
from tjbot.daemon.pairing import Codes
from tjbot.daemon.recipes import RecipeRuns, Run
from tjbot.daemon.sessions import Session, Sessions
from tjbot.errors import RefusedError

Kind = Literal["owner", "teacher", "pupil", "recipe", "nobody"]

COOKIE = "tjbot_session"
SECURE_COOKIE = f"__Host-{COOKIE}"
"""Over https it has another name, which a browser takes only from there: what plain http brings may be from anybody."""

IDENTITY = "tjbot.identity"
"""Where a request that was let in tells who sent it."""

PRESENT = "tjbot.present"
"""Where it tells how to hear that its sender was signed out."""

_FORWARDED = (b"x-forwarded", b"x-original-", b"x-proxy")
_FORWARDING = frozenset(
    {
        b"forwarded",
        b"via",
        b"x-real-ip",
        b"x-client-ip",
        b"x-cluster-client-ip",
        b"x-remote-addr",
        b"x-remote-ip",
        b"true-client-ip",
        b"cf-connecting-ip",
        b"fastly-client-ip",
    }
)


@dataclass(frozen=True)
class Identity:
    """Who sent a request; `session` is there for who has paired, `body` for a recipe that runs on that one."""

    kind: Kind
    session: Session | None = None
    body: str | None = None

    @property
    def session_id(self) -> str | None:
        """The session's id, which is no secret."""
        return self.session.id if self.session else None


NOBODY = Identity("nobody")
OWNER = Identity("owner")
RECIPE = Identity("recipe")


class Access:
    """Tells who sends a request.

    Args:
        home: the robot's home.
        sessions: who has paired.
        codes: the codes that are good now.
        recipes: the recipes that run.
        listening: every port at which the robot is found.
        names: by which names.
        owner_token: what a program of the owner shows where loopback is not open to everybody on this machine; None
            where it is.
    """

    def __init__(
        self,
        home: Path,
        sessions: Sessions,
        codes: Codes,
        recipes: RecipeRuns,
        *,
        listening: list[Listener],
        names: Names,
        owner_token: str | None = None,
    ) -> None:
        self.home = home
        self.sessions = sessions
        self.codes = codes
        self.listening = listening
        self.names = names
        self._recipes = recipes
        self._owner_sha256 = None if owner_token is None else _sha256(owner_token)

    @property
    def loopback_is_open(self) -> bool:
        """Whether whoever sits at this machine may do everything without a word."""
        return self._owner_sha256 is None

    @property
    def secure_port(self) -> int:
        """The port of https; 0 where the robot speaks none."""
        return next((each.port for each in self.listening if each.scheme == "https"), 0)

    @property
    def is_on_the_network(self) -> bool:
        """Whether other computers reach the robot."""
        return any(each.is_for_the_network for each in self.listening)

    def identify(self, scope: Mapping[str, Any]) -> Identity:
        """Who sent a request, as its connection, its token or its cookie tells; what it claims counts nothing."""
        headers = _values(scope["headers"])
        token = _bearer(headers)
        if came_through_the_recipes_door(scope):
            # At the socket a recipe shows its token with its hello.
            if scope["type"] == "websocket" and scope["path"] == "/socket":
                return RECIPE
            run = self._recipes.admit(token)
            return NOBODY if run is None else Identity("recipe", body=run.body)
        local = is_local(scope)
        if local and (self.loopback_is_open or self._is_owners(token)):
            return OWNER
        cookie = _cookie(headers, cookie_for(scope))
        if came_over_plain_http(scope):
            found = self._of_session(cookie, local=False)
            return found if found.kind == "pupil" else NOBODY
        return self._of_session(token or cookie, local=local)

    def greet(
        self, scope: Mapping[str, Any], known: Identity, token: str | None, role: str
    ) -> tuple[Identity, Run | None]:
        """Who says hello at the socket.

        Args:
            scope: the connection's.
            known: who it is by its cookie or `Authorization`.
            token: what the hello brought: a recipe's, a session's, or the owner's.
            role: as what it greets.

        Returns:
            Who it is, and which of the recipes that the robot started.

        Raises:
            RefusedError: it is nobody that may come in.
        """
        if token:
            run = self._recipes.admit(token)
            if run is not None:
                return RECIPE, run
        if came_through_the_recipes_door(scope) or (token and role == "recipe" and known.kind == "owner"):
            raise RefusedError("This recipe is no longer the one that runs.", "Press Run to start it again.")
        if token and known.kind == "nobody":
            local = is_local(scope)
            known = OWNER if local and self._is_owners(token) else self._of_session(token, local=local)
        if known.kind == "nobody":
            raise RefusedError(*STRANGER)
        return known, None

    def urls(self) -> list[str]:
        """Where other computers find the robot, the best address first; https alone where it is spoken."""
        network = [each for each in self.listening if each.is_for_the_network]
        scheme = "https" if any(each.scheme == "https" for each in network) else "http"
        ports = [each.port for each in network if each.scheme == scheme]
        hosts = [*self.names.network, *(literal(each) for each in _addresses(network))]
        return [f"{scheme}://{host}:{ports[0]}/" for host in dict.fromkeys(hosts)] if ports else []

    def _of_session(self, token: str, *, local: bool) -> Identity:
        session = self.sessions.find(token) if token else None
        # The owner is who sits at the robot, so an owner's cookie is worth nothing elsewhere.
        if session is None or (session.kind == "owner" and not local):
            return NOBODY
        return Identity(session.kind, session)

    def _is_owners(self, token: str) -> bool:
        return self._owner_sha256 is not None and secrets.compare_digest(self._owner_sha256, _sha256(token))


def who(scope: Mapping[str, Any]) -> Identity:
    """Who sent a request that was let in."""
    found: Identity = scope[IDENTITY]
    return found


def present(scope: Mapping[str, Any]) -> AbstractContextManager[asyncio.Event]:
    """Whoever sent a request is here while the block lasts; the event comes when they are signed out."""
    begin: Callable[[], AbstractContextManager[asyncio.Event]] = scope[PRESENT]
    return begin()


STRANGER = (
    "This robot does not know you yet.",
    "Open its page and enter the code that the robot shows; for a program: tjbot pair URL",
)


def is_local(scope: Mapping[str, Any]) -> bool:
    """Whether a request was made on this machine: both ends of its connection are loopback, and nobody passed it on."""
    client, server = scope.get("client"), scope["server"]
    if client is None or not (is_loopback(client[0]) and is_loopback(server[0])):
        return False
    return not was_forwarded(name for name, _ in scope["headers"])


def was_forwarded(names: Iterable[bytes]) -> bool:
    """Whether headers tell of a proxy in front, which sends what others sent to it."""
    return any(name in _FORWARDING or name.startswith(_FORWARDED) for name in map(bytes.lower, names))


def _addresses(network: list[Listener]) -> list[str]:
    """The addresses in numbers that are certain; where all of the machine's are listened at, they may change."""
    return [each.host for each in network if not ipaddress.ip_address(each.host).is_unspecified]


def _values(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, str]:
    return {name: value.decode("latin-1") for name, value in headers}


def _bearer(headers: Mapping[bytes, str]) -> str:
    scheme, _, token = headers.get(b"authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def cookie_for(scope: Mapping[str, Any]) -> str:
    """What the cookie of a session is called where this request came from."""
    return SECURE_COOKIE if scope["scheme"] in ("https", "wss") else COOKIE


def _cookie(headers: Mapping[bytes, str], name: str) -> str:
    return cookie_parser(headers.get(b"cookie", "")).get(name, "")


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
