"""Every message survives the wire, and no bytes make the codec do anything but answer or raise WireError."""

import json
from contextlib import suppress

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from tjbot.errors import WireError
from tjbot.protocol.about import About, ClientCard, RecipeCard, Smoothing
from tjbot.protocol.codec import decode_command, decode_report, encode, identifier_of
from tjbot.protocol.enclosed import Enclosed, encode_enclosed, split_enclosed
from tjbot.protocol.messages import (
    ActionOffer,
    Answer,
    Answered,
    ArgumentOffer,
    Ask,
    Asked,
    Do,
    Done,
    Failed,
    Finding,
    Halt,
    Hello,
    Message,
    Offer,
    Output,
    PartOffer,
    Ping,
    Pong,
    Rest,
    Run,
    Seen,
    State,
    Stop,
    Stopped,
    Welcome,
    Willing,
)
from tjbot.protocol.pace_messages import At, Pacing, Place, SetPace, Step, Variable
from tjbot.protocol.why_messages import Began, Deed, Outcome, Over, Traced

letters = st.characters(codec="utf-8")
names = st.text(letters, min_size=1, max_size=64)
texts = st.text(letters, max_size=100)
identifiers = st.integers(0, 2**53 - 1)
times = st.floats(0, 1e9)
fractions = st.floats(0, 1)
stamps = st.dictionaries(names, times, max_size=4)
traces = st.text(letters, min_size=1, max_size=32)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | st.text(letters, max_size=100)
arguments = st.dictionaries(names, scalars, max_size=4)
roles = st.sampled_from(["page", "recipe", "tool"])
senses = st.sampled_from(["see", "hear", "touch"])
offered = st.dictionaries(senses, st.lists(names, max_size=3))
maybe = st.none()
left_away = st.just(UNSET)

subjects = st.sampled_from(["objects", "picture", "faces"])
findings = st.builds(
    Finding,
    label=names,
    confidence=fractions,
    left=maybe | fractions,
    top=maybe | fractions,
    width=maybe | fractions,
    height=maybe | fractions,
)
lines = st.integers(1, 2**31)
paces = st.sampled_from(["normal", "slow", "step"])
pace_seconds = st.floats(0.1, 10)
variables = st.lists(st.builds(Variable, name=names, value=texts), max_size=3)
commands = st.one_of(
    st.builds(
        Hello,
        protocol=st.integers(0, 9),
        role=roles,
        name=names,
        body=maybe | names,
        token=maybe | texts,
        wants=st.lists(st.sampled_from(["seen", "state", "output", "traced"]), max_size=8),
    ),
    st.builds(
        Do,
        id=identifiers,
        action=names,
        arguments=arguments,
        wait=st.booleans(),
        trace=maybe | traces,
        stamps=stamps,
        line=maybe | lines,
    ),
    *(st.builds(kind, id=identifiers) for kind in (Halt, Rest, Stop, Ping)),
    st.builds(Run, id=identifiers, recipe=st.text(letters, min_size=4, max_size=64), pace=paces),
    st.builds(At, place=identifiers, line=lines, function=st.text(letters, max_size=64), variables=variables),
    st.builds(SetPace, id=identifiers, pace=paces, seconds=pace_seconds),
    st.builds(Step, id=identifiers, place=identifiers),
    st.builds(Offer, model=names, sense=senses, labels=st.lists(names, max_size=5)),
    st.builds(Ask, id=identifiers, what=subjects),
    st.builds(Willing, what=st.lists(subjects, max_size=3), sees=st.booleans()),
    st.builds(Answer, question=identifiers, findings=st.lists(findings, max_size=3), message=maybe | texts, hint=texts),
)
seens = st.builds(
    Seen,
    label=names,
    phase=st.sampled_from(["started", "now", "stopped"]),
    model=names,
    confidence=fractions,
    x=maybe | fractions,
    y=maybe | fractions,
    width=maybe | fractions,
    height=maybe | fractions,
    pointer_x=left_away | maybe | fractions,
    pointer_y=left_away | maybe | fractions,
    speed=left_away | maybe | st.floats(0, 100),
    side=st.sampled_from([None, "left", "right"]),
    trace=maybe | traces,
    stamps=stamps,
    source=maybe | names,
    time=maybe | times,
)
offers = st.builds(
    PartOffer,
    name=names,
    summary=texts,
    actions=st.lists(
        st.builds(
            ActionOffer,
            name=names,
            summary=texts,
            arguments=st.lists(st.builds(ArgumentOffer, name=names, unit=names, default=scalars), max_size=2),
        ),
        max_size=2,
    ),
    readings=st.lists(names, max_size=2),
    fault=maybe | texts,
)
smoothings = st.builds(
    Smoothing,
    threshold=st.floats(0.05, 1),
    frames_to_enter=st.integers(1, 30),
    frames_to_leave=st.integers(1, 60),
    gap_seconds=st.floats(0, 10),
)
abouts = st.builds(
    About,
    name=names,
    body=names,
    recipes=left_away | st.lists(st.builds(RecipeCard, file=names, title=names), max_size=2),
    clients=st.lists(st.builds(ClientCard, client=names, role=roles, name=names), max_size=2),
    labels=st.lists(names, max_size=3),
    offers=left_away | offered,
    driver=maybe | names,
)
part_names = names.filter(lambda name: name not in ("type", "time", "about"))
reports = st.one_of(
    st.builds(
        Welcome,
        protocol=st.integers(0, 9),
        version=texts,
        name=names,
        body=names,
        client=names,
        time=times,
        parts=st.lists(offers, max_size=2),
        labels=st.lists(names, max_size=3),
        offers=offered,
        driver=maybe | names,
        simulated=st.booleans(),
    ),
    st.builds(Done, id=identifiers, value=scalars, note=maybe | texts),
    st.builds(Failed, message=texts, hint=texts, path=texts, id=maybe | identifiers),
    st.builds(State, time=times, parts=st.dictionaries(part_names, arguments, max_size=3), about=maybe | abouts),
    st.builds(
        Output,
        time=times,
        recipe=names,
        stream=st.sampled_from(["stdout", "stderr", "notice"]),
        text=texts,
    ),
    st.builds(Traced, time=times, trace=traces, action=names, stamps=stamps, line=maybe | lines, recipe=maybe | names),
    st.builds(Pacing, pace=paces, seconds=pace_seconds, passed=st.integers(0)),
    st.builds(Place, time=times, recipe=names, run=identifiers, pace=paces, line=maybe | lines, variables=variables),
    st.builds(Began, time=times, recipe=names, run=identifiers, edition=texts, seed=maybe | identifiers),
    st.builds(
        Deed,
        time=times,
        id=identifiers,
        number=identifiers,
        word=names,
        recipe=names,
        line=maybe | lines,
        arguments=arguments,
        stamps=stamps,
    ),
    st.builds(Outcome, time=times, id=identifiers, number=identifiers, value=scalars, message=maybe | texts),
    st.builds(
        Over, time=times, recipe=names, run=identifiers, ending=st.sampled_from(["finished", "failed", "stopped"])
    ),
    st.builds(Stopped, message=texts),
    st.builds(Asked, question=identifiers, what=subjects, asker=names),
    st.builds(Answered, id=identifiers, findings=st.lists(findings, max_size=3)),
    st.builds(Pong, id=identifiers, time=times),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(letters),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(letters), inner, max_size=3),
    max_leaves=8,
)


