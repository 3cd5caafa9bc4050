"""What was done to this Pi, written down before it is done, so that it can be undone whenever the power fails."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from tjbot.installing.computer import Computer
from tjbot.installing.paths import FOLDER

FILE = f"{FOLDER}/installed.json"
PACKAGES = f"{FOLDER}/packages"
"""Debian packages that came with the robot, a line each; install.sh writes it."""


@dataclass
class Manifest:
    """What was done.

    `user`: we made the user of the robot, `recipes_user`: that of its recipes. `host_name` is the name that the Pi got,
    `old_host_name` the one before, `old_hosts` and `new_hosts` what /etc/hosts held then. `boot_configuration` is the
    config.txt that got a block, `boot_backup` its copy from before. `running` is the environment and the units that the
    robot was last started with.
    """

    user: bool = False
    recipes_user: bool = False
    host_name: str = ""
    old_host_name: str = ""
    old_hosts: str = ""
    new_hosts: str = ""
    boot_configuration: str = ""
    boot_backup: str = ""
    running: str = ""


def read_manifest(computer: Computer) -> Manifest:
    """What was done until now; what is unreadable in it counts as not done."""
    try:
        raw: dict[str, Any] = json.loads(computer.text(FILE))
        known = {field.name for field in fields(Manifest)}
        return Manifest(**{name: value for name, value in raw.items() if name in known})
    except (ValueError, AttributeError):
        return Manifest()


def write_manifest(computer: Computer, manifest: Manifest) -> None:
    """Writes down what is about to be done."""
    computer.write(FILE, json.dumps(asdict(manifest), indent=2) + "\n")


def packages(computer: Computer) -> list[str]:
    """The Debian packages that came with the robot."""
    return sorted(set(computer.text(PACKAGES).split()))
