"""What of all that happens a person wants to read: the beginnings and ends, and not every step between. Pure."""

import re
from typing import Any

STEPS_SECONDS = 1.0
"""A part that changes step by step (an arm on its way, a light that fades) is told of once in this time."""

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


class Summary:
    """Leaves out what only goes on: an event that is still so, and the steps of a part's change."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[float, dict[str, Any]]] = {}

    def of(self, report: dict[str, Any]) -> dict[str, Any] | None:
        """What of a report is worth a line.

        Args:
            report: a `seen` or `state`, as plain values, in the order of their times.

        Returns:
            The report with those parts alone that are worth telling; None where there is nothing.
        """
        if report["type"] != "state":
            return None if report.get("phase") == "now" else report
        kept = {
            name: value
            for name, value in report.items()
            if not isinstance(value, dict) or name == "about" or self._is_news(name, report["time"], value)
        }
        return kept if any(isinstance(value, dict) for value in kept.values()) else None

    def _is_news(self, part: str, time: float, reading: dict[str, Any]) -> bool:
        told, before = self._told.get(part, (float("-inf"), {}))
        if time - told < STEPS_SECONDS and not _differ_in_kind(before, reading):
            return False
        self._told[part] = (time, reading)
        return True


def _differ_in_kind(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether more has changed than how much: something began or ended, or is another one."""
    return before.keys() != after.keys() or any(not _is_step(before[name], after[name]) for name in after)


def _is_step(before: Any, after: Any) -> bool:
    """Whether a value is the same, or the next of many on a scale."""
    if before == after:
        return True
    if isinstance(before, str) and isinstance(after, str):
        return bool(_COLOR.fullmatch(before) and _COLOR.fullmatch(after))
    return _is_amount(before) and _is_amount(after)


def _is_amount(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
