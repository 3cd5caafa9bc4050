"""A Pi's pins, over an lgpio that only notes what it is told: pulses of any width, not of whole percents."""

import os
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from gpiozero import LED, PWMLED, RGBLED, PinInvalidState, Servo
from gpiozero.pins.local import LocalPiFactory

from tjbot.errors import PartError
from tjbot.pins import gpio
from tjbot.pins.hardware_pwm import PWMChooser


class FakeLgpio(ModuleType):
    """lgpio as far as gpiozero's outputs need it."""

    BOTH_EDGES, RISING_EDGE, FALLING_EDGE = 3, 1, 2
    SET_PULL_NONE, SET_PULL_UP, SET_PULL_DOWN = 128, 32, 64

    class error(Exception):  # noqa: N801, N818
        """lgpio's own error."""

    def __init__(self) -> None:
        super().__init__("lgpio")
        self.pulses: list[tuple[int, float, float]] = []
        self.outputs: set[int] = set()
        self.broken = False

    def gpiochip_open(self, chip: int) -> int:
        if self.broken:
            raise self.error("can not open gpiochip")
        return 1

    def gpiochip_close(self, handle: int) -> None: ...

    def gpio_claim_input(self, handle: int, pin: int, flags: int = 0) -> None:
        self.outputs.discard(pin)

    def gpio_claim_output(self, handle: int, pin: int) -> None:
        self.outputs.add(pin)

    def gpio_get_mode(self, handle: int, pin: int) -> int:
        return 2 if pin in self.outputs else 0

    def gpio_read(self, handle: int, pin: int) -> int:
        return 0

    def gpio_write(self, handle: int, pin: int, level: bool) -> None:
        self.pulses.append((pin, 0, float(level)))

    def tx_pwm(self, handle: int, pin: int, frequency: float, duty: float) -> None:
        if self.broken:
            raise self.error("bad PWM")
        self.pulses.append((pin, frequency, duty))


@pytest.fixture
def lgpio(monkeypatch: pytest.MonkeyPatch) -> Any:
    fake = FakeLgpio()
    monkeypatch.setitem(sys.modules, "lgpio", fake)
    monkeypatch.delitem(sys.modules, "gpiozero.pins.lgpio", raising=False)
    monkeypatch.setattr(LocalPiFactory, "_get_revision", lambda self: 0xC03111)
    monkeypatch.setenv("LG_WD", "")
    yield fake
    sys.modules.pop("gpiozero.pins.lgpio", None)


def test_a_servo_gets_the_pulse_it_was_asked_for(lgpio: FakeLgpio) -> None:
    pins = gpio.gpio_factory()
    servo = Servo(18, initial_value=0.8, min_pulse_width=0.0005, max_pulse_width=0.0025, pin_factory=pins)
    assert lgpio.pulses[-1] == (18, 50, pytest.approx(11.5))
    servo.value = -0.083
    assert lgpio.pulses[-1] == (18, 50, pytest.approx(7.085)), "gpiozero alone would make it 7"
    assert servo.value == pytest.approx(-0.083)
    servo.value = None
    assert lgpio.pulses[-1] == (18, 0, 0)
    servo.close()
    pins.close()


def test_a_light_and_a_plain_output_work(lgpio: FakeLgpio) -> None:
    pins = gpio.gpio_factory()
    lamp = RGBLED(19, 13, 12, active_high=False, pin_factory=pins)
    lamp.value = (0.996, 1, 0)
    assert {pulse[0]: pulse[2] for pulse in lgpio.pulses} == {19: pytest.approx(0.4), 13: 0, 12: 100}
    lamp.close()
    switch = LED(22, pin_factory=pins)
    switch.on()
    assert lgpio.pulses[-1] == (22, 0, 1)
    switch.close()
    pins.close()


def test_a_pulse_that_lgpio_refuses_is_gpiozeros_error(lgpio: FakeLgpio) -> None:
    pins = gpio.gpio_factory()
    lamp = PWMLED(18, pin_factory=pins)
    lgpio.broken = True
    with pytest.raises(PinInvalidState, match="bad PWM"):
        lamp.value = 0.5
    lgpio.broken = False
    lamp.close()
    pins.close()


def test_the_factory_knows_hardware_pwm(lgpio: FakeLgpio) -> None:
    pins = gpio.gpio_factory()
    assert isinstance(pins, PWMChooser)
    assert pins.root == Path("/")
    pins.close()


def test_pins_that_may_not_be_opened_name_the_group(lgpio: FakeLgpio) -> None:
    lgpio.broken = True
    with pytest.raises(PartError, match="can not open gpiochip") as caught:
        gpio.gpio_factory()
    assert "group gpio" in caught.value.hint


def test_lgpio_leaves_no_file_where_the_program_runs(lgpio: FakeLgpio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LG_WD")
    gpio.gpio_factory().close()
    assert os.environ["LG_WD"] == tempfile.gettempdir()
