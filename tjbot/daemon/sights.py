"""What each source sees now; pure. It mends the phases, so that nothing stays seen for ever."""

import msgspec

from tjbot.protocol.messages import Seen
from tjbot.protocol.values import Sense

MOST_LABELS = 64
"""How many labels one source may see at once."""


class Sights:
    """What is noticed, by source, sense and label."""

    def __init__(self) -> None:
        self._now: dict[str, dict[tuple[Sense, str], Seen]] = {}

    def accept(self, source: str, seen: Seen) -> list[Seen]:
        """Takes in what a source says and returns what is to be told to the others.

        A `now` of something new becomes `started`, a `started` of something known becomes `now`, a `stopped`
        of something unknown is nothing. Beyond `MOST_LABELS` the oldest ends, so that the table stays small.
        """
        known = self._now.setdefault(source, {})
        key = (seen.sense, seen.label)
        if seen.phase == "stopped":
            return [msgspec.structs.replace(seen, source=source)] if known.pop(key, None) else []
        told = []
        if key not in known and len(known) >= MOST_LABELS:
            told.append(_stopped(known.pop(next(iter(known)))))
        phase = "now" if key in known else "started"
        known[key] = msgspec.structs.replace(seen, source=source, phase=phase)
        return [*told, known[key]]

    def leave(self, source: str) -> list[Seen]:
        """Ends all that a lost source saw."""
        return [_stopped(seen) for seen in self._now.pop(source, {}).values()]

    def all(self) -> list[Seen]:
        """Everything that is seen now, by whatever source."""
        return [seen for known in self._now.values() for seen in known.values()]


def _stopped(seen: Seen) -> Seen:
    return Seen(
        label=seen.label, model=seen.model, sense=seen.sense, phase="stopped", confidence=0.0, source=seen.source
    )
