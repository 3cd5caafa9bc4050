"""`tests/soak [--short | --minutes N] [--json] [PHASE…]`."""

import argparse
import importlib
import sys
from collections.abc import Iterator

from tests.benchmarks.figure import Figure, print_figures

PHASES = {
    "motor": "STOP, drivers that are lost, and vandals: the arm stays within its limits",
    "chaos": "the daemon is killed at random while everybody saves: nothing is lost, all come back",
    "load": "30 pages at 30 events/s, 10 recipes on 10 bodies, 2 who look through the eyes, 3 who read nothing",
}

SHORT_SECONDS = 8.0
MINUTES = 30.0
"""How long the class works that is not cut short."""


def main() -> int:
    """Prints the figures as they come; the exit code is 1 where one misses its goal."""
    given = _arguments().parse_args()
    seconds = SHORT_SECONDS if given.short else given.minutes * 60
    phases = [name for name in PHASES if name in given.phases or not given.phases]
    return 1 if sum(print_figures(_soak(name, seconds, given.short), as_json=given.json) for name in phases) else 0


def _soak(name: str, seconds: float, short: bool) -> Iterator[Figure]:
    figures: Iterator[Figure] = importlib.import_module(f"tests.soaking.{name}").soak(seconds, short=short)
    return figures


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tests/soak",
        description="Strains TJBot and breaks what may break around it.",
        epilog="\n".join(["phases:", *(f"  {name:8} {what}" for name, what in PHASES.items())])
        + "\n\nThe exit code is 1 where a goal is missed. Let nothing else run meanwhile.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("phases", nargs="*", metavar="PHASE", choices=[[], *PHASES], help="all if none is named")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    how_long = parser.add_mutually_exclusive_group()
    how_long.add_argument("--short", action="store_true", help="less than 40 seconds in all")
    how_long.add_argument("--minutes", type=float, default=MINUTES, metavar="N", help="how long; 30 if not given")
    return parser


if __name__ == "__main__":
    sys.exit(main())
