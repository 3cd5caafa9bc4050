"""Pulses made by the Pi's own pulse generator (hardware PWM), as pins of gpiozero.

The kernel offers them as files below /sys/class/pwm (see its documentation, "pwm.rst"). An overlay in config.txt
connects the generator to a pin: `dtoverlay=pwm,pin=18,func=2`.
"""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from gpiozero.exc import PinInvalidFunction, PinInvalidState
from gpiozero.pins.pi import PiPin

from tjbot.errors import PartError
from tjbot.pins.board import BootConfiguration, board_model, boot_configuration, generation, read_board
from tjbot.pins.pulses import PWMChoice

FUNCTIONS = {12: 4, 13: 4, 18: 2, 19: 2}
"""The pins that the generator reaches, and what an overlay calls that connection (`func=`)."""

PERMISSION_SECONDS = 1.0
"""How long udev may take to give the files of a channel to the group gpio."""


class Channel(msgspec.Struct, frozen=True):
    """A channel of the generator: the folder of its chip, and its number there."""

    chip: Path
    number: int

    @property
    def folder(self) -> Path:
        """Where its files are, once it is exported."""
        return self.chip / f"pwm{self.number}"


def find_channel(gpio: int, root: Path = Path("/")) -> Channel:
    """The channel that config.txt connects to a pin.

    Args:
        gpio: the GPIO number.
        root: where the file system begins; tests give a tree of their own.

    Raises:
        PartError: there is none; it says why and what to do.
    """
    if gpio not in FUNCTIONS:
        raise PartError(f"GPIO {gpio} has no hardware PWM.", "Only GPIO 12, 13, 18 and 19 have.")
    taken = read_board(root).pulses_taken
    if taken:
        raise PartError(f"The hardware PWM is used by {taken}.", "Or remove that from config.txt, then restart the Pi.")
    model = board_model(root)
    cure = f"Write dtoverlay=pwm,pin={gpio},func={FUNCTIONS[gpio]} into config.txt, then restart the Pi."
    if gpio not in connected_pins(boot_configuration(root, model)):
        raise PartError(f"No overlay in config.txt connects hardware PWM to GPIO {gpio}.", cure)
    newest = generation(model) == 5
    number = {12: 0, 13: 1, 18: 2, 19: 3}[gpio] if newest else {12: 0, 18: 0, 13: 1, 19: 1}[gpio]
    chip = _chip(root, number)
    if chip is None:
        raise PartError("The Pi's pulse generator is not there, although config.txt asks for it.", "Restart the Pi.")
    return Channel(chip, number)


def connected_pins(boot: BootConfiguration) -> list[int]:
    """The pins that overlays connect to the generator; of two overlays of one name the last one counts."""
    two = boot.overlay("pwm-2chan")
    one = boot.overlay("pwm")
    pins = [] if one is None else [one.get("pin", "18")]
    pins += [] if two is None else [two.get("pin", "18"), two.get("pin2", "19")]
    return [int(pin) for pin in pins if pin.isdigit()]


def _chip(root: Path, number: int) -> Path | None:
    """The generator that reaches the header: its place in the kernel's numbers has changed with Linux 6.12."""
    chips = sorted((root / "sys/class/pwm").glob("pwmchip*"))
    # On a Pi 5 the fan has a generator of its own; the header's is at this address of the chip RP1.
    header = [chip for chip in chips if "98000.pwm" in str(chip.resolve())]
    return next((chip for chip in header or chips if _channels(chip) > number), None)


def _channels(chip: Path) -> int:
    with suppress(OSError, ValueError):
        return int((chip / "npwm").read_text())
    return 0


class HardwarePWMPin(PiPin):  # type: ignore[misc]
    """A pin for output only, whose pulses the generator makes.

    Args:
        factory: the factory that it belongs to.
        info: which pin it is.
        channel: its channel of the generator.

    Raises:
        OSError: the channel cannot be opened.
    """

    def __init__(self, factory: Any, info: Any, channel: Channel) -> None:
        super().__init__(factory, info)
        self._channel = channel
        self._files: dict[str, int] = {}
        self._period_ns = 0
        self._duty = 0.0
        if not channel.folder.is_dir():
            (channel.chip / "export").write_text(str(channel.number))
        # A robot that was killed in mid-move has left its pulses running.
        if self._read("enable"):
            self._write("enable", 0)

    def close(self) -> None:
        """Ends the pulses and closes the files; a device may use the pin again later."""
        self.frequency = None
        while self._files:
            os.close(self._files.popitem()[1])

    def _get_function(self) -> str:
        return "output"

    def _set_function(self, value: str) -> None:
        if value != "output":
            raise PinInvalidFunction(f"{self!r} makes hardware PWM and cannot be an {value}")

    def _get_frequency(self) -> float | None:
        return 1e9 / self._period_ns if self._period_ns else None

    def _set_frequency(self, value: float | None) -> None:
        if self._period_ns:
            self._write("duty_cycle", 0)
            self._duty = 0.0
        if value:
            # The kernel refuses a period that is shorter than the pulse that was left there.
            if self._read("duty_cycle"):
                self._write("duty_cycle", 0)
            self._period_ns = round(1e9 / value)
            self._write("period", self._period_ns)
            self._write("enable", 1)
        elif self._period_ns:
            self._write("enable", 0)
            self._period_ns = 0

    def _get_state(self) -> float:
        return self._duty

    def _set_state(self, value: float) -> None:
        if not self._period_ns:
            raise PinInvalidState(f"{self!r} makes hardware PWM and needs a frequency first")
        self._write("duty_cycle", round(value * self._period_ns))
        self._duty = float(value)

    def _write(self, name: str, value: int) -> None:
        os.pwrite(self._file(name), b"%d\n" % value, 0)

    def _read(self, name: str) -> int:
        return int(os.pread(self._file(name), 32, 0).split()[0])

    def _file(self, name: str) -> int:
        if name not in self._files:
            self._files[name] = _open_soon(self._channel.folder / name)
        return self._files[name]


def _open_soon(path: Path) -> int:
    """Opens a file of a channel that has just been made: udev gives it to the group gpio a moment later."""
    given_up = time.monotonic() + PERMISSION_SECONDS
    while True:
        try:
            return os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except (PermissionError, FileNotFoundError):
            if time.monotonic() > given_up:
                raise
            time.sleep(0.01)


class PWMChooser:
    """Adds hardware PWM to a factory of gpiozero: `class Factory(PWMChooser, LGPIOFactory)`.

    A pin whose pulses nobody chose about is the other factory's own.
    """

    root = Path("/")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._usual_pin_class: Any = self.pin_class
        self._channels: dict[int, Channel] = {}
        self.pwm_in_use: dict[int, str] = {}
        self.pin_class: Any = self._make_pin

    def choose_pwm(self, gpio: int, choice: PWMChoice) -> None:
        """See `ChoosesPWM`. What became of it, and why, is then in `pwm_in_use`."""
        try:
            if choice == "software":
                raise PartError('tjbot.toml says pwm = "software".')
            self._channels[gpio] = find_channel(gpio, self.root)
            self.pwm_in_use[gpio] = "hardware"
        except PartError as error:
            if choice == "hardware":
                raise
            self._channels.pop(gpio, None)
            self.pwm_in_use[gpio] = f"software: {error}"

    def _make_pin(self, factory: Any, info: Any) -> Any:
        channel = self._channels.get(int(info.name[4:]))
        return HardwarePWMPin(factory, info, channel) if channel else self._usual_pin_class(factory, info)
