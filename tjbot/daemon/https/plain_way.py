"""What other computers may ask over plain http: how to trust the robot, or a page that needs no https.

Whoever is in the network can read and change what goes over plain http. So nobody is more there than a pupil, no
program gets or shows a token, and the cookie of such a session is worth nothing over https.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, RedirectResponse, Response

from tjbot.daemon.origins import is_loopback

PAGE = "/plain"
"""Where the page lies that looks through the robot's eyes."""

FOR_EVERYBODY = frozenset(
    {
        PAGE,
        "/trust",
        "/trust.html",
        "/trust/certificate.crt",
        "/trust/certificate.pem",
        "/api/certificate",
        "/api/health",
        "/api/me",
        "/api/pair",
        "/api/pair/say",
        "/api/robots",
        "/robot.svg",
    }
)
FILES = "/assets/"
NO_DOCUMENTS = ("/api/", "/models/", "/socket", "/eyes")


def came_over_plain_http(scope: Mapping[str, Any]) -> bool:
    """Whether a request came to the robot's address in the network, and not over https."""
    own: tuple[str, int | None] = scope["server"]
    return scope["scheme"] in ("http", "ws") and own[1] is not None and not is_loopback(own[0])


def turned_away(scope: Mapping[str, Any], secure_port: int, *, paired: bool) -> Response | None:
    """How a request over plain http is answered that has to come over https; None where it may stay.

    Args:
        scope: the request's; its `Host` is known to be right.
        secure_port: the port of https.
        paired: whether the page that sends it is a pupil's.
    """
    path: str = scope["path"]
    if path in FOR_EVERYBODY or path.startswith(FILES):
        return None
    host = urlsplit(f"//{Headers(raw=scope['headers']).get('host', '')}").hostname or ""
    shown = f"[{host}]" if ":" in host else host
    secure = f"https://{shown}" if secure_port == 443 else f"https://{shown}:{secure_port}"
    if not path.startswith(NO_DOCUMENTS):
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(secure + quote(path) + (f"?{query}" if query else ""), 308)
    if paired:
        return None
    return JSONResponse(
        {"message": "Over plain http the robot tells this to nobody.", "hint": f"It is at {secure}"}, 403
    )
