"""A daemon in a process of its own that tells when its arm's pulse changed: `python -m … HOME`.

It prints its address, then answers each line it reads: `pulses` with the absolute times (seconds on the
monotonic clock, which all processes share) and widths (µs) of the changes since the last question,
`memory` with its resident bytes and whether anything of TensorFlow was imported.
"""

import json
import sys
from pathlib import Path

import psutil

from tests.running import ARM_PIN, RunningDaemon, running


def main() -> None:
    """Serves until its input ends."""
    with running(Path(sys.argv[1])) as daemon:
        print(daemon.url, flush=True)
        for line in sys.stdin:
            answer = pulses(daemon) if line.strip() == "pulses" else memory()
            print(json.dumps(answer), flush=True)


def pulses(daemon: RunningDaemon) -> list[tuple[float, float]]:
    """The changes of the arm's pin since the last question."""

    def collect() -> list[tuple[float, float]]:
        pin = daemon.daemon.pins.pin(ARM_PIN)
        times = [state.timestamp for state in pin.states]
        began = pin._last_change - sum(times)
        changes = []
        for state in pin.states:
            began += state.timestamp
            changes.append((began, state.state * 20_000))
        pin.clear_states()
        return changes[1:]

    collected: list[tuple[float, float]] = daemon.call(collect)
    return collected


def memory() -> dict[str, object]:
    """What the process holds."""
    heavy = [name for name in sys.modules if name.startswith(("tensorflow", "keras", "torch", "jax"))]
    return {"resident": psutil.Process().memory_info().rss, "heavy": heavy}


if __name__ == "__main__":
    main()
