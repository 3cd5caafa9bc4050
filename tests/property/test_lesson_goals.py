"""Goals of lessons: what one judge finds event by event, looking at all that happened finds too."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as some

from tjbot.daemon.lessons.goals import Acted, Erred, Event, Goal, Judge, Noticed, RunEnded, RunStarted, Step, TimePassed

LABELS, ACTIONS = ("hand", "fist"), ("wave", "off")

simple_steps = some.one_of(
    some.builds(lambda label: Step("sees", (label,)), some.sampled_from(LABELS)),
    some.builds(
        lambda action, within: Step("does", (action,), within=within),
        some.sampled_from(ACTIONS),
        some.sampled_from([None, 1.0, 2.0, 5.0]),
    ),
)
steps = some.one_of(
    simple_steps,
    some.builds(lambda label: Step("stops_seeing", (label,)), some.sampled_from(LABELS)),
    some.builds(lambda label: Step("does", ("wave",), while_sees=(label,)), some.sampled_from(LABELS)),
    some.builds(lambda seconds: Step("runs", seconds=seconds), some.sampled_from([1.0, 4.0])),
    some.just(Step("finishes")),
)


def goals_of(steps: some.SearchStrategy[Step]) -> some.SearchStrategy[Goal]:
    return some.builds(
        lambda found, times: Goal(tuple(found), times), some.lists(steps, min_size=1, max_size=4), some.integers(1, 2)
    )


simple_events = some.one_of(
    some.builds(lambda label: Noticed("see", label, "started", "page-1"), some.sampled_from(LABELS)),
    some.builds(Acted, some.sampled_from(ACTIONS)),
)
events = some.one_of(
    simple_events,
    some.builds(
        lambda label, page: Noticed("see", label, "stopped", page),
        some.sampled_from(LABELS),
        some.sampled_from(["page-1", "page-2"]),
    ),
    some.sampled_from([Erred(), RunStarted(), RunEnded(True), RunEnded(False), TimePassed()]),
)


def timed(events: some.SearchStrategy[Event], most: int) -> some.SearchStrategy[list[tuple[float, Event]]]:
    """Events with the time between one and the next."""
    return some.lists(some.tuples(some.sampled_from([0.0, 0.5, 1.0, 3.0]), events), max_size=most)


def happens(step: Step, event: Event) -> bool:
    if isinstance(event, Noticed):
        return step.what == "sees" and event.label in step.words
    return isinstance(event, Acted) and step.what == "does" and event.action in step.words


def is_chain(goal: Goal, chosen: tuple[tuple[float, Event], ...]) -> bool:
    """Whether some events are the steps of a goal, soon enough one after the other."""
    for at, (step, (time, event)) in enumerate(zip(goal.steps, chosen, strict=True)):
        too_late = at > 0 and step.within is not None and time - chosen[at - 1][0] > step.within
        if too_late or not happens(step, event):
            return False
    return True


@given(goals_of(simple_steps), timed(simple_events, 12))
def test_a_goal_is_reached_exactly_where_some_events_are_its_steps_in_order_and_in_time(
    goal: Goal, pauses: list[tuple[float, Event]]
) -> None:
    once = Goal(goal.steps)
    judge, now, happened = Judge([once]), 0.0, []
    judge.hear(now, RunStarted())
    for pause, event in pauses:
        now += pause
        happened.append((now, event))
        reached = bool(judge.hear(now, event)) or bool(judge.reached)
        assert reached == any(is_chain(once, chosen) for chosen in combinations(happened, len(once.steps)))


@given(some.lists(goals_of(steps), max_size=4), timed(events, 40), some.frozensets(some.integers(0, 5)))
def test_nothing_is_unreached_told_twice_or_remembered_without_end(
    goals: list[Goal], pauses: list[tuple[float, Event]], before: frozenset[int]
) -> None:
    judge, now = Judge(goals, before), 0.0
    known = set(judge.reached)
    assert known == {place for place in before if place < len(goals)}
    for pause, event in pauses:
        now += pause
        told = judge.hear(now, event)
        assert not known & set(told)
        known |= set(told)
        assert judge.reached == known
        assert [len(ends) for ends in judge._ends] == [len(goal.steps) for goal in goals]
        assert sum(map(len, judge._seen.values())) <= 2 * len(LABELS)


@given(some.lists(goals_of(steps), max_size=4), timed(events, 20))
def test_whoever_comes_when_it_is_due_is_not_asked_to_come_for_ever(
    goals: list[Goal], pauses: list[tuple[float, Event]]
) -> None:
    judge, now = Judge(goals), 0.0
    for pause, event in pauses:
        now += pause
        judge.hear(now, event)
        for _ in range(sum(goal.times * len(goal.steps) for goal in goals)):
            if (due := judge.due()) is None:
                break
            now = max(now, due)
            judge.hear(now, TimePassed())
        assert judge.due() is None
