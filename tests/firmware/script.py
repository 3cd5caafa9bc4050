"""Runs lines of Python in MicroPython, beside the firmware's own modules, and brings back what they found."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.firmware.board import FIRMWARE, board

_BEFORE = """
import json
import wires
def give(result):
    wires.note(-1, "result", json.dumps(result))
"""


def in_micropython(code: str, given: Any = None) -> Any:
    """Runs a program in place of the firmware's main.py.

    Args:
        code: the program; it calls `give(…)` with what it found, once.
        given: what it finds as `given`; JSON can hold it.
    """
    with tempfile.TemporaryDirectory() as folder:
        for file in FIRMWARE.glob("*.py"):
            shutil.copy(file, folder)
        head = f"{_BEFORE}given = json.loads({json.dumps(given)!r})\n"
        Path(folder, "main.py").write_text(head + code, encoding="utf-8")
        with board(Path(folder)) as pico:
            pico.wait_for(-1, "prompt")
            ended = [note.value for note in pico.history(-1, "ended")]
            assert not ended, ended[0]
            return json.loads(pico.wait_for(-1, "result").value)
