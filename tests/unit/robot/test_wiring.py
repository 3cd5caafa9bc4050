"""What cannot be connected is named with both parts, the header's pins and a cure."""

from typing import Any

import pytest

from tjbot.config import Configuration
from tjbot.errors import ConfigurationError
from tjbot.pins.board import NO_BOARD, Board, Claim
from tjbot.pins.header import PI_HEADER
from tjbot.pins.simulated import simulated_factory
from tjbot.robot.body import Body
from tjbot.robot.kit import chosen_parts, wires_of
from tjbot.robot.part import Part
from tjbot.robot.parts import all_parts
from tjbot.robot.wiring import Use, Wire, connections, ground, picture, power
from tjbot.robot.wiring_conflicts import conflicts, refuse_conflicts
from tjbot.robot.wiring_words import Conflict

ADVICE = "Connect one of them to another pin, for example GPIO 4 (pin 7), and change "
SPI = Claim(by="SPI", setting="dtparam=spi=on", cure="switch SPI off.", use="spi")
SPI_IS_ON = Board(model="a Pi", claims={8: SPI, 9: SPI, 10: SPI, 11: SPI})


def wire(name: str, gpio: int, use: Use = "output", **more: Any) -> Wire:
    return Wire(name=name, use=use, color="gray", gpio=gpio, key=f"{name}_pin", **more)


def sole_conflict(board: Board = NO_BOARD, **wires: list[Wire]) -> Conflict:
    found = conflicts(wires, board)
    assert len(found) == 1
    return found[0]


def test_the_header_has_40_pins_and_28_gpios() -> None:
    assert [pin.number for pin in PI_HEADER.pins] == list(range(1, 41))
    assert sorted(PI_HEADER.pin_of_gpio) == list(range(28))
    assert {name: sum(pin.name == name for pin in PI_HEADER.pins) for name in ("3.3 V", "5 V", "ground")} == {
        "3.3 V": 2,
        "5 V": 2,
        "ground": 8,
    }
    # The pins of DESIGN.md.
    assert [PI_HEADER.pin_of_gpio[gpio] for gpio in (18, 19, 13, 12, 10, 7)] == [12, 35, 33, 32, 19, 26]


def test_the_parts_of_the_kit_go_together() -> None:
    assert conflicts(wires_of(chosen_parts(Configuration(), all_parts())), NO_BOARD) == []


def test_every_part_can_be_added_to_the_kit_with_its_own_defaults() -> None:
    everything = Configuration(parts={kind.name: {} for kind in all_parts()})
    assert conflicts(wires_of(chosen_parts(everything, all_parts())), NO_BOARD) == []


@pytest.mark.parametrize("part", all_parts(), ids=lambda part: part.name)
def test_every_wire_of_a_part_is_told_whole(part: type[Part]) -> None:
    fields = set(part.Settings.__struct_fields__)
    for mine in part.wires(part.Settings()):
        if mine.gpio is None:
            assert mine.use in ("supply", "ground")
        else:
            assert mine.key in fields, f"{part.name} has no key {mine.key} in tjbot.toml"
    names = [mine.name for mine in part.wires(part.Settings())]
    assert len(set(names)) == len(names)


def test_two_parts_on_one_pin() -> None:
    conflict = sole_conflict(arm=[wire("signal", 18, "servo")], light=[wire("red", 18)])
    assert conflict.message == "The arm's wire signal and the light's wire red are both on GPIO 18 (pin 12)."
    assert conflict.hint == f"{ADVICE}signal_pin in [arm] or red_pin in [light] of tjbot.toml."


def test_two_wires_of_one_part_on_one_pin() -> None:
    conflict = sole_conflict(light=[wire("red", 13), wire("green", 13)])
    assert conflict.message == "The light's wire red and the light's wire green are both on GPIO 13 (pin 33)."
    assert conflict.hint == f"{ADVICE}red_pin or green_pin in [light] of tjbot.toml."


def test_devices_on_i2c_share_its_wires() -> None:
    shared = {"eyes": [wire("data", 2, "i2c")], "nose": [wire("data", 2, "i2c")]}
    assert conflicts(shared, NO_BOARD) == []
    assert len(conflicts({**shared, "button": [wire("signal", 2, "input")]}, NO_BOARD)) == 2


@pytest.mark.parametrize("gpio", [0, 1])
def test_reserved_pins(gpio: int) -> None:
    conflict = sole_conflict(button=[wire("signal", gpio, "input")])
    assert f"is on GPIO {gpio} (pin {27 + gpio}), which every Pi keeps" in conflict.message
    assert "for example GPIO 4 (pin 7)" in conflict.hint


def test_a_pin_that_the_system_uses() -> None:
    conflict = sole_conflict(SPI_IS_ON, arm=[wire("signal", 8, "servo")])
    assert conflict.message == "The arm's wire signal is on GPIO 8 (pin 24), which SPI uses (dtparam=spi=on)."
    assert conflict.hint.endswith("change signal_pin in [arm] of tjbot.toml. Or: switch SPI off.")
    assert conflicts({"light": [wire("data", 10, "spi")]}, SPI_IS_ON) == []


def test_a_light_on_spi_takes_all_pins_of_spi_that_the_system_does_not_free() -> None:
    wires = {"arm": [wire("signal", 7, "servo")], "light": [wire("data", 10, "spi")]}
    conflict = sole_conflict(**wires)
    assert conflict.message == "The arm's wire signal is on GPIO 7 (pin 26), which SPI needs for the light's wire data."
    assert conflicts(wires, SPI_IS_ON) == [], "with dtoverlay=spi0-1cs GPIO 7 is nobody's"


