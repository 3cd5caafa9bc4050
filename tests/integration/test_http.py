"""The HTTP side: the page with its safe headers, recipes' texts, and requests that are turned away."""

import hashlib
import http.client
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.integration.sockets import HELLO, bare_socket
from tests.running import RunningDaemon, running, wait_until
from tjbot.daemon import pages
from tjbot.daemon.library import MOST_BYTES
from tjbot.daemon.recipe_cards import edition_of
from tjbot.version import VERSION

WEIGHTS = b"weights" * 100

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def robot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDaemon]:
    """A robot with a page of one file and one asset."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "assets").mkdir()
    (folder / "index.html").write_text("<title>TJBot</title>")
    (folder / "assets" / "index-a1b2.js").write_text("")
    (folder / "models").mkdir()
    for suffix, data in {"": WEIGHTS, ".gz": b"packed with gzip", ".br": b"packed with brotli"}.items():
        (folder / "models" / f"palm.bin{suffix}").write_bytes(data)
    (folder.parent / "outside.txt").write_text("secret")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "PAGE", folder)
        with running(tmp_path_factory.mktemp("robot") / "home") as daemon:
            yield daemon


def request(robot: RunningDaemon, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    """One request as bare as http.client makes it; paths are not tidied up."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(robot.url).port or 0, timeout=10)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    data = body if isinstance(body, bytes | None) else json.dumps(body)
    connection.request(method, path, data, {"Host": urlsplit(robot.url).netloc, **given})
    response = connection.getresponse()
    answer = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return answer


def sentence(answer: Answer) -> str:
    """The sentence of a refusal; it is JSON with a message and a hint, whatever was wrong."""
    assert answer[1]["content-type"] == "application/json"
    refusal: dict[str, str] = json.loads(answer[2])
    assert refusal.keys() == {"message", "hint"}
    return f"{refusal['message']} {refusal['hint']}".strip()


@pytest.mark.parametrize("path", ["/", "/api/health", "/api/recipes/none.py", "/assets/index-a1b2.js", "/none"])
def test_every_answer_has_the_safe_headers(robot: RunningDaemon, path: str) -> None:
    _, headers, _ = request(robot, "GET", path)
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval' blob:"
    assert policy["frame-ancestors"] == "'none'"


def test_the_page_is_asked_for_each_time_and_its_assets_are_kept(robot: RunningDaemon) -> None:
    status, headers, body = request(robot, "GET", "/")
    assert (status, headers["cache-control"], body) == (200, "no-cache", b"<title>TJBot</title>")
    status, headers, _ = request(robot, "GET", "/assets/index-a1b2.js")
    assert (status, "immutable" in headers["cache-control"]) == (200, True)


def test_a_file_that_is_asked_for_by_its_hash_is_kept_for_ever(robot: RunningDaemon) -> None:
    right = hashlib.sha256(WEIGHTS).hexdigest()
    _, headers, body = request(robot, "GET", f"/models/palm.bin?v={right}")
    assert (body, "immutable" in headers["cache-control"]) == (WEIGHTS, True)
    # They are behind the login: no proxy on the way may give them to others.
    assert headers["cache-control"].startswith("private")
    for query in ("", "?v=", f"?v={right[::-1]}", f"?w={right}", "?v=%ff"):
        _, headers, body = request(robot, "GET", f"/models/palm.bin{query}")
        assert (body, headers["cache-control"]) == (WEIGHTS, "no-cache"), query
    assert request(robot, "GET", f"/models/none.bin?v={right}")[0] == 404
    _, headers, _ = request(robot, "GET", "/models/palm.bin")
    assert request(robot, "GET", "/models/palm.bin", If_None_Match=headers["etag"])[0] == 304


@pytest.mark.parametrize(
    ("accepted", "coding", "data"),
    [
        ("gzip, deflate, br, zstd", "br", b"packed with brotli"),
        ("gzip, deflate", "gzip", b"packed with gzip"),
        ("br;q=0, GZIP;q=0.5", "gzip", b"packed with gzip"),
        ("identity", None, WEIGHTS),
        ("", None, WEIGHTS),
    ],
)
def test_a_file_is_sent_as_small_as_the_browser_takes_it(
    robot: RunningDaemon, accepted: str, coding: str | None, data: bytes
) -> None:
    status, headers, body = request(robot, "GET", "/models/palm.bin", Accept_Encoding=accepted)
    assert (status, headers.get("content-encoding"), body) == (200, coding, data)
    assert headers["vary"] == "Accept-Encoding"
    assert headers["content-type"] == "application/octet-stream"
    again = request(robot, "GET", "/models/palm.bin", Accept_Encoding=accepted, If_None_Match=headers["etag"])
    assert (again[0], again[2]) == (304, b"")


