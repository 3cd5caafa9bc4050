"""What `tjbot doctor` prints: a tick or a cross each, or one JSON object a line."""

from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from tjbot.doctor.checks import all_checks
from tjbot.doctor.finding import Verdict, examine
from tjbot.doctor.system import System


def report(home: Path, *, as_json: bool, system: System | None = None) -> int:
    """Looks at everything and prints what was found.

    Args:
        home: the robot's home directory.
        as_json: one object a line (`check`, `ok`, `found`, `cure`) instead of ticks and crosses.
        system: the computer to look at; by default this one.

    Returns:
        The exit code: 0 when all is well, 1 when there is something to cure.
    """
    console = Console(highlight=False, soft_wrap=True)
    faults = 0
    for verdict in examine(system or System(home), all_checks()):
        faults += not verdict.ok
        if as_json:
            print(msgspec.json.encode(verdict).decode(), flush=True)
        else:
            console.print(_line(verdict))
    if not as_json:
        console.print(_summary(faults))
    return 1 if faults else 0


def _line(verdict: Verdict) -> Text:
    name = verdict.check.replace("_", " ")
    mark, color = ("✔", "green") if verdict.ok else ("✘", "red")
    line = Text.assemble((mark, color), f" {name:17} {verdict.found}")
    if verdict.cure:
        line.append(f"\n{'':20}→ {verdict.cure}", "yellow")
    return line


def _summary(faults: int) -> str:
    if not faults:
        return "\nAll is well."
    return f"\n{faults} {'thing' if faults == 1 else 'things'} to cure."
