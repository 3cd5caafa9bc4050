"""A daemon in a process of its own that tells when its arm's pulse changed: `python -m … HOME`.

It prints its address, then answers each line it reads: `pulses` with the absolute times (seconds on the
monotonic clock, which all processes share) and widths (µs) of the changes since the last question,
`memory` with its resident bytes and whether anything of TensorFlow was imported.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

from tests.running import ARM_PIN, RunningDaemon, running


class PulseDaemon:
    """This program, or another that answers as it does, started."""

    def __init__(self, home: Path, program: str = "pulse_daemon") -> None:
        command = [sys.executable, "-m", f"tests.benchmarks.{program}", str(home)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self._read().strip()

    def __enter__(self) -> "PulseDaemon":
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def ask(self, question: str) -> Any:
        """The answer to `pulses` or `memory`."""
        assert self._process.stdin
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        return json.loads(self._read())

    def _read(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


def main() -> None:
    """Serves until its input ends."""
    with running(Path(sys.argv[1])) as daemon:
        print(daemon.url, flush=True)
        for line in sys.stdin:
            answer = pulses(daemon) if line.strip() == "pulses" else memory()
            print(json.dumps(answer), flush=True)


def pulses(daemon: RunningDaemon) -> list[tuple[float, float]]:
    """The changes of the arm's pin since the last question."""

    collected: list[tuple[float, float]] = daemon.call(lambda: changes_of(daemon.daemon.pins.pin(ARM_PIN)))
    return collected


def changes_of(pin: Any) -> list[tuple[float, float]]:
    """The changes of a pin since the last question; called on the daemon's event loop."""
    times = [state.timestamp for state in pin.states]
    began = pin._last_change - sum(times)
    changes = []
    for state in pin.states:
        began += state.timestamp
        changes.append((began, state.state * 20_000))
    pin.clear_states()
    return changes[1:]


def memory() -> dict[str, object]:
    """What the process holds."""
    heavy = [name for name in sys.modules if name.startswith(("tensorflow", "keras", "torch", "jax"))]
    return {"resident": psutil.Process().memory_info().rss, "heavy": heavy}


if __name__ == "__main__":
    main()
