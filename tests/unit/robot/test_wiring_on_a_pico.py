"""On a Pico the same parts have other pins, and other things cannot be."""

from typing import Any

import pytest

from tjbot.config import Configuration
from tjbot.errors import ConfigurationError
from tjbot.pins.board import NO_BOARD, PICO
from tjbot.pins.header import PICO_HEADER
from tjbot.pins.simulated import simulated_factory
from tjbot.robot.body import Body
from tjbot.robot.kit import chosen_parts, wires_of
from tjbot.robot.parts import all_parts
from tjbot.robot.wiring import Use, Wire, connections, ground, picture, power
from tjbot.robot.wiring_conflicts import conflicts
from tjbot.robot.wiring_words import Conflict

EVERYTHING = Configuration(parts={kind.name: {} for kind in all_parts()})


def wire(name: str, gpio: int, use: Use = "output", **more: Any) -> Wire:
    return Wire(name=name, use=use, color="gray", gpio=gpio, key=f"{name}_pin", **more)


def servo(gpio: int, use: Use = "servo") -> Wire:
    return wire("signal", gpio, use, hertz=50)


def led(gpio: int) -> Wire:
    return wire("red", gpio, "software pwm", hertz=100)


def sole_conflict(**wires: list[Wire]) -> Conflict:
    found = conflicts(wires, PICO)
    assert len(found) == 1
    return found[0]


def test_its_pins_are_counted_down_the_left_edge_and_up_the_right_one() -> None:
    assert [pin.number for pin in PICO_HEADER.pins] == list(range(1, 41))
    assert [PICO_HEADER.pin_of_gpio[gpio] for gpio in (0, 5, 15, 16, 18, 22, 26, 28)] == [1, 7, 20, 21, 24, 29, 31, 34]
    assert sorted(PICO_HEADER.pin_of_gpio) == [gpio for gpio in range(29) if gpio not in (23, 24, 25)]
    given = {
        gives: [pin.number for pin in PICO_HEADER.pins if pin.gives == gives] for gives in ("5 V", "3.3 V", "ground")
    }
    assert given == {"5 V": [40], "3.3 V": [36], "ground": [3, 8, 13, 18, 23, 28, 33, 38]}
    rows = {number: (PICO_HEADER.pin(number).side, PICO_HEADER.pin(number).row) for number in (1, 20, 21, 40)}
    assert rows == {1: ("left", 0), 20: ("left", 19), 21: ("right", 19), 40: ("right", 0)}


@pytest.mark.parametrize("configuration", [Configuration(), EVERYTHING], ids=["the kit", "every part"])
def test_parts_go_together_without_a_word_in_the_configuration(configuration: Configuration) -> None:
    assert conflicts(wires_of(chosen_parts(configuration, all_parts(), PICO)), PICO) == []


def test_what_the_configuration_says_wins_over_what_is_usual_on_a_pico() -> None:
    wires = wires_of(chosen_parts(Configuration(parts={"light": {"red_pin": 2}}), all_parts(), PICO))
    assert [each.gpio for each in wires["light"]] == [2, 21, 22, None]


def test_the_kit_of_a_pi_has_a_light_and_a_servo_that_share_a_frequency() -> None:
    """Why parts have other pins on a Pico at all."""
    [conflict] = conflicts(wires_of(chosen_parts(Configuration(), all_parts(), NO_BOARD)), PICO)
    assert conflict.message == (
        "The arm's wire signal and the light's wire red are on GP18 (pin 24) and GP19 (pin 25), "
        "which share a frequency, and they need 50 and 100 pulses a second."
    )
    assert "for example GP0 (pin 1), and change pin in [arm] or red_pin in [light]" in conflict.hint


@pytest.mark.parametrize(("first", "second"), [(4, 5), (5, 4), (2, 19), (3, 18), (20, 5)])
def test_a_light_and_a_servo_on_one_slice(first: int, second: int) -> None:
    assert "share a frequency" in sole_conflict(arm=[servo(first)], light=[led(second)]).message
    assert conflicts({"arm": [servo(first)], "head": [servo(second)]}, PICO) == [], "two servos may"
    assert conflicts({"arm": [servo(first)], "button": [wire("button", second, "input")]}, PICO) == []


