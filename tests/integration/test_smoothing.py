"""How eager each label is, over HTTP: kept on the robot, told to every page, refused in words."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.sockets import HELLO, bare_socket
from tests.integration.test_settings import ask
from tests.running import RunningDaemon, running

CAREFUL = {"threshold": 0.9, "frames_to_enter": 8, "frames_to_leave": 4, "gap_seconds": 2.0}


@pytest.fixture(scope="module")
def robot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDaemon]:
    with running(tmp_path_factory.mktemp("robot") / "home") as daemon:
        yield daemon


def test_a_change_reaches_every_page_and_survives_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as robot, bare_socket(robot, {**HELLO, "wants": ["state"]}) as page:
        assert "smoothing" not in page.read()["about"]
        status, answer = ask(robot, "PUT", "/api/smoothing/hand/open%20hand", CAREFUL)
        assert (status, answer) == (200, {"hand": {"open hand": CAREFUL}})
        assert page.read()["about"]["smoothing"] == answer
        assert json.loads((robot.home / "smoothing.json").read_text()) == answer
    with running(tmp_path) as robot, bare_socket(robot, {**HELLO, "wants": ["state"]}) as page:
        assert page.read()["about"]["smoothing"] == {"hand": {"open hand": CAREFUL}}
        assert ask(robot, "DELETE", "/api/smoothing/hand/open%20hand") == (200, {})
        assert "smoothing" not in page.read()["about"]
        assert ask(robot, "GET", "/api/smoothing") == (200, {})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({**CAREFUL, "threshold": 1.5}, "`$.threshold`"),
        ({**CAREFUL, "frames_to_enter": 0}, "`$.frames_to_enter`"),
        ({**CAREFUL, "frames_to_leave": 2.5}, "`$.frames_to_leave`"),
        ({**CAREFUL, "gap_seconds": -1}, "`$.gap_seconds`"),
        ({**CAREFUL, "speed": 1}, "speed"),
        ({"threshold": 0.5}, "frames_to_enter"),
        (b"{", "did not arrive whole"),
        (b"[1]", "Expected `object`"),
        (b" " * 2000, "1024 bytes are read"),
    ],
)
def test_nonsense_is_refused_in_words_and_changes_nothing(robot: RunningDaemon, change: Any, words: str) -> None:
    status, answer = ask(robot, "PUT", "/api/smoothing/hand/fist", change)
    assert status == 400
    assert words in f"{answer['message']} {answer['hint']}"
    assert ask(robot, "GET", "/api/smoothing") == (200, {})


def test_a_name_has_an_end(robot: RunningDaemon) -> None:
    for path in (f"/api/smoothing/{'x' * 65}/fist", f"/api/smoothing/hand/{'x' * 65}"):
        status, answer = ask(robot, "PUT", path, CAREFUL)
        assert (status, "too long" in answer["message"]) == (400, True)
