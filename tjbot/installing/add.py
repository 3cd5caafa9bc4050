"""Makes a Pi a robot: user, command, service, name in the network, config.txt. Run again, it does what is missing."""

import os
from dataclasses import dataclass
from pathlib import Path

from tjbot.config import Configuration, load
from tjbot.errors import ConfigurationError, TJBotError
from tjbot.installing.computer import SERIAL_NUMBER, Computer
from tjbot.installing.consent import Consent
from tjbot.installing.host_name import USUAL_NAMES, renamed_hosts, robot_name
from tjbot.installing.manifest import Manifest, read_manifest, write_manifest
from tjbot.installing.overlays import Plan, plan
from tjbot.installing.paths import (
    COMMAND,
    ENVIRONMENT,
    HOME,
    HOSTNAME,
    HOSTS,
    MARK,
    RECIPES_SOCKET_NAME,
    RECIPES_UNIT_NAME,
    RECIPES_USER,
    UNIT_NAME,
    UNIT_NAMES,
    UNITS_FOLDER,
    USER,
)
from tjbot.pins.board import board_model, boot_configuration_file
from tjbot.robot.kit import chosen_parts, wires_of
from tjbot.robot.parts import all_parts

GROUPS = ("gpio", "spi", "i2c", "video", "audio", "render", "dialout")
"""Who belongs to them may use pins, buses, cameras, sound and boards on USB; each where the system has it."""

COMMAND_TEXT = f"""#!/bin/sh
{MARK}
TJBOT_HOME="${{TJBOT_HOME:-{HOME}}}" exec /opt/tjbot/environment/bin/tjbot "$@"
"""


@dataclass
class Wishes:
    """What the person at the keyboard asked for.

    `host_name`: True takes the robot's name whatever the Pi is called, False leaves the Pi's, None asks. `overlays`:
    False leaves config.txt. `start`: begin now, and not only when the Pi starts. `person`: who shall be able to
    change the robot's settings. `or_go_back`: if the robot does not get ready, install.sh puts an older one back.
    """

    host_name: bool | None = None
    overlays: bool = True
    start: bool = True
    person: str = ""
    or_go_back: bool = False


def add(computer: Computer, consent: Consent, wishes: Wishes) -> None:
    """Does what is missing.

    Raises:
        TJBotError: something could not be done; running again goes on from there.
    """
    manifest = read_manifest(computer)
    try:
        make_users(computer, manifest, wishes.person)
        write_command_and_units(computer)
        if wishes.host_name is not False:
            name_in_network(computer, consent, manifest, wanted=wishes.host_name is True)
        restart = wishes.overlays and switch_on(computer, consent, manifest)
        try:
            start_service(computer, manifest, wishes)
        finally:
            if restart:
                computer.say("Restart the Pi once, so that config.txt counts: sudo reboot")
    except OSError as error:
        what = f"{error.filename or 'A file'} could not be written: {error.strerror}."
        raise TJBotError(
            what, "Make sure that the disk is neither full nor read-only, then start this again."
        ) from None


def must(computer: Computer, *command: str, else_say: str, cure: str = "") -> None:
    """Runs a program that must succeed.

    Raises:
        TJBotError: it failed; with its own words, or with the cure.
    """
    code, text = computer.run(command)
    if code:
        raise TJBotError(else_say, cure or f"`{' '.join(command)}` said: {text}")


def make_users(computer: Computer, manifest: Manifest, person: str) -> None:
    """The user that the robot runs as, in the groups of its hardware; that of its recipes, in no group but its own; and
    the person in the robot's group.
    """
    if not computer.has_user(USER):
        manifest.user = True
        write_manifest(computer, manifest)
        _make_user(computer, USER, HOME)
    if not computer.has_user(RECIPES_USER):
        manifest.recipes_user = True
        write_manifest(computer, manifest)
        _make_user(computer, RECIPES_USER, "/nonexistent")
    groups = [group for group in GROUPS if computer.has_group(group)]
    if groups:
        must(computer, "usermod", "-aG", ",".join(groups), USER, else_say=f"{USER} could not join {groups}.")
    if "gpio" not in groups:
        computer.say("This system has no group gpio, so only root may use the pins. Raspberry Pi OS has one.")
    if person not in ("", "root", USER) and computer.has_user(person):
        must(computer, "usermod", "-aG", USER, person, else_say=f"{person} could not join the group {USER}.")


def _make_user(computer: Computer, name: str, home: str) -> None:
    make = ("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", home)
    shell = ("--shell", "/usr/sbin/nologin", "--comment", "TJBot", name)
    must(computer, *make, *shell, else_say=f"The user {name} could not be made.")


def write_command_and_units(computer: Computer) -> None:
    """The command `tjbot`, and what systemd is told."""
    there = computer.text(COMMAND)
    if there and MARK not in there:
        raise TJBotError(f"There is another {COMMAND} already.", f"Move it away (sudo mv {COMMAND} ~) and start again.")
    computer.write(COMMAND, COMMAND_TEXT, mode=0o755)
    for name in UNIT_NAMES:
        computer.write(f"{UNITS_FOLDER}/{name}", (Path(__file__).parent / name).read_text(encoding="utf-8"))


def name_in_network(computer: Computer, consent: Consent, manifest: Manifest, *, wanted: bool) -> None:
    """Names the Pi after its serial number, so that every robot of a class is found."""
    old = computer.text(HOSTNAME).strip()
    new = robot_name(computer.text(SERIAL_NUMBER))
    if not new:
        computer.say(f"This Pi does not tell its serial number, so it stays {old}.")
    elif old == new:
        computer.say(f"This Pi is called {new}: in its network it is {new}.local.")
    elif wanted or consent.given(
        f'Shall this Pi be called {new} (in its network: {new}.local)? Now it is "{old}".',
        usually=old in USUAL_NAMES,
        refused=f"This Pi stays {old}: in its network it is {old}.local. (To rename it: sudo ./install.sh --hostname)",
    ):
        rename(computer, manifest, old, new)


