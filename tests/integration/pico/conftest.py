"""A Pico on a pseudo-terminal, with its real program in a real MicroPython."""

from collections.abc import Iterator

import pytest

from tests.firmware.board import Board, board
from tjbot.pins.choose import PICO_VARIABLE


@pytest.fixture
def pico(monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    with board() as plugged_in:
        monkeypatch.setenv(PICO_VARIABLE, plugged_in.path)
        yield plugged_in
