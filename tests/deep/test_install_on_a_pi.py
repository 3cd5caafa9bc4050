"""install.sh on Raspberry Pi OS, bookworm and trixie: a robot that starts with the Pi, and a Pi that forgets it again.

The tests of one release use one machine, from top to bottom: a Pi is installed once, used, and cleaned up.
"""

import json
import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

import pytest

from tests.deep.raspberry_pi.machine import CONFIG, CONFIG_TEXT, HOSTS_TEXT, NEEDS, Machine, machine, picture
from tests.deep.recipes_on_a_pi import (
    LEFT_BEHIND,
    SHINES,
    STUBBORN,
    TOGETHER,
    TRIED,
    UNIT,
    WHAT_IT_MAY,
    milliseconds_to_act,
    played,
    processes_of_recipes,
)
from tests.deep.test_install_in_fresh_debian import PUPIL
from tests.running import free_port
from tjbot.pins.board import parse_boot_configuration
from tjbot.protocol.messages import Stop
from tjbot.recipe.link import Link

MISSING = [name for name in NEEDS if shutil.which(name) is None]
CHECKOUT = "/home/pupil/tjbot"
NAME = "tjbot-1234"

pytestmark = [
    pytest.mark.deep,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a Pi to try install.sh in"),
    pytest.mark.skipif(
        bool(MISSING), reason=f"needs {', '.join(MISSING)} (Debian: debootstrap, systemd-container, gcc)"
    ),
]

SIMULATED = """[Service]
ExecStart=
ExecStart=/opt/tjbot/environment/bin/tjbot start --no-browser --home /var/lib/tjbot --simulate
"""

WHAT_A_ROBOT_TOUCHES = ("etc", "boot", "usr/local", "opt", "usr/lib/systemd", "usr/lib/udev", "home")
TRACES_OF_APT_AND_USERADD = re.compile(
    r"etc/(passwd-|group-|shadow-|gshadow-|ld\.so\.cache|subuid-|subgid-|\.pwd\.lock)"
    r"|home/pupil/tjbot(/.*)?|etc/(alternatives|ssl|X11|init\.d|rc.\.d|dbus-1)(/.*)?"
)


class Pi(NamedTuple):
    """A machine, the address of its robot, and what its disk held before the robot came."""

    machine: Machine
    url: str
    before: dict[str, str]


@pytest.fixture(scope="module", params=["bookworm", "trixie"])
def pi(request: pytest.FixtureRequest) -> Iterator[Pi]:
    with machine(request.param) as started:
        port = free_port()
        home = started.root / "var/lib/tjbot"
        home.mkdir()
        (home / "tjbot.toml").write_text(f'port = {port}\nautostart = ""\n')
        before = picture(started.root, *WHAT_A_ROBOT_TOUCHES)
        started.clone(CHECKOUT, PUPIL)
        yield Pi(started, f"http://localhost:{port}", before)


def install(pi: Pi, *options: str, user: str = "root") -> subprocess.CompletedProcess[str]:
    """What a person types; root is the pupil with `sudo`."""
    sudo = ["env", f"SUDO_USER={PUPIL}"] if user == "root" else []
    return pi.machine.run(user, *sudo, "./install.sh", *options, folder=CHECKOUT)


def tjbot(pi: Pi, *arguments: str) -> str:
    """What a pupil types, without being an admin."""
    return pi.machine.must(PUPIL, "env", f"TJBOT_URL={pi.url}", "/usr/local/bin/tjbot", *arguments)


def show(pi: Pi, name: str) -> str:
    """A property of the service, as systemd sees it."""
    return pi.machine.must("root", "systemctl", "show", "--property", name, "--value", "tjbot.service")


def answers(pi: Pi) -> bool:
    try:
        with urllib.request.urlopen(f"{pi.url}/api/health") as health:
            return bool(json.loads(health.read())["ready"])
    except (OSError, urllib.error.URLError):
        return False


def test_somebody_without_rights_is_told_what_to_type(pi: Pi) -> None:
    result = install(pi, "--yes", user=PUPIL)
    assert result.returncode == 1
    assert "    sudo ./install.sh --yes\n" in result.stdout


