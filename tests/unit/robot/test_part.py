"""What a part's annotations become: an offer for the page, and a check of what comes from outside."""

from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from tjbot.errors import RefusedError
from tjbot.protocol.values import Color, Degrees, Fraction, Seconds, Sentence
from tjbot.robot.part import Answer, Part, action, actions_of, bind, offer_of


class Everything(Part):
    """One action with an argument of every unit."""

    name = "everything"
    summary = "Has one of each"

    @action()
    async def act(
        self,
        angle: Degrees,
        seconds: Seconds = 1.0,
        part: Fraction = 0.5,
        color: Color = "red",
        text: Sentence = "Hello!",
        side: Literal["left", "right"] = "left",
        times: Annotated[int, Meta(ge=1, le=9)] = 3,
        number: float = 0.0,
        loud: bool = False,
    ) -> Answer:
        """Does it all. And more than is said here.

        A second paragraph, for programmers.
        """
        return Answer()

    @action(queued=True)
    async def nothing(self) -> None:
        """Does nothing."""

    async def no_action(self) -> None:
        """Is no verb."""


PART = Everything(Everything.Settings(), pins=None)


def test_the_offer_tells_every_unit_bound_default_and_choice() -> None:
    act, _ = offer_of(Everything, ["reading"]).actions
    told = {
        item.name: (item.unit, item.required, item.default, item.minimum, item.maximum, item.choices)
        for item in act.arguments
    }
    assert told == {
        "angle": ("degrees", True, None, 0, 180, []),
        "seconds": ("seconds", False, 1.0, 0, 3600, []),
        "part": ("fraction", False, 0.5, 0, 1, []),
        "color": ("color", False, "red", None, None, []),
        "text": ("text", False, "Hello!", None, None, []),
        "side": ("choice", False, "left", None, None, ["left", "right"]),
        "times": ("number", False, 3, 1, 9, []),
        "number": ("number", False, 0.0, None, None, []),
        "loud": ("switch", False, False, None, None, []),
    }
    assert act.summary == "Does it all. And more than is said here"


def test_only_marked_methods_are_verbs() -> None:
    assert {name: mark.queued for name, mark in actions_of(Everything).items()} == {"act": False, "nothing": True}


def test_a_fault_is_part_of_the_offer() -> None:
    assert offer_of(Everything, [], "The wire is off.").fault == "The wire is off."


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("angle", "90", 90.0),
        ("angle", 90, 90.0),
        ("seconds", "2.5", 2.5),
        ("part", "1", 1.0),
        ("color", 123456, "123456"),
        ("text", 42, "42"),
        ("side", "right", "right"),
        ("times", "9", 9),
        ("times", 4.0, 4),
        ("number", "-1e3", -1000.0),
        ("loud", "true", True),
        ("loud", "false", False),
    ],
)
def test_an_argument_is_converted_to_what_the_part_expects(name: str, written: Any, value: Any) -> None:
    bound = bind(PART.act, {"angle": 0, name: written})
    assert bound[name] == value
    assert type(bound[name]) is type(value)


@pytest.mark.parametrize(
    ("name", "written", "must_be"),
    [
        ("angle", 181, "a number from 0 to 180 degrees, not 181."),
        ("angle", -0.1, "a number from 0 to 180 degrees, not -0.1."),
        ("angle", "nan", "a number from 0 to 180 degrees, not nan."),
        ("angle", None, "a number from 0 to 180 degrees, not nothing."),
        ("angle", True, "a number from 0 to 180 degrees, not True."),
        ("angle", "up", "a number from 0 to 180 degrees, not up."),
        ("angle", "9" * 60, f"a number from 0 to 180 degrees, not {'9' * 40}…."),
        ("seconds", "inf", "a number from 0 to 3600 seconds, not inf."),
        ("part", 1.5, "a number from 0 to 1, not 1.5."),
        ("color", "", "a color, not nothing."),
        ("text", "", "a text of 1 to 500 letters, not nothing."),
        ("text", "x" * 501, f"a text of 1 to 500 letters, not {'x' * 40}…."),
        ("side", "up", "one of left, right, not up."),
        ("times", 0, "a number from 1 to 9, not 0."),
        ("times", 2.5, "a number from 1 to 9, not 2.5."),
        ("number", "nan", "a number, not nan."),
        ("number", "-inf", "a number, not -inf."),
        ("number", float("nan"), "a number, not nan."),
        ("loud", "maybe", "true or false, not maybe."),
    ],
)
def test_a_wrong_argument_is_refused_with_what_it_must_be_and_an_example(name: str, written: Any, must_be: str) -> None:
    with pytest.raises(RefusedError) as caught:
        bind(PART.act, {"angle": 0, name: written})
    assert caught.value.message == f'The {name} of "act" must be {must_be}'
    assert caught.value.hint.startswith(f"For example: robot.act({name}=")


def test_an_unknown_argument_gets_the_nearest_one() -> None:
    with pytest.raises(RefusedError) as caught:
        bind(PART.act, {"angel": 90})
    assert (caught.value.message, caught.value.hint) == ('"act" has no argument "angel".', 'Did you mean "angle"?')
    with pytest.raises(RefusedError) as caught:
        bind(PART.nothing, {"angle": 90})
    assert caught.value.hint == "Write nothing without arguments."


def test_a_missing_argument_is_named() -> None:
    with pytest.raises(RefusedError) as caught:
        bind(PART.act, {})
    assert caught.value.message == '"act" needs to know its angle.'
    assert caught.value.hint == "For example: robot.act(angle=90)."


@given(
    st.dictionaries(
        st.sampled_from(["angle", "seconds", "part", "color", "text", "side", "times", "number", "loud", "other"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    )
)
def test_whatever_comes_is_bound_within_bounds_or_refused(arguments: dict[str, Any]) -> None:
    try:
        bound = bind(PART.act, arguments)
    except RefusedError:
        return
    assert 0 <= msgspec.convert(bound["angle"], float) <= 180
    assert bound.keys() == arguments.keys()
