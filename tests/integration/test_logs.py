"""What a robot writes down while a class is busy with it, and much goes wrong: no name, nothing that they wrote."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.integration.commands import command, environment
from tests.integration.test_models import process_request
from tests.projects import project_zip
from tests.running import WAITING_SECONDS
from tests.taught import model_files, zipped
from tests.unit.daemon.backups.homes import fill
from tjbot.daemon.logs import FILE, FOLDER
from tjbot.errors import TJBotError
from tjbot.protocol.messages import Do, Output, Run, Seen
from tjbot.recipe.link import Link

NAME = "ada"
"""Is in the name of everything that somebody may name, and in everything that is said."""

KINDS = (b'{"kind": "pupil"}', b'{"kind": "teacher"}')

RECIPE = f'''"""The recipe of {NAME}."""
import os, sys
from tjbot import robot

robot.say("{NAME} says hello")
robot.remember("{NAME}", "{NAME}")
print("{NAME} was here")
print("{NAME} was here", file=sys.stderr, flush=True)
os.write(1, b"{NAME} was here\\n")
os.write(2, b"{NAME} was here\\n")
{NAME} = []
{NAME}.append({NAME}.{NAME})
'''

IN_THE_HOME: dict[str, bytes] = {
    "tjbot.toml": f'autostart = "{NAME}_is_away.py"\n'.encode(),
    "smoothing.json": f'{{"{NAME}": '.encode(),
    "class/class.json": f'{{"pupils": [{{"name": "{NAME}"'.encode(),
    "class/p1a2b3c/pupil.json": f'{{"name": "{NAME} Lovelace"}}'.encode(),
    f"models/{NAME}/card.json": b"{",
    f"projects/{NAME}.1.{'0' * 64}.zip": b"no zip",
    f"recipes/{NAME}_mine.py": RECIPE.encode(),
    f"memory/real/{NAME}_mine.json": b"{",
    f"pictures/{NAME}.jpg": b"no picture",
}


def pair(url: str) -> list[str]:
    """Pairs, once with a wrong code; what nobody may read afterwards."""
    codes = [json.loads(process_request(url, "POST", "/api/codes/new", kind)[1]) for kind in KINDS]
    told = [code for each in codes for code in re.findall(r'"(\d{6})"', json.dumps(each))]
    assert len(set(told)) >= 2, codes
    for code in ("000000", *told):
        process_request(url, "POST", "/api/pair", json.dumps({"code": code, "name": f"{NAME}'s tablet"}).encode())
    link = json.loads(process_request(url, "POST", "/api/codes/link", KINDS[0])[1])["url"].partition("#")[2]
    process_request(url, "GET", "/api/sessions")
    return [*told, link.rpartition("=")[2]]


def class_of(url: str) -> None:
    """A class with a pupil of that name, whose recipe breaks."""
    process_request(url, "POST", "/api/class/open", b"{}")
    made = json.loads(process_request(url, "POST", "/api/class/pupils", json.dumps({"name": NAME}).encode())[1])
    for name in (NAME, f"{NAME} two", ""):
        process_request(url, "POST", "/api/class/pupils", json.dumps({"name": name}).encode())
    process_request(url, "POST", "/api/class/message", json.dumps({"text": f"Hello {NAME}"}).encode())
    process_request(url, "POST", "/api/class/handout", json.dumps({"recipe": f"{NAME}_mine.py"}).encode())
    with Link(url, role="page", name=NAME, body=made["body"], wants=("state", "output")) as page:
        process_request(url, "POST", f"/api/class/queue?body={made['body']}", b"{}")
        page.call(Do, action="shine", arguments={"color": "red"})
        page.call(Run, recipe=f"{NAME}_mine.py")
        notices = (told.text for told in page.reports() if isinstance(told, Output) and told.stream == "notice")
        assert "is running" in next(notices)
        assert next(notices)
    process_request(url, "DELETE", f"/api/class/pupils/{made['id']}")
    process_request(url, "POST", "/api/class/close", b"{}")


def rush(url: str) -> None:
    """What a class does, and what it should not."""
    process_request(url, "PUT", f"/api/recipes/{NAME}.py", json.dumps({"source": RECIPE}).encode())
    process_request(url, "PUT", f"/api/recipes/{NAME}.py", f'{{"source": "{NAME}'.encode())
    process_request(url, "PUT", f"/api/recipes/..%2f{NAME}.py", b"{}")
    process_request(url, "POST", f"/api/recipes/{NAME}.py/rename", json.dumps({"name": f"{NAME} two"}).encode())
    process_request(url, "PUT", f"/api/models/{NAME}-model", zipped(model_files(name=NAME, author=NAME)))
    process_request(url, "PUT", f"/api/models/{NAME}", f"no zip of {NAME}".encode())
    process_request(url, "PUT", f"/api/projects/{NAME}-project", project_zip(name=NAME, author=NAME))
    process_request(url, "PUT", f"/api/smoothing/{NAME}/{NAME}", f'{{"threshold": "{NAME}"}}'.encode())
    process_request(url, "PUT", "/api/settings/voice", f'{{"voice": "{NAME}", "{NAME}": 1}}'.encode())
    process_request(url, "PUT", "/api/backup", f"no backup of {NAME}".encode())
    process_request(url, "GET", f"/{NAME}?name={NAME}")
    with Link(url, role="page", name=f"{NAME}'s Chromebook", wants=("seen", "state", "output")) as page:
        page.call(Do, action="say", arguments={"text": f"{NAME} said hello"}, wait=False)
        page.send(Seen(label=NAME, phase="started", sense="see", model=NAME))
        wrong: dict[str, dict[str, Any]] = {
            NAME: {},
            "say": {NAME: NAME},
            "shine": {"color": NAME},
            "play": {"sound": NAME},
        }
        for action, arguments in wrong.items():
            with pytest.raises(TJBotError):
                page.call(Do, action=action, arguments=arguments)
        page.call(Run, recipe=f"{NAME}_mine.py")
        notices = (told.text for told in page.reports() if isinstance(told, Output) and told.stream == "notice")
        assert "is running" in next(notices)
        assert next(notices)


def test_the_logs_of_a_busy_robot_name_nobody_and_nothing(tmp_path: Path) -> None:
    home = fill(tmp_path / "home", IN_THE_HOME)
    start = command("start", "--simulate", "--port", "0", "--home", str(home), "--no-browser")
    with (tmp_path / "printed").open("w") as printed:
        process = subprocess.Popen(start, stdout=subprocess.PIPE, stderr=printed, text=True, env=environment())
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip().removeprefix("TJBot is ready: ")
            secrets = pair(url)
            rush(url)
            class_of(url)
        finally:
            process.terminate()
            said, _ = process.communicate(timeout=WAITING_SECONDS)
    log = (home / FOLDER / FILE).read_text()
    written = (tmp_path / "printed").read_text()
    for expected in ("is ready", "A model is not used", "A project is not used", "that `autostart` names", "stopped"):
        assert expected in log
    for text in (log, written, said):
        assert re.search(NAME, text, re.IGNORECASE) is None, text
        assert not [secret for secret in secrets if secret in text]
        assert "Traceback" not in text
    assert (home / FOLDER).stat().st_mode & 0o777 == 0o700
