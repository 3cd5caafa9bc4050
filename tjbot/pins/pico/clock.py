"""The board's clock beside the computer's, from questions and their answers. Pure."""

from collections import deque

from tjbot.protocol.pico.messages import TICKS_PERIOD

RECENT = 8
"""The best of so many answers tells the offset …"""

REMEMBERED = 64
"""… and the best of the older ones among these, how much faster or slower the board's clock goes."""

LEAST_SPAN_SECONDS = 5.0
GREATEST_DRIFT = 0.001
"""A quartz is right to a ten-thousandth."""


class Reading:
    """One answer: between which times it was given, and the board's ticks, extended."""

    def __init__(self, sent: float, received: float, ticks: int) -> None:
        self.middle = (sent + received) / 2
        self.uncertain = (received - sent) / 2
        self.ticks = ticks


class Clock:
    """Ticks to seconds and back.

    Ticks are microseconds of the board, extended so that they never begin anew, and from such a beginning that they
    are those of the computer's clock at the first reading: so they go on where a board is plugged in again.
    """

    def __init__(self) -> None:
        self.drift = 0.0
        self._recent: deque[Reading] = deque(maxlen=RECENT)
        self._older: deque[Reading] = deque(maxlen=REMEMBERED)
        self._best = Reading(0.0, 0.0, 0)
        self._base: int | None = None

    @property
    def uncertain_seconds(self) -> float:
        """How far off the offset may be at most."""
        return self._best.uncertain

    def add(self, sent: float, received: float, ticks: int) -> None:
        """Takes an answer of the board.

        Args:
            sent: when it was asked, in seconds of the computer's clock.
            received: when the answer came.
            ticks: what it said, 30 bits.
        """
        if self._base is None:
            self._base = round((sent + received) / 2 * 1e6) - ticks
            self._best = Reading(sent, received, ticks + self._base)
        reading = Reading(sent, received, self.extend(ticks, received))
        if len(self._recent) == RECENT:
            self._older.append(self._recent[0])
        self._recent.append(reading)
        self._best = min(self._recent, key=lambda each: each.uncertain)
        old = [each for each in self._older if self._best.middle - each.middle >= LEAST_SPAN_SECONDS]
        if old:
            self.drift = self._drift_since(min(old, key=lambda each: each.uncertain))

    def ticks_at(self, seconds: float) -> int:
        """The board's ticks at a time of the computer's clock."""
        return self._best.ticks + round((seconds - self._best.middle) * 1e6 * (1 + self.drift))

    def seconds_at(self, ticks: int) -> float:
        """The time of the computer's clock at extended ticks."""
        return self._best.middle + (ticks - self._best.ticks) / 1e6 / (1 + self.drift)

    def on_board(self, seconds: float) -> int:
        """What the board's own clock of 30 bits says at a time of the computer's."""
        return (self.ticks_at(seconds) - (self._base or 0)) % TICKS_PERIOD

    def extend(self, ticks: int, seconds: float) -> int:
        """Extended ticks.

        Args:
            ticks: what the board said, 30 bits.
            seconds: about when, by the computer's clock; nine minutes off is too much.
        """
        about = self.ticks_at(seconds)
        ahead = (ticks + (self._base or 0) - about + TICKS_PERIOD // 2) % TICKS_PERIOD - TICKS_PERIOD // 2
        return about + ahead

    def _drift_since(self, old: Reading) -> float:
        passed = (self._best.middle - old.middle) * 1e6
        drift = (self._best.ticks - old.ticks) / passed - 1
        return min(max(drift, -GREATEST_DRIFT), GREATEST_DRIFT)
