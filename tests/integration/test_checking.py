"""`POST /api/recipes/check`: what is wrong with a text, judged by what this robot can do and sees now."""

import json

import pytest

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
        "model": None,
    }


def test_a_model_that_is_switched_off_is_named(shared_robot: RunningDaemon) -> None:
    source = b'from tjbot import robot\nrobot.wait_for("banana")\n'
    off = {"model": "image", "title": "Things", "labels": ["banana"], "on": False}

    def found() -> list[tuple[str, str | None]]:
        answer = request(shared_robot, "POST", "/api/recipes/check", source)[2]
        return [(fault["message"], fault["model"]) for fault in json.loads(answer)]

    with bare_socket(shared_robot, {**HELLO, "role": "page"}) as page:
        page.send({"type": "have", "models": [off]})
        assert page.works()
        assert found() == [('"banana" is not noticed: "Things" is switched off.', "image")]
        with bare_socket(shared_robot, {**HELLO, "role": "page"}) as other:
            # Another page has it switched on.
            other.send({"type": "have", "models": [{**off, "on": True}]})
            assert other.works()
            assert found() == []


def test_a_text_without_faults_has_an_empty_list(shared_robot: RunningDaemon) -> None:
    assert json.loads(request(shared_robot, "POST", "/api/recipes/check", b"print(1)")[2]) == []
    assert json.loads(request(shared_robot, "POST", "/api/recipes/check", b"")[2]) == []
    assert json.loads(request(shared_robot, "POST", "/api/recipes/check", b"\xff\xfe")[2])[0]["line"] == 1


def test_a_text_that_is_too_long_is_refused(shared_robot: RunningDaemon) -> None:
    answer = request(shared_robot, "POST", "/api/recipes/check", b"#" * (MOST_BYTES + 1))
    assert answer[0] == 400
    assert "too long" in sentence(answer)


@pytest.mark.parametrize(
    ("line", "place", "message", "hint", "replacement"),
    [
        ('robot.shine("gren")', (12, 18), 'There is no color "gren".', 'Did you mean "green"?', '"green"'),
        ('robot.shine(color="rde")', (18, 23), 'There is no color "rde".', 'Did you mean "red"?', '"red"'),
        ('robot.blink("gren", times=2)', (12, 18), 'There is no color "gren".', 'Did you mean "green"?', '"green"'),
        ('robot.play("chyme")', (11, 18), 'There is no sound "chyme".', 'Did you mean "chime"?', '"chime"'),
    ],
)
def test_a_color_and_a_sound_that_nobody_knows_are_found_in_the_robots_own_words(
    shared_robot: RunningDaemon, line: str, place: tuple[int, int], message: str, hint: str, replacement: str
) -> None:
    source = f"from tjbot import robot\n{line}\n".encode()
    (fault,) = json.loads(request(shared_robot, "POST", "/api/recipes/check", source)[2])
    assert (fault["line"], fault["column"], fault["end_column"]) == (2, *place)
    assert (fault["severity"], fault["message"], fault["replacement"]) == ("error", message, replacement)
    assert fault["hint"].startswith(hint)


def test_colors_and_sounds_that_the_robot_knows_are_left_alone(shared_robot: RunningDaemon) -> None:
    source = (
        b'from tjbot import robot\nfor color in ["x"]:\n    robot.shine(color)\n'
        b'robot.shine("light blue")\nrobot.shine("#f80")\nrobot.play("beep.wav")\n'
    )
    assert json.loads(request(shared_robot, "POST", "/api/recipes/check", source)[2]) == []
