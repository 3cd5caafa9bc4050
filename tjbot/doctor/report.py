"""What `tjbot doctor` prints: a tick or a cross each, or one JSON object a line."""

import io
import sys
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from tjbot.doctor.checks import all_checks
from tjbot.doctor.finding import Verdict, examine
from tjbot.doctor.system import System

_MARKS = ("✔", "✘", "→")
_PLAIN_MARKS = ("+", "x", ">")
"""Tick, cross and arrow, where a terminal can show them and where it cannot."""


def report(home: Path, *, as_json: bool, system: System | None = None) -> int:
    """Looks at everything and prints what was found.

    Args:
        home: the robot's home directory.
        as_json: one object a line (`check`, `ok`, `found`, `cure`) instead of ticks and crosses.
        system: the computer to look at; by default this one.

    Returns:
        The exit code: 0 when all is well, 1 when there is something to cure.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What a terminal cannot show must not keep it from the rest.
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False, soft_wrap=True)
    marks = _MARKS if _can_show("".join(_MARKS), console.encoding) else _PLAIN_MARKS
    faults = 0
    for verdict in examine(system or System(home), all_checks()):
        faults += not verdict.ok
        if as_json:
            print(msgspec.json.encode(verdict).decode(), flush=True)
        else:
            console.print(_line(verdict, marks))
    if not as_json:
        console.print(_summary(faults))
    return 1 if faults else 0


def _can_show(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _line(verdict: Verdict, marks: tuple[str, str, str]) -> Text:
    tick, cross, arrow = marks
    name = verdict.check.replace("_", " ")
    mark, color = (tick, "green") if verdict.ok else (cross, "red")
    line = Text.assemble((mark, color), f" {name:17} {verdict.found}")
    if verdict.cure:
        line.append(f"\n{'':20}{arrow} {verdict.cure}", "yellow")
    return line


def _summary(faults: int) -> str:
    if not faults:
        return "\nAll is well."
    return f"\n{faults} {'thing' if faults == 1 else 'things'} to cure."
