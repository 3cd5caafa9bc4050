"""Pairing over a real network: who is unknown, who has paired, with what, and how that ends."""

import json
import socket
from pathlib import Path

import pytest

from tests.integration.guests import Guest, code_of, guest, owner, port_of
from tests.integration.sockets import HELLO
from tests.other_computer import OtherComputer
from tests.running import RunningDaemon, running

STRANGER = "This robot does not know you yet. Open its page and enter the code"


def test_a_stranger_learns_what_it_takes_to_pair_and_nothing_else(stranger: Guest) -> None:
    nobody = {"kind": "nobody", "name": "", "session": None}
    no_class = {"open": False, "pupil": None, "full": False}
    assert stranger.me() == {**nobody, "secure": True, "network": True, "address": "", "class": no_class}
    assert stranger.request("GET", "/api/health").status == 200
    for method, path in [
        ("GET", "/api/recipes/wave_back.py"),
        ("PUT", "/api/recipes/evil.py"),
        ("GET", "/api/models"),
        ("GET", "/api/models/fruit/weights.bin"),
        ("GET", "/models/hand/palm.bin"),
        ("GET", "/api/projects"),
        ("GET", "/api/projects/fruit.zip"),
        ("GET", "/api/pictures"),
        ("PUT", "/api/settings/arm"),
        ("GET", "/api/codes"),
        ("GET", "/api/sessions"),
        ("GET", "/api/access"),
        ("DELETE", "/api/everyone"),
        ("GET", "/api/anything"),
    ]:
        answer = stranger.request(method, path)
        assert answer.status == 401, (method, path)
        assert answer.sentence.startswith(STRANGER)
        assert answer.headers["content-security-policy"]


def test_a_stranger_at_the_socket_is_told_how_to_get_in(stranger: Guest) -> None:
    with stranger.socket() as link:
        failed = link.ask(HELLO)
        assert (failed["type"], failed["message"]) == ("failed", "This robot does not know you yet.")
        assert link.end()[0] == 1008


def test_a_code_makes_a_page_a_pupils_by_a_cookie_that_no_script_and_no_other_site_gets(
    robot: RunningDaemon, stranger: Guest
) -> None:
    answer = stranger.pair(code_of(robot), "Ada's Chromebook")
    assert answer.json.keys() == {"kind", "name", "session", "secure", "network", "address", "class"}
    assert answer.json["address"] == f"https://{stranger.host}/"
    assert (answer.json["kind"], answer.json["name"]) == ("pupil", "Ada's Chromebook")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Secure"} <= set(cookie.split("; "))
    assert stranger.me()["kind"] == "pupil"
    assert stranger.request("GET", "/api/recipes/wave_back.py").status == 200
    with stranger.socket() as link:
        assert link.ask(HELLO)["type"] == "welcome"
        assert link.ask({"type": "do", "id": 1, "action": "shine", "arguments": {"color": "red"}})["type"] == "done"


def test_a_program_gets_a_token_that_is_good_in_a_header_and_in_a_hello(robot: RunningDaemon, stranger: Guest) -> None:
    stranger.pair_program(code_of(robot))
    assert stranger.me()["kind"] == "pupil"
    token = stranger.headers.pop("Authorization").removeprefix("Bearer ")
    assert stranger.me()["kind"] == "nobody"
    with stranger.socket() as link:
        assert link.ask({**HELLO, "token": token})["type"] == "welcome"
    with stranger.socket() as link:
        assert link.ask({**HELLO, "token": token[:-1]})["type"] == "failed"


def test_a_wrong_an_old_and_a_void_code_let_nobody_in(robot: RunningDaemon, stranger: Guest) -> None:
    right = code_of(robot)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert stranger.pair(wrong).status == 403
    owner(robot).request("POST", "/api/codes/new", {"kind": "pupil"})
    for code in (right, ""):
        answer = stranger.pair(code)
        assert answer.status == 403
        assert answer.sentence.startswith("That code is not, or no longer, the right one.")
    assert stranger.me()["kind"] == "nobody"


