import pytest

from tjbot.recipe.memory import checked_name, keepable
from tjbot.recipe.verbs import ArgumentError

ENDLESS: list[object] = []
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize(
    "value", [None, True, 0, -3.5, "", "Grüße 🤖", [1, ["two", None]], {"who": "Ada", "points": [1, 2]}]
)
def test_what_can_be_kept_stays_as_it_is(value):
    assert keepable(value) == value


def test_a_tuple_becomes_a_list():
    assert keepable({"place": (1, 2)}) == {"place": [1, 2]}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({1, 2}, "cannot keep a set. Make it a list"),
        (print, "cannot keep a function. It keeps texts, numbers"),
        (object(), "cannot keep a object."),
        ({1: "one"}, r"with the name 1. Make the name a text: str\(1\)"),
        (float("nan"), "cannot keep nan. Take a smaller number."),
        (float("-inf"), "cannot keep -inf."),
        (10**400, "Take a smaller number."),
        (b"bytes", "cannot keep a bytes."),
        ("\ud83e", "cannot keep half a letter."),
        ({"\ud83e": 1}, "cannot keep a dictionary"),
        (ENDLESS, "without an end"),
    ],
)
def test_what_cannot_be_kept_is_said(value, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        keepable(value)


@pytest.mark.parametrize("name", ["", "x" * 65, 3, None, "\ud83e"])
def test_a_memory_needs_a_name(name):
    with pytest.raises(ArgumentError, match=r'Write it like this: robot.remember\("score", 3\)'):
        checked_name(name, "robot.remember")
    with pytest.raises(ArgumentError, match=r'Write it like this: robot.recall\("score"\)'):
        checked_name(name, "robot.recall")
