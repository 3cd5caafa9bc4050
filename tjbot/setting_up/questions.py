"""What is asked about a part: whether the robot has it, its own questions, and where its wires are."""

import re
from typing import Any

import msgspec

from tjbot.config import FILE_NAME, read_table
from tjbot.errors import ConfigurationError
from tjbot.keys import Key, keys_of
from tjbot.pins.board import NO_BOARD, Board
from tjbot.pins.header import PI_HEADER, Header
from tjbot.robot.kit import settings_of
from tjbot.robot.part import Part
from tjbot.robot.wiring import Connection, Wire, connections
from tjbot.setting_up.dialog import Dialog
from tjbot.settings_file import SettingsFile

NOTHING = "none"
"""What is typed for a key that may be missing."""


def ask_about(kind: type[Part], file: SettingsFile, dialog: Dialog, board: Board = NO_BOARD) -> None:
    """Asks everything about one part and puts the answers into the file.

    Args:
        kind: the part.
        file: the settings, with their present values as the usual answers.
        dialog: who is asked.
        board: what the part is connected to.
    """
    settings = _settings(kind, file, board)
    there = settings.enabled and (kind.in_every_kit or file.has_table(kind.name))
    dialog.say("")
    wanted = dialog.confirm(f"Does your robot have the part {kind.name} ({_lower(kind.summary)})?", there)
    if not wanted:
        if there:
            file.put("enabled", False, table=kind.name)
        return
    if not kind.in_every_kit:
        file.add_table(kind.name)
    if not settings.enabled:
        file.put("enabled", None, table=kind.name)
    asked: set[str] = set()
    while open_questions := [name for name in kind.questions(_settings(kind, file, board)) if name not in asked]:
        asked.add(open_questions[0])
        _ask_key(kind, open_questions[0], file, dialog, board)
    ask_about_wires(kind, file, dialog, board)


def ask_about_wires(kind: type[Part], file: SettingsFile, dialog: Dialog, board: Board = NO_BOARD) -> None:
    """Shows where the wires of a part go, and asks where they really go."""
    header = board.header
    wires = kind.wires(_settings(kind, file, board))
    if not wires:
        return
    dialog.say(f"Wires of the {kind.name}:")
    for line in wire_lines(kind.name, wires, header):
        dialog.say(f"  {line}")
    movable = [wire for wire in wires if _is_movable(kind, file, wire, board)]
    right = not movable or dialog.confirm("Are the wires connected like this, or will they be?", True)
    for wire in movable:
        question = f"Where is the {wire.color} wire, {wire.name}? (18, or: pin {header.pin_of_gpio[18]})"
        gpio = wire.gpio if right else dialog.ask(question, str(wire.gpio), lambda text: gpio_of(text, header))
        assert gpio is not None
        file.put(wire.key, gpio, table=kind.name, meaning=f"pin {header.pin_of_gpio[gpio]} of the {header.board}")


def wire_lines(part: str, wires: list[Wire], header: Header = PI_HEADER) -> list[str]:
    """Each wire with its color and where it goes, for reading."""
    return [f"{end.wire.name:8} {end.wire.color:8} → {_end(end, header)}" for end in connections({part: wires}, header)]


def _end(end: Connection, header: Header) -> str:
    if end.wire.gpio is not None:
        return header.place(end.wire.gpio)
    pin = header.pin(end.pin)
    return f"pin {pin.number}" + (f" ({pin.name})" if pin.name != end.wire.name else "")


def gpio_of(text: str, header: Header = PI_HEADER) -> int:
    """The GPIO number that somebody means by "18", "GPIO 18", "GP18" or "pin 12".

    Raises:
        ValueError: there is no such pin, or it is power or ground.
    """
    found = re.fullmatch(r"\s*(gpio|gp|pin)?\s*(\d{1,2})\s*", text.lower())
    if not found:
        pin_of_18 = header.pin_of_gpio[18]
        raise ValueError(f'Type a GPIO number, for example 18, or that of the pin, for example "pin {pin_of_18}".')
    number = int(found[2])
    if found[1] == "pin":
        if not 1 <= number <= len(header.pins):
            raise ValueError(f"The {header.board} has the pins 1 to {len(header.pins)}.")
        pin = header.pin(number)
        if pin.gpio is None:
            raise ValueError(f"Pin {number} is {pin.name}, so no signal can be there.")
        return pin.gpio
    if number not in header.pin_of_gpio:
        but = "" if header.kind == "pi" else ", but for 23, 24 and 25, which the Pico uses itself"
        raise ValueError(f"There are the GPIO numbers 0 to {max(header.pin_of_gpio)}{but}.")
    return number


def _ask_key(kind: type[Part], name: str, file: SettingsFile, dialog: Dialog, board: Board) -> None:
    key = next(key for key in keys_of(kind.Settings) if key.name == name)
    present = getattr(_settings(kind, file, board), name)
    question = key.meaning.rstrip(".")
    answer: Any
    if key.choices:
        answer = dialog.choose(question, key.choices, str(present))
    elif isinstance(present, bool):
        answer = dialog.confirm(question, present)
    else:
        usual = NOTHING if present is None else str(present)
        answer = dialog.ask(question, usual, lambda text: _read(kind, key, text))
    if answer != key.default or name in file.table(kind.name):
        file.put(name, answer, table=kind.name, meaning=key.meaning)


def _read(kind: type[Part], key: Key, text: str) -> Any:
    """The value that was typed, checked as it will be when the robot starts."""
    if key.default is None and text.strip().lower() == NOTHING:
        return None
    field = next(field for field in msgspec.structs.fields(kind.Settings) if field.encode_name == key.name)
    try:
        value = msgspec.convert(text.strip(), field.type, strict=False)
        read_table({key.name: value}, kind.Settings, f"[{kind.name}]")
    except (msgspec.ValidationError, ConfigurationError):
        raise ValueError(f"It must be {key.may_be}.") from None
    return value


def _settings(kind: type[Part], file: SettingsFile, board: Board) -> Any:
    where, newer = f"[{kind.name}] in {FILE_NAME}", file.configuration.from_newer
    return settings_of(kind, file.table(kind.name), board, where, from_newer=newer)


def _is_movable(kind: type[Part], file: SettingsFile, wire: Wire, board: Board) -> bool:
    """Whether a key of the part chooses the pin; a light on a Pi's SPI has no choice."""
    if wire.use == "spi" and board.header.kind == "pi":
        return False
    return wire.gpio is not None and getattr(_settings(kind, file, board), wire.key) == wire.gpio


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
