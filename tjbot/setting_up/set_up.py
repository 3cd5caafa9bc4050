"""From the first question to the written file."""

from collections.abc import Sequence
from pathlib import Path

from tjbot.config import FILE_NAME, Configuration
from tjbot.errors import ConfigurationError
from tjbot.pins.board import NO_BOARD, PICO, Board
from tjbot.robot.kit import chosen_parts, wires_of
from tjbot.robot.part import Part
from tjbot.robot.wiring_conflicts import conflicts, refuse_conflicts
from tjbot.robot.wiring_words import Conflict
from tjbot.setting_up.dialog import Dialog, UsualDialog
from tjbot.setting_up.questions import ask_about
from tjbot.settings_file import SettingsFile

LONGEST_NAME = 30


def set_up(home: Path, kinds: Sequence[type[Part]], dialog: Dialog, board: Board = NO_BOARD) -> bool:
    """Asks how the robot is built and writes `tjbot.toml`.

    Args:
        home: the robot's home directory.
        kinds: every part there is.
        dialog: who is asked.
        board: what the parts are connected to.

    Returns:
        Whether a file was written.

    Raises:
        ConfigurationError: the present file is not right, wires are in conflict and nobody can be asked, or the
            file cannot be written.
    """
    file = SettingsFile(home)
    chosen_parts(file.configuration, kinds, board)
    file.put("name", dialog.ask("What is your robot called?", file.configuration.name, _name))
    board = _ask_for_board(file, dialog, board)
    for kind in kinds:
        ask_about(kind, file, dialog, board)
    while found := _conflicts(file, kinds, board):
        if isinstance(dialog, UsualDialog):
            refuse_conflicts(wires_of(chosen_parts(file.configuration, kinds, board)), board)
        _ask_again(found, file, kinds, dialog, board)
    return _write(file, dialog)


def _ask_for_board(file: SettingsFile, dialog: Dialog, here: Board) -> Board:
    """On a computer without pins there may be a Pico that is only not plugged in now; its pins are others."""
    if here is NO_BOARD and file.configuration.pins.board == "auto":
        if not dialog.confirm("Is a Pico on a USB cable the robot's body?", False):
            return here
        file.put("board", "pico", table="pins", meaning="a Pico on a USB cable")
        here = PICO
    if here.header.kind == "pico":
        dialog.say("Hold the Pico with its USB socket up: pin 1 is at the top left, pin 40 at the top right.")
    return here


def _name(text: str) -> str:
    if not 1 <= len(text.strip()) <= LONGEST_NAME:
        raise ValueError(f"A name has 1 to {LONGEST_NAME} letters.")
    return text.strip()


def _conflicts(file: SettingsFile, kinds: Sequence[type[Part]], board: Board) -> list[Conflict]:
    configuration: Configuration = file.configuration
    return conflicts(wires_of(chosen_parts(configuration, kinds, board)), board)


def _ask_again(
    found: list[Conflict], file: SettingsFile, kinds: Sequence[type[Part]], dialog: Dialog, board: Board
) -> None:
    dialog.say("\nSo it cannot stay:")
    for conflict in found:
        dialog.say(f"- {conflict.message} {conflict.hint}")
    concerned = {part for conflict in found for part in conflict.parts}
    for kind in kinds:
        if kind.name in concerned:
            ask_about(kind, file, dialog, board)


def _write(file: SettingsFile, dialog: Dialog) -> bool:
    if not file.changed:
        dialog.say(f"\nNothing is different, so {file.path} stays as it is.")
        return False
    dialog.say(f"\nThis will be in {file.path}:\n")
    for line in file.text.splitlines():
        dialog.say(f"    {line}")
    dialog.say("")
    if not dialog.confirm("Write it?", True):
        dialog.say("Nothing was written.")
        return False
    try:
        backup = file.write()
    except OSError as error:
        raise ConfigurationError(
            f"{file.path} cannot be written: {error.strerror}.", "Choose another folder with --home, or mend this one."
        ) from None
    dialog.say(f"{FILE_NAME} is written." + (f" The old one is {backup.name}." if backup else ""))
    dialog.say("Start the robot (again) to use it: tjbot start. See whether all is well: tjbot doctor.")
    return True
