"""A process that only sleeps, and notes how much too long: `python -m …` prints when and by how many seconds.

What holds it up holds up the robot, too, and is none of the robot's doing: another program, the disk, the host of a
virtual machine.
"""

import select
import subprocess
import sys
import time

NAP_SECONDS = 0.005
NOTED_SECONDS = 0.02


class Stalls:
    """This program, while the block lasts."""

    def __enter__(self) -> "Stalls":
        command = [sys.executable, "-m", __name__]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._told, _ = self._process.communicate()

    def all(self) -> list[tuple[float, float]]:
        """After the block: when it was held up, on the monotonic clock, and for how many seconds."""
        lines = (line.split() for line in self._told.splitlines() if line)
        return [(float(when), float(seconds)) for when, seconds in lines]


def main() -> None:
    """Naps until its input ends."""
    stalls = []
    while not select.select([sys.stdin], [], [], 0)[0]:
        before = time.monotonic()
        time.sleep(NAP_SECONDS)
        late = time.monotonic() - before - NAP_SECONDS
        if late > NOTED_SECONDS:
            stalls.append(f"{before} {late}")
    print(*stalls, sep="\n", end="")


if __name__ == "__main__":
    main()
