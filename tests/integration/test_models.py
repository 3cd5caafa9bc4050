"""The models that pupils taught, over HTTP: kept whole or not at all, given to pages alone, refused in words."""

import contextlib
import hashlib
import http.client
import json
import resource
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.commands import robot_process
from tests.integration.sockets import HELLO, bare_socket
from tests.integration.test_http import Answer, request, sentence
from tests.running import RunningDaemon, running, wait_until
from tests.taught import WEIGHTS, model_files, model_zip, zipped
from tjbot.daemon import model_pages, taught_models
from tjbot.protocol.models import CARD, file_of

LARGE = bytes(range(256)) * 80_000
"""20 MB."""


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    with running(tmp_path / "home") as daemon:
        yield daemon


def models(robot: RunningDaemon) -> list[str]:
    status, _, body = request(robot, "GET", "/api/models")
    assert status == 200
    return [model["id"] for model in json.loads(body)["models"]]


def put(robot: RunningDaemon, id_: str, data: bytes, **headers: str) -> Answer:
    return request(robot, "PUT", f"/api/models/{id_}", data, **headers)


def in_the_folder(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "models").glob("*"))


def test_a_model_is_saved_listed_loaded_and_removed(robot: RunningDaemon) -> None:
    files = model_files()
    answer = put(robot, "fruit-1", zipped(files))
    card = json.loads(answer[2])
    changed = card.pop("changed")
    assert abs(changed - time.time() * 1000) < 60_000
    assert card == {
        "id": "fruit-1",
        "name": "Fruit",
        "author": "6b",
        "licence": "CC-BY-4.0",
        "kind": "pictures",
        "labels": ["apple", "banana"],
        "bytes": sum(map(len, files.values())),
        "hash": hashlib.sha256(files[CARD]).hexdigest(),
    }
    assert answer[1]["etag"] == f'"{card["hash"]}"'
    listed = json.loads(request(robot, "GET", "/api/models")[2])
    assert listed == {"models": [{**card, "changed": changed}]}
    for name, data in files.items():
        assert request(robot, "GET", f"/api/models/fruit-1/{name}")[2] == data
    assert request(robot, "DELETE", "/api/models/fruit-1")[0] == 200
    assert models(robot) == []
    assert request(robot, "GET", "/api/models/fruit-1/model.json")[0] == 404


def test_it_is_there_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as robot:
        put(robot, "fruit", model_zip())
    with running(tmp_path) as robot:
        assert models(robot) == ["fruit"]
        assert request(robot, "GET", f"/api/models/fruit/{WEIGHTS}")[2] == b"weights"


def test_a_file_is_kept_by_the_browser_for_as_long_as_its_hash_is_right(robot: RunningDaemon) -> None:
    put(robot, "fruit", model_zip())
    right = hashlib.sha256(b"weights").hexdigest()
    path = f"/api/models/fruit/{WEIGHTS}"
    _, headers, _ = request(robot, "GET", f"{path}?v={right}")
    assert ("immutable" in headers["cache-control"], headers["etag"]) == (True, f'"{right}"')
    assert headers["content-length"] == "7"
    for query in ("", f"?v={right[::-1]}", "?v="):
        assert request(robot, "GET", f"{path}{query}")[1]["cache-control"] == "no-cache"
    status, headers, body = request(robot, "GET", path, If_None_Match=f'"{right}"')
    assert (status, body, headers["etag"]) == (304, b"", f'"{right}"')
    assert request(robot, "HEAD", path)[2] == b""


def test_nothing_in_a_model_is_a_page_or_a_script_to_the_browser(robot: RunningDaemon) -> None:
    files = dict.fromkeys(("evil.html", "evil.js", "evil.svg", "model.json"), b"<script>alert()</script>")
    put(robot, "evil", zipped(model_files_of(files)))
    for name in files:
        _, headers, _ = request(robot, "GET", f"/api/models/evil/{name}")
        expected = "application/json" if name == "model.json" else "application/octet-stream"
        assert (headers["content-type"], headers["x-content-type-options"]) == (expected, "nosniff")


def model_files_of(files: dict[str, bytes]) -> dict[str, bytes]:
    """A model of exactly these files."""
    named = {name: file_of(data) for name, data in files.items()}
    return {**files, CARD: model_files(files=named)[CARD]}


def test_a_whole_model_comes_as_the_zip_that_can_be_saved_again(robot: RunningDaemon) -> None:
    put(robot, "fruit", model_zip(LARGE))
    status, headers, body = request(robot, "GET", "/api/models/fruit.zip")
    assert (status, headers["content-type"]) == (200, "application/zip")
    assert headers["content-disposition"] == 'attachment; filename="fruit.zip"'
    assert put(robot, "copy", body)[0] == 200
    assert sorted(models(robot)) == ["copy", "fruit"]
    assert request(robot, "GET", f"/api/models/copy/{WEIGHTS}")[2] == LARGE
    assert request(robot, "GET", "/api/models/none.zip")[0] == 404


