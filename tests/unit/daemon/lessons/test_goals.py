"""Which goals are reached by what happens on a body, in which order and how soon."""

import pytest

from tjbot.daemon.lessons.goals import (
    MOST_SOURCES,
    Acted,
    Erred,
    Event,
    Goal,
    Judge,
    Noticed,
    Printed,
    RunEnded,
    RunStarted,
    Step,
    TimePassed,
)

HAND = Noticed("see", "open hand", "started", "page-1")
NO_HAND = Noticed("see", "open hand", "stopped", "page-1")
WAVE = Acted("wave", {"times": 1})
GREEN = Acted("shine", {"color": "green"})
OFF = Acted("off")
WAVES = Goal((Step("sees", ("open hand",)), Step("does", ("wave",), within=3)))


def judged(goal: Goal, *happenings: tuple[float, Event]) -> bool:
    """Whether a goal is reached when this happens in a run that began at 0."""
    judge = Judge([goal])
    judge.hear(0, RunStarted())
    return any(judge.hear(time, event) for time, event in happenings)


def test_an_arm_that_waves_when_a_hand_opens_reaches_the_goal_and_nothing_else_does() -> None:
    assert judged(WAVES, (1, HAND), (2, WAVE))
    assert judged(WAVES, (1, HAND), (1.5, GREEN), (4, WAVE))
    assert not judged(WAVES, (1, HAND), (4.1, WAVE)), "too late"
    assert not judged(WAVES, (1, WAVE), (2, HAND)), "the wrong way round"
    assert not judged(WAVES, (1, Noticed("hear", "open hand", "started")), (2, WAVE)), "another sense"
    assert not judged(WAVES, (1, NO_HAND), (2, WAVE))
    assert judged(WAVES, (1, HAND), (9, HAND), (10, WAVE)), "the second hand counts"


def test_what_other_runs_did_is_nothing_to_a_run() -> None:
    judge = Judge([WAVES])
    assert judge.hear(0, HAND) == judge.hear(1, WAVE) == [], "no recipe runs"
    judge.hear(2, RunStarted())
    judge.hear(3, HAND)
    judge.hear(3.1, RunStarted())
    assert judge.hear(3.2, WAVE) == []
    judge.hear(3.3, HAND)
    judge.hear(3.4, RunEnded(well=True))
    assert judge.hear(3.5, WAVE) == []


def test_a_goal_that_is_reached_stays_so_and_is_told_once() -> None:
    judge = Judge([WAVES, Goal((Step("does", ("off",)),))], frozenset({1, 7}))
    judge.hear(0, RunStarted())
    assert judge.hear(1, OFF) == []
    judge.hear(1, HAND)
    assert judge.hear(2, WAVE) == [0]
    judge.hear(3, HAND)
    assert judge.hear(4, WAVE) == []
    judge.hear(5, RunEnded(well=False))
    assert judge.reached == {0, 1}


def test_a_light_is_green_while_a_hand_is_seen_and_goes_out_after() -> None:
    green = Step("does", ("shine",), given={"color": ("green",)}, while_sees=("open hand",))
    goal = Goal((green, Step("stops_seeing", ("open hand",)), Step("does", ("off",), within=2)))
    assert judged(goal, (1, HAND), (2, GREEN), (3, NO_HAND), (4, OFF))
    assert judged(goal, (1, HAND), (2, Acted("shine", {"color": "#00FF00"})), (3, NO_HAND), (4, OFF))
    assert not judged(goal, (1, HAND), (2, Acted("shine", {"color": "red"})), (3, NO_HAND), (4, OFF))
    assert not judged(goal, (1, HAND), (2, NO_HAND), (3, GREEN), (4, OFF))
    assert not judged(goal, (1, HAND), (2, GREEN), (3, OFF), (4, NO_HAND))


def test_what_two_see_is_seen_until_both_have_stopped() -> None:
    goal = Goal((Step("does", ("shine",), while_sees=("open hand",)),))
    other = Noticed("see", "open hand", "started", "page-2")
    assert judged(goal, (1, HAND), (2, other), (3, NO_HAND), (4, GREEN))
    others = [(2.0, Noticed("see", "open hand", "started", f"page-{number}")) for number in range(MOST_SOURCES + 9)]
    assert judged(goal, *others, (3, GREEN))
    assert not judged(goal, (3, GREEN))


