"""Nothing stays seen for ever, whatever the sources say."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tjbot.daemon.sights import MOST_LABELS, Sights
from tjbot.protocol.messages import Seen

sources = st.sampled_from(["page-1", "page-2", "tool-3"])
few = st.sampled_from(["open hand", "fist", "pinch"])
many = st.integers(0, 3 * MOST_LABELS).map(str)
phases = st.sampled_from(["started", "now", "stopped"])
events = st.tuples(sources, st.builds(Seen, label=few | many, phase=phases))


@given(st.lists(st.one_of(events, sources), max_size=400))
def test_every_start_has_exactly_one_end_and_now_lies_between(script: list[tuple[str, Seen] | str]) -> None:
    sights = Sights()
    told: list[Seen] = []
    for item in script:
        told += sights.leave(item) if isinstance(item, str) else sights.accept(*item)
        counts = Counter(seen.source for seen in sights.all())
        assert all(count <= MOST_LABELS for count in counts.values())
    for source in ("page-1", "page-2", "tool-3"):
        told += sights.leave(source)
    assert sights.all() == []
    lasting: set[tuple[str | None, str]] = set()
    for seen in told:
        key = (seen.source, seen.label)
        assert seen.source is not None
        assert (key in lasting) == (seen.phase != "started")
        if seen.phase == "started":
            lasting.add(key)
        elif seen.phase == "stopped":
            lasting.remove(key)
    assert not lasting


@given(st.lists(few, min_size=1))
def test_saying_started_twice_is_one_start(labels: list[str]) -> None:
    sights = Sights()
    told = [seen for label in labels for seen in sights.accept("page-1", Seen(label=label, phase="started"))]
    assert Counter(seen.label for seen in told if seen.phase == "started") == Counter(set(labels))
    assert len(told) == len(labels)


def test_beyond_the_bound_the_oldest_ends() -> None:
    sights = Sights()
    for number in range(MOST_LABELS):
        sights.accept("page-1", Seen(label=str(number), phase="started"))
    told = sights.accept("page-1", Seen(label="one more", phase="started"))
    assert [(seen.label, seen.phase) for seen in told] == [("0", "stopped"), ("one more", "started")]


def test_what_was_never_seen_cannot_stop() -> None:
    assert Sights().accept("page-1", Seen(label="ghost", phase="stopped")) == []
    assert Sights().leave("page-1") == []
