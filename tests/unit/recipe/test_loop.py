import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.protocol.messages import Seen
from tjbot.recipe.loop import Handler, Loop, Sight

HAND = "open hand"


def sight(phase: str, label: str = HAND, source: str = "page 1", **fields) -> Sight:
    return Sight.of(Seen(label=label, phase=phase, source=source, **fields))


def handler(log: list | None = None, name: str = "") -> Handler:
    return Handler(lambda event: log.append((name, event)) if log is not None else None, takes_event=True)


def waiting(loop: Loop, now: float = 0.0) -> list:
    """Runs all that waits; tells what ran."""
    ran = []
    while (task := loop.next(now)) is not None:
        ran.append(task)
    return ran


def test_starts_once_for_each_edge():
    loop, greet = Loop(), handler()
    loop.add("starts", HAND, greet)
    for phase in ("started", "now", "now"):
        loop.feed(sight(phase))
    assert [task[0] for task in waiting(loop)] == [greet]
    loop.feed(sight("now"))
    assert waiting(loop) == []
    loop.feed(sight("stopped"))
    loop.feed(sight("started"))
    assert len(waiting(loop)) == 1


def test_each_source_starts_for_itself():
    loop = Loop()
    loop.add("starts", HAND, handler())
    loop.feed(sight("started"))
    assert len(waiting(loop)) == 1
    loop.feed(sight("started", source="page 2"))
    assert len(waiting(loop)) == 1


def test_what_lasts_already_is_seen_but_does_not_start():
    loop = Loop()
    loop.add("starts", HAND, handler())
    loop.feed(sight("now", y=0.25))
    assert waiting(loop) == []
    assert loop.sight(HAND).y == 0.25


def test_repeats_of_a_waiting_event_are_merged_and_the_latest_counts():
    loop, follow = Loop(), handler()
    loop.add("while", HAND, follow)
    loop.feed(sight("started", y=0.1))
    loop.feed(sight("now", y=0.2))
    loop.feed(sight("now", y=0.3))
    assert [(task, event.y) for task, event in waiting(loop)] == [(follow, 0.3)]


def test_nothing_is_followed_after_it_has_ended():
    loop = Loop()
    loop.add("while", HAND, handler())
    loop.feed(sight("started"))
    loop.feed(sight("stopped"))
    assert waiting(loop) == []


def test_stops_only_what_was_seen():
    loop, rest = Loop(), handler()
    loop.add("stops", HAND, rest)
    loop.feed(sight("stopped"))
    assert waiting(loop) == []
    loop.feed(sight("started"))
    loop.feed(sight("stopped"))
    assert [task[0] for task in waiting(loop)] == [rest]
    assert loop.sight(HAND) is None


def test_the_newest_of_two_sources_is_the_sight():
    loop = Loop()
    loop.feed(sight("started", source="page 1"))
    loop.feed(sight("started", source="page 2"))
    loop.feed(sight("now", source="page 1"))
    assert loop.sight(HAND).source == "page 1"
    loop.feed(sight("stopped", source="page 1"))
    assert loop.sight(HAND).source == "page 2"


def test_a_short_sight_is_not_missed_by_who_waits_for_it():
    loop = Loop()
    expectation = loop.expect(HAND)
    loop.feed(sight("started"))
    loop.feed(sight("stopped"))
    assert expectation.sight.phase == "started"
    loop.forget(expectation)


def test_handlers_run_in_the_order_in_which_they_began_to_wait():
    loop, first, second = Loop(), handler(), handler()
    loop.add("while", HAND, first)
    loop.add("while", "fist", second)
    loop.feed(sight("started"))
    loop.feed(sight("started", label="fist"))
    loop.feed(sight("now"))
    assert [task[0] for task in waiting(loop)] == [first, second]


def test_timers_ring_when_their_time_has_passed_and_do_not_catch_up():
    loop, tick = Loop(), handler()
    loop.add_timer(5.0, tick, now=100.0)
    assert loop.due() == 105.0
    assert waiting(loop, 104.9) == []
    assert [task[0] for task in waiting(loop, 105.0)] == [tick]
    assert len(waiting(loop, 127.0)) == 1
    assert loop.due() == 130.0


def test_once_is_once():
    loop, start = Loop(), handler()
    loop.add_once(start)
    assert loop.listens
    assert len(waiting(loop)) == 1
    assert not loop.listens


EVENTS = st.lists(
    st.one_of(
        st.builds(
            sight,
            st.sampled_from(["started", "now", "stopped"]),
            label=st.sampled_from([HAND, "fist"]),
            source=st.sampled_from(["page 1", "page 2"]),
        ),
        st.none(),
    ),
    max_size=60,
)


@given(EVENTS)
def test_whatever_comes(events):
    """None stands for a moment in which one waiting handler runs."""
    loop = Loop()
    kinds = {}
    for kind in ("starts", "stops", "while"):
        for label in (HAND, "fist"):
            kinds[handler()] = (kind, label)
    for each, (kind, label) in kinds.items():
        loop.add(kind, label, each)
    seen: dict[str, set[str]] = {HAND: set(), "fist": set()}
    starts = stops = 0
    ran: list[tuple] = []
    for event in events:
        if event is None:
            task = loop.next(0.0)
            ran += [task] if task else []
            continue
        known = event.source in seen[event.label]
        starts += event.phase == "started" and not known
        stops += event.phase == "stopped" and known
        (seen[event.label].discard if event.phase == "stopped" else seen[event.label].add)(event.source)
        loop.feed(event)
        assert bool(loop.sight(event.label)) == bool(seen[event.label])
    rest = waiting(loop)
    assert len({task[0] for task in rest}) == len(rest), "a handler waited twice"
    for each, event in ran + rest:
        kind, label = kinds[each]
        assert event.label == label
        assert event.phase == {"starts": "started", "stops": "stopped"}.get(kind, event.phase)
        assert kind != "while" or event.phase != "stopped"
    assert sum(kinds[task[0]][0] == "starts" for task in ran + rest) <= starts
    assert sum(kinds[task[0]][0] == "stops" for task in ran + rest) <= stops


@given(st.lists(st.floats(0.0, 100.0), max_size=50), st.floats(0.01, 30.0))
def test_a_timer_rings_at_most_once_a_period(pauses, seconds):
    loop, now, rang = Loop(), 0.0, 0
    loop.add_timer(seconds, handler(), now)
    for pause in pauses:
        now += pause
        rang += len(waiting(loop, now))
        assert loop.due() > now
    assert rang <= now / seconds * 2 + 1


def test_a_hand_that_points_tells_where_and_how_fast_it_moves():
    hand = sight("now", x=0.5, y=0.25, pointer_x=0.75, pointer_y=0.0, speed=1.5)
    assert (hand.pointer_x, hand.pointer_y, hand.speed) == (0.75, 0.0, 1.5)


@pytest.mark.parametrize("fields", [{}, {"pointer_x": None, "pointer_y": None, "speed": None}])
def test_what_has_no_pointer_points_at_its_middle(fields):
    face = sight("now", x=0.5, y=0.25, **fields)
    assert (face.pointer_x, face.pointer_y, face.speed) == (0.5, 0.25, 0)
