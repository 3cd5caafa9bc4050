"""What recipes ask people: one question of a body at a time, and the first answer counts."""

import pytest

from tjbot.daemon.questions import Questions
from tjbot.errors import RefusedError


def test_a_question_is_open_until_its_first_answer() -> None:
    questions, answers = Questions(), list[str]()
    questions.ask("real", "recipe-1", "chat.py", "Name? ", answers.append)
    asked = questions.open("real")
    assert asked is not None
    assert (asked.prompt, asked.recipe) == ("Name? ", "chat.py")
    assert questions.open("other") is None
    with pytest.raises(RefusedError, match="two things at once"):
        questions.ask("real", "recipe-1", "chat.py", "Age? ", answers.append)
    questions.reply("real", asked.number, "Ada\r\nLovelace")
    assert (answers, questions.open("real")) == (["Ada Lovelace"], None)
    with pytest.raises(RefusedError, match="Nobody waits"):
        questions.reply("real", asked.number, "Bob")


def test_a_late_answer_is_not_taken_for_the_next_question() -> None:
    questions, answers = Questions(), list[str]()
    questions.ask("real", "recipe-1", "chat.py", "Name? ", answers.append)
    first = questions.open("real")
    assert questions.leave("real", "recipe-1")
    questions.ask("real", "recipe-2", "chat.py", "Age? ", answers.append)
    assert first is not None
    with pytest.raises(RefusedError):
        questions.reply("real", first.number, "Ada")
    assert not questions.leave("real", "recipe-1")
    assert questions.open("real") is not None
    assert answers == []
