import pytest

from tjbot.errors import RefusedError
from tjbot.protocol.messages import ActionOffer, ArgumentOffer
from tjbot.recipe.verbs import ArgumentError, Verb, bind

PULSE = ActionOffer(
    name="pulse",
    summary="Glows up and fades.",
    arguments=[
        ArgumentOffer(name="color", unit="color", required=True),
        ArgumentOffer(name="seconds", unit="seconds", default=1.0),
    ],
)
WAVE = ActionOffer(name="wave", summary="Waves.")


@pytest.mark.parametrize(
    ("values", "named", "arguments"),
    [
        (("red",), {}, {"color": "red"}),
        (("red", 2), {}, {"color": "red", "seconds": 2}),
        ((), {"seconds": 0.5, "color": "red"}, {"color": "red", "seconds": 0.5}),
        (("red",), {"seconds": None}, {"color": "red", "seconds": None}),
        ((True,), {}, {"color": True}),
    ],
)
def test_arguments_find_their_names(values, named, arguments):
    assert bind(PULSE, values, named) == arguments


@pytest.mark.parametrize(
    ("values", "named", "sentence"),
    [
        ((), {}, 'pulse() needs "color". Write it like this: robot.pulse(color, seconds=1.0)'),
        (("red", 1, 2), {}, "pulse() takes two things, not 3."),
        (("red",), {"secnods": 1}, 'pulse() has no argument "secnods". Did you mean "seconds"?'),
        (("red",), {"color": "blue"}, 'pulse() was given "color" twice.'),
        ((None,), {}, 'pulse() got nothing (None) for "color".'),
        ((["red"],), {}, "pulse() cannot use ['red'] for \"color\". It takes a color"),
        (("red", float("nan")), {}, 'pulse() cannot use nan for "seconds".'),
        (("red", 10**40), {}, "pulse() cannot use 1000"),
        (("red", 1e300), {}, "pulse() cannot use 1e+300"),
    ],
)
def test_what_does_not_fit_is_a_sentence(values, named, sentence):
    with pytest.raises(ArgumentError) as caught:
        bind(PULSE, values, named)
    assert sentence in str(caught.value)
    assert isinstance(caught.value, RefusedError)
    assert isinstance(caught.value, TypeError)


def test_a_verb_acts_and_waits_unless_told_otherwise():
    acted = []
    verb = Verb(WAVE, lambda action, arguments, wait: acted.append((action, arguments, wait)))
    verb()
    verb(wait=False)
    assert acted == [("wave", {}, True), ("wave", {}, False)]
    with pytest.raises(ArgumentError, match="takes nothing in its brackets"):
        verb(3)


def test_a_verb_tells_what_it_is():
    verb = Verb(PULSE, lambda *_: None)
    assert (verb.__name__, verb.__doc__) == ("pulse", "Glows up and fades.")
    assert repr(verb) == "<robot.pulse(color, seconds=1.0): Glows up and fades.>"
