"""Takes the robot off a Pi: everything is as it was before. Gets along with the system's Python alone."""

import re
import shutil
from dataclasses import dataclass

from tjbot.errors import TJBotError
from tjbot.installing.boot_block import without_block
from tjbot.installing.computer import Computer
from tjbot.installing.consent import Consent
from tjbot.installing.host_name import hosts_back
from tjbot.installing.manifest import Manifest, packages, read_manifest
from tjbot.installing.paths import (
    COMMAND,
    FOLDER,
    HOME,
    HOSTNAME,
    HOSTS,
    MARK,
    RECIPES_SOCKET_NAME,
    RECIPES_UNIT_NAME,
    RECIPES_USER,
    UNIT,
    UNIT_NAME,
    UNIT_NAMES,
    UNITS_FOLDER,
    USER,
)


@dataclass
class Removal:
    """What the person at the keyboard asked for: `everything` means what pupils have made, too."""

    everything: bool = False


def remove(computer: Computer, consent: Consent, wanted: Removal) -> None:
    """Undoes all that was done, in such an order that it can be run again after any interruption.

    Raises:
        TJBotError: something could not be undone.
    """
    manifest = read_manifest(computer)
    if not computer.path(FOLDER).exists() and not computer.path(UNIT).exists():
        computer.say("There is no robot on this Pi that could be taken off.")
        say_what_stays(computer, wanted)
        return
    try:
        remove_service(computer)
        name_back(computer, manifest)
        boot_configuration_back(computer, manifest)
        remove_users(computer, manifest)
        say_what_stays(computer, wanted)
        remove_packages(computer, consent)
        computer.remove(FOLDER)
    except OSError as error:
        what = f"{error.filename or 'A file'} could not be changed: {error.strerror}."
        raise TJBotError(what, "Make sure that the disk is not read-only, then start this again.") from None
    computer.say("TJBot is taken off this Pi.")


def remove_service(computer: Computer) -> None:
    """Stops the robot, and takes away what starts it."""
    if computer.path(UNIT).exists():
        computer.run(("systemctl", "disable", "--now", "--quiet", UNIT_NAME))
        computer.run(("systemctl", "stop", RECIPES_SOCKET_NAME, RECIPES_UNIT_NAME))
    for name in reversed(UNIT_NAMES):
        computer.remove(f"{UNITS_FOLDER}/{name}")
        computer.remove(f"{UNITS_FOLDER}/{name}.d")
    computer.run(("systemctl", "daemon-reload"))
    computer.run(("systemctl", "reset-failed", *UNIT_NAMES))
    if MARK in computer.text(COMMAND):
        computer.remove(COMMAND)


def name_back(computer: Computer, manifest: Manifest) -> None:
    """Gives the Pi its old name, unless it has got another one since."""
    if not manifest.host_name:
        return
    now = computer.text(HOSTNAME).strip()
    if now != manifest.host_name:
        computer.say(f"This Pi has got another name since; it stays {now}.")
        return
    hosts = computer.text(HOSTS)
    if hosts == manifest.new_hosts:
        computer.write(HOSTS, manifest.old_hosts)
    else:
        computer.write(HOSTS, hosts_back(hosts, manifest.old_host_name, manifest.host_name))
    computer.write(HOSTNAME, f"{manifest.old_host_name}\n")
    computer.run(("hostname", manifest.old_host_name))
    computer.run(("systemctl", "try-restart", "avahi-daemon.service"))
    computer.say(f"This Pi is called {manifest.old_host_name} again.")


def boot_configuration_back(computer: Computer, manifest: Manifest) -> None:
    """Takes our block out of config.txt; what others have written there since stays."""
    name = manifest.boot_configuration
    if not name or not computer.path(name).is_file():
        return
    text = computer.text(name)
    restored = without_block(text)
    if restored != text:
        computer.write(name, restored)
        computer.say(f"{name} no longer has TJBot's lines. Restart the Pi once: sudo reboot")
    if restored == computer.text(manifest.boot_backup):
        computer.remove(manifest.boot_backup)
    elif computer.path(manifest.boot_backup).exists():
        computer.say(f"Others have changed {name} since. How it was before TJBot: {manifest.boot_backup}")


def remove_users(computer: Computer, manifest: Manifest) -> None:
    """Removes the users and groups of the robot and of its recipes, if we made them."""
    if manifest.recipes_user:
        remove_user(computer, RECIPES_USER)
    if manifest.user:
        home = computer.path(HOME)
        if home.is_dir():
            # The number of a user that is gone may be given to the next one.
            computer.run(("chown", "-R", "root:root", str(home)))
        remove_user(computer, USER)


def remove_user(computer: Computer, name: str) -> None:
    """Removes a user and their group.

    Raises:
        TJBotError: something still runs as this user.
    """
    if computer.has_user(name):
        code, text = computer.run(("userdel", name))
        if code:
            raise TJBotError(f"The user {name} could not be removed: {text}", "End what runs as it, then try again.")
    if computer.has_group(name):
        computer.run(("groupdel", name))


def say_what_stays(computer: Computer, wanted: Removal) -> None:
    """Recipes, pictures and settings stay, unless everything shall be forgotten."""
    home = computer.path(HOME)
    if not home.is_dir():
        return
    if wanted.everything:
        shutil.rmtree(home)
        computer.say("Recipes, pictures and settings are deleted.")
    else:
        computer.say(f"Recipes, pictures and settings stay in {HOME}. (To delete them: sudo rm -r {HOME})")


def remove_packages(computer: Computer, consent: Consent) -> None:
    """Offers to remove the Debian packages that came with the robot, if nothing else needs them."""
    there = [name for name in packages(computer) if _is_installed(computer, name)]
    if not there:
        return
    code, text = computer.run(("apt-get", "--simulate", "purge", *there))
    others = sorted(set(re.findall(r"^(?:Remv|Purg) (\S+)", text, re.MULTILINE)) - set(there))
    names = " ".join(there)
    if code or others:
        why = f"{', '.join(others)} needs some of them" if others else "apt-get does not want to remove them"
        computer.say(f"These packages came with TJBot and stay, because {why}: {names}")
        return
    stays = f"They stay. To remove them: sudo apt-get purge {names}"
    if consent.given(f"These packages came with TJBot: {names}. Shall they go, too?", refused=stays):
        code, text = computer.run(("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "purge", "--yes", *there))
        if code:
            computer.say(f"apt-get could not remove them: {text}")


def _is_installed(computer: Computer, name: str) -> bool:
    code, status = computer.run(("dpkg-query", "--show", "--showformat", "${db:Status-Status}", name))
    return code == 0 and status == "installed"
