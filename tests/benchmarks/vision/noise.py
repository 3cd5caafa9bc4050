"""Whether the machine was quiet while something was measured: figures of a busy one are no figures."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

MOST_STOLEN = 0.02
"""Share of the processor's time that the host of a virtual machine may take for others."""
MOST_OTHERS = 0.1
"""Share of the processor's time that programs outside the measurement may take before it begins."""
LISTENING_SECONDS = 1.0


@dataclass
class Noise:
    """What disturbed a measurement; whole when that is over."""

    others: float = 0.0
    stolen: float = 0.0

    def __str__(self) -> str:
        """A few words for the table; empty where it was quiet."""
        words = []
        if self.others > MOST_OTHERS:
            words.append(f"others took {self.others:.0%} of the processor")
        if self.stolen > MOST_STOLEN:
            words.append(f"{self.stolen:.0%} of its time was stolen")
        return f"; NOISY: {', '.join(words)}" if words else ""


@contextmanager
def noise() -> Iterator[Noise]:
    """Listens for a second to what else runs, so before anything is started that is measured; then, while the block
    runs, to what the host steals."""
    heard = Noise()
    before = psutil.cpu_times()
    time.sleep(LISTENING_SECONDS)
    between = psutil.cpu_times()
    heard.others = 1 - _share(before, between, "idle") - _share(before, between, "iowait")
    yield heard
    heard.stolen = _share(between, psutil.cpu_times(), "steal")


def _share(before: object, after: object, kind: str) -> float:
    names = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")
    spent = {name: getattr(after, name, 0.0) - getattr(before, name, 0.0) for name in names}
    total = sum(spent.values())
    return float(spent[kind] / total) if total > 0 else 0.0
