"""Which pins are chosen, and that a Pi without its library says what to install."""

import sys

import pytest

from tjbot.errors import PartError
from tjbot.pins import choose, gpio
from tjbot.pins.simulated import RecordingPin


def test_without_a_pi_the_pins_are_simulated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "board_model", lambda: "")
    factory, simulated = choose.choose_factory(simulate=False)
    assert simulated
    assert isinstance(factory.pin(18), RecordingPin)


def test_a_pi_uses_its_own_pins_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "board_model", lambda: "Raspberry Pi 5 Model B Rev 1.0")
    monkeypatch.setattr(choose, "gpio_factory", lambda: "the Pi's")
    assert choose.choose_factory(simulate=False) == ("the Pi's", False)
    assert choose.choose_factory(simulate=True)[1]


def test_a_missing_library_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gpiozero.pins.lgpio", None)
    with pytest.raises(PartError, match="lgpio") as caught:
        gpio.gpio_factory()
    assert "python3-lgpio" in caught.value.hint
