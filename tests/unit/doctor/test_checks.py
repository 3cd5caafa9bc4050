"""Every check has shown that it ticks what is good, and crosses what is bad with a cure."""

import hashlib
import json
import socket
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.running import RunningDaemon, free_port
from tests.unit.doctor.fake_pi import PI_3, computer
from tjbot.doctor.checks import all_checks, program
from tjbot.doctor.checks.service import ASK_FOR_RECIPES, ASK_SYSTEMD, CONTROLLERS, OF_EACH_RECIPE
from tjbot.doctor.finding import Finding
from tjbot.doctor.system import run_program
from tjbot.installing.paths import UNIT
from tjbot.pins.board import DEVICE_TREE_MODEL

CHECKS = {check.__name__: check for check in all_checks()}
THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled"
TEMPERATURE = "sys/class/thermal/thermal_zone0/temp"
RELEASE = "etc/os-release"
SYNCHRONISED = "run/systemd/timesync/synchronized"
ASK_CLOCK = "timedatectl show --property=NTPSynchronized --value"
SOUND = "dev/snd/pcmC0D0p"
CAMERA = "sys/class/video4linux/video0/name"

SERVICE: dict[str, str | None] = {UNIT.lstrip("/"): ""}
ASK = " ".join(ASK_SYSTEMD)
ASK_RECIPES = " ".join(ASK_FOR_RECIPES)
RUNS = "ActiveState=active\nUnitFileState=enabled"

MICROPHONE = {"dev/snd/pcmC1D0c": "", "proc/asound/pcm": "01-00: USB Audio : USB Audio : capture 1\n"}


