"""`tjbot pico`: a Pico on a USB cable gets the program that makes it a robot's body."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tjbot.errors import PartError
from tjbot.options import Home, Json

if TYPE_CHECKING:
    from tjbot.pins.pico.uf2 import Tell

# What a single command needs is imported in it, as in cli.

pico = typer.Typer(help="A Pico as the robot's body: find it, put the program on it.", no_args_is_help=True)

Which = Annotated[
    str,
    typer.Option(
        "--serial-number", envvar="TJBOT_PICO", help="Which one, where several are plugged in; tjbot pico list tells."
    ),
]


@pico.command("list")
def list_picos(*, as_json: Json = False) -> None:
    """Lists the Picos that are plugged in, and what runs on each."""
    from tjbot.pins.pico.looking import look
    from tjbot.pins.pico.ports import boards

    found = [(board, look(board)) for board in boards()]
    for board, state in found:
        if as_json:
            line = {
                "serial_number": board.serial_number,
                "port": board.port,
                "state": state.kind,
                "found": state.found,
                "cure": state.cure,
            }
            print(json.dumps(line, ensure_ascii=False))
        else:
            print(f"{board}: {state.found}." + (f" {state.cure}" if state.cure else ""))
    if not found and not as_json:
        print("No Pico is plugged in. Take a USB cable that carries data and not only power.")


@pico.command()
def flash(
    *,
    micropython: Annotated[
        Path | None,
        typer.Option("--micropython", metavar="FILE.uf2", help="MicroPython for a Pico that has none yet."),
    ] = None,
    which: Which = "",
    home: Home = None,
) -> None:
    """Puts the program on a Pico, whatever lies there; with --micropython also MicroPython itself."""
    from tjbot.pins.pico.uf2 import put_micropython, read_uf2

    which = which or _chosen(home)
    with _progress() as tell:
        if micropython:
            # The Pico that has just got it is the one that is meant.
            found = put_micropython(read_uf2(micropython), tell)
            which = found.serial_number or found.port
        written = _bring(which, home, tell, anew=True)
    print(f"Done: {len(written)} files lie on the Pico, and its program answers.")


@pico.command()
def update(*, which: Which = "", home: Home = None) -> None:
    """Brings the program on a Pico up to date, if it is not."""
    with _progress() as tell:
        written = _bring(which or _chosen(home), home, tell, anew=False)
    if written:
        print(f"Done: {len(written)} files were older, and the new program answers.")
    else:
        print("The Pico has this program already.")


def _chosen(home: Path | None) -> str:
    """The serial number that the robot's settings name."""
    from tjbot.config import load
    from tjbot.homes import usual_home

    return load(home or usual_home()).pins.serial_number


def _bring(which: str, home: Path | None, tell: "Tell", *, anew: bool) -> list[str]:
    from tjbot.daemon.home_lock import running_at
    from tjbot.homes import usual_home
    from tjbot.pins.pico.board import port_of
    from tjbot.pins.pico.flashing import bring
    from tjbot.pins.pico.looking import IN_USE
    from tjbot.pins.pico.program import our_program

    try:
        return bring(lambda: port_of(which), our_program(), tell, anew=anew)
    except PartError as error:
        robot = running_at(home or usual_home()) if error.message.startswith(IN_USE) else None
        if robot is None:
            raise
        raise PartError(
            f"The robot at {robot} uses the Pico.",
            "Stop it with Ctrl-C where it was started (on a Pi: sudo systemctl stop tjbot), then run this again.",
        ) from None
    except ValueError as error:
        raise PartError(f"This TJBot has no whole program for a Pico: {error}.", "Install it anew.") from None


@contextmanager
def _progress() -> Iterator["Tell"]:
    """A bar at the terminal, and nothing where nobody looks."""
    import sys

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description:22}"), BarColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task("looking for the Pico", total=None)
        yield lambda what, done, whole: bars.update(task, description=what, completed=done, total=whole or None)
