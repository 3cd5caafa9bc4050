"""Who may ask for what: one table. What is missing in it only the owner gets, and a test misses it."""

import re
from collections.abc import Iterable, MutableMapping
from typing import Any

from starlette.routing import BaseRoute, Match, Mount, Route, WebSocketRoute

from tjbot.daemon.access import Kind

ANYBODY = frozenset[Kind]({"owner", "teacher", "pupil", "nobody"})
CLASS = frozenset[Kind]({"owner", "teacher", "pupil"})
TEACHERS = frozenset[Kind]({"owner", "teacher"})
OWNER_ONLY = frozenset[Kind]({"owner"})
RECIPES_TOO = frozenset[Kind]({*CLASS, "recipe"})

RIGHTS: dict[str, frozenset[Kind]] = {
    # Who comes without a cookie shows a token with its hello; whoever has neither is told so there.
    "WS /socket": frozenset({*ANYBODY, *RECIPES_TOO}),
    "WS /eyes": CLASS,
    "GET /api/health": ANYBODY,
    "GET /api/backup": TEACHERS,
    # With it come settings, of which some say who may do what.
    "PUT /api/backup": OWNER_ONLY,
    "GET /trust": ANYBODY,
    "GET /trust.html": ANYBODY,
    "GET /trust/certificate.crt": ANYBODY,
    "GET /trust/certificate.pem": ANYBODY,
    "GET /api/certificate": ANYBODY,
    "GET /plain": ANYBODY,
    "GET /api/me": ANYBODY,
    "DELETE /api/me": ANYBODY,
    "POST /api/pair": ANYBODY,
    "POST /api/pair/say": ANYBODY,
    # mDNS tells everybody in the network the same, and who has not paired looks for their robot.
    "GET /api/robots": ANYBODY,
    "GET /api/codes": TEACHERS,
    "POST /api/codes/new": TEACHERS,
    "POST /api/codes/link": TEACHERS,
    "GET /api/sessions": TEACHERS,
    "DELETE /api/sessions": TEACHERS,
    "DELETE /api/sessions/{id}": TEACHERS,
    "GET /api/access": OWNER_ONLY,
    "DELETE /api/everyone": OWNER_ONLY,
    "GET /api/pictures": CLASS,
    # The drop-in's `see` brings the picture that the recipe took.
    "GET /api/pictures/{file}": RECIPES_TOO,
    "DELETE /api/pictures/{file}": CLASS,
    "GET /api/sounds/{name}": CLASS,
    "GET /api/wiring": CLASS,
    "GET /api/settings": CLASS,
    "PUT /api/settings/{part}": TEACHERS,
    "GET /api/smoothing": CLASS,
    "PUT /api/smoothing/{model}/{label}": CLASS,
    "DELETE /api/smoothing/{model}/{label}": CLASS,
    "GET /api/models": CLASS,
    "GET /api/models/{id}.zip": CLASS,
    "GET /api/models/{id}/{file}": CLASS,
    # Of models and projects a pupil may replace and remove what came from their own session (`daemon/givers.py`).
    "PUT /api/models/{id}": CLASS,
    "DELETE /api/models/{id}": CLASS,
    "GET /api/projects": CLASS,
    "GET /api/projects/{id}.zip": CLASS,
    "PUT /api/projects/{id}": CLASS,
    "DELETE /api/projects/{id}": CLASS,
    "POST /api/recipes/check": CLASS,
    "POST /api/recipes": CLASS,
    "GET /api/thrown-away-recipes": CLASS,
    "GET /api/recipes/{file}": CLASS,
    "PUT /api/recipes/{file}": CLASS,
    "DELETE /api/recipes/{file}": CLASS,
    "POST /api/recipes/{file}/rename": CLASS,
    "GET /api/recipes/{file}/versions": CLASS,
    "GET /api/recipes/{file}/versions/{time:int}": CLASS,
    "GET /api/class": TEACHERS,
    "DELETE /api/class": TEACHERS,
    "POST /api/class/open": TEACHERS,
    "POST /api/class/close": TEACHERS,
    "POST /api/class/pupils": CLASS,
    "DELETE /api/class/pupils/{id}": TEACHERS,
    "POST /api/class/pupils/{id}/readmit": TEACHERS,
    # A pupil's own robot follows from the session (`daemon/asked_body.py`).
    "POST /api/class/queue": CLASS,
    "DELETE /api/class/queue": CLASS,
    "POST /api/class/turn": TEACHERS,
    "DELETE /api/class/turn": TEACHERS,
    "PUT /api/class/settings": TEACHERS,
    "POST /api/class/stop": TEACHERS,
    "POST /api/class/message": TEACHERS,
    "POST /api/class/handout": TEACHERS,
    "GET /api/class/recipes.zip": TEACHERS,
    "GET /api/lessons": CLASS,
    "GET /api/lessons/{id}": CLASS,
    "GET /api/lessons/{id}.zip": TEACHERS,
    "PUT /api/lessons/{id}": TEACHERS,
    "DELETE /api/lessons/{id}": TEACHERS,
    "PUT /api/lesson": CLASS,
    "DELETE /api/lesson": CLASS,
    "POST /api/class/lesson": TEACHERS,
    "DELETE /api/class/lesson": TEACHERS,
    "GET /{path:path}": ANYBODY,
}

OPEN_FILES = re.compile(r"/(?:assets/)?[\w-]*(?:[.][\w-]+)*", re.ASCII)
"""What nobody needs to know the robot for: the page itself, on which one pairs. Its models lie deeper."""


def who_may(routes: Iterable[BaseRoute], scope: MutableMapping[str, Any]) -> frozenset[Kind]:
    """Who may send a request. What no route takes is answered to those who are in."""
    for route in routes:
        if route.matches(scope)[0] is Match.FULL:
            if isinstance(route, Mount):
                if scope["type"] == "websocket":
                    return frozenset()
                return ANYBODY if OPEN_FILES.fullmatch(scope["path"]) else CLASS
            method = scope.get("method", "WS")
            return RIGHTS.get(f"{'GET' if method == 'HEAD' else method} {getattr(route, 'path', '')}", OWNER_ONLY)
    return CLASS


def keys_of_routes(routes: Iterable[BaseRoute]) -> set[str]:
    """The keys that the table must have for these routes; a folder of files needs none."""
    found = set()
    for route in routes:
        if isinstance(route, Route):
            found |= {f"{method} {route.path}" for method in (route.methods or {"GET"}) - {"HEAD"}}
        elif isinstance(route, WebSocketRoute):
            found.add(f"WS {route.path}")
        elif not isinstance(route, Mount):
            raise TypeError(f"Nobody knows what {route} answers.")
    return found
