"""The real robot goes round: whose turn it is moves it with their own one, and nobody else does."""

from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.integration.guests import Guest
from tests.integration.school.people import BACK, Pupil, watching
from tests.running import RunningDaemon, running, wait_until
from tjbot.daemon import sockets
from tjbot.daemon.body_names import THE_ROBOT_ITSELF
from tjbot.daemon.school import school
from tjbot.protocol.messages import Seen

LOOPS = 'from tjbot import robot\n\nwhile True:\n    robot.shine("red")\n    robot.shine("blue")\n'
RAISES = 'from tjbot import robot\n\n@robot.when_sees("fist")\ndef act():\n    robot.raise_arm()\n'


def angle(robot: RunningDaemon, body: str) -> float:
    return float(robot.call(lambda: robot.daemon.robot.bodies[body].reading("arm")["angle"]))


def rests(robot: RunningDaemon) -> bool:
    """Whether the real arm has got no pulse any more."""
    return angle(robot, "real") == 0 and robot.pulses_us()[-1] == 0


def ask(pupil: Pupil) -> None:
    assert pupil.request("POST", "/api/class/queue", {}).status == 200


def test_in_their_turn_a_pupils_own_robot_moves_the_real_one_and_then_the_next_has_it(
    robot: RunningDaemon, teacher: Guest
) -> None:
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    with ada.page() as page, ben.page() as other, watching(teacher) as desk:
        ask(ada)
        ask(ben)
        page.until(lambda page: page.pupil.get("turn") == "mine")
        other.until(lambda page: page.pupil.get("place") == 1)
        assert (other.pupil["turn"], other.pupil["someone"]) == ("waiting", "Ada")
        assert page.do("raise_arm")["type"] == "done"
        assert other.do("shine", color="blue")["type"] == "done"
        assert angle(robot, "real") > 80
        assert angle(robot, ada.body) > 80
        assert robot.light() != (0, 0, 1)
        desk.until(lambda page: page.reports.get("class", {}).get("class", {}).get("queue") == [ben.id])
        assert ada.request("DELETE", "/api/class/queue").status == 200
        other.until(lambda page: page.pupil.get("turn") == "mine")
        page.until(lambda page: page.pupil.get("turn") == "none")
        wait_until(lambda: rests(robot), "the real robot rests")
        assert angle(robot, ada.body) > 80, "the own robot stays as it is"
        assert page.do("lower_arm")["type"] == "done"
        robot.forget_history()
        assert page.do("raise_arm")["type"] == "done"
        assert set(robot.pulses_us()) == {0}
        assert other.do("shine", color="blue")["type"] == "done"
        assert robot.light() == (0, 0, 1)


def test_a_slice_that_is_over_ends_a_turn_for_who_waits(robot: RunningDaemon, teacher: Guest) -> None:
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    robot.call(lambda: robot.daemon.school.queue.set_slice(0.2))
    with ada.page() as page, ben.page() as other:
        ask(ada)
        page.until(lambda page: page.pupil.get("turn") == "mine")
        assert page.do("raise_arm")["type"] == "done"
        ask(ben)
        other.until(lambda page: page.pupil.get("turn") == "mine")
        page.until(lambda page: page.pupil.get("turn") == "none")
        wait_until(lambda: rests(robot), "the real robot rests")


def test_a_running_recipe_begins_to_move_cardboard_and_goes_on_when_the_turn_is_over(
    robot: RunningDaemon, teacher: Guest
) -> None:
    ada = Pupil(robot, "Ada")
    ada.request("PUT", "/api/recipes/raises.py", {"source": RAISES})
    with ada.page() as page:
        page.ask("run", recipe="raises.py")

        def raises() -> bool:
            page.link.send({"type": "seen", "label": "fist", "phase": "started"})
            page.link.send({"type": "seen", "label": "fist", "phase": "stopped"})
            page.ask("ping")
            return angle(robot, ada.body) > 80

        wait_until(raises, "the recipe answers")
        assert angle(robot, "real") == 0
        teacher.request("POST", "/api/class/turn", {"pupil": ada.id})
        page.do("lower_arm")
        wait_until(lambda: raises() and angle(robot, "real") > 80, "the recipe moves the real arm, too")
        teacher.request("DELETE", "/api/class/turn")
        wait_until(lambda: rests(robot), "the real robot rests")
        assert robot.call(lambda: robot.daemon.robot.recipes.running(ada.body)) is not None
        page.do("lower_arm")
        wait_until(raises, "the recipe still answers")


