"""A daemon with ten bodies in a process of its own: `python -m … HOME`.

It prints its address, then answers the line `pulses` with the changes of every body's arm since the last question,
as `pulse_daemon` does for its one.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.pulse_daemon import changes_of
from tests.running import ARM_PIN, RunningDaemon, running
from tjbot.pins.board import NO_BOARD
from tjbot.pins.simulated import simulated_factory
from tjbot.robot.body import Body
from tjbot.robot.parts.arm import Arm
from tjbot.robot.parts.light import Light

BODIES = [f"body {number}" for number in range(10)]


def main() -> None:
    """Serves until its input ends."""
    with running(Path(sys.argv[1])) as daemon:
        pins = daemon.call(lambda: {name: add_body(daemon, name) for name in BODIES})
        print(daemon.url, flush=True)
        for _ in sys.stdin:
            answer = daemon.call(lambda: {name: changes_of(of_body.pin(ARM_PIN)) for name, of_body in pins.items()})
            print(json.dumps(answer), flush=True)


def add_body(daemon: RunningDaemon, name: str) -> Any:
    """Adds a simulated body with an arm and a light; returns its pins."""
    robot = daemon.daemon.robot
    pins = simulated_factory()
    body = Body(name, pins, [Arm, Light], lambda part: robot.part_changed(name, part), home=daemon.home)
    robot.add(body)
    body.start(daemon.daemon.configuration, NO_BOARD)
    return pins


if __name__ == "__main__":
    main()