@pytest.mark.parametrize(("first", "second"), [(0, 16), (16, 0), (5, 21)])
def test_two_wires_with_the_same_pulses(first: int, second: int) -> None:
    for other in (servo(second), led(second)):
        conflict = sole_conflict(arm=[servo(first)], head=[other])
        assert "get the same pulses" in conflict.message


def test_what_pi_and_operating_system_keep_is_free_on_a_pico() -> None:
    assert (
        conflicts({"arm": [servo(0)], "light": [wire("data", 7, "spi")], "button": [wire("b", 9, "input")]}, PICO) == []
    )
    assert conflicts({"arm": [servo(17, "hardware pwm")]}, PICO) == []


@pytest.mark.parametrize("gpio", [23, 24, 25])
def test_pins_that_the_pico_uses_itself(gpio: int) -> None:
    conflict = sole_conflict(button=[wire("button", gpio, "input")])
    assert (
        conflict.message == f"The button's wire button is on GP{gpio}, which the Pico uses itself: no pin leads there."
    )
    assert "for example GP0 (pin 1)" in conflict.hint


def test_voltages_are_measured_on_three_pins_only() -> None:
    conflict = sole_conflict(brightness=[wire("light", 22, "analog")])
    assert "GP22 (pin 29), which measures no voltage; only GP26, GP27 and GP28 do" in conflict.message
    assert "for example GP26 (pin 31)" in conflict.hint
    assert conflicts({"brightness": [wire("light", 26, "analog")]}, PICO) == []
    assert "no pin of a Pi measures" in conflicts({"brightness": [wire("light", 26, "analog")]}, NO_BOARD)[0].message


def test_voltages_that_would_break_it_are_told_as_on_a_pi() -> None:
    conflict = sole_conflict(distance=[wire("echo", 15, "input", brings_volts=5, cure="Use two resistors.")])
    assert conflict.message == (
        "The distance's wire echo can bring 5 V to GP15 (pin 20), and more than 3.3 V breaks the Pico."
    )


def test_a_neopixel_may_be_anywhere_on_a_pico_and_on_one_pin_of_a_pi() -> None:
    light = next(kind for kind in all_parts() if kind.name == "light")
    table = Configuration(parts={"light": {"kind": "neopixel", "data_pin": 2}})
    wires = wires_of(chosen_parts(table, [light], PICO))
    assert conflicts(wires, PICO) == []
    [conflict] = conflicts(wires, NO_BOARD)
    assert "GPIO 2 (pin 3), but SPI, which it needs, sends its data on GPIO 10 (pin 19) only" in conflict.message
    usual = wires_of(chosen_parts(Configuration(parts={"light": {"kind": "neopixel"}}), [light], PICO))
    assert [each.gpio for each in usual["light"]] == [20, None, None]


def test_power_is_vbus_and_ground_is_near_the_signal() -> None:
    arm = [servo(18), power("5 V", pin=2), ground(pin=14)]
    ends = connections({"arm": arm, "button": [wire("button", 5, "input"), ground(pin=30)]}, PICO_HEADER)
    assert [(end.part, end.wire.name, end.pin, end.shared) for end in ends] == [
        ("arm", "signal", 24, False),
        ("arm", "5 V", 40, False),
        ("arm", "ground", 23, False),
        ("button", "button", 7, False),
        ("button", "ground", 8, False),
    ]
    nowhere = connections({"lamp": [ground()], "button": [wire("button", 25, "input")]}, PICO_HEADER)
    assert [(end.part, end.pin) for end in nowhere] == [("lamp", 38)]


def test_the_picture_says_which_board_it_is() -> None:
    drawn = picture({"arm": [servo(18)]}, PICO_HEADER)
    assert drawn["board"] == "pico"
    assert drawn["pins"][39] == {"number": 40, "name": "VBUS", "side": "right", "row": 0, "gpio": None, "gives": "5 V"}
    assert drawn["wires"][0]["pin"] == 24


def test_a_body_on_a_pico_starts_with_its_pins_and_checks_new_ones() -> None:
    pins = simulated_factory()
    body = Body("real", pins, all_parts(), lambda _: None)
    body.start(Configuration(), PICO)
    assert {pin.info.name for pin in pins.pins.values()} == {f"GPIO{gpio}" for gpio in (18, 20, 21, 22)}
    with pytest.raises(ConfigurationError, match="share a frequency"):
        body.check("arm", {"pin": 4 + 16})
    body.close()
