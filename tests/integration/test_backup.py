"""`tjbot backup` and `tjbot restore` as a teacher types them: the robot on and off, and files that are no backup."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import zipfile
from pathlib import Path

import pytest

from tests.integration.commands import environment, robot_process, tjbot
from tests.integration.test_http import request
from tests.integration.test_models import process_request
from tests.projects import project_zip
from tests.running import RunningDaemon, running, wait_until
from tests.taught import model_files, zipped
from tests.unit.daemon.backups.homes import FULL, NEVER, fill, holds, usual
from tjbot.daemon.backups.contents import CARD, FORMAT
from tjbot.daemon.backups.swap import KEPT
from tjbot.protocol.models import CARD as MODEL_CARD

MINE = '"""Mine."""\n'
OTHER = '"""Other."""\n'

KILLED_IN_MID_RESTORE = """
import os, signal, sys
from tjbot.daemon.backups import swap
from tjbot.cli import main

def move_aside(path, old, left=[int(sys.argv.pop(1))]):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(path, old)

real, swap._move_aside = swap._move_aside, move_aside
main()
"""


def changes_anyway(name: str) -> bool:
    return name.startswith(("logs/", "running.json"))


def names(backup: Path) -> set[str]:
    with zipfile.ZipFile(backup) as opened:
        return set(opened.namelist())


def test_a_robot_that_is_on_gives_all_that_it_keeps_and_takes_it_back(tmp_path: Path) -> None:
    home, backup = tmp_path / "home", tmp_path / "backup.zip"
    with robot_process(home) as (process, url):
        process_request(url, "PUT", "/api/recipes/mine.py", json.dumps({"source": MINE}).encode())
        process_request(url, "PUT", "/api/models/fruit", zipped(model_files()))
        process_request(url, "PUT", "/api/projects/obst", project_zip())
        fill(home, {"secrets/sessions.json": b"secret", "pictures/me.jpg": b"a face"})
        made = tjbot("backup", str(backup), "--home", str(home), url=url)
        assert made.returncode == 0, made.stderr
        assert f"files of Pip are in {backup}." in made.stdout
        assert "certificate's key are not in it" in made.stdout
        assert backup.stat().st_mode & 0o777 == 0o600
        assert {"recipes/mine.py", f"models/fruit/{MODEL_CARD}"} < names(backup)
        assert not [name for name in names(backup) if name.startswith(("secrets", "pictures"))]
        assert not [path for path in home.iterdir() if path.name.startswith(".backing-up")]

        process_request(url, "PUT", "/api/recipes/mine.py", json.dumps({"source": OTHER}).encode())
        process_request(url, "PUT", "/api/recipes/new.py", json.dumps({"source": OTHER}).encode())
        process_request(url, "DELETE", "/api/models/fruit")
        # It is found by its home alone.
        restored = tjbot("restore", str(backup), "--home", str(home))
        assert restored.returncode == 0, restored.stderr
        assert "and the robot begins anew." in restored.stdout
        assert process.stdout is not None
        assert process.stdout.readline() == f"TJBot is ready: {url}\n"
        assert json.loads(process_request(url, "GET", "/api/recipes/mine.py")[1])["source"] == MINE
        assert process_request(url, "GET", "/api/recipes/new.py")[0] == 404
        models = json.loads(process_request(url, "GET", "/api/models")[1])["models"]
        assert [model["id"] for model in models] == ["fruit"]
        assert (home / "secrets/sessions.json").read_bytes() == b"secret"
        (kept,) = (home / KEPT).iterdir()
        assert f"{KEPT}/{kept.name} of its home" in restored.stdout
        assert (kept / "recipes/new.py").read_text() == OTHER
        assert process.poll() is None


def test_a_robot_that_is_off_is_backed_up_and_restored_from_its_files(tmp_path: Path) -> None:
    home, other, backup = fill(tmp_path / "home", {**FULL, **NEVER}), tmp_path / "other", tmp_path / "backup.zip"
    assert tjbot("backup", str(backup), "--home", str(home)).returncode == 0
    restored = tjbot("restore", str(backup), "--home", str(other))
    assert restored.returncode == 0, restored.stderr
    assert holds(other, leave_out=lambda name: name == ".lock") == usual(FULL)
    with robot_process(other) as (_, url):
        assert json.loads(process_request(url, "GET", "/api/health")[1])["name"] == "Robi"


def test_secrets_and_pictures_are_in_it_on_request_and_the_secrets_only_while_it_is_off(tmp_path: Path) -> None:
    home, backup = fill(tmp_path / "home", FULL), tmp_path / "backup.zip"
    made = tjbot("backup", str(backup), "--pictures", "--secrets", "--home", str(home))
    assert "whoever has it can be this robot" in made.stdout
    assert names(backup) == {*FULL, CARD}
    with robot_process(tmp_path / "other") as (_, url):
        refused = tjbot("backup", str(tmp_path / "second.zip"), "--secrets", url=url)
        assert refused.returncode == 1
        assert "gives its secrets to nobody" in refused.stderr
        refused = tjbot("restore", str(backup), url=url)
        assert refused.returncode == 1
        assert "holds a robot's secrets" in refused.stderr
    restored = tjbot("restore", str(backup), "--home", str(tmp_path / "other"))
    assert restored.returncode == 0, restored.stderr
    assert (tmp_path / "other/secrets/authority.key").read_bytes() == b"a key"


def test_a_file_that_is_no_backup_changes_nothing(tmp_path: Path) -> None:
    home = fill(tmp_path / "home", FULL)
    bad = {
        "text": b"no zip",
        "model": zipped(model_files()),
        "newer": zipped({CARD: json.dumps({"format": FORMAT + 1, "made_by": "9.0"}).encode()}),
        "way out": zipped({CARD: b"{}", "recipes/../../outside.py": b"x"}),
    }
    with robot_process(home) as (process, url):
        before = holds(home, leave_out=changes_anyway)
        for name, data in bad.items():
            (tmp_path / name).write_bytes(data)
            refused = tjbot("restore", str(tmp_path / name), url=url)
            assert refused.returncode == 1, name
            assert "Nothing was changed." in refused.stderr, name
            assert "Traceback" not in refused.stderr
        assert holds(home, leave_out=changes_anyway) == before
        assert process.poll() is None
    for name in bad:
        refused = tjbot("restore", str(tmp_path / name), "--home", str(home))
        assert (refused.returncode, "Nothing was changed." in refused.stderr) == (1, True), name
    assert not (home / KEPT).exists()


@pytest.mark.parametrize("steps", [0, 3, 100])
def test_killed_in_mid_restore_the_robot_starts_whole(tmp_path: Path, steps: int) -> None:
    home, backup = (
        fill(tmp_path / "home", {"recipes/old.py": b"old", "sounds/old.wav": b"old"}),
        tmp_path / "backup.zip",
    )
    assert tjbot("backup", str(backup), "--home", str(fill(tmp_path / "other", FULL))).returncode == 0
    command = [sys.executable, "-c", KILLED_IN_MID_RESTORE, str(steps), "restore", str(backup), "--home", str(home)]
    killed = subprocess.run(command, env=environment(), check=False, capture_output=True, timeout=60)
    assert killed.returncode == (0 if steps == 100 else -signal.SIGKILL), killed.stderr
    with robot_process(home) as (_, url):
        assert json.loads(process_request(url, "GET", "/api/health")[1])["name"] == "Robi"
        found = holds(home, leave_out=lambda file: file.startswith((KEPT, ".lock")))
        assert found.items() >= usual(FULL).items()
        assert "recipes/old.py" not in found
        (kept,) = (home / KEPT).iterdir()
        assert holds(kept) == {"recipes/old.py": b"old", "sounds/old.wav": b"old"}


def test_a_backup_is_of_one_moment_while_pages_write(tmp_path: Path) -> None:
    with running(tmp_path / "home") as robot:
        request(robot, "PUT", "/api/recipes/one.py", {"source": MINE})
        ended = threading.Event()

        def rename() -> None:
            for number in range(20):
                there, then = ("one", "two") if number % 2 == 0 else ("two", "one")
                request(robot, "POST", f"/api/recipes/{there}.py/rename", {"name": then})
            ended.set()

        renaming = threading.Thread(target=rename)
        renaming.start()
        while not ended.is_set():
            status, _, data = request(robot, "GET", "/api/backup")
            assert status == 200
            (tmp_path / "backup.zip").write_bytes(data)
            both = {"recipes/one.py", "recipes/two.py"}
            assert len(both & names(tmp_path / "backup.zip")) == 1
        renaming.join()


def test_whoever_goes_away_in_mid_backup_leaves_nothing_behind(tmp_path: Path) -> None:
    home = fill(tmp_path / "home", {"sounds/long.wav": os.urandom(20_000_000)})
    with running(home) as robot:
        leave_in_mid_answer(robot)
        wait_until(lambda: not [*home.glob(".backing-up-*")], "the snapshot was taken away")


def leave_in_mid_answer(robot: RunningDaemon) -> None:
    import http.client
    from urllib.parse import urlsplit

    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(robot.url).port or 0, timeout=10)
    connection.request("GET", "/api/backup", headers={"Host": urlsplit(robot.url).netloc})
    assert connection.getresponse().read(1000)
    connection.close()


def test_what_is_there_already_is_not_overwritten_and_a_folder_gets_a_name(tmp_path: Path) -> None:
    home, there = fill(tmp_path / "home", FULL), tmp_path / "there.zip"
    there.write_bytes(b"precious")
    refused = tjbot("backup", str(there), "--home", str(home))
    assert (refused.returncode, there.read_bytes()) == (1, b"precious")
    assert "There is a file" in refused.stderr
    assert tjbot("backup", str(tmp_path), "--home", str(home)).returncode == 0
    assert [path.name.startswith("tjbot-robi-") for path in tmp_path.glob("tjbot-*.zip")] == [True]
    assert "cannot be written" in tjbot("backup", str(tmp_path / "none" / "x"), "--home", str(home)).stderr
    assert "cannot be read" in tjbot("restore", str(tmp_path / "none"), "--home", str(home)).stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may restore what is another user's")
def test_what_root_restores_is_the_robots() -> None:
    user = 23456
    # pytest's own folders are closed to all others.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        home, backup = fill(folder / "home", FULL), folder / "backup.zip"
        for path in (home, *home.rglob("*")):
            os.chown(path, user, user)
        made = tjbot("backup", str(backup), "--home", str(home))
        assert made.returncode == 0, made.stderr
        assert (backup.stat().st_uid, backup.stat().st_mode & 0o777) == (0, 0o600)
        restored = tjbot("restore", str(backup), "--home", str(home))
        assert restored.returncode == 0, restored.stderr
        assert {path.lstat().st_uid for path in home.rglob("*")} == {user}
        assert holds(home, leave_out=lambda name: name.startswith((KEPT, ".lock"))).items() >= usual(FULL).items()
