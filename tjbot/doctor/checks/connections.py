"""What is connected to the header: the settings, the wires, and whether the Pi lets this user drive them."""

from tjbot.config import FILE_NAME
from tjbot.doctor.checks.board import NO_PI
from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System
from tjbot.installing.paths import USER
from tjbot.robot.wiring_conflicts import conflicts


def settings(system: System) -> Finding:
    """Whether `tjbot.toml` can be read and everything in it is known."""
    path = system.home / FILE_NAME
    if system.fault:
        return Finding(system.fault.message, system.fault.hint or f"Mend {path}, or write it anew: tjbot setup")
    if not path.is_file():
        return Finding(f"no {path}; everything has its usual value")
    return Finding(str(path))


def wiring(system: System) -> Finding:
    """Whether any wires are in conflict with each other or with the system."""
    found = conflicts(system.wires, system.wired)
    if found:
        return Finding(" ".join(item.message for item in found), " ".join(item.hint for item in found))
    return Finding(f"{sum(map(len, system.wires.values()))} wires, none in conflict")


def pins(system: System) -> Finding:
    """Whether the kernel shows the pins."""
    if not system.board.model:
        return Finding(NO_PI)
    chips = [path.name for path in system.glob("dev/gpiochip*")]
    if not chips:
        return Finding("the pins do not show up as /dev/gpiochip0", "Bring the system up to date and restart the Pi.")
    return Finding(", ".join(f"/dev/{chip}" for chip in chips))


def spi(system: System) -> Finding:
    """Whether SPI is on, where a part needs it."""
    return _bus(system, "SPI", system.parts_with("spi"), "dev/spidev0.0", "do_spi")


def i2c(system: System) -> Finding:
    """Whether I2C is on, where a part needs it."""
    return _bus(system, "I2C", system.parts_with("i2c"), "dev/i2c-1", "do_i2c")


def permissions(system: System) -> Finding:
    """Whether this user belongs to the groups that may use the pins, the camera and the sound."""
    if not system.board.model:
        return Finding(NO_PI)
    needed = _needed_groups(system)
    if system.service:
        return _permissions_of_service(system, needed)
    if system.superuser:
        return Finding("this user may do everything")
    missing = [group for group in needed if group not in system.groups]
    if not missing:
        return Finding(", ".join(needed))
    found = f"not in {_and(missing)}"
    if all(_is_member(system, group) for group in missing):
        return Finding(f"{found} until the next login", "Log out and in again, or restart the Pi.")
    return Finding(found, f"sudo usermod -aG {','.join(missing)} $USER, then log out and in again.")


def _bus(system: System, name: str, parts: list[str], device: str, command: str) -> Finding:
    if not system.board.model:
        return Finding(NO_PI)
    if system.on_a_pico:
        return Finding(f"the Pi's {name} is not needed, because a Pico has the parts")
    on = system.path(device).exists()
    if parts and not on:
        cure = f"sudo raspi-config nonint {command} 0, then restart the Pi."
        if system.service and name == "SPI":
            cure = f"Run sudo ./install.sh again, in the folder of TJBot: it offers to switch {name} on."
        return Finding(f"off, but {_and(parts)} needs it", cure)
    return Finding(f"on (/{device})" if on else f"off; no part needs {name}")


def _needed_groups(system: System) -> list[str]:
    """The groups for what the robot has; sound and pictures are only for robots that hear, speak or see."""
    return [
        "gpio",
        *(["spi"] if system.parts_with("spi") else []),
        *(["i2c"] if system.parts_with("i2c") else []),
        *(["video"] if "eyes" in system.parts else []),
        *(["audio"] if {"voice", "ears"} & set(system.parts) else []),
    ]


def _permissions_of_service(system: System, needed: list[str]) -> Finding:
    """The robot has a user of its own, so what this user may do is of no account."""
    groups = (system.run(["id", "-nG", USER]) or "").split()
    missing = [group for group in needed if group not in groups]
    if missing:
        cure = f"sudo usermod -aG {','.join(missing)} {USER} && sudo systemctl restart tjbot"
        return Finding(f"the robot's user {USER} is not in {_and(missing)}", cure)
    return Finding(f"the robot's user {USER}: {', '.join(needed)}")


def _is_member(system: System, group: str) -> bool:
    """Whether the system has this user in a group, even if this login does not know yet."""
    user = system.run(["id", "-un"])
    return bool(user) and group in (system.run(["id", "-nG", str(user)]) or "").split()


def _and(words: list[str]) -> str:
    return " and ".join(words)
