"""`POST /api/recipes/check`: what is wrong with a text, judged by what this robot can do and sees now."""

import json

from tests.integration.sockets import HELLO, bare_socket
from tests.integration.test_http import request, sentence
from tests.running import RunningDaemon
from tjbot.daemon.library import MOST_BYTES

WRONG = "from tjbot import robot\n\n@robot.when_sees('fsit')\ndef f():\n    robot.wvae()\n"


def test_faults_come_with_their_places(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot, {**HELLO, "role": "page"}) as page:
        page.send({"type": "offer", "model": "hand", "labels": ["fist"]})
        assert page.works()
        status, _, body = request(shared_robot, "POST", "/api/recipes/check?file=random.py", WRONG.encode())
    assert status == 200
    name, label, verb = json.loads(body)
    assert "random" in name["message"]
    assert (label["replacement"], label["severity"]) == ('"fist"', "warning")
    assert verb == {
        "line": 5,
        "column": 10,
        "end_line": 5,
        "end_column": 14,
        "severity": "error",
        "message": 'The robot has no "wvae".',
        "hint": 'Did you mean "wave"?',
        "replacement": "wave",
    }


def test_a_text_without_faults_has_an_empty_list(shared_robot: RunningDaemon) -> None:
    assert json.loads(request(shared_robot, "POST", "/api/recipes/check", b"print(1)")[2]) == []
    assert json.loads(request(shared_robot, "POST", "/api/recipes/check", b"")[2]) == []
    assert json.loads(request(shared_robot, "POST", "/api/recipes/check", b"\xff\xfe")[2])[0]["line"] == 1


def test_a_text_that_is_too_long_is_refused(shared_robot: RunningDaemon) -> None:
    answer = request(shared_robot, "POST", "/api/recipes/check", b"#" * (MOST_BYTES + 1))
    assert answer[0] == 400
    assert "too long" in sentence(answer)
