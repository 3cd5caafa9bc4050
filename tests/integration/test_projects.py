"""Projects with their samples on the robot: whole or not at all, given to pages alone, refused in words, removed."""

import contextlib
import hashlib
import http.client
import json
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.commands import robot_process
from tests.integration.test_http import Answer, request, sentence
from tests.integration.test_models import process_request
from tests.projects import PROJECT_FILE, project_files, project_zip
from tests.running import RunningDaemon, running, wait_until
from tests.taught import zipped
from tjbot import cli
from tjbot.daemon import stored_projects


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    with running(tmp_path / "home") as daemon:
        yield daemon


def projects(robot: RunningDaemon) -> list[str]:
    return [project["id"] for project in json.loads(request(robot, "GET", "/api/projects")[2])["projects"]]


def put(robot: RunningDaemon, id_: str, data: bytes, **headers: str) -> Answer:
    return request(robot, "PUT", f"/api/projects/{id_}", data, **headers)


def in_the_folder(home: Path) -> list[str]:
    return sorted(path.name.split(".")[0] for path in (home / "projects").iterdir())


def test_a_project_is_saved_listed_opened_and_removed(tmp_path: Path) -> None:
    data = project_zip(3)
    with running(tmp_path) as robot:
        answer = put(robot, "fruit", data)
        entry = json.loads(answer[2])
        assert answer[0] == 200
    with running(tmp_path) as robot:
        assert json.loads(request(robot, "GET", "/api/projects")[2]) == {"projects": [entry]}
        assert entry.pop("changed") > 0
        assert entry == {
            "id": "fruit",
            "name": "Obst 🍌",
            "kind": "pictures",
            "author": "6b",
            "classes": ["banana", "apple"],
            "samples": 3,
            "pictures": 3,
            "sounds": 0,
            "bytes": len(data),
            "hash": hashlib.sha256(data).hexdigest(),
        }
        status, headers, body = request(robot, "GET", "/api/projects/fruit.zip")
        assert (status, headers["content-type"], body) == (200, "application/zip", data)
        assert (tmp_path / "projects").stat().st_mode & 0o077 == 0, "nobody else on the robot sees the pictures"
        assert request(robot, "DELETE", "/api/projects/fruit")[0] == 200
        assert projects(robot) == []
        assert list((tmp_path / "projects").iterdir()) == []
        assert request(robot, "GET", "/api/projects/fruit.zip")[0] == 404


def test_a_project_is_replaced_only_with_the_hash_of_what_is_there(robot: RunningDaemon) -> None:
    first = put(robot, "fruit", project_zip(1))[1]["etag"]
    answer = put(robot, "fruit", project_zip(2))
    assert (answer[0], sentence(answer).startswith('Another save of "Obst 🍌" is on the robot by now.')) == (412, True)
    second = project_zip(2)
    assert put(robot, "fruit", second, If_Match=first)[0] == 200
    assert put(robot, "fruit", project_zip(3), If_Match=first)[0] == 412
    assert request(robot, "DELETE", "/api/projects/fruit", If_Match=first)[0] == 412
    assert put(robot, "gone", project_zip(3), If_Match=first)[0] == 412
    assert request(robot, "GET", "/api/projects/fruit.zip")[2] == second
    assert in_the_folder(robot.home) == ["fruit"]


FILES = project_files()


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("PUT", "a", b"My holidays", 400, "This is no zip, or it did not arrive whole."),
        ("PUT", "a", zipped(FILES)[:-40], 400, "This is no zip, or it did not arrive whole."),
        ("PUT", "a", zipped({"features.bin": b""}), 400, "it is no project of ours"),
        ("PUT", "a", zipped({PROJECT_FILE: b"{"}), 400, "is not as it must be"),
        ("PUT", "a", project_zip(name="x" * 65), 400, "is not as it must be"),
        ("PUT", "a", project_zip(kind="smells"), 400, "is not as it must be"),
        ("PUT", "a", project_zip(samples=[{"id": "x"}] * 3001), 400, "is not as it must be"),
        ("PUT", "a", zipped({**FILES, "../../evil.py": b""}), 400, 'The zip holds "../../evil.py"'),
        ("PUT", "a", zipped({**FILES, "samples/../../evil": b""}), 400, "which no project has"),
        ("PUT", "a", zipped({**FILES, "samples/🍌.jpg": b""}), 400, "which no project has"),
        (
            "PUT",
            "a",
            zipped({**FILES, "bomb.bin": bytes(263_000_000)}, zipfile.ZIP_DEFLATED),
            400,
            "larger than 262 MB",
        ),
        ("PUT", "My%20Fruit", project_zip(), 400, 'A project cannot have the id "My Fruit".'),
        ("PUT", "%2e%2e", project_zip(), 400, 'A project cannot have the id "..".'),
        ("DELETE", "none", None, 404, 'The robot has no project "none".'),
        ("DELETE", "%2e%2e", None, 404, "has no project"),
        ("GET", "..%2f..%2ftjbot.zip", None, 404, ""),
    ],
)
def test_a_bad_request_is_answered_with_a_sentence_and_changes_nothing(
    robot: RunningDaemon, method: str, path: str, body: bytes | None, status: int, words: str
) -> None:
    put(robot, "there", project_zip())
    answer = request(robot, method, f"/api/projects/{path}", body)
    assert answer[0] == status
    if words:
        assert words in sentence(answer)
    assert in_the_folder(robot.home) == projects(robot) == ["there"]


