"""Our block in config.txt goes in and comes out, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.installing.boot_block import BEGIN, END, with_block, without_block
from tjbot.pins.board import parse_boot_configuration

PI_4, PI_5 = "Raspberry Pi 4 Model B Rev 1.4", "Raspberry Pi 5 Model B Rev 1.0"
PWM = "dtoverlay=pwm,pin=18,func=2"

ROWS = st.sampled_from(
    ["", "# a remark", "[all]", "[pi4]", "[pi5]", "[cm5]", "dtparam=audio=on", "dtparam=spi=on", "arm_boost=1\r", "end"]
)
CONFIGURATIONS = st.lists(ROWS).map("\n".join) | st.text().filter(lambda text: END not in text)
LINES = st.lists(st.sampled_from([PWM, "dtparam=spi=on", "dtparam=i2c_arm=on"]), unique=True)


@given(CONFIGURATIONS, LINES)
def test_putting_in_and_taking_out_gives_the_same_bytes(text: str, lines: list[str]) -> None:
    assert without_block(with_block(text, lines)) == text


@given(CONFIGURATIONS, LINES, LINES)
def test_there_is_one_block_however_often_it_is_written(text: str, lines: list[str], others: list[str]) -> None:
    assert with_block(with_block(text, others), lines) == with_block(text, lines)


@given(CONFIGURATIONS, st.sampled_from([PI_4, PI_5]))
def test_the_firmware_reads_what_was_put_in(text: str, model: str) -> None:
    boot = parse_boot_configuration(with_block(text, ["dtparam=spi=on", PWM]), model)
    assert boot.is_on("spi")
    assert boot.overlay("pwm") == {"pin": "18", "func": "2"}


@given(CONFIGURATIONS, st.lists(ROWS, min_size=1).map("\n".join), st.sampled_from([PI_4, PI_5]))
def test_what_others_write_below_our_block_means_the_same_without_it(before: str, after: str, model: str) -> None:
    text = with_block(before, [PWM]) + after
    kept = without_block(text)
    assert kept.endswith(after)
    with_ours, without_ours = parse_boot_configuration(text, model), parse_boot_configuration(kept, model)
    assert without_ours.parameters == with_ours.parameters
    assert without_ours.settings == with_ours.settings


def test_a_block_reads_as_something_one_may_trust() -> None:
    assert with_block("arm_64bit=1\n[cm5]\n", [PWM]) == (
        "arm_64bit=1\n[cm5]\n"
        "# TJBot begins: ./install.sh put these lines here, ./install.sh --uninstall takes them out.\n"
        "[all]\ndtoverlay=pwm,pin=18,func=2\n# TJBot ends.\n"
    )


@pytest.mark.parametrize("text", ["", "a\n", f"{BEGIN}\n[all]\n{PWM}\n"], ids=["empty", "none", "without its end"])
def test_where_there_is_no_whole_block_nothing_is_taken_out(text: str) -> None:
    assert without_block(text) == text


def test_an_editor_of_windows_does_not_hide_the_block() -> None:
    assert without_block(with_block("a=1\n", [PWM]).replace("\n", "\r\n")) == "a=1\r\n"
