"""Adds up the results of test runs: `count_results.py FAILED_STEPS FILE.xml…` prints `N passed, N failed, N skipped`.

The files are JUnit XML, as pytest and vitest write it. `FAILED_STEPS` counts the steps that failed without a failed
test in a file (a linter, a run that broke off): each adds one to the failed.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def count(files: list[Path]) -> tuple[int, int, int]:
    """Counts the test cases in JUnit files: passed, failed (errors too), skipped."""
    cases = [case for file in files for case in ElementTree.parse(file).iter("testcase")]
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    return len(cases) - failed - skipped, failed, skipped


if __name__ == "__main__":
    passed, failed, skipped = count([Path(name) for name in sys.argv[2:]])
    print(f"{passed} passed, {failed + int(sys.argv[1])} failed, {skipped} skipped")
