"""The page that shows how to trust the robot, its certificate to download, and what tells which one is right."""

import hashlib
import html
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from tjbot.daemon.https.certificate import Certificate
from tjbot.daemon.https.renewal import Renewal
from tjbot.daemon.https.times import believable
from tjbot.daemon.https.trust_words import page_in
from tjbot.languages import accepted_language, translated

SYSTEMS = (
    ("chromeos", re.compile("CrOS")),
    ("ipad", re.compile("iPad|iPhone")),
    ("android", re.compile("Android")),
    ("firefox", re.compile(r"(?=.*Firefox)(?=.*(X11|Linux))")),
    ("windows", re.compile("Windows")),
    ("mac", re.compile("Macintosh")),
    ("linux", re.compile("Linux")),
)
"""What is found in the browser's own description of itself, the first that fits."""

NOTHING_TO_TRUST = "Only this computer can reach the robot, so it needs no certificate."
NOT_YET = "The robot could not make its certificate yet. It tries again and again; its own words say why."

BARE = """How to trust {robot}

Certificate:  /trust/certificate.crt
SHA-256:      {sha256}
SHA-1:        {sha1}
The robot:    {secure}

The page with pictures has not been built yet: run ./install.sh in the folder of TJBot.
"""


class TrustRoutes:
    """The routes that everybody may ask, over plain http, too.

    Args:
        robot: what the robot is called.
        renewal: who keeps its certificate; None where the robot is not on the network.
        page: the folder of the built page.
        port: the port of plain http.
        secure_port: the port of https.
    """

    def __init__(self, robot: str, renewal: Renewal | None, page: Path, port: int, secure_port: int) -> None:
        self._robot = robot
        self._renewal = renewal
        self._template = page / "trust.html"
        self._port = port
        self._secure_port = secure_port

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/trust", self.show, methods=["GET"]),
            # The built file as it lies there has its gaps not filled in.
            Route("/trust.html", self.show, methods=["GET"]),
            Route("/trust/certificate.crt", self.download, methods=["GET"]),
            Route("/trust/certificate.pem", self.download_text, methods=["GET"]),
            Route("/api/certificate", self.describe, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page, with the visitor's own system opened."""
        certificate = self._certificate()
        if certificate is None:
            return self._none()
        host = urlsplit(f"//{request.headers['host']}").hostname or ""
        language = accepted_language(request.headers.get("accept-language", ""))
        words = self._words(certificate, host, language)
        try:
            template = await run_in_threadpool(self._template.read_text, "utf-8")
        except OSError:
            return PlainTextResponse(translated(BARE.format_map(words), language))
        page = filled(page_in(template, language), words, system_of(request.headers.get("user-agent", "")))
        return HTMLResponse(page, headers={"Content-Language": language, "Vary": "Accept-Language"})

    async def download(self, _: Request) -> Response:
        """The authority's certificate as every system opens it."""
        certificate = self._certificate()
        if certificate is None:
            return self._none()
        name = f"{short_name(certificate)}.crt"
        return Response(
            certificate.authority_der,
            media_type="application/x-x509-ca-cert",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def download_text(self, _: Request) -> Response:
        """The same as text, for tools."""
        certificate = self._certificate()
        if certificate is None:
            return self._none()
        return Response(certificate.authority, media_type="application/x-pem-file")

    async def describe(self, _: Request) -> Response:
        """What the robot's own page shows, so that one can compare."""
        certificate = self._certificate()
        if certificate is None:
            return self._none()
        return JSONResponse(
            {
                "names": certificate.names,
                "sha256": grouped(certificate.fingerprint),
                "sha1": grouped(hashlib.sha1(certificate.authority_der, usedforsecurity=False).digest()),
                "ends": certificate.ends.isoformat(),
            }
        )

    def _certificate(self) -> Certificate | None:
        return self._renewal.certificate if self._renewal else None

    def _none(self) -> Response:
        message, status = (NOT_YET, 503) if self._renewal else (NOTHING_TO_TRUST, 404)
        return JSONResponse({"message": message, "hint": ""}, status)

    def _words(self, certificate: Certificate, host: str, language: str) -> dict[str, str]:
        sha256 = grouped(certificate.fingerprint)
        shown = f"[{host}]" if ":" in host else host
        secure = shown if self._secure_port == 443 else f"{shown}:{self._secure_port}"
        now: datetime = believable(self._renewal.now()) if self._renewal else certificate.begins
        return {
            "robot": self._robot,
            "full_name": certificate.names[0],
            "name": short_name(certificate),
            "subject": certificate.subject,
            "host": host,
            "here": f"http://localhost:{self._port}/trust",
            "secure": f"https://{secure}/",
            "sha256": sha256,
            "sha1": grouped(hashlib.sha1(certificate.authority_der, usedforsecurity=False).digest()),
            "first": sha256[:9],
            "today": translated(f"{now.day} {now:%B} {now.year}", language),
        }


def short_name(certificate: Certificate) -> str:
    """What the robot is called in its room."""
    return certificate.names[0].removesuffix(".local")


def filled(template: str, words: Mapping[str, str], system: str) -> str:
    """The page with its gaps filled in.

    Args:
        template: the built page.
        words: what stands for `{{name}}`, not yet escaped.
        system: whose instructions are open from the start.
    """
    opened = template.replace(f'data-system="{system}"', f'data-system="{system}" open', 1)
    return re.sub(r"\{\{(\w+)\}\}", lambda gap: html.escape(words[gap[1]]), opened)


def system_of(user_agent: str) -> str:
    """The system of a visitor, as the page calls it; empty where it is none of those."""
    return next((name for name, pattern in SYSTEMS if pattern.search(user_agent)), "")


def grouped(digest: bytes) -> str:
    """A fingerprint as people compare it: groups of four digits, and never a line longer than a phone is wide."""
    return " ".join(digest[place : place + 2].hex().upper() for place in range(0, len(digest), 2))
