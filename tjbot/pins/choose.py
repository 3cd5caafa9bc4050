"""Which pins the robot has: those of the Pi that this runs on, of a Pico that is plugged in, or simulated ones."""

import os
from pathlib import Path
from typing import Any, Literal

from tjbot.config import PinsSettings
from tjbot.pins.board import NO_BOARD, PICO, Board, read_board
from tjbot.pins.gpio import gpio_factory
from tjbot.pins.pico.ports import PICO_VARIABLE, boards
from tjbot.pins.simulated import simulated_factory

Kind = Literal["pi", "pico", "simulated"]


def choose_factory(settings: PinsSettings, *, simulate: bool) -> tuple[Any, Kind]:
    """The gpiozero pin factory for the real body.

    Args:
        settings: the table `[pins]` of the configuration.
        simulate: use simulated pins, whatever the settings say.

    Returns:
        The factory, and whose pins they are. That of a Pico which is not there yet waits for it
        (`tjbot.pins.unpluggable.Unpluggable`).

    Raises:
        PartError: this is a Pi, but its pins cannot be used.
    """
    kind = "simulated" if simulate else _kind(settings)
    if kind == "simulated":
        return simulated_factory(), kind
    if kind == "pi":
        return gpio_factory(), kind
    from tjbot.pins.pico.factory import PicoFactory

    return PicoFactory(settings.serial_number or None, wait=True), kind


def board_here(root: Path = Path("/")) -> Board:
    """The board that a robot on this computer takes where its settings name none.

    Args:
        root: where the file system begins; tests give a tree of their own.
    """
    pi = read_board(root)
    if pi.model:
        return pi
    plugged_in = any(board.program == "micropython" for board in boards(root))
    return PICO if plugged_in or os.environ.get(PICO_VARIABLE) else NO_BOARD


def wired_board(settings: PinsSettings, here: Board) -> Board:
    """What the wires of a robot with these settings lead to, also while it is simulated or its Pico is not there.

    Args:
        settings: the table `[pins]` of the configuration.
        here: what the computer offers, `NO_BOARD` for nothing.
    """
    if settings.board == "pico":
        return PICO
    return NO_BOARD if settings.board != "auto" and here is PICO else here


def _kind(settings: PinsSettings) -> Kind:
    if settings.board != "auto":
        return settings.board
    here = board_here()
    if here is PICO:
        return "pico"
    return "pi" if here.model else "simulated"
