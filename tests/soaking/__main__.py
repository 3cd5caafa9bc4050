"""`tests/soak [--short | --minutes N] [--json] [PHASE…]`."""

import argparse
import importlib
import sys
from collections.abc import Iterator

from tests.benchmarks.figure import Figure, print_figures
from tests.soaking.network import Network

PHASES = {
    "load": "30 pages at 30 events/s, 10 recipes on 10 bodies, 2 who look through the eyes, 3 who read nothing",
    "chaos": "the daemon is killed at random while everybody saves: nothing is lost, all come back",
    "motor": "STOP, drivers that are lost, and vandals: the arm stays within its limits",
    "faults": "no descriptors, a full and a read-only disk, clock jumps, no randomness",
    "browser": "the real page in Chromium comes back when the daemon was killed (not with --short)",
    "network": "a Wi-Fi that drops and delays; goes on beside the other phases, but for load",
}

SHORT_SECONDS = 7.0
MINUTES = 30.0
"""How long the class works that is not cut short."""


def main() -> int:
    """Prints the figures as they come; the exit code is 1 where one misses its goal."""
    arguments = _arguments()
    given = arguments.parse_args()
    unknown = [name for name in given.phases if name not in PHASES]
    if unknown:
        arguments.error(f"there is no {unknown[0]!r}; phases are {', '.join(PHASES)}")
    seconds = SHORT_SECONDS if given.short else given.minutes * 60
    usual = [name for name in PHASES if not (given.short and name == "browser")]
    phases = [name for name in PHASES if name in (given.phases or usual)]
    return 1 if print_figures(_figures(phases, seconds, given.short), as_json=given.json) else 0


def _figures(phases: list[str], seconds: float, short: bool) -> Iterator[Figure]:
    network: Network | None = None
    for name in phases:
        if name != "load" and network is None and "network" in phases:
            network = Network(short=short)
        if name == "network":
            assert network
            yield from network.figures()
        else:
            yield from importlib.import_module(f"tests.soaking.{name}").soak(seconds, short=short)


def _arguments() -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(
        prog="tests/soak",
        description="Strains TJBot and breaks what may break around it.",
        epilog="\n".join(["phases:", *(f"  {name:8} {what}" for name, what in PHASES.items())])
        + "\n\nThe exit code is 1 where a goal is missed. Let nothing else run meanwhile. Root is needed for the disks"
        "\nand the network that fail; without it they are left out, and that is said.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments.add_argument("phases", nargs="*", metavar="PHASE", help="all if none is named")
    arguments.add_argument("--json", action="store_true", help="one JSON object a line")
    how_long = arguments.add_mutually_exclusive_group()
    how_long.add_argument("--short", action="store_true", help="less than 40 seconds in all")
    how_long.add_argument(
        "--minutes",
        type=float,
        default=MINUTES,
        metavar="N",
        help="how long the class works, 30 if not given; all phases together take up to twice as long",
    )
    return arguments


if __name__ == "__main__":
    sys.exit(main())
