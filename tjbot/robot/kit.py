"""Which parts a robot has: those that its configuration asks for, with their settings and wires."""

from collections.abc import Iterable
from typing import Any

from tjbot.config import FILE_NAME, Configuration, PartSettings, read_table
from tjbot.errors import ConfigurationError, did_you_mean
from tjbot.pins.board import NO_BOARD, Board
from tjbot.robot.part import Part
from tjbot.robot.wiring import Wire


def chosen_parts(
    configuration: Configuration, kinds: Iterable[type[Part]], board: Board = NO_BOARD
) -> dict[type[Part], PartSettings]:
    """The parts that a configuration asks for, with their checked settings.

    Args:
        configuration: the whole of it.
        kinds: every part there is.
        board: what the parts are connected to.

    Raises:
        ConfigurationError: a table belongs to no part, or something in it is wrong.
    """
    by_name = {kind.name: kind for kind in kinds}
    for name in configuration.parts:
        if name not in by_name and not configuration.from_newer:
            hint = did_you_mean(name, by_name)
            raise ConfigurationError(f"{FILE_NAME} has a table [{name}] that belongs to no part.", hint)
    chosen = {}
    for name, kind in by_name.items():
        table, where = configuration.parts.get(name, {}), f"[{name}] in {FILE_NAME}"
        settings = settings_of(kind, table, board, where, from_newer=configuration.from_newer)
        if settings.enabled and (kind.in_every_kit or name in configuration.parts):
            chosen[kind] = settings
    return chosen


def settings_of(
    kind: type[Part], table: dict[str, Any], board: Board, where: str, *, from_newer: bool = False
) -> PartSettings:
    """The checked settings of a part; what its table leaves out is as it is usual on this board.

    Args:
        kind: the part.
        table: its table of the configuration.
        board: what the part is connected to.
        where: how to call the table in an error.
        from_newer: whether a newer TJBot wrote it.

    Raises:
        ConfigurationError: a key is unknown or a value is out of bounds.
    """
    usual = kind.on_a_pico if board.header.kind == "pico" else {}
    return read_table({**usual, **table}, kind.Settings, where, from_newer=from_newer)


def wires_of(chosen: dict[type[Part], PartSettings]) -> dict[str, list[Wire]]:
    """The wires of parts with their settings, by the name of the part."""
    return {kind.name: kind.wires(settings) for kind, settings in chosen.items()}
