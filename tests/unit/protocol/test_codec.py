"""What is wrong with a message is said with its place and a cure."""

import pytest

from tjbot.errors import WireError
from tjbot.protocol.codec import decode_command, decode_report, encode, identifier_of
from tjbot.protocol.messages import MAXIMUM_MESSAGE_BYTES, Do, Ping, Pong, State


def refusal(text: str | bytes) -> WireError:
    with pytest.raises(WireError) as caught:
        decode_command(text)
    return caught.value


@pytest.mark.parametrize(
    "text",
    ["", "hello", "{", "\x00", b"\xff\xfe", '{"type":"ping","id":1}x', "[" * 30_000, "NaN", '{"type":"ping","id":"1"'],
)
def test_what_is_no_json_is_called_so(text: str | bytes) -> None:
    error = refusal(text)
    assert error.message.startswith("The message is no JSON")
    assert "ping" in error.hint


def test_an_end_that_is_missing_is_noticed_although_a_value_was_wrong_before() -> None:
    assert "no JSON" in refusal('{"type":"ping","id":"not a number"').message
    assert "no JSON" in refusal('{"type":"ping","id":"not a number"}]').message
    assert "out of range" in refusal('{"type":"do","id":1,"action":"point","arguments":{"angle":1e999}}').message


@pytest.mark.parametrize("text", ["[]", "1", "{}", '{"type":5}', '{"type":null}', '"ping"'])
def test_a_message_needs_a_type(text: str) -> None:
    assert refusal(text).message == 'The message has no text in its field "type".'


def test_an_unknown_type_gets_the_nearest_one() -> None:
    error = refusal('{"type":"pin","id":1}')
    assert (error.message, error.hint, error.path) == (
        'There is no message "pin".',
        'Did you mean "ping"?',
        "$.type",
    )


def test_an_unknown_field_gets_the_nearest_one() -> None:
    error = refusal('{"type":"do","id":1,"acton":"wave"}')
    assert (error.message, error.hint, error.path) == (
        'A "do" message has no field "acton".',
        'Did you mean "action"?',
        "$",
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"type":"ping","id":-1}', "$.id"),
        ('{"type":"ping","id":true}', "$.id"),
        ('{"type":"ping"}', "$"),
        ('{"type":"seen","label":"fist","phase":"sometimes"}', "$.phase"),
        ('{"type":"seen","label":"fist","phase":"now","confidence":1.5}', "$.confidence"),
        ('{"type":"seen","label":"","phase":"now"}', "$.label"),
        ('{"type":"run","id":1,"recipe":"x"}', "$.recipe"),
        ('{"type":"hello","protocol":1,"role":"king","name":"x"}', "$.role"),
        ('{"type":"do","id":1,"action":"x","arguments":{"a":[1]}}', "$.arguments[...]"),
    ],
)
def test_a_value_out_of_bounds_is_named_by_its_path(text: str, path: str) -> None:
    error = refusal(text)
    assert error.path == path
    assert "is not right" in error.message
    assert "tjbot schema" in error.hint


def test_a_message_may_be_as_long_as_the_limit_and_no_longer() -> None:
    text = '{"type":"ping","id":1}'
    assert decode_command(text.ljust(MAXIMUM_MESSAGE_BYTES)) == Ping(id=1)
    error = refusal(text.ljust(MAXIMUM_MESSAGE_BYTES + 1))
    assert str(MAXIMUM_MESSAGE_BYTES) in error.message


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ('{"type":"nonsense","id":7}', 7),
        ('{"id":9007199254740991}', 2**53 - 1),
        ('{"id":9007199254740992}', None),
        ('{"id":-1}', None),
        ('{"id":true}', None),
        ('{"id":"7"}', None),
        ("[7]", None),
        ("{", None),
        ('{"id":7}'.ljust(MAXIMUM_MESSAGE_BYTES + 1), None),
    ],
)
def test_the_id_of_a_broken_message_is_found_where_it_is_usable(text: str, identifier: int | None) -> None:
    assert identifier_of(text) == identifier


def test_a_report_may_have_fields_that_a_later_version_added() -> None:
    assert decode_report('{"type":"pong","id":1,"time":2.0,"later":true}') == Pong(id=1, time=2.0)


def test_a_report_that_is_none_is_refused() -> None:
    with pytest.raises(WireError, match="not understood"):
        decode_report('{"type":"surprise"}')


def test_the_parts_of_a_state_are_keys_at_the_top() -> None:
    state = State(time=1.0, parts={"arm": {"angle": 81.0}})
    assert encode(state) == b'{"type":"state","time":1.0,"arm":{"angle":81.0}}'
    assert decode_report(encode(state)) == state


def test_what_has_its_default_is_left_out() -> None:
    assert encode(Do(id=1, action="wave")) == b'{"type":"do","id":1,"action":"wave"}'