def test_too_many_and_too_large_together_are_refused(robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_projects, "MOST_PROJECTS", 2)
    monkeypatch.setattr(stored_projects, "MOST_BYTES", 1_000_000)
    put(robot, "one", project_zip())
    answer = put(robot, "large", zipped({**FILES, "samples/x.jpg": bytes(1_000_000)}))
    assert (answer[0], "larger than 1 MB together" in sentence(answer)) == (507, True)
    put(robot, "two", project_zip())
    answer = put(robot, "three", project_zip())
    assert (answer[0], "2 projects already. Remove one first." in sentence(answer)) == (507, True)
    assert in_the_folder(robot.home) == ["one", "two"]


def test_a_damaged_project_is_not_given(robot: RunningDaemon) -> None:
    put(robot, "fruit", project_zip())
    [path] = (robot.home / "projects").iterdir()
    data = path.read_bytes()
    path.write_bytes(data.replace(b"picture 1", b"picture X"))
    answer = request(robot, "GET", "/api/projects/fruit.zip")
    assert (answer[0], "is damaged" in sentence(answer)) == (400, True)


def test_another_page_gets_and_changes_nothing(robot: RunningDaemon) -> None:
    put(robot, "there", project_zip())
    for method, path in (("GET", ""), ("PUT", "/a"), ("DELETE", "/there"), ("GET", "/there.zip")):
        assert request(robot, method, f"/api/projects{path}", b"", Origin="http://evil.example")[0] == 403
    assert projects(robot) == ["there"]


def test_a_page_that_goes_away_in_the_middle_leaves_nothing(robot: RunningDaemon) -> None:
    put(robot, "there", project_zip())
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(robot.url).port or 0, timeout=10)
    connection.putrequest("PUT", "/api/projects/half")
    connection.putheader("Content-Length", "5000000")
    connection.endheaders()
    connection.send(bytes(3_000_000))
    wait_until(lambda: len(in_the_folder(robot.home)) == 2, "it arrives")
    connection.close()
    wait_until(lambda: in_the_folder(robot.home) == ["there"], "what came is thrown away")
    assert projects(robot) == ["there"]


def test_a_daemon_that_is_killed_while_it_saves_shows_a_whole_project_or_none(tmp_path: Path) -> None:
    large = zipped({**FILES, "samples/x.jpg": bytes(range(256)) * 80_000})
    with robot_process(tmp_path) as (process, url):
        process_request(url, "PUT", "/api/projects/before", project_zip())

        def save() -> None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                process_request(url, "PUT", "/api/projects/large", large)

        page = threading.Thread(target=save)
        page.start()
        wait_until(lambda: len(in_the_folder(tmp_path)) > 1, "it arrives")
        process.kill()
        process.wait()
        page.join()
    with robot_process(tmp_path) as (process, url):
        listed = [project["id"] for project in json.loads(process_request(url, "GET", "/api/projects")[1])["projects"]]
        assert listed in (["before"], ["before", "large"])
        assert in_the_folder(tmp_path) == listed
        if "large" in listed:
            assert process_request(url, "GET", "/api/projects/large.zip")[1] == large


def test_of_two_saves_of_which_a_crash_left_both_the_later_one_counts(tmp_path: Path) -> None:
    folder = tmp_path / "projects"
    folder.mkdir()
    later = project_zip(2)
    for number, data in ((9, project_zip(1)), (10, later)):
        (folder / f"fruit.{number}.{hashlib.sha256(data).hexdigest()}.zip").write_bytes(data)
    with running(tmp_path) as robot:
        assert request(robot, "GET", "/api/projects/fruit.zip")[2] == later
        assert len(list(folder.iterdir())) == 1


def test_the_command_line_lists_and_removes(
    robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TJBOT_URL", robot.url)

    def typed(*arguments: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["tjbot", "projects", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return (ended.value.code, *capsys.readouterr())

    assert typed("list")[1].startswith("No project lies on the robot.")
    put(robot, "fruit", project_zip())
    code, output, _ = typed("list")
    assert (
        code,
        output.startswith("fruit            Obst 🍌: banana, apple (2 samples, 2 pictures, 0.0 MB, by 6b"),
    ) == (
        0,
        True,
    )
    assert json.loads(typed("list", "--json")[1])["pictures"] == 2
    assert typed("remove", "fruit") == (0, "Done.\n", "")
    assert typed("remove", "fruit") == (1, "", 'The robot has no project "fruit".\n')
    assert list((robot.home / "projects").iterdir()) == []
