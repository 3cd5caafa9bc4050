"""The doctor says who moves the servo, and what to do where it is not who it must be."""

from pathlib import Path

import pytest

from tests.unit.doctor.fake_pi import computer
from tjbot.doctor.checks.pulses import pulses

OVERLAY: dict[str, str | None] = {
    "boot/firmware/config.txt": "dtoverlay=pwm,pin=18,func=2\n",
    "sys/class/pwm/pwmchip0/npwm": "2\n",
}


@pytest.mark.parametrize("pwm", ["auto", "hardware"])
def test_a_servo_with_hardware_pwm(pwm: str, tmp_path: Path) -> None:
    finding = pulses(computer(tmp_path, OVERLAY, toml=f'[arm]\npwm = "{pwm}"\n'))
    assert finding.found == "arm: hardware PWM on GPIO 18 (pin 12)."
    assert finding.ok


@pytest.mark.parametrize(("pwm", "cure"), [("auto", ""), ("hardware", "dtoverlay=pwm,pin=18,func=2")])
def test_a_servo_moves_without_hardware_pwm_unless_it_must_have_it(pwm: str, cure: str, tmp_path: Path) -> None:
    finding = pulses(computer(tmp_path, toml=f'[arm]\npwm = "{pwm}"\n'))
    assert finding.found.startswith("arm: lgpio on GPIO 18 (pin 12). No overlay")
    assert finding.ok == (not cure)
    assert cure in finding.cure


def test_a_servo_that_shall_do_without(tmp_path: Path) -> None:
    finding = pulses(computer(tmp_path, OVERLAY, toml='[arm]\npwm = "software"\n'))
    assert finding.found == "arm: lgpio on GPIO 18 (pin 12), as tjbot.toml says."


def test_a_robot_without_a_servo(tmp_path: Path) -> None:
    assert pulses(computer(tmp_path, toml="[arm]\nenabled = false\n")).found == "no servo"