def test_a_hand_that_was_there_before_the_recipe_counts_as_seen() -> None:
    judge = Judge([Goal((Step("does", ("shine",), while_sees=("open hand",)),))])
    judge.hear(0, HAND)
    judge.hear(1, RunStarted())
    assert judge.hear(2, GREEN) == [0]


@pytest.mark.parametrize(
    ("text", "reaches"),
    [("Hello!", False), (" HELLO! ", False), ("Hello! I am Pip", True), ("Good morning", True), ("", True)],
)
def test_a_text_that_somebody_changed_is_another_one(text: str, reaches: bool) -> None:
    goal = Goal((Step("does", ("say",), refused={"text": ("Hello!",)}),))
    assert judged(goal, (1, Acted("say", {"text": text}))) is reaches


def test_a_piece_of_a_text_is_enough_and_of_several_values_one() -> None:
    goal = Goal((Step("does", ("say",), given={"text": ("point", "Punkt")}),))
    assert judged(goal, (1, Acted("say", {"text": "You have 3 POINTS."})))
    assert not judged(goal, (1, Acted("say", {"text": "You have won."})))
    assert not judged(goal, (1, Acted("say", {})))
    twice = Goal((Step("does", ("wave", "blink"), given={"times": (2, 3)}),))
    assert judged(twice, (1, Acted("wave", {"times": 2.0})))
    assert not judged(twice, (1, Acted("wave", {"times": 1})))
    assert not judged(twice, (1, Acted("wave", {"times": "2"})))


def test_what_a_recipe_prints_hears_and_feels_are_steps() -> None:
    assert judged(Goal((Step("prints", ("score",)),)), (1, Printed("Your Score: 3\n")))
    assert not judged(Goal((Step("prints", ("score",)),)), (1, Printed("nothing")))
    assert judged(Goal((Step("hears", ("clap",)),)), (1, Noticed("hear", "clap", "started")))
    assert judged(Goal((Step("presses", ("button",)),)), (1, Noticed("touch", "button", "started")))
    assert not judged(Goal((Step("presses", ("button",)),)), (1, Noticed("touch", "button", "stopped")))


def test_a_recipe_that_runs_long_enough_without_an_error_reaches_the_goal_when_it_is_due() -> None:
    goal = Goal((Step("runs", seconds=10),))
    judge = Judge([goal])
    assert judge.due() is None
    judge.hear(5, RunStarted())
    assert judge.due() == 15
    assert judge.hear(14.9, TimePassed()) == []
    assert judge.hear(15, TimePassed()) == [0]
    assert judge.due() is None
    assert not judged(goal, (3, Erred()), (11, TimePassed()))
    assert not judged(goal, (3, RunEnded(well=False)), (11, TimePassed()))
    assert not judged(goal, (11, Erred()))
    assert judged(goal, (11, GREEN))


def test_a_run_that_must_last_may_be_the_end_of_other_steps() -> None:
    judge = Judge([Goal((Step("does", ("blink",)), Step("runs", seconds=10)))])
    judge.hear(0, RunStarted())
    assert judge.due() is None
    assert judge.hear(12, Acted("blink")) == []
    assert judge.due() == 10
    assert judge.hear(12, TimePassed()) == [0]


def test_a_recipe_must_come_to_its_own_end_without_an_error() -> None:
    goal = Goal((Step("finishes"),))
    assert judged(goal, (1, RunEnded(well=True)))
    assert not judged(goal, (1, RunEnded(well=False)))
    assert not judged(goal, (1, Erred()), (2, RunEnded(well=True)))


def test_what_must_happen_several_times_is_counted_over_runs_and_no_event_counts_twice() -> None:
    two_waves = Goal((Step("does", ("wave",)), Step("does", ("wave",))))
    judge = Judge([two_waves, Goal((Step("does", ("off",)),), times=2)])
    judge.hear(0, RunStarted())
    assert judge.hear(1, WAVE) == []
    assert judge.hear(2, OFF) == []
    judge.hear(3, RunEnded(well=False))
    judge.hear(4, RunStarted())
    assert judge.hear(5, OFF) == [1]
    assert judge.hear(6, WAVE) == [], "the first wave was of another run"
    assert judge.hear(7, WAVE) == [0]


def test_a_clock_that_goes_back_shortens_nothing() -> None:
    judge = Judge([WAVES])
    judge.hear(100, RunStarted())
    judge.hear(101, HAND)
    assert judge.hear(0, WAVE) == [0]
