"""Hardware PWM on a file system made up: which channel a pin has, what the kernel is told, and who falls back."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gpiozero import LED, PWMLED, PinInvalidFunction, Servo

from tjbot.config import Configuration
from tjbot.errors import PartError
from tjbot.pins import hardware_pwm
from tjbot.pins.hardware_pwm import Channel, HardwarePWMPin, PWMChooser, find_channel
from tjbot.pins.pulses import ChoosesPWM
from tjbot.pins.simulated import RecordingPin, SimulatedFactory
from tjbot.robot.body import Body
from tjbot.robot.parts.arm import Arm

PI_3, PI_4, PI_5 = (f"Raspberry Pi {number} Model B Rev 1.0" for number in (3, 4, 5))
ARM_OVERLAY = "dtoverlay=pwm,pin=18,func=2\n"


def chip(root: Path, number: int, channels: int, device: str = "fe20c000.pwm") -> Path:
    """A chip of the kernel, linked below /sys/class/pwm as the kernel links it."""
    folder = root / "sys/devices" / device / "pwm" / f"pwmchip{number}"
    folder.mkdir(parents=True)
    (folder / "npwm").write_text(f"{channels}\n")
    (folder / "export").write_text("")
    (root / "sys/class/pwm").mkdir(parents=True, exist_ok=True)
    (root / f"sys/class/pwm/pwmchip{number}").symlink_to(folder)
    return folder


def channel(folder: Path, number: int, *, period: int = 0, duty_cycle: int = 0, enable: int = 0) -> None:
    """A channel that is exported, with its files."""
    (folder / f"pwm{number}").mkdir()
    for name, value in {"period": period, "duty_cycle": duty_cycle, "enable": enable}.items():
        (folder / f"pwm{number}" / name).write_text(f"{value}\n")


def pi(root: Path, model: str, boot: str) -> Path:
    """The root of a Pi's file system, without a chip."""
    (root / "proc/device-tree").mkdir(parents=True)
    (root / "proc/device-tree/model").write_text(model + "\0")
    (root / "boot/firmware").mkdir(parents=True)
    (root / "boot/firmware/config.txt").write_text(boot)
    return root