def test_a_packed_file_that_is_older_belongs_to_another_one(robot: RunningDaemon) -> None:
    packed = pages.PAGE / "models" / "palm.bin.br"
    os.utime(packed, (1, 1))
    _, headers, body = request(robot, "GET", "/models/palm.bin", Accept_Encoding="br")
    assert (headers.get("content-encoding"), body) == (None, WEIGHTS)


@pytest.mark.parametrize(
    "path", ["/../outside.txt", "/..%2foutside.txt", "/assets/../../outside.txt", "/%2e%2e/outside.txt", "//etc/passwd"]
)
def test_nothing_outside_the_page_is_served(robot: RunningDaemon, path: str) -> None:
    status, _, body = request(robot, "GET", path)
    assert status in (400, 404)
    assert b"secret" not in body


def test_a_sound_is_to_be_had_by_its_name_and_nothing_else(robot: RunningDaemon) -> None:
    (robot.home / "sounds").mkdir(exist_ok=True)
    (robot.home / "sounds" / "mine.wav").write_bytes(b"RIFF")
    status, headers, data = request(robot, "GET", "/api/sounds/high%20do")
    assert (status, headers["content-type"], data[:4]) == (200, "audio/wav", b"RIFF")
    assert request(robot, "GET", "/api/sounds/mine")[2] == b"RIFF"
    for name in ("nothing", "..%2F..%2Ftjbot.toml", "%2Fetc%2Fpasswd", "mine.toml"):
        answer = request(robot, "GET", f"/api/sounds/{name}")
        assert answer[0] == 404
    assert sentence(request(robot, "GET", "/api/sounds/chim")).startswith('There is no sound "chim".')


def test_health_tells_an_admin_how_the_robot_is_and_nothing_of_its_people(robot: RunningDaemon) -> None:
    with robot.link(name="Ada's Chromebook"):
        status, _, body = request(robot, "GET", "/api/health")
    health = json.loads(body)
    disk, uptime = health.pop("disk"), health.pop("uptime_seconds")
    assert (status, health) == (
        200,
        {"ready": True, "name": "Pip", "version": VERSION, "simulated": True, "faults": {}, "connected": 1},
    )
    assert uptime >= 0
    assert 0 < disk["free_bytes"] < disk["total_bytes"]
    assert disk["little_room"] == (disk["free_bytes"] < 200_000_000)
    assert b"Ada" not in body


def test_health_of_a_robot_whose_disk_is_gone_or_that_stops(tmp_path: Path) -> None:
    with running(tmp_path / "home") as robot:
        robot.call(lambda: setattr(robot.daemon.robot.bodies["real"], "home", tmp_path / "gone"))
        status, _, body = request(robot, "GET", "/api/health")
        assert (status, json.loads(body)["disk"]) == (200, None)
        robot.call(lambda: setattr(robot.daemon.robot, "closing", True))
        assert request(robot, "GET", "/api/health")[0] == 503
        robot.call(lambda: setattr(robot.daemon.robot, "closing", False))


def test_a_recipe_is_saved_listed_read_and_forgotten(robot: RunningDaemon) -> None:
    source = '"""My robot. You need: an arm."""\n'
    status, _, body = request(robot, "PUT", "/api/recipes/my_robot.py", {"source": source})
    assert status == 200
    assert json.loads(body) == {
        "file": "my_robot.py",
        "title": "My robot",
        "needs": "an arm",
        "learn": "",
        "level": 0,
        "words": [],
        "edition": edition_of(source),
        "mine": True,
        "running": False,
        "source": source,
    }
    assert (robot.home / "recipes" / "my_robot.py").read_text() == source
    assert json.loads(request(robot, "GET", "/api/recipes/my_robot.py")[2])["source"] == source
    assert request(robot, "DELETE", "/api/recipes/my_robot.py")[0] == 200
    assert request(robot, "GET", "/api/recipes/my_robot.py")[0] == 404


