"""A board that is plugged in, and a computer that has it open."""

from collections.abc import Iterator

import pytest

from tests.firmware.board import Board, board
from tests.firmware.computer import Computer


@pytest.fixture
def pico() -> Iterator[Board]:
    with board() as plugged_in:
        yield plugged_in


@pytest.fixture
def computer(pico: Board) -> Iterator[Computer]:
    with Computer(pico.path) as connected:
        yield connected
