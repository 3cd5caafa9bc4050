"""The computer as the checks see it: files below a root, programs with a time limit, the robot's configuration."""

import grp
import importlib.metadata
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tjbot.config import Configuration, PartSettings, load
from tjbot.errors import ConfigurationError
from tjbot.installing.paths import UNIT
from tjbot.pins.board import Board, read_board
from tjbot.pins.choose import board_here, wired_board
from tjbot.pins.pico.flashing import fingerprint_on
from tjbot.robot.kit import chosen_parts, wires_of
from tjbot.robot.part import Part
from tjbot.robot.parts import all_parts
from tjbot.robot.wiring import Use, Wire

PROGRAM_SECONDS = 3.0


def run_program(command: Sequence[str]) -> str | None:
    """What a program prints; None where it is missing, fails or takes longer than three seconds."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=PROGRAM_SECONDS, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else None


def own_groups() -> frozenset[str]:
    """The groups that this process belongs to, by name."""
    known = {entry.gr_gid: entry.gr_name for entry in grp.getgrall()}
    return frozenset(known[number] for number in (*os.getgroups(), os.getegid()) if number in known)


def requirements() -> list[str]:
    """What TJBot needs of other packages, as its own package says it."""
    return importlib.metadata.requires("tjbot") or []


def version_of(package: str) -> str | None:
    """The version of an installed package; None where it is missing."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


@dataclass
class System:
    """Everything that a check may look at; a test gives a root of its own and answers of its own.

    Args:
        home: the robot's home directory.
        root: where the file system begins.
        run: runs a program and returns what it prints, or None.
        groups: the groups of this user.
        superuser: whether this user may do everything.
        requires: what TJBot needs of other packages.
        version: the version of a package, or None.
        free_bytes: the room on the disk of a folder.
        kinds: every part there is.
        ask_pico: the fingerprint of the program on a Pico, by its port.
    """

    home: Path
    root: Path = Path("/")
    run: Callable[[Sequence[str]], str | None] = run_program
    groups: frozenset[str] = field(default_factory=own_groups)
    superuser: bool = field(default_factory=lambda: os.geteuid() == 0)
    requires: Callable[[], list[str]] = requirements
    version: Callable[[str], str | None] = version_of
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    kinds: list[type[Part]] = field(default_factory=all_parts)
    ask_pico: Callable[[str], str] = fingerprint_on

    def path(self, name: str) -> Path:
        """A file of the system, for example `proc/asound/cards`."""
        return self.root / name

    def text(self, name: str) -> str | None:
        """What a file of the system holds; None where it cannot be read."""
        try:
            return self.path(name).read_text(errors="replace").strip("\0\n ")
        except OSError:
            return None

    def glob(self, pattern: str) -> list[Path]:
        """The files of the system whose names fit, in order."""
        return sorted(self.root.glob(pattern))

    @cached_property
    def board(self) -> Board:
        """The Pi that this is; without a model where it is none."""
        return read_board(self.root)

    @cached_property
    def wired(self) -> Board:
        """What the wires lead to: the Pi, or a Pico."""
        return wired_board(self.configuration.pins, board_here(self.root))

    @property
    def on_a_pico(self) -> bool:
        """Whether a Pico is the robot's body, or shall be."""
        return self.wired.header.kind == "pico"

    @cached_property
    def service(self) -> bool:
        """Whether install.sh has made the robot a service that starts with the Pi."""
        return self.path(UNIT.lstrip("/")).is_file()

    @cached_property
    def fault(self) -> ConfigurationError | None:
        """What is wrong with `tjbot.toml`."""
        try:
            _ = chosen_parts(load(self.home), self.kinds)
        except ConfigurationError as error:
            return error
        return None

    @cached_property
    def configuration(self) -> Configuration:
        """The configuration; where it is wrong, as if there were none."""
        return Configuration() if self.fault else load(self.home)

    @cached_property
    def parts(self) -> dict[str, PartSettings]:
        """The settings of the parts that the robot has, by name."""
        chosen = chosen_parts(self.configuration, self.kinds, self.wired)
        return {kind.name: settings for kind, settings in chosen.items()}

    @cached_property
    def wires(self) -> dict[str, list[Wire]]:
        """The wires of the parts, by the part's name."""
        return wires_of(chosen_parts(self.configuration, self.kinds, self.wired))

    def parts_with(self, use: Use) -> list[str]:
        """The parts with a wire for this use."""
        return [part for part, wires in self.wires.items() if any(wire.use == use for wire in wires)]
