"""What the variables of a recipe are shown as: short, whole, and without running any of its code."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tjbot.protocol.pace_messages import LONGEST_VALUE, MOST_VARIABLES
from tjbot.recipe.variables import short_text, variables_of


class Trap:
    """Whatever is asked of it, it raises."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(name)

    def __repr__(self) -> str:
        raise AssertionError

    __str__ = __len__ = __iter__ = __eq__ = __hash__ = __bool__ = __repr__  # type: ignore[assignment]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=30,
)


@given(values)
def test_whatever_it_is_it_is_short_and_can_be_sent(value: Any) -> None:
    text = short_text(value)
    assert 0 < len(text) <= LONGEST_VALUE
    text.encode("utf-8")


def test_no_code_of_the_recipe_runs() -> None:
    assert short_text(Trap()) == "<Trap>"
    assert short_text([Trap(), {"a": Trap()}]) == "[<Trap>, {'a': <Trap>}]"


def test_what_is_large_is_cut_and_what_goes_round_ends() -> None:
    ring: list[Any] = [1]
    ring.append(ring)
    assert short_text(ring) == "[1, [1, [1, […]]]]"
    assert short_text(10**5000).startswith("10^")
    assert short_text("a" * 1000) == "'" + "a" * 60 + "'…"
    assert short_text(list(range(100))) == "[0, 1, 2, 3, 4, 5, 6, 7, …]"
    assert short_text(set()) == "{}"


def test_only_variables_are_shown_those_of_the_function_first() -> None:
    outer = {"__name__": "x", "_hidden": 1, "robot": short_text, "int": int, "len": len, "score": 3, "x": 1}
    shown, hidden = variables_of({"x": 2}, outer)
    assert ([(one.name, one.value) for one in shown], hidden) == ([("x", "2"), ("score", "3")], 0)
    shown, hidden = variables_of({f"a{n}": n for n in range(100)}, {})
    assert (len(shown), hidden) == (MOST_VARIABLES, 100 - MOST_VARIABLES)