def test_without_an_answer_nothing_of_the_owner_is_changed_and_a_robot_without_pins_says_so(pi: Pi) -> None:
    result = install(pi)
    assert result.returncode == 1
    assert "The robot is installed, but it does not start. It said:" in result.stdout
    assert "Traceback" not in result.stdout
    assert "Shall this Pi be called tjbot-1234" in result.stdout
    assert "dtoverlay=pwm,pin=18,func=2" in result.stdout
    assert "Nobody is there to answer (agree to everything with --yes)" in result.stdout
    assert pi.machine.text("etc/hostname") == "raspberrypi\n"
    assert pi.machine.text(CONFIG) == CONFIG_TEXT


def test_run_again_it_goes_on_and_with_consent_the_pi_gets_name_and_overlay(pi: Pi) -> None:
    drop_in = "/run/systemd/system/tjbot.service.d"
    pi.machine.must("root", "mkdir", "-p", drop_in)
    pi.machine.must("root", "sh", "-c", f"echo '{SIMULATED}' >{drop_in}/pins.conf")
    result = install(pi, "--yes")
    assert result.returncode == 0, result.stdout
    assert "Building" not in result.stdout
    assert f"The robot runs at {pi.url}, and it starts with the Pi." in result.stdout
    assert f"{NAME}.local" in result.stdout
    assert "sudo reboot" in result.stdout
    assert pi.machine.text("etc/hostname") == f"{NAME}\n"
    assert pi.machine.must("root", "hostname") == NAME
    assert pi.machine.text("etc/hosts") == HOSTS_TEXT.replace("raspberrypi", NAME)
    boot = parse_boot_configuration(pi.machine.text(CONFIG), "Raspberry Pi 4 Model B Rev 1.4")
    assert boot.overlay("pwm") == {"pin": "18", "func": "2"}
    assert pi.machine.text(f"{CONFIG}.before-tjbot") == CONFIG_TEXT
    assert not (pi.machine.root / "home/pupil/tjbot/.venv-build").exists()


def test_what_root_made_in_the_checkout_is_its_owners(pi: Pi) -> None:
    assert pi.machine.must("root", "find", CHECKOUT, "-not", "-user", PUPIL) == ""


def test_a_pupil_uses_the_robot_that_runs_as_its_own_user(pi: Pi) -> None:
    assert answers(pi)
    assert show(pi, "ActiveState") == "active"
    assert pi.machine.must("root", "systemctl", "is-enabled", "tjbot") == "enabled"
    assert pi.machine.must("root", "stat", "--format=%U", f"/proc/{show(pi, 'MainPID')}") == "tjbot"
    groups = set(pi.machine.must("root", "id", "-nG", "tjbot").split())
    assert {"tjbot", "gpio", "spi", "i2c", "video", "audio"} <= groups
    assert "sudo" not in groups
    assert tjbot(pi, "do", "point", "angle=45") == "45.0"
    assert json.loads(tjbot(pi, "state", "--json"))["arm"]["angle"] == 45.0


def lay(pi: Pi, name: str, source: str) -> None:
    """Writes a recipe into the robot's home."""
    folder = pi.machine.root / "var/lib/tjbot/recipes"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(source.replace("DAEMON", show(pi, "MainPID")))


def stop(pi: Pi) -> None:
    with Link(pi.url, role="tool", name="test") as link:
        link.call(Stop)


def test_a_recipe_runs_as_another_user_in_a_service_of_its_own_and_is_kept_within_it(pi: Pi) -> None:
    lay(pi, "mine.py", TRIED)
    lay(pi, "next.py", LEFT_BEHIND)
    said = played(pi.url, "mine.py", "What the recipe wrote")
    for line in WHAT_IT_MAY:
        assert f"{line}\n" in said, said
    assert "['next.py'] 1 []\n" in played(pi.url, "next.py")
    host = pi.machine.must("root", "systemctl", "show", "--property=MainPID", "--value", UNIT)
    assert pi.machine.must("root", "stat", "--format=%U", f"/proc/{host}") == "tjbot-recipes"
    assert pi.machine.must("root", "stat", "--format=%A %U", "/run/tjbot-recipes.socket") == "srw------- tjbot"


def test_a_recipe_of_the_service_acts_each_time(pi: Pi) -> None:
    lay(pi, "shines.py", SHINES)
    took = milliseconds_to_act(pi.url, "shines.py", 21)[1:]
    print(f"Run to red light through the service: median {median(took):.0f} ms, worst {max(took):.0f} ms")
    pi.machine.until(lambda: len(processes_of_recipes()) == 1, "the last one was gone")


