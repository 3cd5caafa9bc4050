"""Who has the real robot, and who waits for it. Pure: whoever asks tells the time, and which pupils are here."""

from collections.abc import Collection
from dataclasses import dataclass, field

from tjbot.protocol.class_messages import Handing

SLICE_SECONDS = 120.0
LEAST_SLICE_SECONDS, MOST_SLICE_SECONDS = 15.0, 900.0

LAST_SECONDS = 10.0
"""Who had the robot for longer than a slice, because nobody waited, keeps it for so long when somebody comes."""


@dataclass
class Queue:
    """The pupils who wait, in the order in which they asked, and the one who has the real robot (`holder`).

    A turn ends when its slice is over and somebody waits who is here; what nobody waits for goes on. Who is away keeps
    their place and is passed over. By hand (`handing` is "teacher") no turn ends or begins by itself, and neither does
    one while it is paused. `ends_at` is when the present turn ends, None where nothing says so. Times are in seconds
    on any clock that only goes on.
    """

    slice_seconds: float = SLICE_SECONDS
    handing: Handing = "queue"
    waiting: list[str] = field(default_factory=list)
    holder: str | None = None
    began: float = 0.0
    ends_at: float | None = None
    paused_at: float | None = None

    def ask(self, pupil: str) -> None:
        """A pupil would like to have the real robot; who has it or waits already does not wait twice."""
        if pupil != self.holder and pupil not in self.waiting:
            self.waiting.append(pupil)

    def leave(self, pupil: str) -> None:
        """A pupil gives the robot back, or waits no longer."""
        if pupil == self.holder:
            self.take_back()
        elif pupil in self.waiting:
            self.waiting.remove(pupil)

    def hand_to(self, pupil: str, now: float) -> None:
        """The robot is a pupil's from now on, for a whole slice, whoever had it or waits."""
        self.leave(pupil)
        self.holder, self.began, self.ends_at = pupil, now, None
        if self.paused_at is not None:
            self.paused_at = now

    def take_back(self) -> None:
        """Nobody has the robot any more."""
        self.holder, self.ends_at = None, None

    def pause(self, now: float) -> None:
        """From now on no time passes."""
        if self.paused_at is None:
            self.paused_at = now

    def go_on(self, now: float) -> None:
        """Time passes again, and what the present turn had left it still has."""
        if self.paused_at is None:
            return
        lost, self.paused_at = max(0.0, now - self.paused_at), None
        self.began += lost
        if self.ends_at is not None:
            self.ends_at += lost

    def set_slice(self, seconds: float) -> None:
        """How long a turn is from now on, the present one too."""
        if seconds != self.slice_seconds:
            self.slice_seconds, self.ends_at = seconds, None

    def settle(self, now: float, here: Collection[str]) -> None:
        """Ends a turn whose time has come, and lets the next one begin who is here; must be called after every change
        and at `ends_at`.
        """
        if self.paused_at is not None:
            return
        if self.handing == "teacher":
            self.ends_at = None
            return
        coming = [pupil for pupil in self.waiting if pupil in here]
        if self.holder is not None and self.ends_at is not None and coming and now >= self.ends_at:
            self.take_back()
        if self.holder is None and coming:
            self.hand_to(coming.pop(0), now)
        if self.holder is None or not coming:
            self.ends_at = None
        elif self.ends_at is None:
            self.ends_at = max(self.began + self.slice_seconds, now + min(LAST_SECONDS, self.slice_seconds))

    def place(self, pupil: str) -> int:
        """The how manieth of those who wait a pupil is, from 1; 0 for who does not."""
        return self.waiting.index(pupil) + 1 if pupil in self.waiting else 0
