"""What pupils and teachers may do at the robot's sockets and with its models, and how that ends."""

import json
from contextlib import ExitStack

import pytest
from websockets.exceptions import InvalidStatus

from tests.integration.guests import Guest, code_of, guest
from tests.integration.sockets import HELLO
from tests.other_computer import OtherComputer
from tests.projects import project_zip
from tests.running import WAITING_SECONDS, RunningDaemon, wait_until
from tests.taught import model_files, zipped
from tjbot.daemon.sockets import MOST_STRANGERS


def test_a_socket_to_nowhere_is_turned_away_and_breaks_nothing(robot: RunningDaemon, pupil: Guest) -> None:
    for path in ("/none", "/", "/api/me"):
        with pytest.raises(InvalidStatus) as refused, pupil.socket(path):
            pass
        assert refused.value.response.status_code == 403
    assert pupil.me()["kind"] == "pupil"


def test_who_is_signed_out_is_let_go_at_once_and_the_arm_that_they_moved_rests(
    robot: RunningDaemon, teacher: Guest, pupil: Guest
) -> None:
    session = pupil.me()["session"]
    with pupil.socket() as link, teacher.socket() as other:
        assert link.ask(HELLO)["type"] == other.ask(HELLO)["type"] == "welcome"
        assert teacher.request("GET", "/api/sessions").json["sessions"][-1].keys() >= {"connected"}
        connected = {each["id"]: each["connected"] for each in teacher.request("GET", "/api/sessions").json["sessions"]}
        assert connected[session] is True
        assert link.ask({"type": "do", "id": 1, "action": "raise_arm"})["type"] == "done"
        teacher.request("DELETE", f"/api/sessions/{session}")
        code, reason = link.end()
        assert (code, reason.startswith("This page or program was signed out.")) == (1008, True)
        assert other.works()
    wait_until(lambda: robot.pulses_us()[-1] == 0, "the arm rests")


@pytest.mark.parametrize(("path", "what"), [("/api/models/fruit", "model"), ("/api/projects/fruit", "project")])
def test_what_is_on_its_way_when_its_sender_is_signed_out_is_not_taken(
    pupil: Guest, teacher: Guest, path: str, what: str
) -> None:
    data = zipped(model_files()) if what == "model" else project_zip()
    session = pupil.me()["session"]
    sending = pupil.connect()
    sending.putrequest("PUT", path, skip_host=True)
    for name, value in {"Host": pupil.host, **pupil.headers, "Content-Length": str(len(data))}.items():
        sending.putheader(name, value)
    sending.endheaders(data[:-1])

    def is_sending() -> bool:
        sessions = teacher.request("GET", "/api/sessions").json["sessions"]
        return any(each["id"] == session and each["connected"] for each in sessions)

    wait_until(is_sending, "it is on its way")
    teacher.request("DELETE", f"/api/sessions/{session}")
    answer = sending.getresponse()
    assert answer.status == 403
    assert f"signed out while your {what} was on its way" in json.loads(answer.read())["message"]
    sending.close()
    assert teacher.request("GET", f"{path}.zip").status == 404


def test_what_a_client_still_sends_after_it_was_let_go_is_not_done(robot: RunningDaemon, pupil: Guest) -> None:
    with pupil.socket() as link:
        name = link.ask({**HELLO, "wants": []})["client"]

        def sign_out_and_act() -> set[str]:
            daemon = robot.daemon
            client = next(each for each in daemon.robot.clients.all() if each.name_here == name)
            client.dismiss(1008, "out")
            daemon.dispatch.handle(client, '{"type": "offer", "model": "late", "labels": ["too late"]}')
            daemon.dispatch.handle(client, '{"type": "do", "id": 1, "action": "raise_arm"}')
            return {*client.offers, *map(str, client.actions)}

        assert robot.call(sign_out_and_act) == set()
        assert link.end()[0] == 1008


def test_the_robots_eyes_close_for_who_is_signed_out(robot: RunningDaemon, teacher: Guest, pupil: Guest) -> None:
    with pupil.socket("/eyes") as eyes:
        eyes.send("next")
        assert eyes.connection.recv(timeout=WAITING_SECONDS)
        teacher.request("DELETE", f"/api/sessions/{pupil.me()['session']}")
        assert eyes.end()[0] == 1000