def test_a_stubborn_recipe_of_the_service_is_gone_with_all_that_it_began(pi: Pi) -> None:
    host = processes_of_recipes()
    assert len(host) == 1
    lay(pi, "stubborn.py", STUBBORN)
    played(pi.url, "stubborn.py")
    assert len(processes_of_recipes()) >= 13, "host, guard, recipe and ten that hide"
    begin = time.monotonic()
    stop(pi)
    pi.machine.until(lambda: processes_of_recipes() == host, "the recipe was gone")
    print(f"Stop to the last process gone: {time.monotonic() - begin:.1f} s (1.2 s where nothing else runs)")
    assert answers(pi)


def counts_memory(pi: Pi) -> bool:
    """Whether the kernel counts memory by cgroup in this machine: not where the one around it has it in cgroups v1."""
    return "memory" in pi.machine.must("root", "cat", "/sys/fs/cgroup/cgroup.controllers").split()


def test_recipes_of_the_service_share_one_limit_of_memory_where_the_kernel_counts_it(pi: Pi) -> None:
    host = processes_of_recipes()
    pi.machine.must("root", "systemctl", "set-property", "--runtime", UNIT, "MemoryMax=200M")
    lay(pi, "together.py", TOGETHER)
    assert f"killed {counts_memory(pi)}\n" in played(pi.url, "together.py")
    pi.machine.until(lambda: processes_of_recipes() == host, "the recipe was gone, and the host was not")


def test_the_doctor_sees_the_service(pi: Pi) -> None:
    found = pi.machine.run(PUPIL, "/usr/local/bin/tjbot", "doctor", "--json").stdout
    checks = {verdict["check"]: verdict for verdict in map(json.loads, found.splitlines())}
    assert checks["service"]["ok"], checks["service"]
    assert checks["port"]["ok"], checks["port"]
    assert checks["recipe_user"]["ok"], checks["recipe_user"]
    assert "recipes run as tjbot-recipes" in checks["recipe_user"]["found"]
    assert ("share half of the memory" in checks["recipe_user"]["found"]) == counts_memory(pi)
    assert checks["permissions"]["ok"], checks["permissions"]
    assert checks["settings"]["found"] == "/var/lib/tjbot/tjbot.toml"


def test_the_environment_sees_the_libraries_that_only_the_system_has(pi: Pi) -> None:
    # Debian's bookworm has no libcamera for Python; Raspberry Pi OS has it in both.
    libraries = "lgpio, libcamera" if "trixie" in pi.machine.text("etc/os-release") else "lgpio"
    pi.machine.must("root", "/opt/tjbot/environment/bin/python", "-c", f"import {libraries}")


def test_somebody_in_the_robots_group_may_change_its_settings(pi: Pi) -> None:
    tjbot(pi, "setup", "--defaults")
    assert pi.machine.must("root", "stat", "--format=%U:%G", "/var/lib/tjbot/tjbot.toml") == f"{PUPIL}:tjbot"
    pi.machine.must("root", "systemctl", "restart", "tjbot")
    assert answers(pi)


def test_a_robot_that_is_killed_comes_back(pi: Pi) -> None:
    before = show(pi, "MainPID")
    recipes_before = processes_of_recipes()
    pi.machine.must("root", "kill", "-9", before)
    pi.machine.until(lambda: show(pi, "MainPID") not in ("0", before) and answers(pi), "it came back")
    pi.machine.until(lambda: not processes_of_recipes() & recipes_before, "its recipes went with it")
    pi.machine.until(lambda: len(processes_of_recipes()) == 1, "it has a host for recipes again")


def test_a_robot_that_hangs_is_ended_and_comes_back(pi: Pi) -> None:
    before = show(pi, "MainPID")
    pi.machine.must("root", "kill", "-STOP", before)
    pi.machine.until(lambda: show(pi, "MainPID") not in ("0", before) and answers(pi), "the watchdog ended it")
    journal = pi.machine.must("root", "journalctl", "--unit=tjbot", "--no-pager", "--output=cat")
    assert "Watchdog timeout" in journal


@pytest.mark.parametrize("service", ["tjbot.service", UNIT])
def test_the_service_is_hardened(pi: Pi, service: str) -> None:
    pi.machine.must("root", "systemd-analyze", "verify", service)
    report = pi.machine.must("root", "systemd-analyze", "security", "--no-pager", service)
    level = re.search(rf"Overall exposure level for {service}: (\d+\.\d)", report)
    assert level
    assert float(level[1]) <= 2.0


