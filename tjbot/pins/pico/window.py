"""What goes to the board: messages packed into frames, numbered, and sent again until they are taken. Pure."""

from collections import deque

from tjbot.protocol.pico.frames import MAXIMUM_CONTENT_BYTES, SEQUENCES, Frame, encode_frame

MOST_IN_FLIGHT = 8
"""So many frames may be under way; of more than half of the numbers nobody could tell old from new."""

MOST_WAITING = 256
"""So many messages may wait for their turn."""

AGAIN_SECONDS = 0.05
"""Frames that nobody takes are sent again after this time, then after twice, four times … as long."""

LONGEST_AGAIN_SECONDS = 0.4


class OutOfStepError(Exception):
    """The board speaks of frames that it was never sent: its program began anew."""


class Window:
    """Frames on their way, and the messages that wait behind them.

    `taken` counts what was `put` and has arrived, `sent_again` the frames that had to be.

    Args:
        number: the number that the board expects next.
    """

    def __init__(self, number: int) -> None:
        self.sent_again = 0
        self.taken = 0
        self._put = 0
        self._first = number
        self._in_flight: deque[tuple[bytes, int]] = deque()
        self._waiting: deque[bytes] = deque()
        self._due = 0.0
        self._again_seconds = AGAIN_SECONDS
        self._sent_again_at_once = False

    @property
    def is_full(self) -> bool:
        """Whether so many messages wait that whoever has another one must wait, too."""
        return len(self._waiting) >= MOST_WAITING

    @property
    def is_empty(self) -> bool:
        """Whether the board has taken all."""
        return not self._in_flight and not self._waiting

    def put(self, messages: bytes) -> int:
        """Lets messages wait for their turn; what is put together goes in one frame.

        Args:
            messages: at most 59 bytes.

        Returns:
            How large `taken` is as soon as they have arrived.
        """
        self._waiting.append(messages)
        self._put += 1
        return self._put

    def next_bytes(self, now: float) -> bytes:
        """What is to be sent now, as new frames.

        Args:
            now: the time in seconds.
        """
        if not self._in_flight:
            self._begin_waiting(now)
        new = bytearray()
        while self._waiting and len(self._in_flight) < MOST_IN_FLIGHT:
            content, count = bytearray(), 0
            while self._waiting and len(content) + len(self._waiting[0]) <= MAXIMUM_CONTENT_BYTES:
                content += self._waiting.popleft()
                count += 1
            frame = encode_frame(Frame((self._first + len(self._in_flight)) % SEQUENCES, bytes(content)))
            self._in_flight.append((frame, count))
            new += frame
        return bytes(new)

    def answered(self, frame: Frame, now: float) -> bytes:
        """Takes note of a frame from the board.

        Args:
            frame: what came.
            now: the time in seconds.

        Returns:
            What is to be sent again at once, because the board has missed it.

        Raises:
            OutOfStepError: the board expects a number that was not sent.
        """
        taken = (frame.sequence - self._first) % SEQUENCES
        if taken > len(self._in_flight):
            raise OutOfStepError(f"The board expects frame {frame.sequence}.")
        for _ in range(taken):
            self.taken += self._in_flight.popleft()[1]
        self._first = frame.sequence
        if taken:
            self._begin_waiting(now)
        elif self._in_flight and not frame.content and not self._sent_again_at_once:
            # Nothing but "I still wait for that one": something before it was lost.
            self._sent_again_at_once = True
            return self._again()
        return b""

    def seconds_left(self, now: float) -> float | None:
        """How long until frames are to be sent again; None where none is under way."""
        return max(self._due - now, 0.0) if self._in_flight else None

    def overdue_bytes(self, now: float) -> bytes:
        """What is to be sent again, because nobody took it for too long."""
        if not self._in_flight or now < self._due:
            return b""
        self._again_seconds = min(self._again_seconds * 2, LONGEST_AGAIN_SECONDS)
        self._due = now + self._again_seconds
        return self._again()

    def _begin_waiting(self, now: float) -> None:
        self._again_seconds = AGAIN_SECONDS
        self._due = now + self._again_seconds
        self._sent_again_at_once = False

    def _again(self) -> bytes:
        self.sent_again += len(self._in_flight)
        return b"".join(frame for frame, _ in self._in_flight)
