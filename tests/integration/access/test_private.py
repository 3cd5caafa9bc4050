"""`tjbot start --private`: on a computer with several users loopback is not open either."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.commands import robot_process, started, tjbot
from tests.integration.guests import Guest, dialled
from tests.running import RunningDaemon, running, wait_until

STRANGER = "This robot does not know you yet."


@pytest.fixture(autouse=True)
def own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user of this computer, whose files are in `owner`."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "owner"))


@pytest.fixture
def private(tmp_path: Path) -> Iterator[RunningDaemon]:
    with running(tmp_path / "home", private=True) as robot:
        yield robot


def test_the_owners_commands_get_in_by_themselves_and_those_of_others_are_told_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "recipe.py").write_text('from tjbot import robot\nrobot.shine("red")\nprint("ran")\n')
    with robot_process(tmp_path / "home", "--private") as (process, url):
        assert tjbot("do", "shine", "red", url=url).stdout
        assert tjbot("models", "list", url=url).returncode == 0
        assert tjbot("run", str(tmp_path / "recipe.py"), url=url).stdout == "ran\n"
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "other"))
        for arguments in (["do", "shine", "red"], ["models", "list"], ["run", str(tmp_path / "recipe.py")], ["codes"]):
            done = tjbot(*arguments, url=url)
            assert done.returncode == 1
            assert STRANGER in done.stderr
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "owner"))
        process.terminate()
        assert process.wait(10) == 0
    assert (tmp_path / "owner" / "tjbot" / "robots.json").read_text().strip() == "{}"


def test_only_the_owner_can_read_the_files_that_let_them_in(private: RunningDaemon) -> None:
    token = private.home / "secrets" / "owner-token"
    assert stat.S_IMODE(token.stat().st_mode) == 0o600
    assert stat.S_IMODE(token.parent.stat().st_mode) == 0o700


def test_over_loopback_nobody_is_the_owner_without_the_token(private: RunningDaemon) -> None:
    token = (private.home / "secrets" / "owner-token").read_text()
    assert dialled(private).me()["kind"] == "nobody"
    assert dialled(private).request("GET", "/api/recipes/wave_back.py").status == 401
    assert dialled(private, Authorization=f"Bearer {token}").me()["kind"] == "owner"
    assert dialled(private, Authorization=f"Bearer {token}x").me()["kind"] == "nobody"
    assert dialled(private, Authorization="Bearer").me()["kind"] == "nobody"
    assert dialled(private, Authorization=f"Bearer {token}", X_Forwarded_For="127.0.0.1").me()["kind"] == "nobody"


def test_an_owners_page_is_opened_by_a_code_that_is_good_once(private: RunningDaemon) -> None:
    owner = dialled(private, Authorization=f"Bearer {(private.home / 'secrets' / 'owner-token').read_text()}")
    code = owner.request("POST", "/api/codes/link", {"kind": "owner"}).json["url"].partition("#join=")[2]
    page = dialled(private)
    assert page.pair(code).json["kind"] == "owner"
    assert page.me()["kind"] == "owner"
    assert dialled(private).pair(code).status == 403
    # An owner is who sits at the robot: what a proxy brings is not, whatever cookie it has.
    assert Guest(page.dial, page.host, {**page.headers, "Via": "1.1 proxy"}).me()["kind"] == "nobody"


def test_the_browser_is_opened_by_a_file_because_everybody_reads_command_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {told}.new && mv {told}.new {told}\n')
    browser.chmod(0o755)
    # `commands.environment` hides the screen of whoever runs the tests; this one is made up.
    monkeypatch.setenv("BROWSER", str(browser))
    monkeypatch.setattr("tests.integration.commands.environment", lambda url=None: {**os.environ, "DISPLAY": ":99"})
    arguments = ("start", "--simulate", "--port", "0", "--home", str(tmp_path / "home"), "--private")
    with started(*arguments) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip().removeprefix("TJBot is ready: ")
        wait_until(told.exists, "the browser is opened")
        opened = told.read_text().strip()
        assert opened.startswith("file://")
        page = Path(opened.removeprefix("file://"))
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
        text = page.read_text()
        assert f"url={url}/#join=" in text
        assert text.partition("#join=")[2].split('"')[0] not in opened
    assert not page.exists()


def test_a_robot_that_is_not_private_any_more_has_no_token(tmp_path: Path) -> None:
    with running(tmp_path / "home", private=True) as robot:
        assert dialled(robot).me()["kind"] == "nobody"
    with running(tmp_path / "home") as robot:
        assert dialled(robot).me()["kind"] == "owner"
        assert not (tmp_path / "home" / "secrets" / "owner-token").exists()


def test_behind_a_proxy_loopback_is_not_open_even_to_a_request_that_says_nothing_of_it(tmp_path: Path) -> None:
    with running(tmp_path / "home", proxy=True) as robot:
        assert dialled(robot).me()["kind"] == "nobody"


def test_recipes_of_the_robots_own_need_no_pairing(private: RunningDaemon) -> None:
    token = (private.home / "secrets" / "owner-token").read_text()
    owner = dialled(private, Authorization=f"Bearer {token}")
    source = 'from tjbot import robot\nrobot.shine("red")\nrobot.sleep(60)\n'
    assert owner.request("PUT", "/api/recipes/red.py", {"source": source}).status == 200
    with owner.socket() as link:
        link.ask({"type": "hello", "protocol": 1, "role": "page", "name": "page"})
        assert link.ask({"type": "run", "id": 1, "recipe": "red.py"})["type"] == "done"
        wait_until(lambda: private.light() == (1, 0, 0), "the recipe reaches the robot")


def test_audit_and_forget_everyone_find_the_owners_token_in_the_home(private: RunningDaemon, tmp_path: Path) -> None:
    found = json.loads(tjbot("audit", "--json", "--home", str(private.home)).stdout)
    assert (found["private"], found["sessions"]) == (True, [])
    assert tjbot("forget-everyone", "--yes", "--home", str(private.home)).returncode == 0
