"""Everything that a class types: run as the page runs it. Whoever reads the answer is twelve."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.integration.commands import robot_process
from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.running import RunningDaemon, running

PAGE = {**HELLO, "role": "page", "name": "page", "wants": ["output"]}
BEGIN = "from tjbot import robot\n"

TYPED = {
    "tabs and spaces": ("if True:\n\tx = 1\n        y = 2\n", 3, "Tabs and spaces are mixed here."),
    "curly quotes": ("robot.say(“Hello”)\n", 2, "quotation mark"),
    "German quotes": ("robot.say(„Hallo“)\n", 2, "quotation mark"),
    "a large letter": ("Robot.wave()\n", 2, "robot"),
    "one = for two": ('if robot.sees("fist") = True:\n    robot.wave()\n', 2, "=="),
    "a word with a slip": ("robot.wavve()\n", 2, 'Did you mean "wave"?'),
    "no end": ("def again():\n    again()\nagain()\n", 3, "calls itself again and again"),
    "what is not there": ("import tensorflow\n", 2, 'This robot does not have "tensorflow".'),
    "a text and a number": ('print("points: " + 3)\n', 2, "str(…)"),
    "too much for a list": ("x = [0] * 10**12\n", 2, "memory"),
    "a bracket too few": ("robot.say('Hello'\nrobot.wave()\n", 2, "("),
}


@pytest.fixture(scope="module")
def robot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDaemon]:
    home = tmp_path_factory.mktemp("robot")
    (home / "recipes").mkdir()
    with running(home) as daemon:
        yield daemon


def run(robot: RunningDaemon, socket: BareSocket, source: str) -> None:
    (robot.home / "recipes" / "mine.py").write_text(BEGIN + source)
    assert answer(socket, {"type": "run", "id": 1, "recipe": "mine.py"}) == "done"


def answer(socket: BareSocket, command: dict[str, Any]) -> str:
    """The type of the answer; reads over what comes before."""
    socket.send(command)
    while (message := socket.read()).get("id") != command["id"]:
        pass
    return str(message["type"])


def told_until(socket: BareSocket, text: str) -> str:
    """All that the page is told of the recipe until a text comes, in errors or notices."""
    told = ""
    while text not in told:
        message = socket.read()
        if message["type"] == "output":
            told += message["text"]
    return told


@pytest.mark.parametrize(("source", "line", "sentence"), TYPED.values(), ids=TYPED)
def test_it_is_told_in_a_sentence_with_its_line(robot: RunningDaemon, source: str, line: int, sentence: str) -> None:
    with bare_socket(robot, PAGE) as socket:
        run(robot, socket, source)
        told = told_until(socket, f"line {line}")
        if sentence not in told:
            told += told_until(socket, sentence)
    assert "mine.py" in told
    assert "Traceback" not in told
    assert "/tjbot/" not in told, "none of our files"


def test_brackets_that_are_missing_are_told_before_it_runs(robot: RunningDaemon) -> None:
    (fault,) = checked(robot, BEGIN + "robot.wave\n")
    assert (fault["line"], fault["message"]) == (2, "robot.wave does nothing without brackets.")


def test_a_page_in_german_is_told_in_german(robot: RunningDaemon) -> None:
    (fault,) = checked(robot, BEGIN + "robot.wave\n", {"Accept-Language": "de-DE,de;q=0.9,en;q=0.8"})
    assert (fault["message"], fault["hint"]) == ("robot.wave tut ohne Klammern nichts.", "Schreibe: robot.wave()")
    (robot.home / "recipes" / "mine.py").write_text("1 / 0\n")
    with bare_socket(robot, PAGE) as socket:
        assert answer(socket, {"type": "run", "id": 1, "recipe": "mine.py", "language": "de"}) == "done"
        told = told_until(socket, "mine.py endete mit einem Fehler.")
    assert "Durch null kann man nicht teilen." in told
    assert "In mine.py stimmt etwas nicht in Zeile 1:" in told
    (robot.home / "recipes" / "mine.py").write_text("print(1)\n")
    with bare_socket(robot, PAGE) as socket:
        socket.send({"type": "run", "id": 1, "recipe": "mine.py", "language": "de"})
        assert "Mine läuft." in told_until(socket, "Mine ist zu Ende.")


def checked(robot: RunningDaemon, source: str, headers: dict[str, str] | None = None) -> list[dict[str, Any]]:
    connection = http.client.HTTPConnection(urlsplit(robot.url).netloc, timeout=20)
    connection.request("POST", "/api/recipes/check?file=mine.py", source.encode(), headers or {})
    faults: list[dict[str, Any]] = json.loads(connection.getresponse().read())
    connection.close()
    return faults


@pytest.mark.parametrize(
    "source",
    ["for number in range(10**9):\n    number * number\n", "sum(range(10**12))\n", 'while True:\n    print("again")\n'],
    ids=["a loop without an end", "a loop in C", "printing without an end"],
)
def test_what_has_no_end_is_stopped_and_the_next_recipe_runs(robot: RunningDaemon, source: str) -> None:
    with bare_socket(robot, PAGE) as socket:
        run(robot, socket, 'print("on", flush=True)\n' + source)
        told_until(socket, "on")
        assert answer(socket, {"type": "stop", "id": 2}) == "done"
        run(robot, socket, 'print("good", "morning")\n')
        told_until(socket, "good morning")


def text_number(count: int) -> str:
    """A recipe that differs from every other in each of its lines."""
    return "".join(f"# line {line} of text {count}\n" for line in range(2_000))


def test_a_robot_that_is_switched_off_while_it_saves_keeps_a_whole_text(tmp_path: Path) -> None:
    home = tmp_path / "home"
    saved: list[int] = []
    with robot_process(home) as (process, url):
        once = threading.Event()

        def save() -> None:
            connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
            with suppress(OSError, http.client.HTTPException):
                for count in range(10_000):
                    body = json.dumps({"source": text_number(count)})
                    connection.request("PUT", "/api/recipes/mine.py", body, {"Content-Type": "application/json"})
                    answer = connection.getresponse()
                    answer.read()
                    assert answer.status == 200
                    saved.append(count)
                    if count == 20:
                        once.set()

        saver = threading.Thread(target=save)
        saver.start()
        assert once.wait(20)
        process.kill()
        process.wait()
        saver.join()
    # What was acknowledged is there; the next one may have been written and not been answered any more.
    whole = [text_number(saved[-1]), text_number(saved[-1] + 1)]
    assert (home / "recipes" / "mine.py").read_text() in whole
    with robot_process(home) as (_, url):
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
        connection.request("GET", "/api/recipes/mine.py")
        assert json.loads(connection.getresponse().read())["source"] in whole
        connection.close()
    assert [path.name for path in (home / "recipes").iterdir() if path.suffix == ".py"] == ["mine.py"]
