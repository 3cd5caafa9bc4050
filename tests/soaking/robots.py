"""A daemon in a process of its own, with as many bodies as are asked for: `python -m … HOME PORT BODIES`.

It prints its address, then answers each line `history` with what the pins of every body's arm and light did since the
last question, in absolute times (seconds on the monotonic clock, which all processes share).
"""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

from tests.benchmarks.pulse_daemon import changes_of
from tests.benchmarks.ten_bodies import add_body
from tests.running import ARM_PIN, BLUE_PIN, GREEN_PIN, RED_PIN, RunningDaemon, running

REAL = "real"
ARM = "arm"
PINS = {ARM: ARM_PIN, "red": RED_PIN, "green": GREEN_PIN, "blue": BLUE_PIN}
PERIOD_US = 20_000

History = dict[str, dict[str, list[tuple[float, float]]]]
"""By body and pin: when it changed, and the pulse of a period of 20,000 µs since."""


class Robots:
    """This program, started and ready.

    Args:
        home: the robot's home.
        bodies: how many simulated bodies beside the real one, which is simulated, too.
        port: where it listens; 0 for a free port.
        program: the module that is this program, or begins as it does.
        world: what `strange_worlds` shall be like for it.
    """

    def __init__(
        self, home: Path, bodies: int = 0, *, port: int = 0, program: str = "tests.soaking.robots", world: str = ""
    ) -> None:
        self.home = home
        command = [sys.executable, "-m", program, *([world] if world else []), str(home), str(port), str(bodies)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.url = self._read().decode().strip()
        if not self.url:
            raise RuntimeError("the daemon did not start")

    def __enter__(self) -> "Robots":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            assert self.process.stdin
            self.process.stdin.close()
            self.process.wait(20)

    def history(self) -> History:
        """What the pins did since the last question."""
        assert self.process.stdin
        self.process.stdin.write(b"history\n")
        self.process.stdin.flush()
        return msgspec.json.decode(self._read(), type=History)

    def kill(self) -> None:
        """Ends it as a crash would."""
        self.process.kill()
        self.process.wait(20)

    def _read(self) -> bytes:
        assert self.process.stdout
        return self.process.stdout.readline()


def names(count: int) -> list[str]:
    """What the simulated bodies are called."""
    return [f"body {number}" for number in range(count)]


def main() -> None:
    """Serves until its input ends."""
    # That it was killed is no news here.
    logging.getLogger("tjbot.daemon.autostart").setLevel(logging.ERROR)
    home, port, bodies = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with running(home, port=port) as daemon:
        pins = {REAL: daemon.daemon.pins}
        pins |= daemon.call(lambda: {name: add_body(daemon, name) for name in names(bodies)})
        print(daemon.url, flush=True)
        for _ in sys.stdin:
            answer = {body: _changes(daemon, factory) for body, factory in pins.items()}
            print(json.dumps(answer), flush=True)


def _changes(daemon: RunningDaemon, factory: Any) -> dict[str, list[tuple[float, float]]]:
    """One body at a time, so that the robot is not kept long from moving."""
    found: dict[str, list[tuple[float, float]]] = daemon.call(
        lambda: {name: changes_of(factory.pin(pin)) for name, pin in PINS.items()}
    )
    return found


if __name__ == "__main__":
    main()