def test_a_teacher_backs_up_and_restores_with_the_robot_on_and_off(pi: Pi) -> None:
    home, backup = pi.machine.root / "var/lib/tjbot", "/tmp/class.zip"
    lay(pi, "precious.py", SHINES)
    # The tests before made the folder from outside, as root.
    pi.machine.must("root", "chown", "-R", "tjbot:tjbot", "/var/lib/tjbot/recipes")
    assert "are in /tmp/class.zip" in tjbot(pi, "backup", backup)
    for on in (True, False):
        (home / "recipes" / "precious.py").unlink()
        if on:
            assert "the robot begins anew" in tjbot(pi, "restore", backup)
        else:
            pi.machine.must("root", "systemctl", "stop", "tjbot")
            refused = pi.machine.run(PUPIL, "/usr/local/bin/tjbot", "restore", backup)
            assert "type: sudo tjbot restore" in refused.stdout
            pi.machine.must("root", "/usr/local/bin/tjbot", "restore", backup)
            pi.machine.must("root", "systemctl", "start", "tjbot")
        pi.machine.until(lambda: (home / "recipes" / "precious.py").exists() and answers(pi), "it began anew")
        assert pi.machine.must("root", "stat", "--format=%U:%G", "/var/lib/tjbot/recipes/precious.py") == "tjbot:tjbot"
        assert show(pi, "ActiveState") == "active"


def test_an_update_that_does_not_get_ready_is_taken_back(pi: Pi) -> None:
    before = pi.machine.must("root", "readlink", "/opt/tjbot/environment")
    breaks = "echo 'raise RuntimeError(\"broken on purpose\")' >>tjbot/daemon/app.py"
    pi.machine.must(PUPIL, "sh", "-c", breaks, folder=CHECKOUT)
    result = install(pi, "--yes")
    assert result.returncode == 1, result.stdout
    assert "The new robot does not start. It said:" in result.stdout
    assert "RuntimeError" in result.stdout
    assert "the one from before is put back." in result.stdout
    assert f"The robot runs at {pi.url}, and it starts with the Pi." in result.stdout
    assert pi.machine.must("root", "readlink", "/opt/tjbot/environment") == before
    assert answers(pi)
    pi.machine.must(PUPIL, "git", "checkout", "--quiet", "tjbot/daemon/app.py", folder=CHECKOUT)


def test_the_second_run_builds_and_restarts_nothing(pi: Pi) -> None:
    before = show(pi, "MainPID")
    result = install(pi, "--yes")
    assert result.returncode == 0, result.stdout
    assert "Building" not in result.stdout
    assert "Installing" not in result.stdout
    assert "sudo reboot" not in result.stdout
    assert show(pi, "MainPID") == before


def test_taken_off_the_pi_is_as_it_was_and_what_pupils_made_stays(pi: Pi) -> None:
    result = install(pi, "--uninstall", "--yes")
    assert result.returncode == 0, result.stdout
    assert "Recipes, pictures and settings stay in /var/lib/tjbot" in result.stdout
    assert (pi.machine.root / "var/lib/tjbot/tjbot.toml").exists()
    assert not answers(pi)
    assert not processes_of_recipes()
    assert pi.machine.run("root", "id", "tjbot-recipes").returncode == 1
    assert pi.machine.must("root", "hostname") == "raspberrypi"
    assert differences(pi) == {}
    again = install(pi, "--uninstall", "--forget-everything")
    assert "There is no robot on this Pi" in again.stdout
    assert not (pi.machine.root / "var/lib/tjbot").exists()


def differences(pi: Pi) -> dict[str, Any]:
    """What is not as it was before, without what apt and useradd always leave."""
    # The package avahi-daemon leaves this group, even when it is purged.
    pi.machine.run("root", "groupdel", "netdev")
    after = picture(pi.machine.root, *WHAT_A_ROBOT_TOUCHES)
    names = pi.before.keys() | after.keys()
    return {
        name: (pi.before.get(name), after.get(name))
        for name in sorted(names)
        if pi.before.get(name) != after.get(name) and not TRACES_OF_APT_AND_USERADD.fullmatch(name)
    }
