import atexit

import pytest

from tjbot.errors import RecipeError
from tjbot.recipe.api import Robot
from tjbot.recipe.hats import handler_of

# No robot answers there: what is tested here must not connect.
robot = Robot("http://127.0.0.1:1")


@pytest.fixture(autouse=True, scope="module")
def _never_ran():
    yield
    atexit.unregister(robot._warn_never_ran)


def test_functions_take_the_event_or_nothing():
    got = []
    handler_of(lambda: got.append("nothing"), "@hat")(None)
    handler_of(lambda event: got.append(event), "@hat")("event")
    handler_of(lambda event=1: got.append(event), "@hat")("event")
    handler_of(lambda *, all_named=1: got.append(all_named), "@hat")("event")
    assert got == ["nothing", "event", 1, 1]


def test_a_class_or_a_builtin_is_a_function_too():
    handler_of(print, "@hat")
    with pytest.raises(RecipeError, match="no function"):
        handler_of(3, "@hat")


def test_functions_that_cannot_be_called():
    with pytest.raises(RecipeError, match="needs 2 things, but gets one at most"):
        handler_of(lambda x, y: None, "@hat")
    with pytest.raises(RecipeError, match="needs 1 things"):
        handler_of(lambda *, x: None, "@hat")

    async def greet(): ...

    with pytest.raises(RecipeError, match="greet begins with async def"):
        handler_of(greet, "@hat")


def test_forgotten_brackets():
    with pytest.raises(RecipeError, match=r'Write it like this: @robot.when_sees\("open hand"\)'):

        @robot.when_sees
        def greet(): ...


@pytest.mark.parametrize("label", ["", 3, None, "x" * 65])
def test_what_is_no_label(label):
    for word in (robot.when_sees, robot.when_stops_seeing, robot.while_sees, robot.sees, robot.wait_for):
        with pytest.raises(RecipeError, match="cannot wait for"):
            word(label)


@pytest.mark.parametrize("seconds", [0, -1, "5", None, float("nan"), True, print])
def test_what_is_no_period(seconds):
    with pytest.raises(RecipeError, match=r"Write it like this: @robot.every\(seconds=5\)"):
        robot.every(seconds)


@pytest.mark.parametrize("seconds", [-1, "5", None, float("nan"), True])
def test_what_cannot_be_slept(seconds):
    with pytest.raises(RecipeError, match="cannot wait"):
        robot.sleep(seconds)


def test_the_function_stays_what_it_was():
    def greet(): ...

    assert robot.when_sees("fist")(greet) is greet
    assert robot.at_start(greet) is greet
