"""`tjbot codes`, `pair`, `audit` and `forget-everyone`, typed on the robot's computer and on another one."""

import json
from pathlib import Path

from tests.integration.access.conftest import Typed
from tests.integration.commands import tjbot
from tests.integration.guests import Guest, certificate_of, code_of, guest, owner, port_of
from tests.other_computer import OtherComputer
from tests.running import RunningDaemon, running
from tjbot.daemon.https.authority import as_pem, new_authority
from tjbot.daemon.https.trust_page import grouped


def test_a_computer_that_has_paired_runs_commands_recipes_and_plain_python(
    robot: RunningDaemon, address: str, there: Typed, tmp_path: Path
) -> None:
    recipe = tmp_path / "recipe.py"
    recipe.write_text('from tjbot import robot\nrobot.shine("red")\nprint("ran")\n')
    for arguments in (
        ["do", "shine", "red"],
        ["state"],
        ["models", "list"],
        ["run", str(recipe)],
        ["python", str(recipe)],
    ):
        done = there(*arguments, url=address)
        assert done.returncode == 1, arguments
        assert f"Pair with it: tjbot pair {address}" in done.stderr, arguments
    plain = address.removeprefix("https://").rsplit(":", 1)[0] + f":{port_of(robot)}"
    done = there("pair", plain, "--name", "Ada's laptop", typed=f"{code_of(robot)}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "This computer is now a pupil's." in done.stdout
    assert f"The robot's certificate: {grouped(certificate_of(robot).fingerprint)}" in done.stdout
    kept = tmp_path / "config" / "tjbot" / "robots.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert there("do", "shine", "red", url=address).returncode == 0
    assert there("models", "list", url=address).returncode == 0
    assert there("run", str(recipe), url=address).stdout == "ran\n"
    assert there("python", str(recipe), url=address).stdout == "ran\n"
    sessions = owner(robot).request("GET", "/api/sessions").json["sessions"]
    assert "Ada's laptop" in [each["name"] for each in sessions]
    done = there("pair", address, "--forget")
    assert done.stdout == "This computer has forgotten the robot.\n"
    assert there("do", "shine", "red", url=address).returncode == 1
    sessions = owner(robot).request("GET", "/api/sessions").json["sessions"]
    assert "Ada's laptop" not in [each["name"] for each in sessions]


def test_a_wrong_code_pairs_nobody(robot: RunningDaemon, address: str, there: Typed, tmp_path: Path) -> None:
    code_of(robot)
    done = there("pair", address, "--code", "nonsense")
    assert (done.returncode, done.stderr) == (
        1,
        "That code is not, or no longer, the right one.\nLook at the code that the robot shows now, or ask for it.\n",
    )
    assert not (tmp_path / "config" / "tjbot" / "robots.json").exists()


def test_what_is_no_robot_is_told_so(computer: OtherComputer, there: Typed) -> None:
    done = there("pair", f"http://{computer.robot_address}:9", "--code", "1")
    assert (done.returncode, "No robot answers at" in done.stderr) == (1, True)
    done = there("pair", "nonsense://x", "--code", "1")
    assert (done.returncode, "is no address of a robot" in done.stderr) == (1, True)


def test_the_codes_are_shown_where_the_robot_is(robot: RunningDaemon) -> None:
    pupil, teacher = code_of(robot), code_of(robot, "teacher")
    shown = tjbot("codes", url=robot.url).stdout
    assert f"{pupil[:3]} {pupil[3:]}" in shown
    assert f"{teacher[:3]} {teacher[3:]}" in shown
    assert f":{robot.daemon.access.secure_port}/" in shown
    assert "#join=" not in shown
    assert json.loads(tjbot("codes", "--json", "--new", url=robot.url).stdout)["pupil"]["code"] != pupil
    assert code_of(robot, "teacher") == teacher


def test_a_picture_of_a_link_is_drawn_in_the_terminal(robot: RunningDaemon) -> None:
    shown = tjbot("codes", "--qr", url=robot.url).stdout
    assert sum("█" in line or "▄" in line for line in shown.splitlines()) >= 15
    assert "Good for one phone or computer" in shown
    assert "#join=" not in shown


def test_audit_tells_what_is_open_paired_and_kept_and_how_to_wipe_it(
    robot: RunningDaemon, pupil: Guest, tmp_path: Path
) -> None:
    assert owner(robot).request("PUT", "/api/recipes/kept.py", {"source": "print(1)\n"}).status == 200
    told = tjbot("audit", "--home", str(robot.home)).stdout
    assert f"http at 0.0.0.0, port {port_of(robot)}" in told
    assert "Whoever uses this computer may do everything." in told
    assert "pupil    Ada's Chromebook, 198.18." in told
    assert "recipes/" in told
    assert "tjbot forget-everyone" in told
    found = json.loads(tjbot("audit", "--json", "--home", str(robot.home)).stdout)
    assert found["kept"]["recipes"]["files"] >= 1
    assert "token" not in json.dumps(found)
    owner(robot).request("DELETE", "/api/recipes/kept.py")


def test_everyone_is_forgotten_while_the_robot_is_on(robot: RunningDaemon, pupil: Guest, teacher: Guest) -> None:
    done = tjbot("forget-everyone", "--yes", "--home", str(robot.home))
    assert (done.returncode, "signed out" in done.stdout) == (0, True)
    assert (pupil.me()["kind"], teacher.me()["kind"]) == ("nobody", "nobody")
    refused = tjbot("forget-everyone", "--yes", "--and-their-work", "--home", str(robot.home))
    assert (refused.returncode, "Stop it first" in refused.stderr) == (1, True)


def test_everyone_and_their_work_is_forgotten_while_the_robot_is_off(computer: OtherComputer, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running(home, listen="0.0.0.0") as robot:
        ada = guest(robot, computer)
        ada.pair(code_of(robot), "Ada's Chromebook")
        assert ada.request("PUT", "/api/recipes/hers.py", {"source": "print(1)\n"}).status == 200
    told = tjbot("audit", "--home", str(home)).stdout
    assert "The robot is off." in told
    assert "Ada's Chromebook" in told
    assert tjbot("forget-everyone", "--yes", "--home", str(home)).stdout.startswith("1 signed out.")
    assert (home / "recipes" / "hers.py").exists()
    assert tjbot("forget-everyone", "--yes", "--and-their-work", "--home", str(home)).returncode == 0
    assert not (home / "recipes").exists()
    with running(home, listen="0.0.0.0") as robot:
        assert guest(robot, computer, **ada.headers).me()["kind"] == "nobody"


def test_nothing_is_forgotten_where_nobody_says_yes(robot: RunningDaemon, pupil: Guest) -> None:
    assert tjbot("forget-everyone", "--home", str(robot.home)).returncode == 1
    assert pupil.me()["kind"] == "pupil"


def test_a_robot_that_is_another_one_by_now_is_not_spoken_with(
    robot: RunningDaemon, address: str, there: Typed, tmp_path: Path
) -> None:
    there("pair", address, "--code", code_of(robot))
    kept = tmp_path / "config" / "tjbot" / "robots.json"
    robots = json.loads(kept.read_text())
    # Somebody else's authority: what answers now cannot show a certificate of it.
    robots[address]["authority"] = as_pem(new_authority(["pip"]).certificate).decode()
    kept.write_text(json.dumps(robots))
    for arguments in (["do", "shine", "red"], ["models", "list"]):
        done = there(*arguments, url=address)
        assert done.returncode == 1
        assert "or it has another certificate now." in done.stderr