@given(commands | seens)
def test_a_command_arrives_as_it_was_sent(command: Message) -> None:
    assert decode_command(encode(command)) == command
    assert decode_command(encode(command).decode()) == command


@given(commands | reports, st.binary(min_size=1))
def test_a_message_and_its_picture_come_out_of_their_frame_as_they_went_in(message: Message, picture: bytes) -> None:
    assert split_enclosed(encode_enclosed(Enclosed(message, picture))) == (encode(message), picture)


@given(st.binary())
def test_arbitrary_frames_are_taken_apart_or_refused(data: bytes) -> None:
    with suppress(WireError):
        split_enclosed(data)


@given(reports | seens)
def test_a_report_arrives_as_it_was_sent(report: Message) -> None:
    assert decode_report(encode(report)) == report


@given(st.binary() | st.text(st.characters()))
def test_arbitrary_bytes_are_answered_or_refused(data: bytes | str) -> None:
    for decode in (decode_command, decode_report):
        with suppress(WireError):
            decode(data)
    identifier_of(data)


@given(commands | reports, st.data())
def test_a_message_that_was_cut_or_damaged_is_answered_or_refused(message: Message, data: st.DataObject) -> None:
    whole = encode(message)
    place = data.draw(st.integers(0, len(whole)))
    damaged = whole[:place] + data.draw(st.binary(max_size=3)) + whole[place + data.draw(st.integers(0, 3)) :]
    for decode in (decode_command, decode_report):
        with suppress(WireError):
            decode(damaged)


@given(commands, st.data())
def test_a_field_with_something_else_in_it_is_answered_or_refused_with_a_sentence(
    command: Message, data: st.DataObject
) -> None:
    raw = msgspec.json.decode(encode(command))
    raw[data.draw(st.sampled_from(sorted(raw)) | st.text(letters))] = data.draw(anything)
    sentence = "."
    try:
        decode_command(json.dumps(raw))
    except WireError as error:
        sentence = error.message
    assert sentence.endswith(".")
