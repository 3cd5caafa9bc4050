"""TJBot's own program for a Pico: the files of `firmware/`, and the fingerprint by which a board tells it."""

import ast
from functools import cache
from pathlib import Path

import msgspec

from tjbot.protocol.pico.dictionary import unpack_dictionary

BEGINNING = "main.py"
"""What MicroPython runs by itself."""

CONSTANTS = "constants.py"


class Program(msgspec.Struct, frozen=True):
    """The content of each file by its name, and the fingerprint of them all."""

    files: dict[str, bytes]
    fingerprint: str


@cache
def our_program() -> Program:
    """The program that comes with this TJBot: in the wheel beside the package's modules, in a checkout at its top."""
    top = Path(__file__).parents[2]
    packed = top / "firmware"
    return read_program(packed if packed.is_dir() else top.parent / "firmware")


def read_program(folder: Path) -> Program:
    """The program in a folder.

    Raises:
        ValueError: its constants tell no fingerprint.
    """
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}
    for statement in ast.parse(files[CONSTANTS]).body:
        if isinstance(statement, ast.Assign) and [ast.unparse(target) for target in statement.targets] == [
            "DICTIONARY"
        ]:
            return Program(files, unpack_dictionary(ast.literal_eval(statement.value)).firmware)
    raise ValueError(f"{folder / CONSTANTS} has no dictionary")