def test_a_save_over_somebody_elses_keeps_both_texts(robot: RunningDaemon) -> None:
    path = "/api/recipes/shared.py"
    _, headers, _ = request(robot, "PUT", path, {"source": "first"})
    first = headers["etag"]
    assert request(robot, "PUT", path, {"source": "Ada's"}, If_Match=first)[0] == 200
    answer = request(robot, "PUT", path, {"source": "Bob's"}, If_Match=first)
    assert answer[0] == 412
    assert sentence(answer).startswith("Somebody else has changed this recipe meanwhile. Nothing is lost")
    assert json.loads(request(robot, "GET", path)[2])["source"] == "Ada's"
    kept = json.loads(request(robot, "GET", f"{path}/versions")[2])["versions"]
    texts = [json.loads(request(robot, "GET", f"{path}/versions/{each['time']}")[2])["source"] for each in kept]
    assert texts == ["Bob's", "first"]
    request(robot, "DELETE", path)


def test_a_recipe_is_created_renamed_thrown_away_and_brought_back(robot: RunningDaemon) -> None:
    text = {"name": "Mein Röboter 🤖", "source": '"""Old."""\n', "titled": True}
    status, _, body = request(robot, "POST", "/api/recipes", text)
    assert (status, json.loads(body)["file"], json.loads(body)["title"]) == (200, "mein_roboter.py", "Mein Röboter 🤖")
    _, _, body = request(robot, "POST", "/api/recipes/mein_roboter.py/rename", {"name": "../Disco"})
    assert (json.loads(body)["file"], request(robot, "GET", "/api/recipes/mein_roboter.py")[0]) == ("disco.py", 404)
    at = json.loads(request(robot, "DELETE", "/api/recipes/disco.py")[2])["time"]
    gone = json.loads(request(robot, "GET", "/api/thrown-away-recipes")[2])["recipes"]
    assert gone[0] == {"file": "disco.py", "title": "Disco", "time": at}
    source = json.loads(request(robot, "GET", f"/api/recipes/disco.py/versions/{at}")[2])["source"]
    request(robot, "PUT", "/api/recipes/disco.py", {"source": source})
    gone = json.loads(request(robot, "GET", "/api/thrown-away-recipes")[2])["recipes"]
    assert "disco.py" not in [each["file"] for each in gone]
    request(robot, "DELETE", "/api/recipes/disco.py")


def test_everyone_is_told_of_a_saved_recipe(robot: RunningDaemon) -> None:
    with bare_socket(robot, {**HELLO, "wants": ["state"]}) as socket:
        socket.read()
        request(robot, "PUT", "/api/recipes/told.py", {"source": '"""Told."""'})
        assert "Told" in [card["title"] for card in socket.read()["about"]["recipes"]]
        request(robot, "DELETE", "/api/recipes/told.py")


def test_the_cards_of_recipes_are_told_when_they_change_and_not_with_everything_else(robot: RunningDaemon) -> None:
    with bare_socket(robot, {**HELLO, "wants": ["state"]}) as socket:
        assert len(socket.read()["about"]["recipes"]) >= 20
        with bare_socket(robot, {**HELLO, "role": "page"}):
            joined = socket.read()["about"]
            assert (len(joined["clients"]), "recipes" in joined) == (2, False)
        assert "recipes" not in socket.read()["about"]
        (robot.home / "recipes").mkdir(exist_ok=True)
        (robot.home / "recipes" / "by_hand.py").write_text('"""By hand."""')
        with bare_socket(robot, {**HELLO, "wants": ["state"]}) as late:
            assert "By hand" in [card["title"] for card in late.read()["about"]["recipes"]]
            assert "By hand" in [card["title"] for card in socket.read()["about"]["recipes"]]


