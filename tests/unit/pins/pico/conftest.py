"""A paper board and a factory for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.pins.pico.paper_board import PaperBoard
from tjbot.pins.pico.factory import PicoFactory


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[PaperBoard]:
    board = PaperBoard(tmp_path / "ttyACM0", ticks_ahead=987_654_321)
    yield board
    if board.port.is_symlink():
        board.unplug()


@pytest.fixture
def pins(paper: PaperBoard) -> Iterator[PicoFactory]:
    factory = PicoFactory(str(paper.port))
    paper.clear()
    yield factory
    factory.close()
