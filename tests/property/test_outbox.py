"""A slow client loses readings and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from tjbot.daemon.outbox import MOST_MESSAGES, MOST_READINGS, Outbox, Overflow, is_reading, merge
from tjbot.protocol.about import About, RecipeCard
from tjbot.protocol.messages import Done, Message, Output, Pong, Seen, State, Stopped
from tjbot.protocol.why_messages import Traced

times = st.integers(0, 9).map(float)
readings = st.one_of(
    st.builds(Output, time=times, recipe=st.just("r.py"), stream=st.just("stdout"), text=st.text(max_size=3)),
    st.builds(Traced, time=times, trace=st.just("t"), action=st.just("wave"), stamps=st.just({})),
    st.builds(Seen, label=st.sampled_from("ab"), phase=st.just("now")),
)
musts = st.one_of(
    st.builds(Done, id=st.integers(0, 99)),
    st.builds(Pong, id=st.integers(0, 99), time=times),
    st.builds(Stopped, message=st.just("STOP")),
    st.builds(Seen, label=st.sampled_from("ab"), phase=st.sampled_from(["started", "stopped"])),
)
states = st.builds(
    State, time=times, parts=st.dictionaries(st.sampled_from(["arm", "light"]), st.fixed_dictionaries({"n": times}))
)
bursts = st.tuples(readings, st.integers(1, 300)).map(lambda pair: [pair[0]] * pair[1])
puts = st.one_of(st.lists(st.one_of(readings, musts, states), max_size=20), bursts)
takes = st.integers(0, 100)


@given(st.lists(st.tuples(puts, takes), max_size=12))
def test_what_must_arrive_arrives_in_order_and_readings_are_the_newest(script: list[tuple[list[Message], int]]) -> None:
    outbox = Outbox()
    put: list[Message] = []
    taken: list[Message] = []
    for messages, number in script:
        for message in messages:
            outbox.put(message)
            put.append(message)
            assert len(outbox) <= MOST_MESSAGES + MOST_READINGS + 1
        taken += [item for _ in range(number) if (item := outbox.take()) is not None]
    taken += iter(outbox.take, None)

    def of(messages: list[Message], *, reading: bool) -> list[Message]:
        return [item for item in messages if not isinstance(item, State) and is_reading(item) == reading]

    assert of(taken, reading=False) == of(put, reading=False)
    arrived, sent = of(taken, reading=True), of(put, reading=True)
    assert len(arrived) + outbox.dropped == len(sent)
    assert arrived[-MOST_READINGS:] == sent[len(sent) - len(arrived[-MOST_READINGS:]) :]
    order = {id(item): place for place, item in reversed(list(enumerate(put)))}
    places = [order[id(item)] for item in taken if not isinstance(item, State)]
    assert places == sorted(places)
    assert len(outbox) == 0


@given(st.lists(states, min_size=1))
def test_waiting_states_become_one_that_tells_the_newest_of_each_part(many: list[State]) -> None:
    outbox = Outbox()
    parts: dict[str, object] = {}
    for state in many:
        outbox.put(state)
        parts |= state.parts
        assert len(outbox) == 1
    taken = outbox.take()
    assert isinstance(taken, State)
    assert taken.parts == parts
    assert taken.time == many[-1].time
    assert outbox.take() is None


def test_cards_of_recipes_stay_with_a_state_that_waits() -> None:
    cards = [RecipeCard(file="a.py", title="A")]
    told = State(time=0.0, about=About(name="Pip", body="real", recipes=cards))
    changed = State(time=1.0, about=About(name="Pip", body="real", driver="page-1"))
    assert merge(told, changed).about == About(name="Pip", body="real", recipes=cards, driver="page-1")
    assert merge(changed, told).about == told.about


@given(states, states, states)
def test_merging_is_the_same_in_any_grouping(first: State, second: State, third: State) -> None:
    assert merge(merge(first, second), third) == merge(first, merge(second, third))


def test_a_client_that_never_reads_overflows_only_by_what_must_arrive() -> None:
    outbox = Outbox()
    for number in range(MOST_MESSAGES):
        outbox.put(Done(id=number))
    outbox.put(Seen(label="a", phase="now"))
    outbox.put(State(time=0.0))
    try:
        outbox.put(Done(id=0))
    except Overflow:
        assert len(outbox) == MOST_MESSAGES + 2
    else:
        raise AssertionError("it took more than its bound")
