"""Whether the pins stayed within their limits, whatever happened: all that they ever did is looked at."""

from collections import deque
from collections.abc import Iterator

from tests.benchmarks.figure import Figure
from tests.soaking.robots import ARM, PERIOD_US, History
from tjbot.robot.parts.arm import ArmSettings
from tjbot.robot.servo import PERIOD_SECONDS, PULSE_US_PER_DEGREE

WINDOW_SECONDS = 0.1
"""Speed is looked at over this long; the moment at which a single pulse is noted depends on who else computes."""

SERVO_US = (500.0, 2500.0)
CALIBRATED_US = (700.0, 2300.0)
ROUNDING_US = 0.01
LIMIT = ArmSettings().degrees_per_second


class Safety:
    """Takes in what pins did and keeps the extremes.

    Args:
        range_us: the pulses that the arms may have.
    """

    def __init__(self, range_us: tuple[float, float] = CALIBRATED_US) -> None:
        self._low, self._high = range_us[0] - ROUNDING_US, range_us[1] + ROUNDING_US
        self._last: dict[str, deque[tuple[float, float]]] = {}
        self.changes = 0
        self.outside = 0
        self.duties_outside = 0
        self.degrees_per_second = 0.0

    def take(self, history: History) -> History:
        """Looks at what pins did since the last time; returns it."""
        for body, pins in history.items():
            for name, changes in pins.items():
                self.changes += len(changes)
                self.duties_outside += sum(not 0 <= pulse_us <= PERIOD_US for _, pulse_us in changes)
                if name == ARM:
                    self._arm(body, changes)
        return history

    def forget(self) -> None:
        """The arms are new ones, so nothing can be said of the way between."""
        self._last.clear()

    def add(self, other: "Safety") -> None:
        """Counts what another one has seen, too."""
        self.changes += other.changes
        self.outside += other.outside
        self.duties_outside += other.duties_outside
        self.degrees_per_second = max(self.degrees_per_second, other.degrees_per_second)

    def figures(self, when: str) -> Iterator[Figure]:
        """What there is to say of it."""
        against = f"{self.changes} changes of pins"
        yield Figure(name=f"{when}: pulses of an arm out of its range", value=self.outside, unit="pulses", goal=0)
        yield Figure(name=f"{when}: duties of a pin out of 0 to 1", value=self.duties_outside, unit="duties", goal=0)
        yield Figure(
            name=f"{when}: greatest speed of an arm",
            value=self.degrees_per_second,
            unit="deg/s",
            goal=LIMIT * (1 + PERIOD_SECONDS / WINDOW_SECONDS),
            against=f"the limit of {LIMIT:g} and a period over {WINDOW_SECONDS:g} s; {against}",
        )

    def _arm(self, body: str, changes: list[tuple[float, float]]) -> None:
        last = self._last.setdefault(body, deque())
        for when, pulse_us in changes:
            if pulse_us == 0:
                # Without a pulse the servo stays where it is.
                continue
            self.outside += not self._low <= pulse_us <= self._high
            while len(last) > 1 and last[1][0] <= when - WINDOW_SECONDS:
                last.popleft()
            for before, then_us in last:
                degrees = abs(pulse_us - then_us) / PULSE_US_PER_DEGREE
                self.degrees_per_second = max(self.degrees_per_second, degrees / max(when - before, WINDOW_SECONDS))
            last.append((when, pulse_us))
