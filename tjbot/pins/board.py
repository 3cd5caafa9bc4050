"""What kind of board the robot runs on, and which of its pins the operating system keeps for itself."""

import re
from pathlib import Path

import msgspec

from tjbot.pins.header import PI_HEADER, PICO_HEADER, Header

DEVICE_TREE_MODEL = "proc/device-tree/model"
BOOT_CONFIGURATIONS = ("boot/firmware/config.txt", "boot/config.txt")
"""Where Raspberry Pi OS keeps what its firmware reads: the newer place first."""

SPI_PINS = (7, 8, 9, 10, 11)
I2C_PINS = (2, 3)
SERIAL_PINS = (14, 15)
SOUND_CARD_PINS = (18, 19, 20, 21)

RESTART = "then restart the Pi."


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who uses a pin and is no part of the robot.

    `by` says who ("SPI"), `setting` what makes it so ("dtparam=spi=on"), `cure` how to end it, and `use` which
    kind of wire may be there all the same (a light on SPI belongs on SPI's pins).
    """

    by: str
    setting: str
    cure: str
    use: str = ""


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """A Raspberry Pi or a Pico as far as wires are concerned; without a model there is none, and nobody claims a pin.

    `header` is the pins where a wire can be. `claims` is by GPIO number. `pulses_taken` says who has the pulse
    generator (hardware PWM), if anybody. `pins_share_pulses` is true where GPIO 12 and 18, and 13 and 19, get their
    pulses from the same source.
    """

    model: str = ""
    header: Header = PI_HEADER
    claims: dict[int, Claim] = {}
    pulses_taken: str = ""
    pins_share_pulses: bool = True


NO_BOARD = Board()
PICO = Board(model="Raspberry Pi Pico", header=PICO_HEADER)
"""A Pico or a Pico 2, on which no operating system keeps a pin."""


class BootConfiguration(msgspec.Struct, frozen=True):
    """What `config.txt` switches on for this model: parameters ("spi": "on"), overlays in order, plain settings."""

    parameters: dict[str, str] = {}
    overlays: list[tuple[str, dict[str, str]]] = []
    settings: dict[str, str] = {}

    def is_on(self, *parameters: str) -> bool:
        """Whether one of these parameters is switched on."""
        return any(self.parameters.get(name, "off") in ("on", "true", "yes", "1") for name in parameters)

    def overlay(self, *names: str) -> dict[str, str] | None:
        """The options of the last overlay with one of these names; None where there is none."""
        return next((options for name, options in reversed(self.overlays) if name in names), None)


# Overlay, who uses the pins, the option that moves the pin, the pin without it.
_ONE_PIN_OVERLAYS = (
    ("w1-gpio", "a 1-wire sensor", "gpiopin", 4),
    ("gpio-fan", "a fan", "gpiopin", 12),
    ("gpio-ir", "an infrared receiver", "gpio_pin", 18),
    ("gpio-shutdown", "the off button", "gpio_pin", 3),
    ("gpio-poweroff", "the power switch", "gpiopin", 26),
    ("gpio-led", "an LED of the system", "gpio", 4),
    ("dht11", "a temperature sensor", "gpiopin", 4),
)
_SOUND_CARDS = re.compile(
    r"(hifiberry|iqaudio|justboom|allo|audioinjector|googlevoicehat|wm8960|seeed|rpi-(dac|codec|proto)|max98357a|i2s)"
)


def read_board(root: Path = Path("/")) -> Board:
    """The board that the robot runs on.

    Args:
        root: where the file system begins; tests give a tree of their own.

    Returns:
        The board; `NO_BOARD` where this is no Raspberry Pi.
    """
    model = board_model(root)
    if not model:
        return NO_BOARD
    boot = boot_configuration(root, model)
    return Board(
        model=model,
        claims=_claims(boot, model),
        pulses_taken=who_takes_pulses(boot, model),
        pins_share_pulses=generation(model) < 5,
    )


def board_model(root: Path = Path("/")) -> str:
    """The model as the board itself says it ("Raspberry Pi 4 Model B Rev 1.4"); empty where this is no Pi."""
    try:
        model = (root / DEVICE_TREE_MODEL).read_text(errors="replace").rstrip("\0\n ")
    except OSError:
        return ""
    return model if "Raspberry Pi" in model else ""


def generation(model: str) -> int:
    """1 to 5, by the chip that does the work; a Zero is a 1, a Zero 2 a 3, and what is unknown counts as newest."""
    if "Zero" in model:
        return 3 if "Zero 2" in model else 1
    found = re.search(r"Raspberry Pi (?:Compute Module )?([2-5])", model)
    if found:
        return int(found[1])
    return 1 if re.search(r"Raspberry Pi (Model [AB]|Compute Module Rev)", model) else 5


def boot_configuration_file(root: Path = Path("/")) -> Path:
    """Where `config.txt` lies; the newer place where there is none."""
    places = [root / place for place in BOOT_CONFIGURATIONS]
    return next((place for place in places if place.is_file()), places[0])


def boot_configuration(root: Path, model: str) -> BootConfiguration:
    """What `config.txt` switches on for a model; without the file, nothing."""
    try:
        text = boot_configuration_file(root).read_text(errors="replace")
    except OSError:
        return BootConfiguration()
    return parse_boot_configuration(text, model)


def parse_boot_configuration(text: str, model: str) -> BootConfiguration:
    """What the text of a `config.txt` switches on for a model."""
    found = BootConfiguration({}, [], {})
    concerns_us = True
    for raw in text.splitlines():
        line = raw.split("#", 1)[0].strip()
        if line.startswith("["):
            concerns_us = line.strip("[]").lower() in _sections(model)
        elif concerns_us and "=" in line:
            _take(found, *line.split("=", 1))
    return found


def _sections(model: str) -> set[str]:
    """The sections of `config.txt` that hold for a model."""
    number = generation(model)
    names = {"all", f"pi{number}"}
    if "Compute Module" in model:
        names.add(f"cm{number}")
    if "Zero" in model:
        names |= {"pi0", "pi0w", "pi1"} if number == 1 else {"pi0", "pi02", "pi3"}
    if "Plus" in model:
        names.add(f"pi{number}+")
    return names | {f"pi{number}00"} if f"{number}00" in model else names


def _take(found: BootConfiguration, key: str, value: str) -> None:
    """Adds one line of `config.txt`."""
    key, value = key.strip(), value.strip()
    if key == "dtparam":
        found.parameters.update(_options(value.split(",")))
    elif key == "dtoverlay":
        name, *options = value.split(",")
        # "dtoverlay=" alone ends the options of the one before.
        if name:
            found.overlays.append((name, _options(options)))
    else:
        found.settings[key] = value


def _options(texts: list[str]) -> dict[str, str]:
    pairs = (text.partition("=") for text in texts if text)
    return {name.strip(): value.strip() if equals else "on" for name, equals, value in pairs}


def _claims(boot: BootConfiguration, model: str) -> dict[int, Claim]:
    claims: dict[int, Claim] = {}
    if boot.is_on("spi"):
        cure = f"switch SPI off with `sudo raspi-config nonint do_spi 1`, {RESTART}"
        spi = Claim(by="SPI", setting="dtparam=spi=on", cure=cure, use="spi")
        claims |= dict.fromkeys(_spi_pins(boot), spi)
    if boot.is_on("i2c_arm", "i2c", "i2c1"):
        cure = f"switch I2C off with `sudo raspi-config nonint do_i2c 1`, {RESTART}"
        claims |= dict.fromkeys(I2C_PINS, Claim(by="I2C", setting="dtparam=i2c_arm=on", cure=cure, use="i2c"))
    serial = boot.is_on("uart0") if generation(model) == 5 else boot.settings.get("enable_uart") == "1"
    if serial:
        cure = f"switch the serial port off with `sudo raspi-config nonint do_serial_hw 1`, {RESTART}"
        setting = "dtparam=uart0=on" if generation(model) == 5 else "enable_uart=1"
        claims |= dict.fromkeys(SERIAL_PINS, Claim(by="the serial port", setting=setting, cure=cure))
    return claims | _claims_of_overlays(boot)


def _spi_pins(boot: BootConfiguration) -> tuple[int, ...]:
    """GPIO 8 and 7 choose the first and second device; overlays set them free."""
    if boot.overlay("spi0-0cs") is not None:
        return (9, 10, 11)
    return (8, 9, 10, 11) if boot.overlay("spi0-1cs") is not None else SPI_PINS


def _claims_of_overlays(boot: BootConfiguration) -> dict[int, Claim]:
    claims: dict[int, Claim] = {}
    for name, options in boot.overlays:
        for overlay, by, option, usual in _ONE_PIN_OVERLAYS:
            if name == overlay and (pin := options.get(option, str(usual))).isdigit():
                claims[int(pin)] = _overlay_claim(by, name)
        if name == "audremap":
            pins = (18, 19) if "pins_18_19" in options else (12, 13)
            claims |= dict.fromkeys(pins, _overlay_claim("the sound", name))
        elif _SOUND_CARDS.match(name):
            claims |= dict.fromkeys(SOUND_CARD_PINS, _overlay_claim("the sound card", name))
    if boot.is_on("i2s"):
        cure = f"remove dtparam=i2s=on from config.txt, {RESTART}"
        claims |= dict.fromkeys(SOUND_CARD_PINS, Claim(by="a sound card", setting="dtparam=i2s=on", cure=cure))
    return claims


def _overlay_claim(by: str, name: str) -> Claim:
    setting = f"dtoverlay={name}"
    return Claim(by=by, setting=setting, cure=f"remove the line {setting} from config.txt, {RESTART}")


def who_takes_pulses(boot: BootConfiguration, model: str) -> str:
    """Who has the pulse generator, if anybody.

    Up to the Pi 3 the headphone jack is fed by the generator that could move a servo; a Zero has no jack.
    """
    if boot.overlay("audremap") is not None:
        return "the sound (dtoverlay=audremap)"
    if generation(model) <= 3 and "Zero" not in model and boot.is_on("audio"):
        return "the headphone jack (dtparam=audio=on)"
    return ""
