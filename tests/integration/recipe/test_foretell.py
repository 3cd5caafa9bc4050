"""`tjbot run` beside a real robot: what is wrong is told before the first line runs, as the page tells it."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.integration.commands import tjbot
from tests.integration.sockets import HELLO, bare_socket
from tests.integration.test_http import request
from tests.running import RunningDaemon, running


@pytest.fixture(scope="module")
def robot(tmp_path_factory: pytest.TempPathFactory):
    """A robot whose page recognises fists and open hands."""
    with (
        running(tmp_path_factory.mktemp("robot") / "home") as daemon,
        bare_socket(daemon, {**HELLO, "role": "page"}) as page,
    ):
        page.send({"type": "offer", "model": "hand", "labels": ["fist", "open hand"]})
        assert page.works()
        yield daemon


WRONG = [
    (
        'robot.shine("gren")',
        'has a problem in line 4:\n    robot.shine("gren")\nThere is no color "gren".\nDid you mean "green"?',
    ),
    (
        'robot.play("chyme")',
        'has a problem in line 4:\n    robot.play("chyme")\nThere is no sound "chyme".\nDid you mean "chime"?',
    ),
    ("robot.wvae()", 'has a problem in line 4:\n    robot.wvae()\nThe robot has no "wvae".\nDid you mean "wave"?'),
    (
        'robot.sees("fsit")',
        'may have a problem in line 4:\n    robot.sees("fsit")\nNobody recognises "fsit" now.\nDid you mean "fist"?',
    ),
    (
        "robot.wave",
        "may have a problem in line 4:\n    robot.wave\nrobot.wave does nothing without brackets.\nWrite: robot.wave()",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("line", "told"), WRONG, ids=[line for line, _ in WRONG])
def test_it_is_told_before_the_first_line_and_in_the_words_of_the_page(
    robot: RunningDaemon, tmp_path: Path, line: str, told: str
) -> None:
    source = f"import sys\nfrom tjbot import robot\nprint('The recipe runs.', file=sys.stderr)\n{line}\n"
    path = tmp_path / "greet.py"
    path.write_text(source)
    before, runs, after = tjbot("run", str(path), url=robot.url).stderr.partition("The recipe runs.\n")
    assert before.startswith(f"greet.py {told}")
    assert runs
    assert "Traceback" not in after
    (fault,) = json.loads(request(robot, "POST", "/api/recipes/check?file=greet.py", source.encode())[2])
    assert before.endswith(f"{fault['message']}\n{fault['hint']}\n")


def test_a_label_that_nobody_recognises_is_told_once(robot: RunningDaemon, tmp_path: Path) -> None:
    path = tmp_path / "greet.py"
    path.write_text('from tjbot import robot\nrobot.sees("fsit")\nrobot.sees("fsit")\nrobot.sees("fsit")\n')
    told = tjbot("run", str(path), url=robot.url).stderr
    assert len(re.findall("in line", told)) == 3
    assert told.count("Nobody recognises") == 3


def test_it_is_told_in_german_where_that_is_chosen(robot: RunningDaemon, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(os.environ, "TJBOT_LANGUAGE", "de")
    path = tmp_path / "greet.py"
    path.write_text('from tjbot import robot\nrobot.shine("gren")\n')
    told = tjbot("run", str(path), url=robot.url).stderr
    assert told.startswith("In greet.py stimmt etwas nicht in Zeile 2:")
    assert 'Die Farbe "gren" gibt es nicht.' in told
    assert 'Meinst du "green"?' in told


@pytest.mark.parametrize(
    ("language", "told", "stopped"),
    [
        ("en", 'There is no color "gren".', "greet.py stopped in line 2, at the problem that is told above."),
        (
            "de",
            'Die Farbe "gren" gibt es nicht.',
            "greet.py hat in Zeile 2 angehalten, an dem Problem, das oben steht.",
        ),
    ],
)
def test_what_was_told_before_is_not_explained_again_when_it_happens(
    robot: RunningDaemon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, told: str, stopped: str
) -> None:
    monkeypatch.setenv("TJBOT_LANGUAGE", language)
    path = tmp_path / "greet.py"
    path.write_text('from tjbot import robot\nrobot.shine("gren")\n')
    done = tjbot("run", str(path), url=robot.url)
    assert done.returncode == 1
    assert done.stderr.count(told) == 1
    assert done.stderr.endswith(f"{stopped}\n")


def test_another_error_in_a_line_that_was_told_of_is_explained(robot: RunningDaemon, tmp_path: Path) -> None:
    path = tmp_path / "greet.py"
    path.write_text('from tjbot import robot\n1 / 0; robot.shine("gren")\n')
    text = tjbot("run", str(path), url=robot.url).stderr
    assert 'There is no color "gren".' in text
    assert "Nothing can be divided by zero." in text
