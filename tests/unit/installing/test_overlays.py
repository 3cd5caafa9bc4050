"""Which lines of config.txt a robot needs follows from its parts, the Pi, and what stands there already."""

import pytest

from tjbot.config import parse
from tjbot.installing.boot_block import with_block
from tjbot.installing.overlays import Plan, plan
from tjbot.pins.board import parse_boot_configuration
from tjbot.robot.kit import chosen_parts, wires_of
from tjbot.robot.parts import all_parts

PI_3, PI_4, PI_5, ZERO_2 = (
    "Raspberry Pi 3 Model B Rev 1.2",
    "Raspberry Pi 4 Model B Rev 1.4",
    "Raspberry Pi 5 Model B Rev 1.0",
    "Raspberry Pi Zero 2 W Rev 1.0",
)
SPI, PWM = "dtparam=spi=on", "dtoverlay=pwm,pin=18,func=2"
NEOPIXEL = '[light]\nkind = "neopixel"\n'


def needed(toml: str, boot: str = "", model: str = PI_4) -> Plan:
    chosen = chosen_parts(parse(toml), all_parts())
    return plan(boot, model, {kind.name: settings for kind, settings in chosen.items()}, wires_of(chosen))


@pytest.mark.parametrize(
    ("toml", "boot", "model", "lines"),
    [
        ("", "", PI_4, [PWM]),
        ("", "", PI_5, [PWM]),
        ("", "dtparam=audio=on\n", ZERO_2, [PWM]),
        ("", "dtparam=audio=on\n", PI_4, [PWM]),
        ("", "dtparam=audio=on\n", PI_3, []),
        ("", "dtoverlay=audremap\n", PI_4, []),
        ("", f"{PWM}\n", PI_4, []),
        ("", "dtoverlay=pwm-2chan\n", PI_4, []),
        ("", "dtoverlay=pwm,pin=13,func=4\n", PI_4, []),
        ("", f"[pi5]\n{PWM}\n", PI_4, [PWM]),
        ("[arm]\npin = 7\n", "", PI_4, []),
        ('[arm]\npwm = "software"\n', "", PI_4, []),
        ("[arm]\npin = 13\n[light]\ngreen_pin = 18\n", "", PI_4, ["dtoverlay=pwm,pin=13,func=4"]),
        (NEOPIXEL, "", PI_4, [SPI, PWM]),
        (NEOPIXEL, f"{SPI}\n", PI_4, [PWM]),
    ],
)
def test_what_is_missing_is_asked_for(toml: str, boot: str, model: str, lines: list[str]) -> None:
    found = needed(toml, boot, model)
    assert [need.line for need in found.needs] == lines
    assert found.text == with_block(boot, lines)


def test_every_line_says_what_it_is_for() -> None:
    spi, pwm = needed(NEOPIXEL).needs
    assert spi.why == "switches SPI on, by which the Pi speaks with the light"
    assert pwm.why == "lets the Pi's pulse generator move the arm on GPIO 18 (pin 12)"


@pytest.mark.parametrize(
    ("boot", "model", "remark"),
    [
        ("dtparam=audio=on\n", PI_3, "is used by the headphone jack (dtparam=audio=on)"),
        ("dtoverlay=pwm,pin=13,func=4\n", PI_4, "connects the Pi's pulse generator to other pins"),
    ],
)
def test_a_pulse_generator_that_others_have_is_left_to_them(boot: str, model: str, remark: str) -> None:
    assert remark in needed("", boot, model).remarks[0]


def test_what_is_no_longer_needed_goes() -> None:
    before = needed(NEOPIXEL, "arm_boost=1\n").text
    assert needed('[arm]\npwm = "software"\n', before).text == "arm_boost=1\n"
    assert needed(NEOPIXEL, before).text == before


def test_two_servos_get_a_channel_each() -> None:
    chosen = chosen_parts(parse(""), all_parts())
    arm = next(settings for kind, settings in chosen.items() if kind.name == "arm")
    left = type(arm)(pin=13)  # type: ignore[call-arg]
    text = plan("", PI_4, {"arm": arm, "left": left}, {}).text
    two = parse_boot_configuration(text, PI_4).overlay("pwm-2chan")
    assert two == {"pin": "18", "func": "2", "pin2": "13", "func2": "4"}