@pytest.mark.parametrize("what", ["rename", "throw away"])
def test_a_recipe_that_is_renamed_or_thrown_away_while_it_runs_is_stopped_and_says_why(
    robot: RunningDaemon, what: str
) -> None:
    source = 'from tjbot import robot\n\nrobot.shine("red")\nrobot.sleep(60)\n'
    request(robot, "PUT", "/api/recipes/runs.py", {"source": source})
    with bare_socket(robot, {**HELLO, "wants": ["output"]}) as socket:
        socket.send({"type": "run", "id": 1, "recipe": "runs.py"})
        wait_until(lambda: robot.light() == (1, 0, 0), "it runs")
        if what == "rename":
            assert request(robot, "POST", "/api/recipes/runs.py/rename", {"name": " "})[0] == 400
            assert robot.light() == (1, 0, 0)
            status, _, body = request(robot, "POST", "/api/recipes/runs.py/rename", {"name": "Ran"})
            assert (status, json.loads(body)["file"]) == (200, "ran.py")
        else:
            assert request(robot, "DELETE", "/api/recipes/runs.py")[0] == 200
        said = socket.read()
        while "It was stopped, because it" not in said.get("text", ""):
            said = socket.read()
        wait_until(lambda: robot.light() == (0, 0, 0), "the robot rests")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("GET", "/api/recipes/wavy_bak.py", None, 404, 'There is no recipe "wavy_bak.py".'),
        ("DELETE", "/api/recipes/none.py", None, 404, "of your own"),
        ("POST", "/api/recipes", {"name": "a", "source": "#" * (MOST_BYTES + 1)}, 400, "at most 100000 are kept"),
        ("POST", "/api/recipes", {"source": "x"}, 400, "did not arrive whole"),
        ("POST", "/api/recipes/wave_back.py/rename", {"name": "x"}, 404, "Make a copy"),
        ("GET", "/api/recipes/..py/versions", None, 404, "There is no recipe"),
        ("GET", "/api/recipes/wave_back.py/versions/5", None, 404, "no longer there"),
        ("PUT", "/api/recipes/My%20Robot.py", {"source": ""}, 400, "Use small letters, digits and _"),
        ("PUT", "/api/recipes/..py", {"source": ""}, 400, "cannot be called"),
        ("PUT", "/api/recipes/a.py", b"{", 400, "did not arrive whole"),
        ("PUT", "/api/recipes/a.py", b"\xff\xfe", 400, "did not arrive whole"),
        ("PUT", "/api/recipes/a.py", b"[" * 50_000, 400, "did not arrive whole"),
        ("PUT", "/api/recipes/a.py", {"text": ""}, 400, "did not arrive whole"),
        ("PUT", "/api/recipes/a.py", {"source": 5}, 400, "did not arrive whole"),
        ("PUT", "/api/recipes/a.py", {"source": "#" * (MOST_BYTES + 1)}, 400, "at most 100000 are kept"),
        ("PUT", "/api/recipes/a.py", {"source": "#" * (3 * MOST_BYTES)}, 400, "Make it shorter"),
    ],
)
def test_a_bad_request_is_answered_with_a_sentence_and_the_next_one_works(
    robot: RunningDaemon, method: str, path: str, body: Any, status: int, words: str
) -> None:
    answer = request(robot, method, path, body)
    assert answer[0] == status
    assert words in sentence(answer)
    assert request(robot, "GET", "/api/health")[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "localhost", "192.168.1.5:8765"])
def test_another_name_for_the_robot_is_refused(robot: RunningDaemon, host: str) -> None:
    answer = request(robot, "GET", "/api/health", Host=host)
    assert answer[0] == 403
    assert sentence(answer).startswith("This robot is called localhost:")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1"])
def test_another_page_can_change_nothing(robot: RunningDaemon, origin: str) -> None:
    answer = request(robot, "PUT", "/api/recipes/evil.py", {"source": "x"}, Origin=origin)
    assert answer[0] == 403
    assert sentence(answer).startswith("Only the robot's own page")
    assert not (robot.home / "recipes" / "evil.py").exists()


def test_a_socket_from_another_page_gets_the_same_sentence(robot: RunningDaemon) -> None:
    answer = request(
        robot,
        "GET",
        "/socket",
        Origin="http://evil.example",
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==",
    )
    assert answer[0] == 403
    assert sentence(answer).startswith("Only the robot's own page")


def test_a_page_that_was_not_built_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE", tmp_path / "not there")
    with running(tmp_path / "home") as robot:
        status, _, body = request(robot, "GET", "/")
        assert status == 503
        assert body.startswith(b"The page has not been built yet.\n\nRun ./install.sh")
        assert request(robot, "GET", "/api/health")[0] == 200
