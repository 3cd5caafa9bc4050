"""`tests/bench [--json] [NAME…]`."""

import argparse
import importlib
import json
import sys
from collections.abc import Iterator

from tests.benchmarks.figure import Figure

NAMES = ("wave", "body", "vision", "recipes", "teach", "safe", "pico", "class")


def figures(name: str) -> Iterator[Figure]:
    """The figures of one name; a name whose issue is still open has none."""
    try:
        module = importlib.import_module(f"tests.benchmarks.{name}_figures")
    except ModuleNotFoundError as error:
        if error.name != f"tests.benchmarks.{name}_figures":
            raise
        print(f"{name}: nothing is measured yet.", file=sys.stderr)
        return
    yield from module.measure()


def main() -> int:
    """Prints the figures as they come; the exit code is 1 where one misses its goal."""
    arguments = argparse.ArgumentParser(prog="tests/bench", description="Measures TJBot.")
    arguments.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}; none runs all")
    arguments.add_argument("--json", action="store_true", help="one JSON object a line")
    given = arguments.parse_args()
    unknown = [name for name in given.names if name not in NAMES]
    if unknown:
        arguments.error(f"there is no {unknown[0]!r}; names are {', '.join(NAMES)}")
    missed = 0
    for name in given.names or NAMES:
        for figure in figures(name):
            missed += not figure.ok
            print(json.dumps(figure.line(), ensure_ascii=False) if given.json else _row(figure), flush=True)
    return 1 if missed else 0


def _row(figure: Figure) -> str:
    sign = ">=" if figure.at_least else "<="
    goal = f"{sign} {figure.goal:g}" if figure.goal is not None else ""
    mark = "" if figure.goal is None else "ok" if figure.ok else "MISSED"
    return f"{figure.name:52} {figure.value:10.4g} {figure.unit:8} {goal:>10} {mark:7} {figure.against}"


if __name__ == "__main__":
    sys.exit(main())
