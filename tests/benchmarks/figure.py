"""One measured figure, and how a series of measurements becomes one."""

import statistics
from collections.abc import Sequence

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the table.

    `goal` is the largest value that will do (or with `at_least` the smallest; None: no goal);
    `against` says what was measured beside it in the same run, or what the goal comes from.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    against: str = ""
    at_least: bool = False

    @property
    def ok(self) -> bool:
        """Whether the goal is met; true without a goal."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def line(self) -> dict[str, object]:
        """What `tests/bench --json` prints."""
        value = float(f"{self.value:.4g}")
        return {
            "name": self.name,
            "value": value,
            "unit": self.unit,
            "goal": self.goal,
            "ok": self.ok,
            "against": self.against,
        }


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which that many percent of the measurements lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