def test_a_model_is_replaced_only_with_the_hash_of_what_is_there(robot: RunningDaemon) -> None:
    first = put(robot, "fruit", model_zip(b"first"))[1]["etag"]
    answer = put(robot, "fruit", model_zip(b"second"))
    assert answer[0] == 412
    assert sentence(answer).startswith('Another model "fruit" is on the robot already. Nothing was changed.')
    second = put(robot, "fruit", model_zip(b"second"), If_Match=first)
    assert (second[0], second[1]["etag"] != first) == (200, True)
    assert put(robot, "fruit", model_zip(b"third"), If_Match=first)[0] == 412
    assert put(robot, "new", model_zip(b"third"), If_Match=first)[0] == 412
    assert request(robot, "DELETE", "/api/models/fruit", If_Match=first)[0] == 412
    assert request(robot, "GET", f"/api/models/fruit/{WEIGHTS}")[2] == b"second"
    assert request(robot, "DELETE", "/api/models/fruit", If_Match=second[1]["etag"])[0] == 200


def test_every_page_is_told_of_each_change(robot: RunningDaemon) -> None:
    with bare_socket(robot, {**HELLO, "wants": ["state"]}) as page:
        assert "models" not in page.read()["about"]
        hash_ = json.loads(put(robot, "fruit", model_zip())[2])["hash"]
        assert page.read()["about"]["models"] == {"fruit": hash_}
        put(robot, "fruit", b"no zip", If_Match=hash_)
        request(robot, "DELETE", "/api/models/fruit")
        assert "models" not in page.read()["about"]
        by_hand = robot.home / "models" / "by-hand"
        by_hand.mkdir()
        for name, data in model_files().items():
            (by_hand / name).write_bytes(data)
        assert models(robot) == ["by-hand"]
        assert list(page.read()["about"]["models"]) == ["by-hand"]


FILES = model_files()


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("PUT", "a", b"", 400, "This is no zip, or it did not arrive whole."),
        ("PUT", "a", zipped(FILES)[:-40], 400, "This is no zip, or it did not arrive whole."),
        ("PUT", "a", zipped({**FILES, WEIGHTS: b"WEIGHTS"}), 400, "is not the one that tjbot-model.json names"),
        ("PUT", "a", zipped({**FILES, "../../evil.py": b""}), 400, 'The zip holds "../../evil.py"'),
        ("PUT", "a", zipped({**FILES, "sub/file.bin": b""}), 400, "side by side without folders"),
        ("PUT", "a", zipped({**FILES, "more.bin": bytes(80_000_000)}, 8), 400, "larger than 80 MB"),
        ("PUT", "a", zipped({**FILES, "more.bin": bytes(70_000_000)}, 8), 400, "does not name"),
        ("PUT", "a", bytes(40_000_001), 400, "The zip is larger than 40 MB."),
        ("PUT", "a", model_zip(labels=[str(number) for number in range(10_000)]), 400, "length <= 1000"),
        ("PUT", "a", model_zip(labels=["x" * 65]), 400, "length <= 64"),
        ("PUT", "a", model_zip(version=2), 400, "this TJBot knows format 1"),
        ("PUT", "My%20Model", model_zip(), 400, 'A model cannot have the id "My Model".'),
        ("PUT", "%2e%2e", model_zip(), 400, 'A model cannot have the id "..".'),
        ("DELETE", "none", None, 404, 'The robot has no model "none".'),
        ("DELETE", "%2e%2e", None, 404, "has no model"),
        ("GET", "none/model.json", None, 404, "has no model"),
        ("GET", "there/none.bin", None, 404, 'The model "there" has no file "none.bin".'),
        ("GET", "there/%2e%2e", None, 404, "has no file"),
        ("GET", "%2e%2e/tjbot.toml", None, 404, "has no model"),
    ],
)
def test_a_bad_request_is_answered_with_a_sentence_and_changes_nothing(
    robot: RunningDaemon, method: str, path: str, body: bytes | None, status: int, words: str
) -> None:
    put(robot, "there", model_zip())
    answer = request(robot, method, f"/api/models/{path}", body)
    assert answer[0] == status
    assert words in sentence(answer)
    assert in_the_folder(robot.home) == models(robot) == ["there"]


@pytest.mark.parametrize("path", ["there/../../tjbot.toml", "there/..%2f..%2ftjbot.toml", "../recipes/a.py", "there"])
def test_nothing_else_is_read(robot: RunningDaemon, path: str) -> None:
    put(robot, "there", model_zip())
    (robot.home / "tjbot.toml").write_text("secret")
    status, _, body = request(robot, "GET", f"/api/models/{path}")
    assert (status in (400, 404, 405), b"secret" in body) == (True, False)


def test_a_body_without_a_length_is_counted_as_it_comes(robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_pages, "MOST_PACKED_BYTES", 3_000_000)
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(robot.url).port or 0, timeout=10)
    # A body in pieces has no length.
    connection.request("PUT", "/api/models/a", iter([bytes(1_000_000)] * 4))
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["message"]) == (400, "The zip is larger than 3 MB.")
    connection.close()
    wait_until(lambda: in_the_folder(robot.home) == [], "what came is thrown away")


