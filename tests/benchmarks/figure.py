"""One measured figure, how a series of measurements becomes one, and how figures are printed."""

import json
import statistics
from collections.abc import Iterable, Sequence

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

    def row(self) -> str:
        """A line of the table for people."""
        sign = ">=" if self.at_least else "<="
        goal = f"{sign} {self.goal:g}" if self.goal is not None else ""
        mark = "" if self.goal is None else "ok" if self.ok else "MISSED"
        return f"{self.name:60} {self.value:10.4g} {self.unit:8} {goal:>10} {mark:7} {self.against}"


def print_figures(figures: Iterable[Figure], *, as_json: bool) -> int:
    """Prints figures as they come; returns how many missed their goal."""
    missed = 0
    for figure in figures:
        missed += not figure.ok
        print(json.dumps(figure.line(), ensure_ascii=False) if as_json else figure.row(), flush=True)
    return missed


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which that many percent of the measurements lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
