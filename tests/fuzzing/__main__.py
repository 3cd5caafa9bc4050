"""`tests/fuzz [--inputs N] [TARGET…]`."""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzzing.targets import TARGETS

INPUTS = 1_000_000
_RUN = re.compile(rb"stat::number_of_executed_units:\s*(\d+)")
_SPEED = re.compile(rb"stat::average_exec_per_sec:\s*(\d+)")


def main() -> int:
    """Fuzzes; the exit code is 1 where something broke."""
    given = _arguments().parse_args()
    names = given.targets or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        print(f"There is no target {unknown[0]!r}; they are {', '.join(TARGETS)}.", file=sys.stderr)
        return 2
    kept = given.keep or Path(tempfile.mkdtemp(prefix="tjbot-fuzz-"))
    broken = [name for name in names if not _fuzz(name, given.inputs, kept)]
    if broken:
        print(f"Broken: {', '.join(broken)}. The inputs are in {kept}; put each into tests/fuzzing/finds/TARGET/.")
    return 1 if broken else 0


def _fuzz(name: str, inputs: int, kept: Path) -> bool:
    corpus = kept / name
    corpus.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.fuzzing.guided", name, str(inputs), str(corpus)]
    ended = subprocess.run(command, capture_output=True)
    told = ended.stdout + ended.stderr
    (kept / f"{name}.log").write_bytes(told)
    tried, speed = _RUN.search(told), _SPEED.search(told)
    number = int(tried[1]) if tried else 0
    fine = ended.returncode == 0 and number >= inputs
    rate = f", {int(speed[1])} a second" if speed and int(speed[1]) else ""
    print(f"{name:11} {number:>9} inputs{rate}: {'nothing broke' if fine else 'BROKEN'}", flush=True)
    if not fine:
        print(told[-2500:].decode(errors="replace"), flush=True)
    return fine


def _arguments() -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(
        prog="tests/fuzz",
        description="Gives what reads foreign bytes inputs by the million, guided by coverage (atheris).",
        epilog="\n".join(["targets:", *(f"  {name:11} {target.meaning}" for name, target in TARGETS.items())]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments.add_argument("targets", nargs="*", metavar="TARGET", help="none fuzzes all, one after the other")
    arguments.add_argument(
        "--inputs", type=int, default=INPUTS, metavar="N", help="how many each; 1,000,000 if not given"
    )
    arguments.add_argument("--keep", type=Path, metavar="DIR", help="where to keep what was found, and go on from")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
