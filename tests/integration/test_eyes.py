"""The robot's eyes over a whole daemon: the live stream, the pictures that `look` took, and the light on its pin."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.integration.commands import robot_process
from tests.integration.test_http import request, sentence
from tests.running import WAITING_SECONDS, RunningDaemon, running, wait_until
from tjbot.daemon.eyes import MOST_LOOKERS
from tjbot.protocol.messages import Do
from tjbot.protocol.picture import Picture, decode_picture
from tjbot.robot.parts.eyes import Eyes

LIGHT_PIN = 25
JPEG_BEGINNING = b"\xff\xd8\xff"


@pytest.fixture(scope="module")
def robot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDaemon]:
    """A robot with simulated eyes and a light for them."""
    home = tmp_path_factory.mktemp("robot") / "home"
    with running(home, parts={"eyes": {"light_pin": LIGHT_PIN, "keep_pictures": 3}}) as daemon:
        yield daemon


@contextmanager
def looking(robot: RunningDaemon, **options: Any) -> Iterator[ClientConnection]:
    """A client of the stream."""
    address = robot.url.replace("http", "ws") + "/eyes"
    with connect(address, compression=None, proxy=None, close_timeout=1, max_size=None, **options) as client:
        yield client


def ask(client: ClientConnection) -> Picture:
    client.send("next")
    return answer(client)


def answer(client: ClientConnection) -> Picture:
    data = client.recv(timeout=WAITING_SECONDS * 3)
    assert isinstance(data, bytes), data
    return decode_picture(data)


def at_once(client: ClientConnection) -> Iterator[str | bytes]:
    """What comes without asking again, until nothing comes any more."""
    with suppress(TimeoutError):
        while True:
            yield client.recv(timeout=0.5)


def eyes(robot: RunningDaemon) -> Eyes:
    part = robot.daemon.robot.bodies["real"].part("eyes")
    assert isinstance(part, Eyes)
    return part


def reading(robot: RunningDaemon) -> dict[str, Any]:
    found: dict[str, Any] = robot.call(lambda: eyes(robot).reading())
    return found


def look(robot: RunningDaemon) -> str:
    with robot.link() as link:
        return str(link.call(Do, action="look", arguments={}).value)


def pictures(robot: RunningDaemon) -> list[str]:
    status, _, body = request(robot, "GET", "/api/pictures")
    assert status == 200
    found: list[str] = json.loads(body)["pictures"]
    return found


def is_closed(robot: RunningDaemon) -> bool:
    return not reading(robot)["on"]


def test_the_stream_gives_one_picture_for_each_request(robot: RunningDaemon) -> None:
    with looking(robot) as client:
        times = []
        for _ in range(5):
            picture = ask(client)
            assert (picture.width, picture.height) == (640, 480)
            assert picture.jpeg.startswith(JPEG_BEGINNING)
            times.append(picture.time)
        assert times == sorted(set(times))
        with pytest.raises(TimeoutError):
            client.recv(timeout=0.3)


def test_the_camera_and_its_light_are_on_while_somebody_looks(robot: RunningDaemon) -> None:
    wait_until(lambda: is_closed(robot), "nobody looks")
    with looking(robot) as client:
        assert is_closed(robot)
        ask(client)
        assert reading(robot) | {"picture": None, "pictures": 0} == {
            "on": True,
            "kind": "simulated",
            "trouble": None,
            "picture": None,
            "pictures": 0,
        }
        assert robot.changes(LIGHT_PIN)[-1].duty == 1
    wait_until(lambda: is_closed(robot), "the camera goes off")
    assert robot.changes(LIGHT_PIN)[-1].duty == 0


def test_a_slow_client_sees_the_newest_and_not_the_next(robot: RunningDaemon) -> None:
    with looking(robot) as slow, looking(robot) as fast:
        ask(slow)
        seen = [ask(fast).time for _ in range(8)]
        assert ask(slow).time >= seen[-1]


def test_asking_a_thousand_times_at_once_is_asking_once_or_twice(robot: RunningDaemon) -> None:
    with looking(robot) as greedy, looking(robot) as other:
        for _ in range(1000):
            greedy.send("next")
        for _ in range(10):
            ask(other)
        assert 1 <= len(list(at_once(greedy))) <= 5


def test_clients_that_break_off_in_the_middle_of_a_picture_leave_nothing_behind(robot: RunningDaemon) -> None:
    with looking(robot) as faithful:
        ask(faithful)
        for _ in range(20):
            with looking(robot) as rude:
                rude.send("next")
                rude.socket.shutdown(socket.SHUT_RDWR)
        ask(faithful)
    wait_until(lambda: is_closed(robot), "the camera goes off")
    assert robot.call(lambda: eyes(robot).camera._waiting) == []


def test_a_picture_can_be_taken_while_others_look(robot: RunningDaemon) -> None:
    with looking(robot) as client:
        before = ask(client).time
        assert look(robot) in pictures(robot)
        assert ask(client).time > before


def test_a_killed_camera_comes_back_while_somebody_looks(robot: RunningDaemon) -> None:
    with looking(robot) as client:
        before = ask(client).time
        process = eyes(robot).camera.process
        assert process
        os.kill(process.pid, signal.SIGKILL)
        assert ask(client).time > before


def test_a_camera_that_died_while_nobody_asked_comes_back(robot: RunningDaemon) -> None:
    with looking(robot) as client:
        before = ask(client).time
        process = eyes(robot).camera.process
        assert process
        stdin = process.stdin
        assert stdin
        os.kill(process.pid, signal.SIGKILL)
        wait_until(lambda: robot.call(stdin.is_closing), "the daemon has noticed that it is gone")
        assert ask(client).time > before


def test_there_is_room_for_a_few_lookers(robot: RunningDaemon) -> None:
    with looking(robot) as one, looking(robot) as two, looking(robot) as three, looking(robot) as four:
        clients = [one, two, three, four]
        assert len(clients) == MOST_LOOKERS
        assert len({ask(client).jpeg[:3] for client in clients}) == 1
        with looking(robot) as fifth:
            refusal = json.loads(fifth.recv(timeout=WAITING_SECONDS))
            assert refusal["type"] == "failed"
            assert "already" in refusal["message"]
            with pytest.raises(ConnectionClosed):
                fifth.recv(timeout=WAITING_SECONDS)
    with looking(robot) as again:
        ask(again)


@pytest.mark.parametrize("message", ["next please", "", b"next", "{}"])
def test_who_asks_for_something_else_is_let_go(robot: RunningDaemon, message: str | bytes) -> None:
    with looking(robot) as client:
        client.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=WAITING_SECONDS)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 1008


@pytest.mark.parametrize("headers", [{"Origin": "http://example.org"}, {"Host": "example.org"}])
def test_only_the_robots_own_page_may_look(robot: RunningDaemon, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidStatus), looking(robot, additional_headers=headers):
        pass
    for method, path in (("GET", "/api/pictures"), ("DELETE", "/api/pictures/2026-01-01_00-00-00-000.jpg")):
        assert request(robot, method, path, **headers)[0] == 403
    assert is_closed(robot) or wait_until(lambda: is_closed(robot), "nobody looks")


def test_look_keeps_a_picture_that_the_page_can_show(robot: RunningDaemon) -> None:
    names = [look(robot) for _ in range(4)]
    assert pictures(robot) == names[:0:-1]
    assert reading(robot)["picture"] == names[-1]
    assert reading(robot)["pictures"] == 3
    status, headers, data = request(robot, "GET", f"/api/pictures/{names[-1]}")
    assert status == 200
    assert headers["content-type"] == "image/jpeg"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert data.startswith(JPEG_BEGINNING)
    assert data == (robot.home / "pictures" / names[-1]).read_bytes()


def test_a_picture_can_be_removed(robot: RunningDaemon) -> None:
    name = look(robot)
    status, _, _ = request(robot, "DELETE", f"/api/pictures/{name}")
    assert status == 200
    assert name not in pictures(robot)
    assert reading(robot)["picture"] != name
    assert request(robot, "DELETE", f"/api/pictures/{name}")[0] == 404


@pytest.mark.parametrize(
    "name", ["..", "../tjbot.toml", "..%2ftjbot.toml", "%2e%2e%2ftjbot.toml", "mine.jpg", "%00.jpg", "a" * 3000]
)
def test_no_other_file_is_shown_or_removed(robot: RunningDaemon, name: str) -> None:
    (robot.home / "tjbot.toml").write_text("")
    (robot.home / "pictures").mkdir(exist_ok=True)
    (robot.home / "pictures" / "mine.jpg").write_bytes(b"mine")
    for method in ("GET", "DELETE"):
        assert request(robot, method, f"/api/pictures/{name}")[0] in (404, 405)
    assert request(robot, "PUT", f"/api/pictures/{name}")[0] in (404, 405)
    assert (robot.home / "tjbot.toml").exists()
    assert (robot.home / "pictures" / "mine.jpg").exists()


def test_after_a_stop_the_next_look_works(robot: RunningDaemon) -> None:
    robot.call(lambda: robot.daemon.robot.halt("real"))
    assert look(robot)


def test_a_robot_that_stops_while_pages_look_takes_its_camera_along(tmp_path: Path) -> None:
    def children() -> set[int]:
        return {child.pid for child in psutil.Process().children(recursive=True)}

    before = children()
    with running(tmp_path / "home") as daemon, looking(daemon) as client:
        ask(client)
        client.send("next")
        daemon.stop()
        with suppress(ConnectionClosed):
            for _ in at_once(client):
                pass
    wait_until(lambda: children() <= before, "no process is left")


def test_without_eyes_the_stream_says_so(tmp_path: Path) -> None:
    with running(tmp_path / "home", parts={"eyes": {"enabled": False}}) as daemon:
        with looking(daemon) as client:
            assert json.loads(client.recv(timeout=WAITING_SECONDS))["message"] == "This robot has no eyes."
        assert "no eyes" in sentence(request(daemon, "GET", "/api/pictures"))


def test_a_webcam_that_is_not_there_is_told_and_missed_by_nobody_else(tmp_path: Path) -> None:
    with running(tmp_path / "home", parts={"eyes": {"camera": "webcam", "device": "/dev/video999"}}) as daemon:
        with looking(daemon) as client:
            client.send("next")
            refusal = json.loads(client.recv(timeout=WAITING_SECONDS * 3))
            assert refusal["type"] == "failed"
            assert "webcam is gone" in refusal["message"]
        assert "webcam is gone" in reading(daemon)["trouble"]
        wait_until(lambda: is_closed(daemon), "the camera is off")
        with daemon.link() as link, pytest.raises(Exception, match="webcam is gone"):
            link.call(Do, action="look", arguments={})


def test_a_robot_that_is_killed_leaves_no_camera_behind(tmp_path: Path) -> None:
    with robot_process(tmp_path / "home") as (process, url):
        with connect(url.replace("http", "ws") + "/eyes", proxy=None, close_timeout=1) as client:
            ask(client)
            children = psutil.Process(process.pid).children()
            camera = next(child for child in children if "tjbot.robot.cameras" in str(child.cmdline()))
            process.kill()
        camera.wait(WAITING_SECONDS)
        for child in children:
            child.wait(WAITING_SECONDS)
