import re

from hypothesis import given
from hypothesis import strategies as st

from tjbot.recipe.output import BURST_LINES, LINES_PER_SECOND, LONGEST_LINE_BYTES, OutputLimit


def texts(pieces, stream="stdout") -> str:
    return "".join(text for name, text in pieces if name == stream)


def told(pieces) -> int:
    """How many lines the notices say were left out."""
    counts = re.findall(r"… ([\d,]+) more", texts(pieces, "notice"))
    return sum(int(count.replace(",", "")) for count in counts)


def test_a_few_lines_pass_at_once():
    limit = OutputLimit(0.0)
    assert limit.take("stdout", b"one\ntwo\n", 0.0) == [("stdout", "one\ntwo\n")]
    assert limit.take("stderr", b"three\n", 0.0) == [("stderr", "three\n")]
    assert limit.due() is None
    assert limit.end() == []


def test_an_unfinished_line_passes_a_little_later():
    limit = OutputLimit(0.0)
    assert limit.take("stdout", b"What is", 0.0) == []
    due = limit.due()
    assert limit.tick(due - 0.001) == []
    assert limit.tick(due) == [("stdout", "What is")]
    assert limit.take("stdout", b" up?\n", due) == [("stdout", " up?\n")]


def test_letters_of_several_bytes_may_come_in_pieces():
    limit = OutputLimit(0.0)
    whole = "grün\n".encode()
    assert limit.take("stdout", whole[:3], 0.0) == []
    first = limit.tick(1.0)
    rest = limit.take("stdout", whole[3:], 1.0)
    assert texts(first + rest) == "grün\n"
    assert texts(limit.take("stdout", b"\xff\n", 1.0)) == "\ufffd\n"


def test_a_long_line_is_cut():
    limit = OutputLimit(0.0)
    assert texts(limit.take("stdout", b"a" * 100_000 + b"\nnext\n", 0.0)) == "a" * LONGEST_LINE_BYTES + "…\nnext\n"
    pieces = []
    for _ in range(100):
        pieces += limit.take("stdout", b"b" * 1000, 10.0)
    pieces += limit.take("stdout", b"\nnext\n", 10.0)
    assert texts(pieces) == "b" * LONGEST_LINE_BYTES + "…\nnext\n"


def test_a_million_lines_are_counted_and_told_once():
    limit, pieces, now = OutputLimit(0.0), [], 0.0
    for _ in range(1000):
        now += 0.002
        pieces += limit.take("stdout", b"again\n" * 1000, now)
    assert texts(pieces) == "again\n" * BURST_LINES
    assert told(pieces) == 0
    pieces += limit.tick(limit.due())
    assert told(pieces) == 1_000_000 - BURST_LINES
    assert limit.take("stdout", b"quiet again\n", now + 1) == [("stdout", "quiet again\n")]


def test_a_flood_without_an_end_is_told_now_and_then():
    limit, pieces = OutputLimit(0.0), []
    for step in range(6000):
        pieces += limit.take("stdout", b"again\n" * 10, step * 0.01)
    assert 5 <= sum(stream == "notice" for stream, _ in pieces) <= 7
    passed = texts(pieces).count("\n")
    assert passed <= BURST_LINES + LINES_PER_SECOND * 60
    assert passed + told(pieces) + told(limit.end()) == 60_000


CHUNKS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.001, 0.06, 0.7, 5.0]),
        st.one_of(
            st.sampled_from(
                [b"\n", b"a", b"line\n" * 300, b"x" * 3000, "ü".encode() * 1500, b"end\nbegin", b"\n" * 150]
            ),
            st.binary(max_size=20),
        ),
    ),
    max_size=40,
)


@given(CHUNKS)
def test_every_line_is_passed_on_or_counted(chunks):
    limit, pieces, now, printed = OutputLimit(0.0), [], 0.0, b""
    for pause, data in chunks:
        now += pause
        pieces += limit.take("stdout", data, now)
        printed += data
        due = limit.due()
        if due is not None and due <= now:
            pieces += limit.tick(now)
    pieces += limit.end()
    passed = texts(pieces)
    lines = printed.count(b"\n")
    assert lines <= passed.count("\n") + told(pieces) <= lines + 1
    assert passed.count("\n") <= BURST_LINES + LINES_PER_SECOND * now + 1
    assert all(len(text) <= 12_000 for _, text in pieces)


@given(CHUNKS.filter(lambda chunks: sum(data.count(b"\n") + 1 for _, data in chunks) < BURST_LINES))
def test_what_is_little_passes_unchanged(chunks):
    limit, pieces, now, printed = OutputLimit(0.0), [], 0.0, b""
    for pause, data in chunks:
        now += pause
        pieces += limit.take("stdout", data, now)
        printed += data
    pieces += limit.end()
    assert told(pieces) == 0
    if max(map(len, printed.split(b"\n"))) <= LONGEST_LINE_BYTES:
        assert texts(pieces) == printed.decode("utf-8", "replace")
