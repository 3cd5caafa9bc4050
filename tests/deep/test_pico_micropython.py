"""The MicroPython that is built from Debian's sources is one that `tjbot pico flash --micropython` takes."""

import pytest

from tests.deep.pico_chip.chip import micropython, obstacle
from tjbot.pins.pico.uf2 import read_uf2

pytestmark = [pytest.mark.deep, pytest.mark.timeout(3600), pytest.mark.skipif(bool(obstacle()), reason=obstacle())]


def test_a_real_micropython_is_taken_for_what_it_is() -> None:
    assert read_uf2(micropython()).chip == "RP2040"
