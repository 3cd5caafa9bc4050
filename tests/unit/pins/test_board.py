"""What `config.txt` of a Pi means for its pins."""

from pathlib import Path

import pytest

from tjbot.pins.board import NO_BOARD, boot_configuration, generation, read_board

PI_3 = "Raspberry Pi 3 Model B Plus Rev 1.3"
PI_4 = "Raspberry Pi 4 Model B Rev 1.4"
PI_5 = "Raspberry Pi 5 Model B Rev 1.0"
ZERO_2 = "Raspberry Pi Zero 2 W Rev 1.0"


def pi(root: Path, model: str = PI_4, config: str | None = None, place: str = "boot/firmware") -> Path:
    (root / "proc/device-tree").mkdir(parents=True)
    (root / "proc/device-tree/model").write_text(model + "\0")
    if config is not None:
        (root / place).mkdir(parents=True)
        (root / place / "config.txt").write_text(config)
    return root


@pytest.mark.parametrize(
    ("model", "number"),
    [
        ("Raspberry Pi Model B Rev 2", 1),
        ("Raspberry Pi Zero W Rev 1.1", 1),
        ("Raspberry Pi 2 Model B Rev 1.1", 2),
        (PI_3, 3),
        (ZERO_2, 3),
        ("Raspberry Pi Compute Module 3 Plus Rev 1.0", 3),
        (PI_4, 4),
        ("Raspberry Pi 400 Rev 1.0", 4),
        ("Raspberry Pi Compute Module 4 Rev 1.1", 4),
        (PI_5, 5),
        ("Raspberry Pi 500 Rev 1.0", 5),
        ("Raspberry Pi Compute Module 5 Rev 1.0", 5),
        ("Raspberry Pi 6 of the future", 5),
    ],
)
def test_the_generation_of_a_model(model: str, number: int) -> None:
    assert generation(model) == number


def test_what_is_no_pi_has_no_board(tmp_path: Path) -> None:
    assert read_board(tmp_path) == NO_BOARD
    assert read_board(pi(tmp_path, "Some Other Board")) == NO_BOARD


def test_a_pi_without_config_txt_claims_nothing(tmp_path: Path) -> None:
    board = read_board(pi(tmp_path))
    assert (board.model, board.claims, board.pulses_taken) == (PI_4, {}, "")


@pytest.mark.parametrize("place", ["boot/firmware", "boot"])
@pytest.mark.parametrize(
    ("config", "pins"),
    [
        ("dtparam=spi=on", {7, 8, 9, 10, 11}),
        ("dtparam=spi=on\ndtoverlay=spi0-1cs", {8, 9, 10, 11}),
        ("dtparam=spi=on\ndtoverlay=spi0-0cs", {9, 10, 11}),
        ("dtparam=i2c_arm=on,spi=on", {2, 3, 7, 8, 9, 10, 11}),
        ("dtparam=spi", {7, 8, 9, 10, 11}),
        ("dtparam=spi=on\ndtparam=spi=off", set()),
        ("#dtparam=spi=on", set()),
        ("dtparam=audio=on # dtparam=spi=on", set()),
        ("dtparam=i2c=on", {2, 3}),
        ("enable_uart=1", {14, 15}),
        ("enable_uart=0", set()),
        ("dtoverlay=w1-gpio", {4}),
        ("dtoverlay=w1-gpio,gpiopin=17", {17}),
        ("dtoverlay=gpio-fan", {12}),
        ("dtoverlay=hifiberry-dac", {18, 19, 20, 21}),
        ("dtoverlay=googlevoicehat-soundcard", {18, 19, 20, 21}),
        ("dtparam=i2s=on", {18, 19, 20, 21}),
        ("dtoverlay=audremap", {12, 13}),
        ("dtoverlay=audremap,pins_18_19", {18, 19}),
        ("dtoverlay=pwm,pin=18,func=2", set()),
        ("dtoverlay=vc4-kms-v3d\ncamera_auto_detect=1\ndtoverlay=\n", set()),
        ("[pi5]\ndtparam=spi=on", set()),
        ("[pi4]\ndtparam=spi=on", {7, 8, 9, 10, 11}),
        ("[cm4]\ndtparam=spi=on\n[all]\ndtparam=i2c_arm=on", {2, 3}),
        ("[EDID=VSC-TD2220]\ndtparam=spi=on", set()),
    ],
)
def test_who_claims_which_pins(tmp_path: Path, place: str, config: str, pins: set[int]) -> None:
    board = read_board(pi(tmp_path, config=config, place=place))
    assert set(board.claims) == pins
    assert all(claim.by and claim.setting and claim.cure.endswith("restart the Pi.") for claim in board.claims.values())


@pytest.mark.parametrize(
    ("model", "config", "taken"),
    [
        (PI_3, "dtparam=audio=on", True),
        (PI_3, "", False),
        (PI_3, "dtparam=audio=off", False),
        (ZERO_2, "dtparam=audio=on", False),
        (PI_4, "dtparam=audio=on", False),
        (PI_4, "dtoverlay=audremap", True),
        (PI_5, "dtparam=audio=on", False),
    ],
)
def test_where_the_sound_takes_the_pulses(tmp_path: Path, model: str, config: str, taken: bool) -> None:
    assert bool(read_board(pi(tmp_path, model, config)).pulses_taken) == taken


def test_only_the_pi_5_gives_every_pin_its_own_pulses(tmp_path: Path) -> None:
    assert not read_board(pi(tmp_path / "5", PI_5)).pins_share_pulses
    assert read_board(pi(tmp_path / "4", PI_4)).pins_share_pulses


def test_the_serial_port_of_a_pi_5_is_a_parameter(tmp_path: Path) -> None:
    assert set(read_board(pi(tmp_path / "a", PI_5, "enable_uart=1")).claims) == set()
    assert set(read_board(pi(tmp_path / "b", PI_5, "dtparam=uart0=on")).claims) == {14, 15}


def test_sections_for_a_kind_of_a_model(tmp_path: Path) -> None:
    text = "[pi3+]\nplus=1\n[pi3]\nthree=1\n[pi02]\nzero=1\n[pi400]\nkeyboard=1\n"
    for name, model, settings in [
        ("plus", PI_3, {"plus", "three"}),
        ("zero", ZERO_2, {"three", "zero"}),
        ("400", "Raspberry Pi 400 Rev 1.0", {"keyboard"}),
        ("4", PI_4, set()),
    ]:
        assert set(boot_configuration(pi(tmp_path / name, model, text), model).settings) == settings
