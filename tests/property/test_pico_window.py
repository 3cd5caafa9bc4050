"""Whatever the line loses, a Pico is told everything once and in order."""

from hypothesis import given
from hypothesis import strategies as st

from tjbot.pins.pico.window import MOST_IN_FLIGHT, Window
from tjbot.protocol.pico.frames import SEQUENCES, Frame, FrameReader


class Receiver:
    """The board's half: takes the frame that it expects, answers each with the number that it expects next."""

    def __init__(self, expected: int) -> None:
        self.expected = expected
        self.taken = bytearray()
        self._reader = FrameReader()

    def feed(self, data: bytes) -> list[Frame]:
        answers = []
        for frame in self._reader.feed(data):
            if frame.sequence == self.expected:
                self.taken += frame.content
                self.expected = (self.expected + 1) % SEQUENCES
            answers.append(Frame(self.expected))
        return answers


fate = st.sampled_from(["arrives", "arrives", "arrives", "is lost", "is bent"])


@given(
    st.lists(st.binary(min_size=1, max_size=59), max_size=40),
    st.integers(0, 15),
    st.lists(fate, max_size=60),
    st.lists(fate, max_size=60),
)
def test_everything_arrives_once_and_in_order(
    messages: list[bytes], first: int, there: list[str], back: list[str]
) -> None:
    window, board, now = Window(first), Receiver(first), 0.0
    waiting = list(messages)
    for _ in range(1000):
        while waiting and not window.is_full:
            window.put(waiting.pop(0))
        data = window.next_bytes(now) or window.overdue_bytes(now)
        while data:
            happens = there.pop() if there else "arrives"
            arriving = data if happens == "arrives" else bytes([data[0], data[1] ^ 1]) + data[2:]
            answers = board.feed(arriving) if happens != "is lost" else []
            data = b""
            for answer in answers:
                if not back or back.pop() == "arrives":
                    data += window.answered(answer, now)
        if window.is_empty and not waiting:
            break
        now += 0.1
    assert bytes(board.taken) == b"".join(messages)


@given(st.integers(0, 15), st.integers(1, 30))
def test_no_more_frames_are_under_way_than_can_be_told_apart(first: int, count: int) -> None:
    window = Window(first)
    for _ in range(count):
        window.put(bytes(59))
    frames = list(FrameReader().feed(window.next_bytes(0.0)))
    assert [frame.sequence for frame in frames] == [
        (first + place) % SEQUENCES for place in range(min(count, MOST_IN_FLIGHT))
    ]
