"""Frames and messages of the Pico's link, whatever they hold and whatever stands between them."""

from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.protocol.pico.frames import (
    GREETING,
    MAXIMUM_CONTENT_BYTES,
    MAXIMUM_FRAME_BYTES,
    SEQUENCES,
    SYNC,
    Frame,
    FrameReader,
    encode_frame,
)
from tjbot.protocol.pico.messages import COMMANDS, REPORTS, Message, decode_messages, encode_message

CTRL_C = 3
RANGES = {
    "B": st.integers(0, 2**8 - 1),
    "H": st.integers(0, 2**16 - 1),
    "I": st.integers(0, 2**32 - 1),
    "i": st.integers(-(2**31), 2**31 - 1),
    "*": st.binary(max_size=40),
}
frames = st.builds(Frame, st.integers(0, SEQUENCES - 1), st.binary(max_size=MAXIMUM_CONTENT_BYTES))


def messages_of(kind: type[Message]) -> st.SearchStrategy[Message]:
    hints = get_type_hints(kind, include_extras=True)
    return st.builds(kind, **{name: RANGES[hints[name].__metadata__[0].code] for name in kind.__struct_fields__})


messages = st.one_of([messages_of(kind) for kind in (*COMMANDS.values(), *REPORTS.values())])


@given(st.lists(frames))
def test_frames_come_out_as_they_went_in(sent: list[Frame]) -> None:
    data = b"".join(map(encode_frame, sent))
    assert all(len(encode_frame(frame)) <= MAXIMUM_FRAME_BYTES for frame in sent)
    reader = FrameReader()
    assert list(reader.feed(data)) == sent
    assert reader.damaged == 0


@given(st.lists(frames), st.data())
def test_it_does_not_matter_in_which_pieces_they_come(sent: list[Frame], data: st.DataObject) -> None:
    left = b"".join(map(encode_frame, sent))
    reader = FrameReader()
    found = []
    while left:
        count = data.draw(st.integers(1, len(left)))
        found += reader.feed(left[:count])
        left = left[count:]
    assert found == sent


@given(st.binary(max_size=200), frames)
def test_after_any_noise_the_reader_finds_a_frame_once_it_had_time_to_see_that_the_noise_was_none(
    noise: bytes, frame: Frame
) -> None:
    reader = FrameReader()
    list(reader.feed(noise + bytes((SYNC,)) * MAXIMUM_FRAME_BYTES))
    assert list(reader.feed(encode_frame(frame))) == [frame]


@given(frames, st.data())
def test_up_to_three_wrong_bits_are_noticed(frame: Frame, data: st.DataObject) -> None:
    damaged = bytearray(encode_frame(frame))
    for bit in data.draw(st.sets(st.integers(8, 8 * len(damaged) - 9), min_size=1, max_size=3)):
        damaged[bit // 8] ^= 1 << bit % 8
    found = list(FrameReader().feed(bytes(damaged) + bytes((SYNC,)) * MAXIMUM_FRAME_BYTES))
    assert not [one for one in found if len(one.content) == len(frame.content)]


@given(messages)
def test_a_message_comes_out_as_it_went_in(message: Message) -> None:
    assert list(decode_messages(encode_message(message), {type(message).NUMBER: type(message)})) == [message]


@given(st.binary(max_size=MAXIMUM_CONTENT_BYTES))
def test_any_content_is_messages_or_no_message(content: bytes) -> None:
    try:
        found = list(decode_messages(content, COMMANDS))
    except ValueError:
        return
    assert b"".join(map(encode_message, found)) == content


def test_a_computer_begins_without_a_ctrl_c() -> None:
    assert CTRL_C not in GREETING
    assert list(FrameReader().feed(GREETING)) == [Frame(0)]


@pytest.mark.parametrize("frame", [Frame(16), Frame(-1), Frame(0, bytes(60))])
def test_what_fits_into_no_frame_is_refused(frame: Frame) -> None:
    with pytest.raises(ValueError):
        encode_frame(frame)
