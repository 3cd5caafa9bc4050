"""The table of rights: every route of the application is in it, and what is not is closed."""

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from tests.running import RunningDaemon
from tjbot.daemon import pages
from tjbot.daemon.page_files import PageFiles
from tjbot.daemon.rights import ANYBODY, CLASS, OWNER_ONLY, RIGHTS, keys_of_routes, who_may

FOR_NOBODY = {
    "WS /socket",
    "GET /api/health",
    "GET /api/robots",
    "GET /api/me",
    "DELETE /api/me",
    "POST /api/pair",
    "POST /api/pair/say",
    # How to trust the robot, before one does.
    "GET /trust",
    "GET /trust.html",
    "GET /trust/certificate.crt",
    "GET /trust/certificate.pem",
    "GET /api/certificate",
    "GET /plain",
    "GET /{path:path}",
}
"""All that somebody may ask for whom the robot does not know. Whoever makes this longer should have a reason."""


def application(robot: RunningDaemon) -> Starlette:
    daemon = robot.daemon
    guard: Any = pages.application(daemon.sockets, daemon.access, daemon.room, daemon.trust, daemon.school)
    app: Starlette = guard._app
    return app


def test_every_route_of_the_application_says_who_may_use_it_and_no_right_is_left_over(
    robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pages, "PAGE", tmp_path / "not built")
    assert keys_of_routes(application(robot).routes) == set(RIGHTS)


def test_nobody_gets_only_what_it_takes_to_pair() -> None:
    assert {key for key, kinds in RIGHTS.items() if "nobody" in kinds} == FOR_NOBODY
    assert {key for key, kinds in RIGHTS.items() if "recipe" in kinds} == {"WS /socket", "GET /api/pictures/{file}"}
    assert all("owner" in kinds for kinds in RIGHTS.values())
    assert all("teacher" in kinds for kinds in RIGHTS.values() if "pupil" in kinds)


def test_a_route_that_was_forgotten_in_the_table_is_closed() -> None:
    routes = [Route("/api/new", lambda _: None, methods=["GET"])]
    scope = {"type": "http", "method": "GET", "path": "/api/new", "headers": []}
    assert who_may(routes, scope) == OWNER_ONLY


def asked(page: Path, path: str, method: str = "GET") -> frozenset[str]:
    routes = [Route("/api/me", lambda _: None, methods=["GET"]), Mount("/", PageFiles(page))]
    return who_may(routes, {"type": "http", "method": method, "path": path, "headers": []})


@pytest.mark.parametrize("path", ["/", "/index.html", "/robot.svg", "/assets/index-a1b2.js", "/assets/x.js.map"])
def test_the_page_itself_is_open_because_one_pairs_on_it(tmp_path: Path, path: str) -> None:
    assert asked(tmp_path, path) == asked(tmp_path, path, "HEAD") == ANYBODY


@pytest.mark.parametrize(
    "path",
    [
        "/models/hand/palm.bin",
        "/MODELS/hand/palm.bin",
        "//models/hand/palm.bin",
        "/assets/../models/hand/palm.bin",
        "/./models/hand/palm.bin",
        "/assets/x/../../models/hand/palm.bin",
        "/models\\hand\\palm.bin",
        "/ｍodels/hand/palm.bin",
        "/assets/models/palm.bin",
        "/..",
        "/api/none",
        "/api/models/",
        "/\nmodels/x",
    ],
)
def test_whatever_else_the_page_has_is_for_who_has_paired(tmp_path: Path, path: str) -> None:
    assert asked(tmp_path, path) == CLASS
