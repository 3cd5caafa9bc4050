"""Questions about pictures: from a recipe through the daemon to a page whose models answer."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.running import WAITING_SECONDS, RunningDaemon, wait_until
from tjbot.daemon.asking import MOST_QUESTIONS
from tjbot.errors import RefusedError, WireError
from tjbot.protocol.enclosed import MOST_PICTURE_BYTES, Enclosed, encode_enclosed, split_enclosed
from tjbot.protocol.messages import Ask, Finding

PICTURE = b"\xff\xd8 as good as a picture"
RECIPE = {**HELLO, "role": "recipe", "name": "asks.py"}
CUP = {"label": "cup", "confidence": 0.9, "left": 0.25, "top": 0.5, "width": 0.2, "height": 0.3}


@contextmanager
def page(robot: RunningDaemon, *what: str, sees: bool = False) -> Iterator[BareSocket]:
    """A page that is willing to answer."""
    with bare_socket(robot, {**HELLO, "role": "page", "name": "page"}) as socket:
        socket.send({"type": "willing", "what": list(what), "sees": sees})
        assert socket.works()
        yield socket


def ask(socket: BareSocket, number: int = 1, what: str = "objects") -> None:
    socket.send(encode_enclosed(Enclosed(Ask(id=number, what=what), PICTURE)))


def asked(socket: BareSocket) -> tuple[dict[str, Any], bytes]:
    """The question that the page gets next, and its picture."""
    data = socket.connection.recv(timeout=WAITING_SECONDS)
    assert isinstance(data, bytes)
    text, picture = split_enclosed(data)
    return json.loads(text), picture


def test_a_recipe_asks_and_the_page_answers(robot: RunningDaemon) -> None:
    with page(robot, "objects") as answers, bare_socket(robot, RECIPE) as recipe:
        ask(recipe, 7)
        question, picture = asked(answers)
        assert (question["type"], question["what"], picture) == ("asked", "objects", PICTURE)
        assert question["asker"] == "asks.py"
        answers.send({"type": "answer", "question": question["question"], "findings": [CUP]})
        assert recipe.read() == {"type": "answered", "id": 7, "findings": [CUP]}
        # The second answer to the same question is nothing.
        answers.send({"type": "answer", "question": question["question"], "findings": []})
        assert answers.works()
        assert recipe.works()


def test_a_page_may_say_why_it_cannot_tell(robot: RunningDaemon) -> None:
    with page(robot, "faces") as answers, bare_socket(robot, RECIPE) as recipe:
        ask(recipe, 7, "faces")
        question, _ = asked(answers)
        no = {"type": "answer", "question": question["question"], "message": "It is too dark.", "hint": "Light!"}
        answers.send(no)
        assert recipe.read() == {"type": "failed", "id": 7, "message": "It is too dark.", "hint": "Light!"}


def test_without_a_page_that_can_tell_there_is_a_sentence(robot: RunningDaemon) -> None:
    with bare_socket(robot, RECIPE) as recipe:
        ask(recipe)
        answer = recipe.read()
        assert (answer["id"], answer["message"]) == (1, "No page is open that could find things in a picture.")
        assert answer["hint"] == "Open the robot's page in a browser."
        with page(robot, "picture"):
            ask(recipe, 2)
            assert recipe.read()["message"] == "No model of the robot's page can find things in a picture."


def test_a_page_is_asked_what_it_sees_itself_while_it_sees_anything(robot: RunningDaemon) -> None:
    with page(robot, "picture") as blind, bare_socket(robot, RECIPE) as recipe:
        recipe.send({"type": "ask", "id": 5, "what": "picture"})
        assert recipe.read()["message"] == "The robot's page sees nothing now."
        with page(robot, "picture", sees=True) as sees:
            recipe.send({"type": "ask", "id": 6, "what": "picture"})
            question = sees.read()
            assert (question["type"], question["what"]) == ("asked", "picture")
            sees.send({"type": "answer", "question": question["question"], "findings": []})
            assert recipe.read() == {"type": "answered", "id": 6, "findings": []}
        assert blind.works()


def test_the_page_that_has_least_to_do_is_asked(robot: RunningDaemon) -> None:
    with page(robot, "objects") as one, page(robot, "objects") as other, bare_socket(robot, RECIPE) as recipe:
        ask(recipe, 1)
        ask(recipe, 2)
        assert asked(one)[0]["question"] != asked(other)[0]["question"]


def test_who_asks_too_much_must_wait(robot: RunningDaemon) -> None:
    with page(robot, "objects") as answers, bare_socket(robot, RECIPE) as recipe:
        for number in range(MOST_QUESTIONS + 1):
            ask(recipe, number)
        refused = recipe.read()
        assert (refused["id"], refused["hint"]) == (MOST_QUESTIONS, "Wait for an answer first.")
        with bare_socket(robot) as tool:
            ask(tool, 1)
            assert tool.read()["message"] == "The page has too many pictures to look at."
        assert asked(answers)[1] == PICTURE


def test_a_page_that_goes_away_is_told_of_and_one_that_asked_is_forgotten(robot: RunningDaemon) -> None:
    with page(robot, "objects") as other:
        with bare_socket(robot) as gone:
            ask(gone)
            late, _ = asked(other)
        # The daemon reads in order: once it knows that the asker is gone, this answer is for nobody.
        wait_until(lambda: len(robot.call(robot.daemon.robot.clients.all)) == 1, "the asker is gone")
        other.send({"type": "answer", "question": late["question"], "findings": []})
        assert other.works()
        with bare_socket(robot, RECIPE) as recipe:
            ask(recipe)
            asked(other)
            other.connection.close()
            assert recipe.read()["message"] == "The page that was to look at the picture went away."


def test_a_page_that_never_answers_is_given_up(robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robot.daemon.dispatch.asking, "_seconds", 0.05)
    with page(robot, "objects"), bare_socket(robot, RECIPE) as recipe:
        ask(recipe)
        assert recipe.read()["message"] == "The page did not answer within 0.05 seconds."


def test_a_recipe_that_waits_for_an_answer_can_be_stopped(robot: RunningDaemon) -> None:
    (robot.home / "recipes").mkdir(exist_ok=True)
    (robot.home / "recipes" / "waits.py").write_text('from tjbot import robot\nrobot.ask("picture")\n')
    with page(robot, "picture", sees=True) as answers, bare_socket(robot) as tool:
        tool.send({"type": "run", "id": 1, "recipe": "waits.py"})
        question = answers.read()
        assert (question["type"], question["asker"]) == ("asked", "waits.py")
        tool.send({"type": "stop", "id": 2})
        wait_until(lambda: not robot.call(lambda: robot.daemon.robot.recipes.running("real")), "it is over")
        answers.send({"type": "answer", "question": question["question"], "findings": []})
        assert answers.works()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b"", "A binary message came that is none of ours."),
        (b"\x00\x00\x00\x05{}", "A binary message came that is none of ours."),
        (b"\xff\xff\xff\xff{}", "A binary message came that is none of ours."),
        (b"\x00\x00\x00\x02{}", "A picture cannot be 0 bytes long."),
        (b"\x00\x00\x00\x02{}" + b"0" * (MOST_PICTURE_BYTES + 1), "A picture cannot be 4194305 bytes long."),
        (b"\x00\x00\x00\x02{}picture", 'The message has no text in its field "type".'),
        (b'\x00\x00\x00\x16{"type":"ping","id":1}picture', "Only a question comes with a picture."),
    ],
)
def test_whatever_is_wrong_is_told_and_the_socket_stays_open(
    shared_robot: RunningDaemon, sent: bytes | dict[str, Any], message: str
) -> None:
    with bare_socket(shared_robot) as socket:
        assert socket.ask(sent)["message"] == message
        assert socket.works()


def test_a_recipe_may_not_answer(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot, RECIPE) as recipe:
        assert "may not send" in recipe.ask({"type": "willing", "what": ["objects"]})["message"]
        assert "may not send" in recipe.ask({"type": "answer", "question": 1})["message"]


def test_a_link_asks(robot: RunningDaemon) -> None:
    with robot.link() as link, pytest.raises(RefusedError, match="No page is open that could say what a picture shows"):
        link.ask("picture", PICTURE)
    with robot.link() as link, pytest.raises(WireError, match="cannot be 0 bytes long"):
        link.ask("picture", b"")


def test_the_frame_is_as_its_file_says() -> None:
    file = Path(__file__).parents[1] / "fixtures" / "wire" / "enclosed" / "ask.bin"
    assert encode_enclosed(Enclosed(Ask(id=11, what="objects"), b"\xff\xd8picture")) == file.read_bytes()
    assert Finding(label="cup", confidence=1).left is None
