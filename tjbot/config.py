"""One TOML file to frozen structs; every key has a default, and an unknown key is refused."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from tjbot.errors import ConfigurationError, did_you_mean
from tjbot.version import VERSION

FILE_NAME = "tjbot.toml"
DEFAULT_PORT = 8765
DEFAULT_SECURE_PORT = 8443

Settings = TypeVar("Settings", bound=msgspec.Struct)

Pin = Annotated[int, Meta(ge=0, le=28)]
"""A GPIO number, which is not that of the pin: GPIO 18 is pin 12 of a Pi, and pin 24 of a Pico."""

PulseMicroseconds = Annotated[int, Meta(ge=500, le=2500)]
"""The width of a servo's control pulse; every hobby servo stays within these bounds."""


class PartSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every part's table may hold; a part adds its own keys in its own file."""

    enabled: bool = True
    """Whether the robot has the part; false leaves it out."""


PinsBoard = Literal["auto", "pi", "pico", "simulated"]


class PinsSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The table `[pins]`: which board the robot's wires are connected to."""

    board: PinsBoard = "auto"
    """"pi" is the Raspberry Pi that the robot runs on, "pico" a Pico on a USB cable, "simulated" none at all. "auto"
    takes the Pi where the robot runs on one, else a Pico that is plugged in when it starts, else none."""
    serial_number: Annotated[str, Meta(max_length=64)] = ""
    """Which Pico, where several are plugged in: its serial number, or the beginning of it (`tjbot pico list`)."""


class Configuration(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole of `tjbot.toml`.

    `parts` holds the table of each part as it stands in the file; the part's own settings check it.
    """

    name: Annotated[str, Meta(min_length=1, max_length=30)] = "Pip"
    """What the robot is called."""
    port: Annotated[int, Meta(ge=0, le=65535)] = DEFAULT_PORT
    """The port of the robot's page; 0 takes a free one."""
    listen: Annotated[str, Meta(min_length=1, max_length=255)] = "localhost"
    """Where the page is served besides this computer itself, which always reaches it: "0.0.0.0" or "::" for all
    networks that the computer is in, or one of its addresses. Who comes from there must pair first."""
    secure_port: Annotated[int, Meta(ge=1, le=65535)] = DEFAULT_SECURE_PORT
    """The port of https, where other computers find the page; "port" shows them how to trust the robot."""
    private: bool = False
    """Whether even who uses this computer needs the owner's token or a code; for one that several people log in to."""
    proxy: bool = False
    """Whether a proxy stands in front of the robot. Then nobody counts as sitting at it, as with "private"."""
    autostart: Annotated[str, Meta(max_length=64)] = "wave_back.py"
    """The recipe that runs from the start; an empty text for none."""
    written_by: Annotated[str, Meta(max_length=32)] = ""
    """The TJBot that has written this file, which it says itself. An older one passes over the keys and tables that it
    does not know; without this they are taken for mistakes."""
    pins: PinsSettings = PinsSettings()
    parts: dict[str, dict[str, Any]] = {}

    @property
    def from_newer(self) -> bool:
        """Whether a newer TJBot has written it, so that there may be keys in it that this one does not know."""
        return _numbers(self.written_by) > _numbers(VERSION)


def load(home: Path) -> Configuration:
    """Reads `tjbot.toml` of a robot's home.

    Args:
        home: the robot's home directory; without the file in it everything has its default.

    Returns:
        The configuration; tables (`[arm]`, `[light]` …) are in `parts`, not yet checked.

    Raises:
        ConfigurationError: the file cannot be read, is no TOML, or a key or value is wrong.
    """
    path = home / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Configuration()
    except NotADirectoryError:
        raise ConfigurationError(f"The home {home} is a file, not a folder.", "Choose another with --home.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}.", "Check who owns the file.") from None
    return parse(text, path)


def parse(text: str, path: Path = Path(FILE_NAME)) -> Configuration:
    """Reads what `tjbot.toml` holds.

    Args:
        text: the whole file.
        path: what to call it in an error.

    Returns:
        The configuration; tables (`[arm]`, `[light]` …) are in `parts`, not yet checked.

    Raises:
        ConfigurationError: it is no TOML, or a key or value is wrong.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is not right: {error}.", "Look at that line and the one before it.") from None
    tables = {name: value for name, value in raw.items() if isinstance(value, dict)}
    keys = {name: value for name, value in raw.items() if name not in tables}
    newer = _numbers(keys.get("written_by", "")) > _numbers(VERSION)
    pins = read_table(tables.pop("pins", {}), PinsSettings, f"[pins] in {FILE_NAME}", from_newer=newer)
    whole = read_table(keys, Configuration, FILE_NAME, from_newer=newer)
    return msgspec.structs.replace(whole, pins=pins, parts=tables)


def read_table(raw: dict[str, Any], settings: type[Settings], where: str, *, from_newer: bool = False) -> Settings:
    """Checks one table of the configuration.

    Args:
        raw: the keys and values as they stand in the file.
        settings: the struct that says what may stand there.
        where: how to call the table in an error, for example `[arm] in tjbot.toml`.
        from_newer: whether a newer TJBot wrote it; then keys that nobody knows are passed over.

    Raises:
        ConfigurationError: a key is unknown or a value is out of bounds.
    """
    known = [field.encode_name for field in msgspec.structs.fields(settings)]
    if from_newer:
        raw = {key: value for key, value in raw.items() if key in known}
    for key in raw:
        if key not in known:
            raise ConfigurationError(f'{where} has a key "{key}" that nobody knows.', did_you_mean(key, known))
    try:
        return msgspec.convert(raw, settings)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$.")
        place = f' at "{path.rstrip("`")}"' if path else ""
        raise ConfigurationError(f"{where}{place}: {message}.", "Mend the value, or remove it.") from None


def _numbers(version: object) -> tuple[int, ...]:
    """A version as something that can be compared; what is none is older than all."""
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version)) if isinstance(version, str) else ()