def test_who_guesses_has_to_wait(robot: RunningDaemon, stranger: Guest) -> None:
    code_of(robot)
    answers = [stranger.pair("guess") for _ in range(4)]
    assert [answer.status for answer in answers] == [403, 403, 403, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert "Too many wrong codes came" in answers[-1].sentence


def test_a_link_from_the_teachers_page_carries_its_code_where_no_server_sees_it(
    teacher: Guest, stranger: Guest
) -> None:
    url = teacher.request("POST", "/api/codes/link", {"kind": "pupil"}).json["url"]
    page, _, code = url.partition("#join=")
    assert page.startswith("http")
    assert code
    assert stranger.pair(code).json["kind"] == "pupil"
    assert stranger.pair(code).status == 403


def test_a_teacher_sees_codes_and_sessions_and_a_pupil_does_not(
    robot: RunningDaemon, teacher: Guest, pupil: Guest
) -> None:
    codes = teacher.request("GET", "/api/codes").json
    assert codes.keys() == {"pupil", "teacher", "links"}
    assert len(codes["pupil"]["code"]) == len(codes["teacher"]["code"]) == 6
    assert 0 < codes["pupil"]["ends_in_seconds"] <= 600
    port = robot.daemon.access.secure_port
    assert f"https://{socket.gethostname().split('.')[0].lower()}.local:{port}/" in [
        each["url"] for each in codes["links"]
    ]
    listed = teacher.request("GET", "/api/sessions").json["sessions"]
    assert {"Ada's Chromebook", "Desk"} <= {each["name"] for each in listed}
    assert listed[0].keys() == {"id", "kind", "name", "address", "since", "last_seen", "connected"}
    assert pupil.me()["session"] in [each["id"] for each in listed]
    for method, path in [
        ("GET", "/api/codes"),
        ("POST", "/api/codes/new"),
        ("POST", "/api/codes/link"),
        ("GET", "/api/sessions"),
        ("DELETE", "/api/sessions"),
        ("DELETE", f"/api/sessions/{pupil.me()['session']}"),
        ("PUT", "/api/settings/arm"),
    ]:
        answer = pupil.request(method, path, {})
        assert (answer.status, answer.sentence) == (
            403,
            "This is for the teacher. Ask your teacher to do it, or to let you in as a teacher.",
        )
    for method, path in [("GET", "/api/access"), ("DELETE", "/api/everyone")]:
        assert teacher.request(method, path).status == 403


def test_only_the_owner_makes_an_owner(teacher: Guest) -> None:
    assert teacher.request("POST", "/api/codes/link", {"kind": "owner"}).status == 400
    assert teacher.request("POST", "/api/codes/new", {"kind": "owner"}).status == 400


def test_a_revoked_session_is_unknown_from_then_on(robot: RunningDaemon, teacher: Guest, pupil: Guest) -> None:
    session = pupil.me()["session"]
    assert teacher.request("DELETE", f"/api/sessions/{session}").status == 200
    assert pupil.me()["kind"] == "nobody"
    assert pupil.request("GET", "/api/recipes/wave_back.py").status == 401
    assert teacher.request("DELETE", f"/api/sessions/{session}").status == 404


def test_all_pupils_are_signed_out_at_once_and_the_code_that_they_know_is_void(
    robot: RunningDaemon, teacher: Guest, pupil: Guest, stranger: Guest
) -> None:
    code = code_of(robot)
    assert teacher.request("DELETE", "/api/sessions").json["ended"] >= 1
    assert (pupil.me()["kind"], teacher.me()["kind"]) == ("nobody", "teacher")
    assert stranger.pair(code).status == 403


def test_somebody_who_leaves_is_signed_out_on_the_robot_too(pupil: Guest) -> None:
    answer = pupil.request("DELETE", "/api/me")
    assert (answer.status, 'tjbot_session=""' in answer.headers["set-cookie"]) == (200, True)
    assert pupil.me()["kind"] == "nobody"


def test_the_owner_forgets_everyone(robot: RunningDaemon, teacher: Guest, pupil: Guest) -> None:
    code = code_of(robot)
    assert owner(robot).request("DELETE", "/api/everyone").json["ended"] >= 2
    assert (pupil.me()["kind"], teacher.me()["kind"]) == ("nobody", "nobody")
    assert code_of(robot) != code
    assert json.loads((robot.home / "secrets" / "sessions.json").read_text()) == {"sessions": []}


def test_the_robot_says_the_pupils_code_to_whoever_is_in_the_room_and_not_without_end(
    robot: RunningDaemon, stranger: Guest
) -> None:
    with robot.link(wants=("state",)) as link:
        assert stranger.request("POST", "/api/pair/say").status == 200
        said = next(
            state.parts["voice"]["saying"]
            for state in link.reports()
            if getattr(state, "parts", {}).get("voice", {}).get("saying")
        )
    assert said == f"The code is {', '.join(code_of(robot))}."
    answer = stranger.request("POST", "/api/pair/say")
    assert (answer.status, int(answer.headers["retry-after"]) > 0) == (429, True)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/pair", b"{"),
        ("POST", "/api/pair", b"\xff"),
        ("POST", "/api/pair", b"[" * 2000),
        ("POST", "/api/pair", {"code": 123456}),
        ("POST", "/api/pair", {"code": "x" * 5000}),
        ("POST", "/api/pair", {"code": "1", "admin": True}),
    ],
)
def test_a_bad_request_is_answered_with_a_sentence(stranger: Guest, method: str, path: str, body: object) -> None:
    answer = stranger.request(method, path, body)
    assert answer.status == 400
    assert answer.sentence


def test_a_name_cannot_pretend_to_be_more_than_a_name(robot: RunningDaemon, stranger: Guest) -> None:
    name = "  Ada\n\u202e\u200b<script>\x00  " + "x" * 100
    told = stranger.pair(code_of(robot), name).json["name"]
    assert told == ("Ada <script> " + "x" * 100)[:40]


def test_sessions_outlive_the_robot_and_its_codes_do_not(computer: OtherComputer, tmp_path: Path) -> None:
    with running(tmp_path / "home", listen="0.0.0.0") as robot:
        ada = guest(robot, computer)
        code = code_of(robot)
        ada.pair(code)
    with running(tmp_path / "home", listen="0.0.0.0") as again:
        late = guest(again, computer)
        assert guest(again, computer, **ada.headers).me()["kind"] == "pupil"
        assert late.pair(code).status == 403


@pytest.mark.parametrize("listen", ["one address", "::"])
def test_every_way_to_listen_lets_the_owner_in_and_asks_the_others(
    computer: OtherComputer, tmp_path: Path, listen: str
) -> None:
    address = computer.robot_address if listen == "one address" else listen
    with running(tmp_path / "home", listen=address) as robot:
        assert owner(robot).me()["kind"] == "owner"
        assert guest(robot, computer).me()["kind"] == "nobody"
        if listen == "::":
            port, host = port_of(robot), computer.robot_address_6
            literal = socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, host))
            over_6 = Guest(lambda: computer.connect(port, host), f"[{literal}]:{port}")
            assert over_6.me()["kind"] == "nobody"


def test_without_listen_nobody_else_reaches_the_robot(computer: OtherComputer, tmp_path: Path) -> None:
    with running(tmp_path / "home") as robot, pytest.raises(ConnectionRefusedError):
        computer.connect(port_of(robot))
