"""`tests/bench [--json] [NAME…]`."""

import argparse
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.figure import Figure, print_figures
from tests.benchmarks.vision import PARTS

NAMES = ("wave", "body", "vision", "recipes", "teach", "safe", "pico", "class")

MORE = f"""
The last column says what was measured beside a figure, in the same run. The exit code is 1 where a goal is missed. Let
nothing else run meanwhile: a figure that was disturbed says NOISY.

vision takes some ten minutes on a quiet machine with two cores, some more when it first draws its pictures. Its parts:
{chr(10).join(f"  {name:9} {what}" for name, what in PARTS.items())}
With --frames only `found` is measured, on your pictures: CONTRIBUTING.md tells what their labels.csv looks like.
"""


def figures(name: str, options: dict[str, Any]) -> Iterator[Figure]:
    """The figures of one name; a name whose issue is still open has none."""
    try:
        module = importlib.import_module(f"tests.benchmarks.{name}_figures")
    except ModuleNotFoundError as error:
        if error.name != f"tests.benchmarks.{name}_figures":
            raise
        print(f"{name}: nothing is measured yet.", file=sys.stderr)
        return
    yield from module.measure(**options)


def main() -> int:
    """Prints the figures as they come; the exit code is 1 where one misses its goal."""
    arguments = _arguments()
    given = arguments.parse_args()
    unknown = [name for name in given.names if name not in NAMES]
    if unknown:
        arguments.error(f"there is no {unknown[0]!r}; names are {', '.join(NAMES)}")
    vision = {key: value for key in ("frames", "minutes", "only") if (value := getattr(given, key)) is not None}
    if vision and given.names != ["vision"]:
        arguments.error(f"--{next(iter(vision))} is for `tests/bench vision`")
    missed = 0
    for name in given.names or NAMES:
        missed += print_figures(figures(name, vision if name == "vision" else {}), as_json=given.json)
    return 1 if missed else 0


def _arguments() -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(
        prog="tests/bench",
        description="Measures TJBot.",
        epilog=MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}; none runs all")
    arguments.add_argument("--json", action="store_true", help="one JSON object a line")
    vision = arguments.add_argument_group("only for vision")
    vision.add_argument(
        "--frames",
        metavar="DIR",
        type=Path,
        action="append",
        help="a folder with PNG or JPEG pictures and a labels.csv, or with such folders; may be given more than once",
    )
    vision.add_argument("--minutes", metavar="N", type=float, help="how long the page is left alone; 2 if not given")
    vision.add_argument("--only", metavar="PART", action="append", choices=PARTS, help="one part; again for more")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