def test_the_robots_eyes_are_not_open_to_strangers(stranger: Guest) -> None:
    with pytest.raises(InvalidStatus) as refused, stranger.socket("/eyes"):
        pass
    assert refused.value.response.status_code == 401


def test_a_pupil_uses_the_robot_and_a_teacher_sets_it_up(pupil: Guest, teacher: Guest) -> None:
    calibrate = {"type": "do", "id": 1, "action": "calibrate", "arguments": {"pulse_us": 1500}}
    with pupil.socket() as link:
        link.ask({**HELLO, "role": "page"})
        refused = link.ask(calibrate)
        assert (refused["type"], refused["hint"]) == ("failed", "Ask your teacher to do it.")
        assert '"calibrate" is for the teacher' in refused["message"]
        assert link.ask({"type": "do", "id": 2, "action": "shine", "arguments": {"color": "red"}})["type"] == "done"
    with teacher.socket() as link:
        link.ask(HELLO)
        assert link.ask(calibrate)["type"] == "done"


def test_a_recipe_that_a_pupil_runs_on_another_computer_is_let_in_by_the_pupils_token(
    robot: RunningDaemon, stranger: Guest
) -> None:
    stranger.pair_program(code_of(robot))
    with stranger.socket() as link:
        assert link.ask({**HELLO, "role": "recipe", "name": "wave.py"})["type"] == "welcome"
        assert link.ask({"type": "do", "id": 1, "action": "shine", "arguments": {"color": "red"}})["type"] == "done"


def test_few_whom_nobody_knows_may_keep_the_robot_waiting_and_who_is_known_is_none_of_them(
    robot: RunningDaemon, stranger: Guest, pupil: Guest
) -> None:
    with ExitStack() as silent:
        for _ in range(MOST_STRANGERS):
            silent.enter_context(stranger.socket())
        wait_until(lambda: robot.daemon.sockets._strangers == MOST_STRANGERS, "they are there")
        with stranger.socket() as link:
            assert link.read()["message"].startswith("Too many whom this robot does not know")
        with pupil.socket() as link:
            assert link.ask(HELLO)["type"] == "welcome"


def test_a_pupil_replaces_and_removes_their_own_models_and_nobody_elses(
    robot: RunningDaemon, computer: OtherComputer, pupil: Guest, teacher: Guest
) -> None:
    other = guest(robot, computer)
    other.pair(code_of(robot))
    data = zipped(model_files())
    saved = pupil.request("PUT", "/api/models/fruit", data)
    assert saved.status == 200
    hash_ = saved.headers["etag"]
    assert other.request("GET", "/api/models/fruit.zip").status == 200
    again = other.request("PUT", "/api/models/fruit", data)
    assert again.status == 200
    for refused in (
        other.request("DELETE", "/api/models/fruit"),
        other.request("PUT", "/api/models/fruit", zipped(model_files(name="Mine")), If_Match=hash_),
    ):
        assert (refused.status, refused.sentence) == (
            403,
            "This model is somebody else's. Save yours under another name, or ask your teacher to remove it.",
        )
    replaced = pupil.request("PUT", "/api/models/fruit", zipped(model_files(name="Better")), If_Match=hash_)
    assert replaced.status == 200
    assert pupil.request("DELETE", "/api/models/fruit").status == 200
    assert other.request("DELETE", "/api/models/fruit").status == 404
    assert other.request("PUT", "/api/models/fruit", data).status == 200
    assert teacher.request("DELETE", "/api/models/fruit").status == 200


def test_a_pupil_removes_their_own_projects_and_nobody_elses(
    robot: RunningDaemon, computer: OtherComputer, pupil: Guest, teacher: Guest
) -> None:
    other = guest(robot, computer)
    other.pair(code_of(robot))
    assert pupil.request("PUT", "/api/projects/fruit", project_zip()).status == 200
    assert other.request("DELETE", "/api/projects/fruit").status == 403
    assert pupil.request("DELETE", "/api/projects/fruit").status == 200
    assert other.request("PUT", "/api/projects/fruit", project_zip()).status == 200
    assert teacher.request("DELETE", "/api/projects/fruit").status == 200
