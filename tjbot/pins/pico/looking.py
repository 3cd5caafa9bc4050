"""How a Pico is that is plugged in, in words, and what to do where it is no robot's body yet."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from tjbot.errors import PartError
from tjbot.pins.pico.flashing import fingerprint_on
from tjbot.pins.pico.ports import Found, permission_cure
from tjbot.pins.pico.program import our_program
from tjbot.pins.pico.uf2 import HOLD_BOOTSEL, NAMES, where_to_get

Kind = Literal["ready", "in use", "old program", "no program", "no answer", "no micropython", "other program", "closed"]

IN_USE = "Another program uses"
"""How the line to a Pico begins to say that somebody else has it."""


class State(msgspec.Struct, frozen=True):
    """What was found, as the end of a sentence, and the cure where something is to be done."""

    kind: Kind
    found: str
    cure: str = ""


def look(board: Found, root: Path = Path("/"), fingerprint_on: Callable[[str], str] = fingerprint_on) -> State:
    """How a Pico is. One that nobody uses is asked for its program, which takes up to two seconds.

    Args:
        board: what was found at a port.
        root: where the file system begins.
        fingerprint_on: asks a port.
    """
    if board.program == "none":
        return State("no micropython", f"a {NAMES[board.chip]} without MicroPython", where_to_get(board.chip))
    if board.program == "other":
        cure = f"{HOLD_BOOTSEL} {where_to_get('RP2040')}"
        return State("other program", "runs another program than MicroPython", cure)
    if not board.may_open:
        return State("closed", "this user may not open it", permission_cure(board, root))
    try:
        running = fingerprint_on(board.port)
    except PartError as error:
        kind: Kind = "in use" if error.message.startswith(IN_USE) else "no answer"
        return State(kind, f"{error.message[0].lower()}{error.message[1:].rstrip('.')}", error.hint)
    if not running:
        return State("no program", "MicroPython without TJBot's program", "Put it on with: tjbot pico flash")
    if running != our_program().fingerprint:
        return State("old program", "another version of TJBot's program", "Bring it up to date with: tjbot pico update")
    return State("ready", "TJBot's program runs")
