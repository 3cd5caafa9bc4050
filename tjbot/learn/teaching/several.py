"""Training on several machines: what `TF_CONFIG` says, checked before TensorFlow waits for the others."""

import json
import os
from dataclasses import dataclass
from typing import Any

from tjbot.learn.errors import TrainingError

VARIABLE = "TF_CONFIG"
_EXAMPLE = (
    'For example, on the second of two machines: TF_CONFIG=\'{"cluster": {"worker": ["anna:5000", "ben:5000"]}, '
    '"task": {"type": "worker", "index": 1}}\''
)


@dataclass(frozen=True)
class Crew:
    """The machines that train together; each has a place, from 0. The first writes the result."""

    place: int
    machines: list[str]

    @property
    def first(self) -> bool:
        """Whether this machine tells and writes what came of it."""
        return self.place == 0


def crew() -> Crew | None:
    """Who trains together as `TF_CONFIG` says; None where this machine trains alone.

    Raises:
        TrainingError: it says something that cannot be.
    """
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    try:
        said: Any = json.loads(text)
        machines, task = said["cluster"]["worker"], said["task"]
        kind, place = task["type"], task["index"]
    except (ValueError, KeyError, TypeError):
        raise TrainingError(f"{VARIABLE} does not say who trains together.", _EXAMPLE) from None
    if set(said["cluster"]) != {"worker"} or kind != "worker":
        raise TrainingError(f"{VARIABLE} names others than workers; only workers train together here.", _EXAMPLE)
    if not isinstance(machines, list) or not all(isinstance(machine, str) and ":" in machine for machine in machines):
        raise TrainingError(f"{VARIABLE} does not give each machine as name:port.", _EXAMPLE)
    if len(set(machines)) != len(machines):
        raise TrainingError(f"{VARIABLE} names a machine twice.", _EXAMPLE)
    if not isinstance(place, int) or not 0 <= place < len(machines):
        raise TrainingError(
            f"{VARIABLE} says that this is machine {place} of {len(machines)}; they count from 0.", _EXAMPLE
        )
    return Crew(place, machines) if len(machines) > 1 else None