def test_who_is_lost_in_the_middle_of_a_turn_leaves_the_robot_at_rest_and_finds_it_when_they_come_back(
    robot: RunningDaemon, teacher: Guest
) -> None:
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    ada.request("PUT", "/api/recipes/loops.py", {"source": LOOPS})
    with ben.page():
        with ada.page() as page:
            ask(ada)
            ask(ben)
            page.until(lambda page: page.pupil.get("turn") == "mine")
            page.ask("run", recipe="loops.py")
            wait_until(lambda: robot.light() != (0, 0, 0), "the recipe moves the real robot")
            page.do("raise_arm")
            page.link.connection.socket.close()
            wait_until(lambda: rests(robot), "the real robot rests")
            wait_until(lambda: robot.light() == (0, 0, 0), "its light is out, whatever the recipe does")
        assert teacher.request("GET", "/api/class").json["turn"]["pupil"] == ada.id
        with ada.page() as page:
            page.until(lambda page: page.pupil.get("turn") == "mine")
            wait_until(lambda: robot.light() != (0, 0, 0), "the recipe moves the real robot again")


def test_the_turn_of_who_does_not_come_back_goes_to_the_next(
    robot: RunningDaemon, teacher: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(school, "RETURN_SECONDS", 0.2)
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    with ben.page() as other, ada.page() as page:
        ask(ada)
        ask(ben)
        page.until(lambda page: page.pupil.get("turn") == "mine")
        page.link.connection.socket.close()
        other.until(lambda page: page.pupil.get("turn") == "mine")


def test_the_turn_of_who_says_goodbye_is_over_at_once(robot: RunningDaemon, teacher: Guest) -> None:
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    with ben.page() as other:
        with ada.page() as page:
            ask(ada)
            ask(ben)
            page.until(lambda page: page.pupil.get("turn") == "mine")
            page.do("raise_arm")
        other.until(lambda page: page.pupil.get("turn") == "mine")
        wait_until(lambda: rests(robot), "the real robot rests")


def test_two_teachers_drive_and_hand_over_at_once_and_the_last_word_counts(
    robot: RunningDaemon, teacher: Guest
) -> None:
    from tests.integration.school.people import teacher_of

    other = teacher_of(robot)
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    with ada.page() as page, ben.page() as second, watching(teacher) as desk, watching(other) as lectern:
        for here, pupil in ((teacher, ada), (other, ben), (teacher, ada)):
            assert here.request("POST", "/api/class/turn", {"pupil": pupil.id}).json["turn"]["pupil"] == pupil.id
        for each in (desk, lectern):
            each.until(
                lambda page: (page.reports.get("class", {}).get("class", {}).get("turn") or {}).get("pupil") == ada.id
            )
        assert page.do("raise_arm")["type"] == "done"
        assert desk.do("lower_arm")["type"] == "done", "a teacher may always drive the real one"
        assert lectern.do("shine", color="green")["type"] == "done"
        assert angle(robot, ada.body) > 80
        assert lectern.ask("halt")["type"] == "done"
        assert angle(robot, ada.body) > 80
        assert teacher.request("PUT", "/api/class/settings", {"handing": "teacher"}).json["handing"] == "teacher"
        answer = other.request("PUT", "/api/class/settings", {"slice_seconds": 30}).json
        assert (answer["handing"], answer["slice_seconds"]) == ("teacher", 30)
        ask(ben)
        ada.request("DELETE", "/api/class/queue")
        page.until(lambda page: page.pupil.get("turn") == "none")
        second.until(lambda page: page.pupil.get("place") == 1)
        assert other.request("GET", "/api/class").json["turn"] is None


def test_a_teachers_stop_on_the_real_robot_is_not_the_pupils(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada")
    with ada.page() as page, watching(teacher) as desk:
        teacher.request("POST", "/api/class/turn", {"pupil": ada.id})
        page.until(lambda page: page.pupil.get("turn") == "mine")
        page.link.send({"type": "do", "id": 900, "action": "wave", "arguments": {}})
        wait_until(lambda: angle(robot, "real") > 0, "the real arm moves")
        assert desk.ask("halt")["type"] == "done"
        answer = next(told for told in iter(page.read, None) if told.get("id") == 900)
        assert answer["type"] == "done", "the own robot has waved to the end"


def test_stop_for_everything_halts_every_robot_and_ends_every_recipe_and_the_turn(
    robot: RunningDaemon, teacher: Guest
) -> None:
    pupils = [Pupil(robot, name) for name in ("Ada", "Ben", "Cleo")]
    for pupil in pupils:
        pupil.request("PUT", "/api/recipes/loops.py", {"source": LOOPS})
    with pupils[0].page() as one, pupils[1].page() as two, pupils[2].page() as three:
        for page in (one, two, three):
            assert page.ask("run", recipe="loops.py")["type"] == "done"
        ask(pupils[0])
        ask(pupils[1])
        one.until(lambda page: page.pupil.get("turn") == "mine")
        told = teacher.request("POST", "/api/class/stop", {}).json
        assert (told["turn"], told["queue"]) == (None, [])
        assert [each["recipe"] for each in told["pupils"]] == [None, None, None]
        wait_until(lambda: robot.light() == (0, 0, 0), "the real light is out")
        one.until(lambda page: page.pupil.get("turn") == "none")


def test_what_the_real_robots_parts_notice_is_noticed_by_whose_turn_it_is(tmp_path: Path) -> None:
    from tests.integration.school.people import school as at_school
    from tests.integration.school.people import teacher_of

    with at_school(tmp_path / "home", parts={"button": {}, "distance": {}, "brightness": {}, "ears": {}}) as robot:
        teacher = teacher_of(robot)
        ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
        with ada.page() as page, ben.page() as other:
            assert page.do("open_ears", words="yes")["type"] == "done"
            assert "microphone" in page.do("listen")["message"]
            teacher.request("POST", "/api/class/turn", {"pupil": ada.id})
            page.until(lambda page: page.pupil.get("turn") == "mine")
            press = Seen(label="button", phase="started", sense="touch", model="button")
            robot.call(lambda: robot.daemon.robot.notice("real", THE_ROBOT_ITSELF, press))
            page.until(lambda page: "button" in [each["label"] for each in page.seen])
            robot.call(lambda: robot.daemon.robot.bodies["real"].part("button")._change("button", True))
            page.until(lambda page: page.state["button"] == {"button": True})
            teacher.request("DELETE", "/api/class/turn")
            page.until(lambda page: ("button", "stopped") in [(each["label"], each["phase"]) for each in page.seen])
            page.until(lambda page: page.state["button"] == {"button": False})
            other.ask("ping")
            assert other.seen == []


def test_a_picture_that_a_pupil_takes_in_their_turn_is_theirs_and_nobody_elses(
    robot: RunningDaemon, teacher: Guest
) -> None:
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    with ada.page() as page:
        teacher.request("POST", "/api/class/turn", {"pupil": ada.id})
        page.until(lambda page: page.pupil.get("turn") == "mine")
        taken = page.do("look")
        assert taken["type"] == "done", taken
        assert ada.request("GET", f"/api/pictures/{taken['value']}").body[:2] == b"\xff\xd8"
        for other in (ben, teacher):
            assert other.request("GET", "/api/pictures").json == {"pictures": []}
        assert [path.parent.parent.name for path in robot.home.rglob("pictures/*.jpg")] == [ada.id]


def test_while_all_are_paused_no_pupil_moves_anything_and_no_time_passes(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada")
    ada.request("PUT", "/api/recipes/loops.py", {"source": LOOPS})
    with ada.page() as page:
        ask(ada)
        assert page.ask("run", recipe="loops.py")["type"] == "done"
        assert teacher.request("PUT", "/api/class/settings", {"locked": True}).json["locked"] is True
        for answer in (page.do("raise_arm"), page.ask("run", recipe="loops.py"), page.ask("rest")):
            assert (answer["type"], answer["message"]) == ("failed", "Your teacher has paused all robots.")
        assert page.ask("stop")["type"] == page.ask("halt")["type"] == "done"
        assert robot.call(lambda: robot.daemon.robot.recipes.running(ada.body)) is None
        with ada.guest.socket() as link:
            assert "paused" in link.ask({**BACK, "role": "recipe"})["message"]
        with watching(teacher) as desk:
            assert desk.do("raise_arm")["type"] == "done"
        page.until(lambda page: page.pupil.get("locked"))
        assert (page.pupil["turn"], page.pupil["ends_at"]) == ("mine", None)
        teacher.request("PUT", "/api/class/settings", {"locked": False})
        page.until(lambda page: not page.pupil.get("locked"))
        assert page.do("raise_arm")["type"] == "done"
        assert angle(robot, "real") > 80


def test_a_pupil_who_floods_is_let_go_and_nobody_else_notices(
    robot: RunningDaemon, teacher: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "FLOOD_MESSAGES_A_SECOND", 100)
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    with ada.page() as page, ben.page() as other:
        ask(ada)
        ask(ben)
        page.until(lambda page: page.pupil.get("turn") == "mine")
        with suppress(ConnectionClosed):
            for _ in range(1000):
                page.link.send('{"type": "ping", "id": 1}')
        assert page.link.end()[0] == 1008
        assert other.do("raise_arm")["type"] == "done"
        assert ada.request("DELETE", "/api/class/queue").status == 200
        other.until(lambda page: page.pupil.get("turn") == "mine")


def test_who_is_not_there_is_handed_nothing(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada")
    refused = teacher.request("POST", "/api/class/turn", {"pupil": ada.id})
    assert (refused.status, refused.json["message"]) == (409, "Ada is not here now.")
    assert teacher.request("POST", "/api/class/turn", {"pupil": "p000000"}).status == 404
    assert ada.request("POST", "/api/class/turn", {"pupil": ada.id}).status == 403
    assert teacher.request("POST", "/api/class/queue", {}).status == 409


def test_who_sits_at_an_open_robot_is_a_pupil_where_they_name_that_body(tmp_path: Path) -> None:
    from tests.integration.guests import owner

    with running(tmp_path / "home") as robot:
        here = owner(robot)
        assert here.request("POST", "/api/class/open", {}).status == 200
        ada = here.request("POST", "/api/class/pupils", {"name": "Ada"}).json
        with robot.link(body=ada["body"]):
            assert here.request("POST", "/api/class/queue", {}, TJBot_Body=ada["body"]).status == 200
            assert here.request("GET", "/api/class").json["turn"]["pupil"] == ada["id"]
