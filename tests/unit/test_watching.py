"""`tjbot watch` for people: what begins and ends is told, what only goes on is not."""

from typing import Any

import pytest

from tjbot.watching import STEPS_SECONDS, Summary


def state(time: float, **parts: Any) -> dict[str, Any]:
    return {"type": "state", "time": time, **parts}


def test_of_a_move_its_beginning_and_end_are_told_and_now_and_then_where_it_is() -> None:
    summary = Summary()
    steps = [state(number * 0.02, arm={"angle": float(number), "moving": 0 < number < 100}) for number in range(101)]
    told = [report["arm"]["angle"] for step in steps if (report := summary.of(step))]
    assert told[:2] == [0.0, 1.0]
    assert told[-1] == 100.0
    assert len(told) <= 3 + 100 * 0.02 / STEPS_SECONDS


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"color": "#ff0000"}, {"color": "#fe0000"}, False),
        ({"saying": None}, {"saying": "Hello"}, True),
        ({"saying": "Hello"}, {"saying": "Bye"}, True),
        ({"pressed": False}, {"pressed": True}, True),
        ({"meters": 0.5}, {"meters": 0.4}, False),
        ({"meters": 0.5}, {"meters": None}, True),
        ({"meters": 0.5}, {"meters": 0.5, "near": True}, True),
    ],
)
def test_shortly_after_a_line_only_what_differs_in_kind_is_told(
    before: dict[str, Any], after: dict[str, Any], told: bool
) -> None:
    summary = Summary()
    assert summary.of(state(1.0, part=before))
    assert (summary.of(state(1.1, part=after)) is not None) == told
    assert summary.of(state(1.1 + STEPS_SECONDS, part=after)) is not None


def test_parts_are_told_for_themselves() -> None:
    summary = Summary()
    summary.of(state(0.0, arm={"angle": 0.0}, light={"color": "#000000"}))
    assert summary.of(state(0.1, arm={"angle": 1.0}, voice={"saying": "Hi"})) == state(0.1, voice={"saying": "Hi"})


def test_recipes_and_drivers_are_always_told() -> None:
    summary = Summary()
    about = state(0.0, about={"driver": "page"})
    assert summary.of(about) == summary.of(about) == about


def test_an_event_is_told_when_it_begins_and_ends() -> None:
    summary = Summary()
    phases = ("started", "now", "now", "stopped")
    assert [bool(summary.of({"type": "seen", "phase": phase})) for phase in phases] == [True, False, False, True]
