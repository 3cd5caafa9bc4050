"""The computer: which board, which system, how it is powered, how hot, how full, what time."""

import re
import time
from pathlib import Path

from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System
from tjbot.pins.board import generation

NO_PI = "no Raspberry Pi"

SYSTEMS = ("bookworm", "trixie")
"""The releases of Raspberry Pi OS that TJBot is tried on."""

UNDERVOLTAGE_NOW, UNDERVOLTAGE_BEFORE = 1 << 0, 1 << 16
HOTTEST_CELSIUS = 80
"""From here a Pi makes itself slower."""

LEAST_FREE_BYTES = 300_000_000

_WEAK_POWER = (
    "Use the power supply that was made for this Pi and a short cable; "
    "if it happens when the arm moves, give the servo its own 5 V."
)


def board(system: System) -> Finding:
    """Whether this is a Pi that is fast enough."""
    model = system.board.model
    if not model:
        return Finding(
            f"{NO_PI}; a Pico is the robot's body" if system.on_a_pico else f"{NO_PI}, so the robot is simulated"
        )
    if generation(model) < 3:
        return Finding(f"{model}, which is too slow", "Use a Raspberry Pi 3, 4 or 5, or a Zero 2.")
    return Finding(model)


def operating_system(system: System) -> Finding:
    """Whether this is a system that TJBot is tried on."""
    release = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', system.text("etc/os-release") or "", re.MULTILINE))
    name = release.get("PRETTY_NAME", "a system that does not say its name")
    if not system.board.model:
        return Finding(name)
    cure = "Put Raspberry Pi OS (64 bit, trixie) on the card with the Raspberry Pi Imager."
    if release.get("VERSION_CODENAME") not in SYSTEMS:
        return Finding(f"{name}, which nobody has tried TJBot on", cure)
    bits = system.run(["getconf", "LONG_BIT"])
    if bits == "32":
        return Finding(f"{name} with 32 bits; some libraries are made for 64 bits only", cure)
    return Finding(name)


def power(system: System) -> Finding:
    """Whether the voltage has ever been too low since the Pi was started."""
    if not system.board.model:
        return Finding(NO_PI)
    bits = _throttled(system)
    if bits is None:
        return Finding("the Pi does not tell", "Try: sudo usermod -aG video $USER, then log in again.")
    if bits & UNDERVOLTAGE_NOW:
        return Finding("the voltage is too low right now", _WEAK_POWER)
    if bits & UNDERVOLTAGE_BEFORE:
        return Finding("the voltage was too low at least once since the Pi was started", _WEAK_POWER)
    return Finding("the voltage is good")


def temperature(system: System) -> Finding:
    """Whether the processor is too hot."""
    readings = [int(text) for name in system.glob("sys/class/thermal/thermal_zone*/temp") if (text := _number(name))]
    if not readings:
        return Finding("no thermometer")
    celsius = max(readings) / 1000
    if celsius >= HOTTEST_CELSIUS:
        return Finding(f"{celsius:.0f} °C, too hot", "Cut holes in the cardboard, or give the Pi a heat sink or a fan.")
    return Finding(f"{celsius:.0f} °C")


def disk(system: System) -> Finding:
    """Whether there is room for recipes, pictures and models."""
    folder = next(folder for folder in (system.home, *system.home.absolute().parents) if folder.is_dir())
    free = system.free_bytes(folder)
    room = f"{free / 1e9:.1f} GB free in {folder}"
    if free < LEAST_FREE_BYTES:
        return Finding(room, f"Delete what you no longer need; `du -h -d 2 {folder} | sort -h` shows what is large.")
    return Finding(room)


def clock(system: System) -> Finding:
    """Whether the clock is right; a Pi has no battery, and with a wrong date secure pages do not open."""
    cure = "Connect the network, then: sudo timedatectl set-ntp true"
    if system.path("run/systemd/timesync/synchronized").exists():
        return Finding("set by the network")
    answer = system.run(["timedatectl", "show", "--property=NTPSynchronized", "--value"])
    if answer == "yes":
        return Finding("set by the network")
    today = time.strftime("%Y-%m-%d")
    # Nothing can be newer than now, least of all this program.
    if time.time() < Path(__file__).stat().st_mtime:
        return Finding(f"{today}, which is in the past", cure)
    if answer == "no" and system.board.model:
        return Finding(f"{today}, not yet set by the network", cure)
    return Finding(today)


def _throttled(system: System) -> int | None:
    """The bits in which the firmware tells of bad power: asked by its program, which knows the past too; else read
    from the kernel, whose older file is last, because reading it puts a warning into the kernel's log.
    """
    answer = system.run(["vcgencmd", "get_throttled"])
    if answer and (found := re.fullmatch(r"throttled=(0x[0-9a-fA-F]+)", answer)):
        return int(found[1], 16)
    for path in system.glob("sys/class/hwmon/hwmon*/in0_lcrit_alarm"):
        return UNDERVOLTAGE_NOW if path.read_text().strip() == "1" else 0
    for path in system.glob("sys/devices/platform/soc*/soc*:firmware/get_throttled"):
        return int(path.read_text(), 16)
    return None


def _number(path: Path) -> str | None:
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return text if re.fullmatch(r"-?\d+", text) else None
