"""Puts TJBot's program on a Pico that has MicroPython, and makes sure that it runs there."""

import contextlib
import hashlib
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tjbot.errors import PartError
from tjbot.pins.pico.identity import read_dictionary
from tjbot.pins.pico.line import UNPLUG, Line, open_port
from tjbot.pins.pico.program import BEGINNING, Program
from tjbot.pins.pico.uf2 import Tell
from tjbot.protocol.pico.messages import Leave

PIECE_BYTES = 1024
BEGIN_SECONDS = 20.0
"""How long a Pico may take from its restart until its program answers."""

UNKNOWN = "unknown"
KEPT_AS = "main_before_tjbot.py"
"""What somebody else's program is called from then on."""

HOLD_BOOTSEL = "Unplug the Pico and plug it in again; if that does not help, put MicroPython on it anew: docs/pico.md."


def fingerprint_on(port: str) -> str:
    """Which program of ours runs on a Pico.

    Args:
        port: for example `/dev/ttyACM0`.

    Returns:
        Its fingerprint; `UNKNOWN` where it does not tell one, and an empty text where no program of ours answers.

    Raises:
        PartError: the port cannot be opened, perhaps because another program uses it.
    """
    with _line(port) as line:
        if not line:
            return ""
        try:
            return read_dictionary(line).firmware
        except PartError:
            return UNKNOWN


def bring(find: Callable[[], str], program: Program, tell: Tell, *, anew: bool = False) -> list[str]:
    """Makes a Pico run a program: writes the files that differ, compares them, restarts it, and waits until it answers.

    Args:
        find: tells the Pico's port, also after its restart; raises `PartError` while there is none.
        program: what shall run.
        tell: is told how far it is.
        anew: whether also to write files that lie there already.

    Returns:
        The names of the files that were written; none where this program ran already.

    Raises:
        PartError: another program uses the port, there is no MicroPython, or it did not take the files or not begin.
    """
    port = find()
    running = fingerprint_on(port)
    if running == program.fingerprint and not anew:
        return []
    with _prompt(port, stop=bool(running)) as board:
        written = _write(board, program, tell, anew=anew, ours=bool(running))
        tell("restarting", 0, 0)
        # It restarts before it could say that it has.
        board.exec_raw_no_follow("import machine\nmachine.reset()")
    _wait_until_it_runs(find, program, tell)
    return written


@contextmanager
def _line(port: str) -> Iterator[Line | None]:
    """The line to our program; None where it does not run."""
    opened = open_port(port)
    line = None
    try:
        line = Line(opened, lambda report, at: None, lambda fault: None)
    except PartError:
        opened.close()
    try:
        yield line
    finally:
        if line:
            line.close()


@contextmanager
def _prompt(port: str, *, stop: bool) -> Iterator[Any]:
    """MicroPython's prompt, for programs; `stop`: a program of ours runs, which has to be told."""
    from mpremote.transport import TransportError
    from mpremote.transport_serial import SerialTransport

    if stop:
        with _line(port) as line:
            if line:
                line.send(Leave())
    try:
        # It prints what it could not understand, which nobody else would, either.
        with contextlib.redirect_stdout(io.StringIO()):
            board = SerialTransport(port, exclusive=True)
            # USB itself holds us back where the Pico is slower; every MicroPython knows this way.
            board.use_raw_paste = False
            try:
                board.enter_raw_repl(soft_reset=False)
                yield board
            finally:
                with contextlib.suppress(OSError, TransportError):
                    board.close()
    except PartError:
        raise
    except (TransportError, OSError) as error:
        raise PartError(f"The Pico at {port} does not take it: {error}.", HOLD_BOOTSEL) from None


def _write(board: Any, program: Program, tell: Tell, *, anew: bool, ours: bool) -> list[str]:
    """Writes what differs. While that is not done there is no `main.py`, so that half a program never begins."""
    there = {item.name for item in board.fs_listdir("")}
    changed = [
        name
        for name, content in program.files.items()
        if anew or name not in there or board.fs_hashfile(name, "sha256") != hashlib.sha256(content).digest()
    ]
    if BEGINNING in there:
        if ours or not there.isdisjoint(set(program.files) - {BEGINNING}):
            board.fs_rmfile(BEGINNING)
        else:
            board.exec(f"import os\nos.rename({BEGINNING!r}, {KEPT_AS!r})")
    changed = [*(name for name in changed if name != BEGINNING), BEGINNING]
    whole = sum(len(program.files[name]) for name in changed)
    done = 0
    for name in changed:
        content = program.files[name]
        board.fs_writefile(
            name, content, PIECE_BYTES, lambda written, _, name=name, before=done: tell(name, before + written, whole)
        )
        if bytes(board.fs_hashfile(name, "sha256")) != hashlib.sha256(content).digest():
            raise PartError(f"{name} did not arrive on the Pico as it was sent.", UNPLUG)
        done += len(content)
    return changed


def _wait_until_it_runs(find: Callable[[], str], program: Program, tell: Tell) -> None:
    end = time.monotonic() + BEGIN_SECONDS
    fault: PartError | None = None
    while time.monotonic() < end:
        tell("restarting", 0, 0)
        try:
            if fingerprint_on(find()) == program.fingerprint:
                return
        except PartError as error:
            fault = error
        time.sleep(0.1)
    why = f" {fault.message}" if fault else ""
    raise PartError(f"The files lie on the Pico, but its program does not answer.{why}", UNPLUG)