def rename(computer: Computer, manifest: Manifest, old: str, new: str) -> None:
    """Gives the Pi its new name, at once and for good."""
    hosts = computer.text(HOSTS)
    if (manifest.old_host_name, manifest.host_name) != (old, new):
        manifest.host_name, manifest.old_host_name = new, old
        manifest.old_hosts, manifest.new_hosts = hosts, renamed_hosts(hosts, old, new)
        write_manifest(computer, manifest)
    if hosts != manifest.new_hosts:
        computer.write(HOSTS, renamed_hosts(hosts, old, new))
    computer.write(HOSTNAME, f"{new}\n")
    announce_name(computer, new)
    computer.say(f"This Pi is called {new} now: in its network it is {new}.local.")


def announce_name(computer: Computer, name: str) -> None:
    """Tells the running system its name. Should that fail, the next start of the Pi does it."""
    computer.run(("hostname", name))
    computer.run(("systemctl", "try-restart", "avahi-daemon.service"))


def switch_on(computer: Computer, consent: Consent, manifest: Manifest) -> bool:
    """Writes what the robot's parts need into config.txt; returns whether the Pi must be restarted."""
    model = board_model(computer.root)
    path = boot_configuration_file(computer.root)
    name = f"/{path.relative_to(computer.root)}"
    if not path.is_file():
        computer.say(f"There is no {name}, so nothing is switched on in it.")
        return False
    text = computer.text(name)
    needed = _plan(computer, text, model)
    for remark in needed.remarks:
        computer.say(remark)
    if needed.text == text:
        return False
    if needed.needs:
        computer.say(f"Your robot needs this in {name}:")
        for need in needed.needs:
            computer.say(f"  {need.line:36} {need.why}")
        question = "Shall it be written there? (A copy of the file stays beside it.)"
    else:
        question = f"Your robot no longer needs what TJBot wrote into {name}. Shall it be taken out?"
    if not consent.given(question, refused=f"{name} stays as it is. (To be asked again: sudo ./install.sh)"):
        return False
    if not manifest.boot_configuration or not computer.path(manifest.boot_backup).exists():
        manifest.boot_configuration, manifest.boot_backup = name, f"{name}.before-tjbot"
        write_manifest(computer, manifest)
        computer.write(manifest.boot_backup, text)
    computer.write(name, needed.text)
    _check_written(computer, name, model)
    return True


def _configuration(computer: Computer) -> Configuration:
    """The robot's settings.

    Raises:
        TJBotError: something in them is wrong.
    """
    try:
        configuration = load(computer.path(HOME))
        _ = chosen_parts(configuration, all_parts())
    except ConfigurationError as error:
        raise TJBotError(f"The robot's settings are not right: {error.message}", error.hint) from None
    return configuration


def _plan(computer: Computer, text: str, model: str) -> Plan:
    chosen = chosen_parts(_configuration(computer), all_parts())
    return plan(text, model, {kind.name: settings for kind, settings in chosen.items()}, wires_of(chosen))


def _check_written(computer: Computer, name: str, model: str) -> None:
    """Reads the file again as the robot will: nothing that it needs may be missing."""
    missing = [need.line for need in _plan(computer, computer.text(name), model).needs]
    written = computer.text(name).splitlines()
    if lost := [line for line in missing if line not in written]:
        raise TJBotError(f"{', '.join(lost)} did not get into {name}.", "Start this again.")


def start_service(computer: Computer, manifest: Manifest, wishes: Wishes) -> None:
    """Lets systemd start the robot with the Pi, and now, if what was installed does not run already."""
    must(computer, "systemctl", "daemon-reload", else_say="systemd does not answer.")
    must(computer, "systemctl", "enable", "--quiet", UNIT_NAME, else_say="The robot could not be made a service.")
    if not wishes.start:
        computer.say("The robot starts with the Pi, or now with: sudo systemctl start tjbot")
        return
    # What a robot does that failed ten times must not count against the one that is installed now.
    computer.run(("systemctl", "reset-failed", *UNIT_NAMES))
    units = [computer.text(f"{UNITS_FOLDER}/{name}") for name in UNIT_NAMES]
    installed = "\n".join([os.path.realpath(computer.path(ENVIRONMENT)), *units])
    order = "start" if manifest.running == installed else "restart"
    if order == "restart":
        # The robot starts them again.
        computer.run(("systemctl", "stop", RECIPES_SOCKET_NAME, RECIPES_UNIT_NAME))
    code, _ = computer.run(("systemctl", order, UNIT_NAME))
    if code:
        _, journal = computer.run(("journalctl", "--unit", UNIT_NAME, "--lines", "10", "--no-pager", "--output", "cat"))
        if wishes.or_go_back:
            raise TJBotError(f"The new robot does not start. It said:\n{journal}")
        cure = "When that is mended: sudo systemctl restart tjbot. (`tjbot doctor` looks for faults.)"
        raise TJBotError(f"The robot is installed, but it does not start. It said:\n{journal}", cure)
    manifest.running = installed
    write_manifest(computer, manifest)
    port = _configuration(computer).port
    where = f" at http://localhost:{port}" if port else ""
    computer.say(f"The robot runs{where}, and it starts with the Pi.")


def person_at_keyboard() -> str:
    """Who typed `sudo`."""
    return os.environ.get("SUDO_USER", "")
