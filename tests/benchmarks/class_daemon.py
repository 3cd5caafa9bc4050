"""A robot for a class in a process of its own: `python -m … HOME`.

It prints its address, then answers the line `pulses` with the changes of every own robot's arm since the last question,
by body, as `pulse_daemon` does for its one.
"""

import json
import sys
from pathlib import Path

from tests.benchmarks.pulse_daemon import changes_of
from tests.running import ARM_PIN, RunningDaemon, running
from tjbot.daemon.robot import REAL_BODY


def main() -> None:
    """Serves until its input ends."""
    with running(Path(sys.argv[1])) as daemon:
        print(daemon.url, flush=True)
        for _ in sys.stdin:
            answer = {body: _changes(daemon, body) for body in daemon.call(lambda: list(daemon.daemon.robot.bodies))}
            print(json.dumps(answer), flush=True)


def _changes(daemon: RunningDaemon, body: str) -> list[tuple[float, float]]:
    """One robot at a time, so that none is kept long from moving."""
    if body == REAL_BODY:
        return []
    robot = daemon.daemon.robot
    changes: list[tuple[float, float]] = daemon.call(lambda: changes_of(robot.bodies[body].pins.pin(ARM_PIN)))
    return changes


if __name__ == "__main__":
    main()