def test_too_many_and_too_large_together_are_refused(robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taught_models, "MOST_MODELS", 2)
    monkeypatch.setattr(taught_models, "MOST_BYTES", 1_000_000)
    put(robot, "one", model_zip())
    answer = put(robot, "large", model_zip(bytes(1_000_000)))
    assert (answer[0], "larger than 1 MB together" in sentence(answer)) == (507, True)
    put(robot, "two", model_zip())
    answer = put(robot, "three", model_zip())
    assert (answer[0], "models already. Remove one first." in sentence(answer)) == (507, True)
    assert models(robot) == ["one", "two"]


def test_a_page_that_goes_away_in_the_middle_leaves_nothing(robot: RunningDaemon) -> None:
    put(robot, "there", model_zip())
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(robot.url).port or 0, timeout=10)
    connection.putrequest("PUT", "/api/models/half")
    connection.putheader("Content-Length", "5000000")
    connection.endheaders()
    connection.send(bytes(3_000_000))
    wait_until(lambda: len(in_the_folder(robot.home)) == 2, "it arrives")
    connection.close()
    wait_until(lambda: in_the_folder(robot.home) == ["there"], "what came is thrown away")
    assert models(robot) == ["there"]


def test_several_pages_save_at_once_and_all_of_it_is_kept(robot: RunningDaemon) -> None:
    answers: dict[str, int] = {}

    def page(id_: str) -> None:
        answers[id_] = put(robot, id_, model_zip(id_.encode() * 1_000_000))[0]

    pages = [threading.Thread(target=page, args=(f"class-{number}",)) for number in range(6)]
    for each in pages:
        each.start()
    for each in pages:
        each.join()
    assert set(answers.values()) == {200}
    assert models(robot) == sorted(answers)


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_another_page_gets_and_changes_nothing(robot: RunningDaemon, origin: str) -> None:
    put(robot, "there", model_zip())
    for method, path in (("PUT", "a"), ("DELETE", "there"), ("GET", "there/model.json"), ("GET", "there.zip")):
        assert request(robot, method, f"/api/models/{path}", b"", Origin=origin)[0] == 403
    assert models(robot) == ["there"]


def process_request(url: str, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(url).port or 0, timeout=20)
    connection.request(method, path, body)
    answer = connection.getresponse()
    got = answer.status, answer.read()
    connection.close()
    return got


def test_a_full_disk_is_told_and_the_robot_goes_on(tmp_path: Path) -> None:
    with robot_process(tmp_path) as (process, url):
        assert process_request(url, "PUT", "/api/models/small", model_zip())[0] == 200
        # No file may become larger than this: what the disk says then is much like "full".
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
        status, body = process_request(url, "PUT", "/api/models/large", model_zip(bytes(2_000_000)))
        assert (status, json.loads(body)["message"]) == (
            507,
            "The robot's disk is full, so the model could not be received.",
        )
        # The zip fits, its content does not.
        squeezed = zipped(model_files(bytes(2_000_000)), 8)
        status, body = process_request(url, "PUT", "/api/models/large", squeezed)
        assert (status, json.loads(body)["message"]) == (
            507,
            "The robot's disk is full, so the model could not be saved.",
        )
        assert in_the_folder(tmp_path) == ["small"]
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert process_request(url, "PUT", "/api/models/large", squeezed)[0] == 200


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.15])
def test_a_daemon_that_is_killed_while_it_saves_shows_a_whole_model_or_none(tmp_path: Path, seconds: float) -> None:
    with robot_process(tmp_path) as (process, url):
        process_request(url, "PUT", "/api/models/before", model_zip(b"before"))

        def save() -> None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                process_request(url, "PUT", "/api/models/large", model_zip(LARGE))

        page = threading.Thread(target=save)
        page.start()
        wait_until(lambda: len(in_the_folder(tmp_path)) > 1, "it arrives")
        time.sleep(seconds)
        process.kill()
        process.wait()
        page.join()
    with robot_process(tmp_path) as (process, url):
        _, body = process_request(url, "GET", "/api/models")
        listed = {model["id"] for model in json.loads(body)["models"]}
        assert "before" in listed <= {"before", "large"}
        assert in_the_folder(tmp_path) == sorted(listed)
        if "large" in listed:
            assert process_request(url, "GET", f"/api/models/large/{WEIGHTS}")[1] == LARGE


def test_a_robot_that_is_switched_off_while_a_model_arrives_stops_in_time(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with running(tmp_path) as robot:
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(robot.url).port or 0, timeout=10)
        connection.putrequest("PUT", "/api/models/half")
        connection.putheader("Content-Length", "5000000")
        connection.endheaders()
        connection.send(bytes(3_000_000))
        wait_until(lambda: len(in_the_folder(robot.home)) == 1, "it arrives")
        begin = time.monotonic()
        robot.stop()
        assert time.monotonic() - begin < 2
        connection.close()
    assert "Traceback" not in capfd.readouterr().err
    with running(tmp_path):
        assert in_the_folder(tmp_path) == []