def test_hardware_pwm_is_on_four_pins_only() -> None:
    conflict = sole_conflict(arm=[wire("signal", 17, "hardware pwm")])
    assert "has no hardware PWM; only GPIO 12, 13, 18 and 19 have" in conflict.message
    assert "for example GPIO 12 (pin 32)" in conflict.hint


def test_hardware_pwm_that_the_sound_uses() -> None:
    sound = Board(model="Raspberry Pi 3", pulses_taken="the headphone jack")
    conflict = sole_conflict(sound, arm=[wire("signal", 18, "hardware pwm")])
    assert "asks for hardware PWM, which the headphone jack uses" in conflict.message
    assert conflict.hint == 'Write pwm = "software" in [arm] of tjbot.toml.'
    assert conflicts({"arm": [wire("signal", 18, "servo")]}, sound) == [], "a servo takes lgpio then"


@pytest.mark.parametrize(("first", "second"), [(12, 18), (18, 12), (13, 19)])
def test_two_servos_that_would_get_the_same_pulses(first: int, second: int) -> None:
    wires = {"arm": [wire("signal", first, "servo")], "head": [wire("signal", second, "hardware pwm")]}
    assert "both would move alike" in sole_conflict(**wires).message
    assert conflicts(wires, Board(model="Raspberry Pi 5", pins_share_pulses=False)) == []
    assert conflicts({**wires, "head": [wire("signal", second, "software pwm")]}, NO_BOARD) == []


def test_a_voltage_that_would_break_the_pi() -> None:
    conflict = sole_conflict(distance=[wire("echo", 24, "input", brings_volts=5, cure="Use two resistors.")])
    assert "can bring 5 V to GPIO 24 (pin 18), and more than 3.3 V breaks the Pi" in conflict.message
    assert conflict.hint == "Use two resistors."


def test_a_voltage_that_would_not_be_understood() -> None:
    conflict = sole_conflict(light=[wire("data", 10, "spi", needs_volts=3.5, cure="Power it from 3.3 V.")])
    assert "needs 3.5 V to be understood, and GPIO 10 (pin 19) gives only 3.3 V" in conflict.message
    assert conflict.hint == "Power it from 3.3 V."


def test_the_wires_of_a_common_anode_on_5_volts_are_named_together() -> None:
    light = next(kind for kind in all_parts() if kind.name == "light")
    conflict = sole_conflict(light=light.wires(light.Settings(supply="5 V")))  # type: ignore[call-arg]
    assert conflict.message.startswith(
        "The light's wires red, green and blue can bring 5 V to GPIO 19 (pin 35), GPIO 13 (pin 33) and GPIO 12 (pin 32)"
    )
    assert "supply" in conflict.hint


def test_one_conflict_is_the_error_and_several_are_a_list() -> None:
    with pytest.raises(ConfigurationError) as caught:
        refuse_conflicts({"light": [wire("red", 13), wire("green", 13)]}, NO_BOARD)
    assert caught.value.message.startswith("The light's wire red")
    with pytest.raises(ConfigurationError) as caught:
        refuse_conflicts({"light": [wire("red", 13), wire("green", 13), wire("blue", 0)]}, NO_BOARD)
    assert caught.value.message.startswith("2 wires are not right:\n- ")
    assert caught.value.hint == "Nothing was switched on."
    refuse_conflicts({"light": [wire("red", 13)]}, NO_BOARD)


def test_nothing_is_driven_where_wires_are_in_conflict() -> None:
    pins = simulated_factory()
    body = Body("real", pins, all_parts(), lambda _: None)
    with pytest.raises(ConfigurationError, match="arm's wire signal and the light's wire red"):
        body.start(Configuration(parts={"arm": {"pin": 19}}))
    assert pins.pins == {}


def test_power_and_ground_go_where_the_kit_has_them_or_to_the_nearest_free_pin() -> None:
    found = connections(
        {
            "arm": [wire("signal", 18), power("5 V"), ground(pin=14)],
            "light": [wire("red", 19), power("3.3 V"), ground(pin=14)],
            "fan": [power("5 V"), ground(pin=14)],
            "horn": [power("5 V")],
        }
    )
    assert [(item.part, item.wire.name, item.pin, item.shared) for item in found] == [
        ("arm", "signal", 12, False),
        ("arm", "5 V", 2, True),
        ("arm", "ground", 14, False),
        ("light", "red", 35, False),
        ("light", "3.3 V", 1, False),
        ("light", "ground", 9, False),
        ("fan", "5 V", 4, False),
        ("fan", "ground", 20, False),
        ("horn", "5 V", 2, True),
    ]
    names = {pin.number: pin.name for pin in PI_HEADER.pins}
    assert all(names[item.pin] == item.wire.name for item in found if item.wire.gpio is None)


def test_the_picture_has_every_pin_and_every_wire_as_plain_values() -> None:
    drawn = picture({"arm": [wire("signal", 18, "servo"), ground(pin=14, color="brown")]})
    assert drawn["pins"][:3] == [
        {"number": 1, "name": "3.3 V", "side": "left", "row": 0, "gpio": None, "gives": "3.3 V"},
        {"number": 2, "name": "5 V", "side": "right", "row": 0, "gpio": None, "gives": "5 V"},
        {"number": 3, "name": "GPIO 2", "side": "left", "row": 1, "gpio": 2, "gives": ""},
    ]
    signal = {"part": "arm", "name": "signal", "use": "servo", "color": "gray", "gpio": 18, "pin": 12, "shared": False}
    brown = {"name": "ground", "use": "ground", "color": "brown", "gpio": None, "pin": 14}
    assert drawn["wires"] == [signal, signal | brown]