@pytest.fixture(autouse=True)
def plays_through_alsa(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sound system of the computer that the tests run on is of no account."""
    for name in ("XDG_RUNTIME_DIR", "PULSE_SERVER", "ALSA_CONFIG_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")


def find(check: str, folder: Path, *arguments: Any, **options: Any) -> Finding:
    return CHECKS[check](computer(folder, *arguments, **options))


@pytest.mark.parametrize("check", [name for name in CHECKS if name not in ("page", "models", "port", "recipe_limits")])
@pytest.mark.parametrize("pi", [True, False], ids=["a Pi", "no Pi"])
def test_a_good_computer_gets_a_tick_from_every_check(check: str, pi: bool, tmp_path: Path) -> None:
    finding = find(check, tmp_path, pi=pi)
    assert finding.ok, finding
    assert finding.found


GOOD = [
    ("board", {DEVICE_TREE_MODEL: "Raspberry Pi Zero 2 W Rev 1.0"}, {}, "Zero 2"),
    ("operating_system", {RELEASE: None}, {"pi": False}, "does not say its name"),
    ("power", {THROTTLED: None}, {"programs": {"vcgencmd get_throttled": "throttled=0x0"}}, "good"),
    ("power", {THROTTLED: None, "sys/class/hwmon/hwmon1/in0_lcrit_alarm": "0\n"}, {}, "good"),
    ("temperature", {TEMPERATURE: "79900"}, {}, "80 °C"),
    ("temperature", {TEMPERATURE: "what"}, {}, "no thermometer"),
    ("clock", {SYNCHRONISED: None}, {"programs": {ASK_CLOCK: "yes"}}, "by the network"),
    ("clock", {SYNCHRONISED: None}, {"pi": False, "programs": {ASK_CLOCK: "no"}}, "20"),
    ("settings", {}, {"toml": '[arm]\nside = "left"\n'}, "tjbot.toml"),
    ("settings", {}, {}, "usual value"),
    ("wiring", {}, {}, "none in conflict"),
    ("spi", {"dev/spidev0.0": ""}, {}, "on (/dev/spidev0.0)"),
    ("spi", {}, {}, "off; no part needs SPI"),
    ("i2c", {"dev/i2c-1": ""}, {}, "on (/dev/i2c-1)"),
    ("permissions", {}, {}, "gpio"),
    ("permissions", {}, {"groups": frozenset(), "superuser": True}, "everything"),
    (
        "permissions",
        SERVICE,
        {"programs": {"id -nG tjbot": "tjbot gpio audio video"}, "groups": frozenset()},
        "user tjbot",
    ),
    ("service", {}, {}, "sudo ./install.sh makes one"),
    ("service", {}, {"pi": False}, "while somebody has started it"),
    ("service", SERVICE, {"programs": {ASK: f"{RUNS}\nNRestarts=0"}}, "starts with the Pi"),
    ("service", SERVICE, {"programs": {ASK: f"{RUNS}\nNRestarts=3"}}, "begun anew 3 times"),
    ("recipe_user", {}, {"superuser": True}, "started by root, recipes run as root"),
    ("recipe_user", {}, {}, "as whoever started the robot, and so belong the files that they make"),
    ("recipe_user", SERVICE, {"programs": {ASK_RECIPES: "active"}}, "cgroup_enable=memory at the end"),
    (
        "recipe_user",
        {**SERVICE, CONTROLLERS: "cpu memory pids\n"},
        {"programs": {ASK_RECIPES: "active"}},
        "run as tjbot-recipes, without the robot's files and devices, and share half of the memory at most",
    ),
    (
        "recipe_user",
        {**SERVICE, CONTROLLERS: "cpu memory pids\n", OF_EACH_RECIPE: "cpu memory pids\n"},
        {"programs": {ASK_RECIPES: "active"}},
        "share half of the memory at most; each has limits of its own for all its processes",
    ),
    ("python", {}, {"pi": False, "version": lambda package: None if package == "lgpio" else "1"}, "Python 3"),
    ("sound", {}, {}, "bcm2835 Headphones, played by /usr/bin/aplay"),
    ("sound", {SOUND: None}, {"toml": '[voice]\nsound = "off"\n'}, "speech bubble"),
    ("sound", {SOUND: None}, {"toml": "[voice]\nenabled = false\n"}, "switched off"),
    ("sound", {}, {"pi": False}, "speech bubble"),
    ("camera", {CAMERA: "unicam-image\n"}, {}, "a camera on the ribbon cable"),
    ("camera", {CAMERA: "bcm2835-codec-decode\n"}, {}, "browser's"),
    ("microphone", MICROPHONE, {}, "USB Audio, recorded by /usr/bin/arecord"),
    ("microphone", {}, {}, "does not hear"),
]

BAD = [
    ("board", {DEVICE_TREE_MODEL: "Raspberry Pi Zero W Rev 1.1"}, {}, "too slow", "Pi 3, 4 or 5"),
    ("operating_system", {RELEASE: "VERSION_CODENAME=bullseye\n"}, {}, "nobody has tried", "Imager"),
    ("operating_system", {RELEASE: None}, {}, "does not say its name", "Imager"),
    ("operating_system", {}, {"programs": {"getconf LONG_BIT": "32"}}, "32 bits", "64 bit"),
    ("power", {THROTTLED: "50005"}, {}, "too low right now", "power supply"),
    ("power", {THROTTLED: "50000"}, {}, "at least once", "power supply"),
    (
        "power",
        {THROTTLED: None},
        {"programs": {"vcgencmd get_throttled": "throttled=0x50000"}},
        "at least once",
        "servo its own 5 V",
    ),
    ("power", {THROTTLED: None, "sys/class/hwmon/hwmon1/in0_lcrit_alarm": "1\n"}, {}, "right now", "power supply"),
    ("power", {THROTTLED: None}, {}, "does not tell", "usermod -aG video"),
    ("temperature", {TEMPERATURE: "80000"}, {}, "80 °C, too hot", "heat sink"),
    ("disk", {}, {"free_bytes": lambda folder: 299_999_999}, "0.3 GB free", "Delete"),
    ("clock", {SYNCHRONISED: None}, {"programs": {ASK_CLOCK: "no"}}, "not yet set", "sudo timedatectl set-ntp true"),
    ("settings", {}, {"toml": "[arm]\npinn = 3\n"}, 'key "pinn"', 'Did you mean "pin"?'),
    ("settings", {}, {"toml": "[leg]\n"}, "[leg]", "Known are"),
    ("settings", {}, {"toml": "port = \n"}, "is not right", "line"),
    ("wiring", {}, {"toml": "[arm]\npin = 19\n"}, "both on GPIO 19 (pin 35)", "change pin in [arm]"),
    (
        "wiring",
        {"boot/firmware/config.txt": "dtparam=spi=on\n"},
        {"toml": "[arm]\npin = 7\n"},
        "which SPI uses (dtparam=spi=on)",
        "sudo raspi-config nonint do_spi 1",
    ),
    ("pins", {"dev/gpiochip0": None}, {}, "do not show up", "up to date"),
    ("permissions", {}, {"groups": frozenset({"audio", "video"})}, "not in gpio", "sudo usermod -aG gpio $USER"),
    (
        "permissions",
        {},
        {"groups": frozenset({"audio", "video"}), "programs": {"id -un": "pip", "id -nG pip": "pip gpio"}},
        "until the next login",
        "Log out",
    ),
    (
        "permissions",
        SERVICE,
        {"programs": {"id -nG tjbot": "tjbot gpio video"}},
        "user tjbot is not in audio",
        "-aG audio",
    ),
    ("service", SERVICE, {}, "systemd calls it unknown", "sudo systemctl restart tjbot"),
    ("service", SERVICE, {"programs": {ASK: "ActiveState=failed"}}, "calls it failed", "journalctl -u tjbot"),
    ("service", SERVICE, {"programs": {ASK: "ActiveState=active"}}, "not start with the Pi", "systemctl enable tjbot"),
    ("recipe_user", SERVICE, {}, "calls tjbot-recipes.socket unknown", "sudo ./install.sh"),
    (
        "recipe_user",
        SERVICE,
        {"programs": {ASK_RECIPES: "failed"}},
        "as the robot's user tjbot: systemd calls tjbot-recipes.socket failed",
        "journalctl -u tjbot-recipes.service",
    ),
    ("python", {}, {"version": lambda package: None if package == "lgpio" else "1"}, "without lgpio", "install.sh"),
    ("python", {}, {"version": lambda package: None if package == "msgspec" else "1"}, "msgspec", "install.sh"),
    ("python", {}, {"version": lambda package: None}, "not installed", "install.sh"),
    ("sound", {SOUND: None}, {}, "no sound card", 'sound = "off"'),
    ("camera", {CAMERA: "unicam\n"}, {"version": lambda package: None}, "Python cannot use it", "install.sh"),
]


@pytest.mark.parametrize(("check", "files", "options", "found"), GOOD)
def test_what_is_good_gets_a_tick(
    check: str, files: dict[str, str | None], options: dict[str, Any], found: str, tmp_path: Path
) -> None:
    finding = find(check, tmp_path, files, **options)
    assert finding.ok, finding
    assert found in finding.found


@pytest.mark.parametrize(("check", "files", "options", "found", "cure"), BAD)
def test_what_is_bad_gets_a_cross_and_its_cure(
    check: str, files: dict[str, str | None], options: dict[str, Any], found: str, cure: str, tmp_path: Path
) -> None:
    finding = find(check, tmp_path, files, **options)
    assert not finding.ok
    assert found in finding.found
    assert cure in finding.cure


def test_every_check_is_crossed_by_some_test() -> None:
    elsewhere = {
        "spi",
        "i2c",
        "pulses",
        "pico",
        "page",
        "models",
        "port",
        "recipe_limits",
        "microphone",
        "certificate",
        "network_name",
        "taught",
    }
    assert set(CHECKS) - elsewhere == {row[0] for row in BAD}


@pytest.mark.parametrize("bus", ["spi", "i2c"])
def test_a_bus_that_is_off_though_a_part_needs_it(bus: str, tmp_path: Path) -> None:
    system = computer(tmp_path)
    system.wires["arm"] = [msgspec.structs.replace(system.wires["arm"][0], use=bus)]
    finding = CHECKS[bus](system)
    assert finding.found == "off, but arm needs it"
    assert finding.cure == f"sudo raspi-config nonint do_{bus} 0, then restart the Pi."


@pytest.mark.parametrize(
    ("wanted", "cure"), [("auto", ""), ("simulated", ""), ("picamera2", "cable"), ("webcam", "Plug the webcam in")]
)
def test_a_camera_that_the_robot_should_have(wanted: str, cure: str, tmp_path: Path) -> None:
    finding = find("camera", tmp_path, toml=f'[eyes]\ncamera = "{wanted}"\n')
    assert finding.ok == (not cure)
    assert cure in finding.cure


def test_ears_without_a_microphone(tmp_path: Path) -> None:
    finding = find("microphone", tmp_path, toml="[ears]\n")
    assert finding.found == "none, but tjbot.toml has [ears]"
    assert "USB microphone" in finding.cure


@pytest.mark.parametrize(("toml", "ok"), [("[ears]\n", False), ("", True)])
def test_a_microphone_without_a_program(toml: str, ok: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    finding = find("microphone", tmp_path, MICROPHONE, toml=toml)
    assert finding.found == "a microphone, but no program that records"
    assert finding.ok == ok


def test_a_loudspeaker_without_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    finding = find("sound", tmp_path)
    assert "no program that plays sound" in finding.found
    assert finding.cure == "Run: sudo apt-get install alsa-utils"


def test_an_older_pi_whose_headphones_need_the_pulses_is_no_conflict(tmp_path: Path) -> None:
    assert find("wiring", tmp_path, {DEVICE_TREE_MODEL: PI_3}).ok


def test_the_page_is_built_or_not(tmp_path: Path) -> None:
    system = computer(tmp_path)
    assert program.page(system, tmp_path).cure == program.INSTALL_AGAIN
    (tmp_path / "index.html").touch()
    assert program.page(system, tmp_path).ok


def test_a_model_is_whole_damaged_or_missing(tmp_path: Path) -> None:
    system = computer(tmp_path)
    assert "none" in program.models(system, tmp_path / "models").found
    folder = tmp_path / "models" / "hand"
    folder.mkdir(parents=True)
    (folder / "palm.bin").write_bytes(b"weights")
    files = {"palm.bin": {"sha256": hashlib.sha256(b"weights").hexdigest()}}
    (folder / "card.json").write_text(json.dumps({"networks": {"palm": {"files": files}}}))
    assert program.models(system, tmp_path / "models").found == "hand: every file is whole"
    (folder / "palm.bin").write_bytes(b"weighty")
    assert program.models(system, tmp_path / "models").found == "damaged or missing: hand/palm.bin"
    (folder / "palm.bin").unlink()
    assert not program.models(system, tmp_path / "models").ok
    (folder / "card.json").write_text("[]")
    assert program.models(system, tmp_path / "models").found == "damaged or missing: hand/card.json"


def test_the_port_is_free_or_another_program_has_it(tmp_path: Path) -> None:
    number = free_port()
    system = computer(tmp_path, toml=f"port = {number}\n")
    assert program.port(system).found == f"{number}, free; no robot runs now"
    with socket.create_server(("127.0.0.1", number)) as other:
        # Whoever listens and closes at once answers nothing.
        other.settimeout(0.01)
        finding = program.port(system)
    assert finding.found == f"{number}, which another program uses"
    assert f":{number}" in finding.cure


def test_the_robot_that_runs_is_recognised(tmp_path: Path, robot: RunningDaemon) -> None:
    number = int(robot.url.rsplit(":", 1)[1])
    folder = tmp_path / "computer"
    folder.mkdir()
    assert program.port(computer(folder, toml=f"port = {number}\n")).found == f"{number}; Pip runs there"


def test_a_free_port_each_time_is_fine(tmp_path: Path) -> None:
    assert find("port", tmp_path, toml="port = 0\n").ok


def test_recipes_can_be_limited_here(tmp_path: Path) -> None:
    system = computer(tmp_path)
    assert not program.recipe_limits(system).ok
    system.run = run_program
    assert program.recipe_limits(system).ok
