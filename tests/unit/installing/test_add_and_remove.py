"""A Pi becomes a robot and a Pi again: with and without consent, interrupted anywhere, changed by others meanwhile."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.installing.fake_computer import CONFIG, FILES, USUAL_HOSTS, FakePi
from tjbot.errors import TJBotError
from tjbot.installing.add import Wishes, add
from tjbot.installing.computer import Answer
from tjbot.installing.consent import Consent
from tjbot.installing.manifest import PACKAGES, read_manifest, write_manifest
from tjbot.installing.paths import COMMAND, ENVIRONMENT, HOME, HOSTNAME, HOSTS, UNIT, UNIT_NAMES, UNITS_FOLDER
from tjbot.installing.remove import Removal, remove

CHECKOUT = Path(__file__).parents[3]
NAME = "tjbot-1234"
PWM = "dtoverlay=pwm,pin=18,func=2"


@pytest.fixture
def pi(tmp_path: Path) -> FakePi:
    return FakePi(tmp_path)


def consent(pi: FakePi, *answers: str, to_all: bool = False) -> Consent:
    """Somebody at a terminal who gives these answers, one after the other."""
    left = list(answers)

    def ask(question: str) -> str:
        pi.said.append(question)
        if not left:
            raise EOFError
        return left.pop(0)

    return Consent(to_all, terminal=True, ask=ask, say=pi.say)


def nobody(pi: FakePi) -> Consent:
    return Consent(terminal=False, say=pi.say)


def take_off(pi: FakePi, *answers: str, everything: bool = False) -> None:
    remove(pi, consent(pi, *answers, to_all=not answers), Removal(everything=everything))


def test_with_consent_it_is_a_robot_and_taken_off_it_is_as_before(pi: FakePi) -> None:
    before = pi.everything()
    add(pi, consent(pi, to_all=True), Wishes(person="pupil"))
    assert pi.text(HOSTNAME) == f"{NAME}\n"
    assert pi.text(HOSTS) == USUAL_HOSTS.replace("raspberrypi", NAME)
    assert PWM in pi.text(CONFIG).splitlines()
    assert pi.text(f"{CONFIG}.before-tjbot") == FILES["boot/firmware/config.txt"]
    assert pi.path(COMMAND).stat().st_mode & 0o777 == 0o755
    assert "User=tjbot" in pi.text(UNIT)
    assert "usermod -aG gpio,spi,video,audio tjbot" in pi.programs.lines
    assert "User=tjbot-recipes" in pi.text(f"{UNITS_FOLDER}/tjbot-recipes.service")
    assert "SocketUser=tjbot" in pi.text(f"{UNITS_FOLDER}/tjbot-recipes.socket")
    assert pi.has_user("tjbot-recipes")
    assert not [line for line in pi.programs.ran("usermod") if line.endswith("tjbot-recipes")]
    assert "usermod -aG tjbot pupil" in pi.programs.lines
    assert "systemctl restart tjbot.service" in pi.programs.lines
    assert pi.said[-1] == "Restart the Pi once, so that config.txt counts: sudo reboot"
    take_off(pi)
    assert pi.everything() == before
    assert "hostname raspberrypi" in pi.programs.lines
    assert "systemctl stop tjbot-recipes.socket tjbot-recipes.service" in pi.programs.lines


def test_a_robot_that_was_started_with_an_older_unit_of_the_recipes_is_restarted_with_them(pi: FakePi) -> None:
    add(pi, consent(pi, to_all=True), Wishes())
    manifest = read_manifest(pi)
    manifest.running = manifest.running.replace("MemoryMax=50%", "MemoryMax=10%")
    write_manifest(pi, manifest)
    pi.programs.lines.clear()
    add(pi, consent(pi), Wishes())
    stop = "systemctl stop tjbot-recipes.socket tjbot-recipes.service"
    assert pi.programs.lines.index(stop) < pi.programs.lines.index("systemctl restart tjbot.service")


def test_a_user_of_the_recipes_that_was_there_before_stays(pi: FakePi) -> None:
    pi.programs(["useradd", "tjbot-recipes"])
    before = pi.everything()
    add(pi, consent(pi, to_all=True), Wishes())
    take_off(pi)
    assert pi.everything() == before


def test_again_it_changes_nothing_and_restarts_nothing(pi: FakePi) -> None:
    add(pi, consent(pi, to_all=True), Wishes())
    before = pi.everything()
    pi.programs.lines.clear()
    add(pi, consent(pi), Wishes())
    assert pi.everything() == before
    assert pi.programs.ran("systemctl restart") == []
    assert pi.programs.ran("useradd") == []


def test_new_files_restart_it_even_if_the_first_try_was_interrupted(pi: FakePi) -> None:
    environment = pi.path(ENVIRONMENT)
    environment.parent.mkdir(parents=True)
    environment.symlink_to("environments/old")
    add(pi, consent(pi, to_all=True), Wishes())
    pi.programs.lines.clear()
    environment.unlink()
    environment.symlink_to("environments/new")
    pi.programs.answers = {"systemctl daemon-reload": Answer(1, "")}
    with pytest.raises(TJBotError):
        add(pi, consent(pi), Wishes())
    pi.programs.answers = {}
    for _ in range(2):
        add(pi, consent(pi), Wishes())
    assert pi.programs.ran("systemctl restart") == ["systemctl restart tjbot.service"]


@pytest.mark.parametrize("answers", [["n", "n"], ["maybe", "no", "N"], [], None], ids=["no", "what", "gone", "nobody"])
def test_without_consent_name_and_config_stay(pi: FakePi, answers: list[str] | None) -> None:
    add(pi, nobody(pi) if answers is None else consent(pi, *answers), Wishes())
    assert pi.text(HOSTNAME) == "raspberrypi\n"
    assert pi.text(HOSTS) == USUAL_HOSTS
    assert pi.text(CONFIG) == FILES["boot/firmware/config.txt"]
    said = "\n".join(pi.said)
    assert "This Pi stays raspberrypi" in said
    assert f"{CONFIG} stays as it is." in said
    assert ("agree to everything with --yes" in said) == (answers is None)
    assert "The robot runs at http://localhost:8765, and it starts with the Pi." in said


def test_pressing_enter_agrees(pi: FakePi) -> None:
    add(pi, consent(pi, "", ""), Wishes())
    assert pi.text(HOSTNAME) == f"{NAME}\n"
    assert PWM in pi.text(CONFIG)


def test_what_is_not_wanted_is_not_even_asked(pi: FakePi) -> None:
    add(pi, consent(pi), Wishes(host_name=False, overlays=False, start=False))
    assert not [line for line in pi.said if "Shall" in line]
    assert pi.programs.ran("systemctl start") == pi.programs.ran("systemctl restart") == []
    assert pi.programs.ran("systemctl enable")


@pytest.mark.parametrize(
    ("wishes", "name"), [(Wishes(), "robbie"), (Wishes(host_name=True), NAME)], ids=["--yes", "--hostname"]
)
def test_a_name_that_the_owner_gave_stays_unless_they_say_so(pi: FakePi, wishes: Wishes, name: str) -> None:
    pi.write(HOSTNAME, "robbie\n")
    add(pi, consent(pi, to_all=True), wishes)
    assert pi.text(HOSTNAME) == f"{name}\n"
    take_off(pi)
    assert pi.text(HOSTNAME) == "robbie\n"
    assert pi.text(HOSTS) == USUAL_HOSTS


def test_a_pi_that_hides_its_serial_number_keeps_its_name(pi: FakePi) -> None:
    pi.path("/proc/device-tree/serial-number").unlink()
    add(pi, consent(pi, to_all=True), Wishes())
    assert pi.text(HOSTNAME) == "raspberrypi\n"


class PowerCutError(Exception):
    """The Pi loses its power."""


@pytest.mark.parametrize("moment", range(22))
def test_interrupted_anywhere_a_second_run_completes_it_and_it_can_be_taken_off(pi: FakePi, moment: int) -> None:
    before = pi.everything()
    cut_after(pi, moment)
    for once_more in (True, False):
        try:
            add(pi, consent(pi, to_all=True), Wishes())
        except PowerCutError:
            cut_after(pi, 1000)
            assert once_more
    assert pi.text(HOSTNAME) == f"{NAME}\n"
    assert pi.text(f"{CONFIG}.before-tjbot") == FILES["boot/firmware/config.txt"]
    cut_after(pi, moment)
    for _ in range(2):
        try:
            take_off(pi)
        except PowerCutError:
            cut_after(pi, 1000)
    assert pi.everything() == before


def cut_after(pi: FakePi, moments: int) -> None:
    """Lets the power fail when so many programs and writes have been done."""
    left = [moments]

    def count() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise PowerCutError

    def run(command: Sequence[str]) -> Answer:
        count()
        return pi.programs(command)

    def write(name: str, text: str, mode: int | None = None) -> bool:
        count()
        return type(pi).write(pi, name, text, mode)

    pi.run = run
    pi.write = write  # type: ignore[method-assign]


def test_what_others_have_written_since_stays(pi: FakePi) -> None:
    add(pi, consent(pi, to_all=True), Wishes())
    pi.write(CONFIG, pi.text(CONFIG) + "gpu_mem=64\n")
    pi.write(HOSTS, pi.text(HOSTS) + "192.168.0.7 printer\n")
    take_off(pi)
    assert pi.text(CONFIG) == FILES["boot/firmware/config.txt"] + "[all]\ngpu_mem=64\n"
    assert pi.text(HOSTS) == USUAL_HOSTS + "192.168.0.7 printer\n"
    assert any(f"How it was before TJBot: {CONFIG}.before-tjbot" in line for line in pi.said)


def test_a_pi_that_was_renamed_since_keeps_that_name(pi: FakePi) -> None:
    add(pi, consent(pi, to_all=True), Wishes())
    pi.write(HOSTNAME, "robbie\n")
    take_off(pi)
    assert pi.text(HOSTNAME) == "robbie\n"
    assert "This Pi has got another name since; it stays robbie." in pi.said


def test_what_pupils_made_is_deleted_only_on_request(pi: FakePi) -> None:
    add(pi, consent(pi, to_all=True), Wishes())
    pi.write(f"{HOME}/recipes/mine.py", "print(1)\n")
    drop_ins = [f"{UNITS_FOLDER}/{name}.d" for name in UNIT_NAMES]
    for folder in drop_ins:
        pi.write(f"{folder}/own.conf", "[Service]\n")
    take_off(pi)
    assert pi.text(f"{HOME}/recipes/mine.py") == "print(1)\n"
    assert not any(pi.path(folder).exists() for folder in drop_ins)
    take_off(pi, everything=True)
    assert not pi.path(HOME).exists()


def test_a_user_that_was_there_before_stays(pi: FakePi) -> None:
    pi.write("/etc/passwd", "tjbot:x:1001:1001::/home/tjbot:/bin/bash\n")
    add(pi, consent(pi, to_all=True), Wishes())
    take_off(pi)
    assert pi.has_user("tjbot")


def test_a_command_of_somebody_else_is_not_overwritten(pi: FakePi) -> None:
    pi.write(COMMAND, "#!/bin/sh\n")
    with pytest.raises(TJBotError, match="There is another /usr/local/bin/tjbot"):
        add(pi, consent(pi, to_all=True), Wishes())
    take_off(pi)
    assert pi.text(COMMAND) == "#!/bin/sh\n"


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("useradd", "The user tjbot could not be made."),
        ("systemctl daemon-reload", "systemd does not answer."),
        ("systemctl restart tjbot", "it does not start. It said:\nno pins"),
    ],
)
def test_what_fails_is_a_sentence(pi: FakePi, program: str, sentence: str) -> None:
    pi.programs.answers = {program: Answer(1, "no"), "journalctl": Answer(0, "no pins")}
    with pytest.raises(TJBotError) as trouble:
        add(pi, consent(pi, to_all=True), Wishes())
    assert sentence in trouble.value.message
    assert trouble.value.hint
    wrote = "before-tjbot" in "".join(pi.everything())
    assert ("Restart the Pi once, so that config.txt counts: sudo reboot" in pi.said) == wrote


def test_settings_that_are_wrong_are_named_before_anything_is_switched_on(pi: FakePi) -> None:
    pi.write(f"{HOME}/tjbot.toml", "[arm]\npinn = 3\n")
    with pytest.raises(TJBotError, match="pinn"):
        add(pi, consent(pi, to_all=True), Wishes())
    assert pi.text(CONFIG) == FILES["boot/firmware/config.txt"]


INSTALLED = {"dpkg-query": Answer(0, "installed")}


@pytest.mark.parametrize(("answer", "purged"), [("y", True), ("n", False)])
def test_packages_that_came_with_the_robot_are_offered_to_go(pi: FakePi, answer: str, purged: bool) -> None:
    pi.write(PACKAGES, "python3-venv\navahi-daemon\n")
    simulated = Answer(0, "Purg avahi-daemon [0.8]\nPurg python3-venv [3.13]\n")
    pi.programs.answers = {**INSTALLED, "apt-get --simulate": simulated}
    take_off(pi, answer)
    command = "env DEBIAN_FRONTEND=noninteractive apt-get purge --yes avahi-daemon python3-venv"
    assert (command in pi.programs.lines) == purged
    assert purged or any("sudo apt-get purge avahi-daemon python3-venv" in line for line in pi.said)


def test_packages_that_others_need_stay(pi: FakePi) -> None:
    pi.write(PACKAGES, "avahi-daemon\n")
    simulated = Answer(0, "Purg cups [2.4]\nPurg avahi-daemon [0.8]\n")
    pi.programs.answers = {**INSTALLED, "apt-get --simulate": simulated}
    take_off(pi)
    assert pi.programs.ran("env") == []
    assert any("cups needs some of them" in line for line in pi.said)


def test_taking_off_needs_nothing_but_the_systems_python() -> None:
    program = "import sys, tjbot.installing.remove, tjbot.installing.__main__; print(*sys.modules)"
    # Without site packages: neither an environment's nor the system's.
    done = subprocess.run([sys.executable, "-S", "-c", program], cwd=CHECKOUT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "msgspec" not in done.stdout.split()
