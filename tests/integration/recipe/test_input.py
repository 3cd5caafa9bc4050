"""`input()`: answered from the robot's pages where the page runs the recipe, from the terminal where that does."""

import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.commands import command, environment
from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.running import RunningDaemon, running, wait_until

PAGE = {**HELLO, "role": "page", "name": "page", "wants": ["state", "output"]}

CHAT = """
name = input("What is your name? ")
print("Hello,", name)
print("How old are you?")
age = input()
print(int(age) + 1, "next year")
"""


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    (tmp_path / "home" / "recipes").mkdir(parents=True)
    with running(tmp_path / "home") as daemon:
        yield daemon


def write(robot: RunningDaemon, source: str, name: str = "chat.py") -> None:
    (robot.home / "recipes" / name).write_text(source)


def question(page: BareSocket) -> dict[str, Any]:
    """The next question; reads over what comes before."""
    while "question" not in (message := page.read()).get("about", {}):
        pass
    asked: dict[str, Any] = message["about"]["question"]
    return asked


def answer_to(page: BareSocket, number: int) -> dict[str, Any]:
    while (message := page.read()).get("id") != number:
        pass
    return message


def printed(page: BareSocket, text: str) -> str:
    """All that is printed until a text comes."""
    all_of_it = ""
    while text not in all_of_it:
        message = page.read()
        if message["type"] == "output" and message["stream"] != "notice":
            all_of_it += message["text"]
    return all_of_it


def test_the_first_page_that_answers_is_heard_and_all_see_question_and_answer(robot: RunningDaemon) -> None:
    write(robot, CHAT)
    with bare_socket(robot, PAGE) as page, bare_socket(robot, PAGE) as other, bare_socket(robot, PAGE) as reader:
        page.send({"type": "run", "id": 1, "recipe": "chat.py"})
        asked = question(page)
        assert (asked["prompt"], asked["recipe"]) == ("What is your name? ", "chat.py")
        assert question(other) == asked
        other.send({"type": "typed", "id": 2, "question": asked["number"], "text": "Ada\nLovelace"})
        assert answer_to(other, 2)["type"] == "done"
        page.send({"type": "typed", "id": 3, "question": asked["number"], "text": "Bob"})
        late = answer_to(page, 3)
        assert (late["type"], late["message"]) == ("failed", "Nobody waits for this answer any more.")
        second = question(other)
        assert (second["prompt"], second["number"] > asked["number"]) == ("", True)
        other.send({"type": "typed", "id": 4, "question": second["number"], "text": "12"})
        text = printed(reader, "13 next year")
    assert "What is your name? Ada Lovelace\nHello, Ada Lovelace\nHow old are you?\n12\n13 next year" in text


def test_a_page_that_comes_later_is_told_what_is_asked(robot: RunningDaemon) -> None:
    write(robot, CHAT)
    with bare_socket(robot, PAGE) as page:
        page.send({"type": "run", "id": 1, "recipe": "chat.py"})
        asked = question(page)
        with bare_socket(robot, PAGE) as late:
            assert question(late) == asked


def test_stop_ends_a_recipe_that_nobody_answers(robot: RunningDaemon) -> None:
    write(robot, "while True:\n    input('Well? ')\n")
    runs = robot.daemon.robot.recipes
    with bare_socket(robot, PAGE) as page:
        page.send({"type": "run", "id": 1, "recipe": "chat.py"})
        asked = question(page)
        page.send({"type": "stop", "id": 2})
        assert answer_to(page, 2)["type"] == "done"
        assert robot.call(lambda: robot.daemon.robot.questions.open("real")) is None
        page.send({"type": "typed", "id": 3, "question": asked["number"], "text": "hello"})
        assert answer_to(page, 3)["type"] == "failed"
        wait_until(lambda: not robot.call(lambda: runs._runs), "its processes are gone")


def test_a_line_that_is_too_long_is_refused_and_the_question_stays(robot: RunningDaemon) -> None:
    write(robot, "print(len(input()))\n")
    with bare_socket(robot, PAGE) as page:
        page.send({"type": "run", "id": 1, "recipe": "chat.py"})
        number = question(page)["number"]
        page.send({"type": "typed", "id": 2, "question": number, "text": "x" * 1001})
        assert answer_to(page, 2)["type"] == "failed"
        page.send({"type": "typed", "id": 3, "question": number, "text": "x" * 1000})
        assert "1000" in printed(page, "1000")


def test_the_lines_of_the_standard_input_are_asked_for_too(robot: RunningDaemon) -> None:
    write(robot, "import sys\nprint(sys.stdin.readline().upper(), input('\\udc80?'))\n")
    with bare_socket(robot, PAGE) as page:
        page.send({"type": "run", "id": 1, "recipe": "chat.py"})
        page.send({"type": "typed", "id": 2, "question": question(page)["number"], "text": "grün"})
        page.send({"type": "typed", "id": 3, "question": question(page)["number"], "text": "rot"})
        assert "GRÜN\n rot" in printed(page, " rot")


@pytest.mark.parametrize("way", ["tjbot run", "python file.py"])
def test_at_a_terminal_the_terminal_answers(robot: RunningDaemon, way: str) -> None:
    path = robot.home / "chat.py"
    path.write_text(CHAT)
    line = command("run", str(path)) if way == "tjbot run" else [*command()[:1], str(path)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        line, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(robot.url), start_new_session=True
    ) as process:
        os.close(theirs)
        text = b""
        for wanted, typed in (
            (b"What is your name? ", b"Ada\n"),
            (b"How old are you?", b"12\n"),
            (b"13 next year", b""),
        ):
            while wanted not in text:
                text += os.read(ours, 1024)
            os.write(ours, typed)
        assert process.wait(10) == 0
    os.close(ours)