class Kernel:
    """Notes what is written to the files of channels, and refuses what Linux refuses."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.written: list[tuple[str, int]] = []
        self._write = os.pwrite
        monkeypatch.setattr(hardware_pwm.os, "pwrite", self.pwrite)

    def pwrite(self, file: int, data: bytes, offset: int) -> int:
        path = Path(f"/proc/self/fd/{file}").readlink()
        state = {name: int((path.parent / name).read_text().split()[0]) for name in ("period", "duty_cycle", "enable")}
        state[path.name] = int(data)
        if state["period"] == 0 or state["duty_cycle"] > state["period"]:
            raise OSError(22, "Invalid argument")
        self.written.append((path.name, int(data)))
        return self._write(file, data, offset)


class PiFactory(PWMChooser, SimulatedFactory):
    """The chooser over simulated pins."""

    def pin(self, name: Any, pin_class: Any = None) -> Any:
        return super(SimulatedFactory.__mro__[1], self).pin(name)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    return Kernel(monkeypatch)


def factory(root: Path) -> Any:
    pins = PiFactory()
    pins.root = root
    return pins


@pytest.mark.parametrize(
    ("model", "boot", "gpio", "number"),
    [
        (PI_4, ARM_OVERLAY, 18, 0),
        (PI_4, "dtoverlay=pwm-2chan\n", 19, 1),
        (PI_4, "dtoverlay=pwm-2chan,pin=12,func=4,pin2=13,func2=4\n", 13, 1),
        (PI_5, ARM_OVERLAY, 18, 2),
        (PI_5, "dtoverlay=pwm,pin=12,func=4\n", 12, 0),
    ],
)
def test_a_pin_has_the_channel_of_its_model(tmp_path: Path, model: str, boot: str, gpio: int, number: int) -> None:
    pi(tmp_path, model, boot)
    chip(tmp_path, 0, 4)
    found = find_channel(gpio, tmp_path)
    assert (found.chip.name, found.number) == ("pwmchip0", number)


@pytest.mark.parametrize("numbers", [(0, 2), (2, 0)], ids=["Linux before 6.12", "the fan's first"])
def test_on_a_pi_5_the_generator_of_the_header_is_taken_and_not_another(
    tmp_path: Path, numbers: tuple[int, int]
) -> None:
    other, header = numbers
    pi(tmp_path, PI_5, ARM_OVERLAY)
    chip(tmp_path, other, 4, "1f0009c000.pwm")
    chip(tmp_path, header, 4, "1f00098000.pwm")
    assert find_channel(18, tmp_path).chip.name == f"pwmchip{header}"


@pytest.mark.parametrize(
    ("model", "boot", "gpio", "why", "cure"),
    [
        (PI_4, ARM_OVERLAY, 7, "GPIO 7 has no hardware PWM", "12, 13, 18 and 19"),
        (PI_4, "", 18, "No overlay", "dtoverlay=pwm,pin=18,func=2"),
        (PI_4, ARM_OVERLAY, 12, "No overlay", "dtoverlay=pwm,pin=12,func=4"),
        (PI_3, ARM_OVERLAY + "dtparam=audio=on\n", 18, "headphone jack", "remove that"),
        (PI_4, ARM_OVERLAY, 18, "is not there", "Restart"),
    ],
)
def test_why_a_pin_has_none_is_said_with_the_cure(
    tmp_path: Path, model: str, boot: str, gpio: int, why: str, cure: str
) -> None:
    with pytest.raises(PartError, match=why) as caught:
        find_channel(gpio, pi(tmp_path, model, boot))
    assert cure in caught.value.hint


def test_a_servo_gets_its_pulses_from_the_generator_and_never_the_middle(tmp_path: Path, kernel: Kernel) -> None:
    pi(tmp_path, PI_4, ARM_OVERLAY)
    channel(chip(tmp_path, 0, 2), 0)
    pins = factory(tmp_path)
    pins.choose_pwm(18, "auto")
    servo = Servo(18, initial_value=0.8, min_pulse_width=0.0005, max_pulse_width=0.0025, pin_factory=pins)
    assert isinstance(pins.pin(18), HardwarePWMPin)
    assert ("duty_cycle", 1_500_000) not in kernel.written
    assert kernel.written[0] == ("period", 20_000_000)
    assert kernel.written[-1] == ("duty_cycle", 2_300_000)
    assert ("enable", 1) in kernel.written
    servo.value = -0.1
    assert kernel.written[-1] == ("duty_cycle", 1_400_000)
    servo.value = None
    assert kernel.written[-2:] == [("duty_cycle", 0), ("enable", 0)]
    assert pins.pwm_in_use == {18: "hardware"}


def test_a_channel_that_was_left_running_is_stopped_first(tmp_path: Path, kernel: Kernel) -> None:
    pi(tmp_path, PI_4, ARM_OVERLAY)
    channel(chip(tmp_path, 0, 2), 0, period=20_000_000, duty_cycle=1_400_000, enable=1)
    pins = factory(tmp_path)
    pins.choose_pwm(18, "hardware")
    lamp = PWMLED(18, frequency=1000, initial_value=0.25, pin_factory=pins)
    assert kernel.written[0] == ("enable", 0)
    assert kernel.written[-1] == ("duty_cycle", 250_000)
    lamp.close()


def test_a_device_that_is_closed_stops_its_pulses_and_the_pin_may_be_used_again(tmp_path: Path, kernel: Kernel) -> None:
    pi(tmp_path, PI_4, ARM_OVERLAY)
    channel(chip(tmp_path, 0, 2), 0)
    pins = factory(tmp_path)
    pins.choose_pwm(18, "auto")
    open_files = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        lamp = PWMLED(18, initial_value=0.5, pin_factory=pins)
        lamp.close()
        assert kernel.written[-1] == ("enable", 0)
    assert len(list(Path("/proc/self/fd").iterdir())) == open_files


def test_a_fresh_channel_is_exported(tmp_path: Path, kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = chip(tmp_path, 0, 2)
    write = Path.write_text

    def export(path: Path, text: str) -> int:
        if path.name == "export":
            channel(folder, int(text))
        return write(path, text)

    monkeypatch.setattr(Path, "write_text", export)
    pin = HardwarePWMPin(None, SimulatedFactory().pin(18).info, Channel(folder, 1))
    pin.frequency = 50
    assert kernel.written == [("period", 20_000_000), ("enable", 1)]
    with pytest.raises(PinInvalidFunction):
        pin.function = "input"
    pin.close()


def test_a_pin_that_nobody_chose_about_and_one_in_software_are_as_ever(tmp_path: Path) -> None:
    pi(tmp_path, PI_4, "dtoverlay=pwm-2chan\n")
    chip(tmp_path, 0, 2)
    pins = factory(tmp_path)
    pins.choose_pwm(18, "software")
    for pin in (18, 19):
        lamp = LED(pin, pin_factory=pins)
        assert isinstance(pins.pin(pin), RecordingPin)
        lamp.close()
    assert pins.pwm_in_use[18].startswith("software: tjbot.toml says")


def arm_on(pins: Any, check: Callable[[Body], None], **table: Any) -> None:
    import asyncio

    async def scene() -> None:
        body = Body("real", pins, [Arm], lambda _: None)
        body.start(Configuration(parts={"arm": table}))
        check(body)
        body.close()

    asyncio.run(scene())


def test_an_arm_falls_back_to_software_and_says_why(tmp_path: Path) -> None:
    pins = factory(pi(tmp_path, PI_4, ""))
    assert isinstance(pins, ChoosesPWM)
    arm_on(pins, lambda body: None)
    assert pins.pwm_in_use[18].startswith("software: No overlay in config.txt connects hardware PWM to GPIO 18.")


def test_an_arm_that_insists_on_hardware_is_a_fault_with_the_cure(tmp_path: Path) -> None:
    pins = factory(pi(tmp_path, PI_4, ""))

    def check(body: Body) -> None:
        assert "dtoverlay=pwm,pin=18,func=2" in body.readings()["arm"]["fault"]

    arm_on(pins, check, pwm="hardware")


def test_an_arm_moves_by_hardware(tmp_path: Path, kernel: Kernel) -> None:
    pi(tmp_path, PI_5, ARM_OVERLAY)
    channel(chip(tmp_path, 0, 4), 2)
    arm_on(factory(tmp_path), lambda body: None)
    assert ("duty_cycle", 2_300_000) in kernel.written
    assert kernel.written[-1] == ("enable", 0)
