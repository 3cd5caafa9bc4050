"""Every pupil has a robot of their own, and nobody else's, whatever they ask."""

from typing import Any

import pytest

from tests.integration.guests import Guest
from tests.integration.school.people import BACK, Pupil, let_in, watching
from tests.running import RunningDaemon
from tjbot.daemon.school.pupils import MOST_PUPILS

RECIPE = '"""Mine"""\nfrom tjbot import robot\n\nrobot.remember("who", "NAME")\nrobot.shine("red")\nprint("ran")\n'


def angle(robot: RunningDaemon, body: str) -> float:
    return float(robot.call(lambda: robot.daemon.robot.bodies[body].reading("arm")["angle"]))


def color(robot: RunningDaemon, body: str) -> str:
    return str(robot.call(lambda: robot.daemon.robot.bodies[body].reading("light")["color"]))


def test_a_pupils_page_has_a_robot_of_its_own_with_the_parts_of_the_real_one(
    robot: RunningDaemon, teacher: Guest
) -> None:
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    with ada.page() as page, ben.page() as other, watching(teacher) as real:
        assert (page.welcome["body"], other.welcome["body"]) == (ada.body, ben.body)
        assert [part["name"] for part in page.welcome["parts"]] == [part["name"] for part in real.welcome["parts"]]
        dark = robot.light()
        assert page.do("raise_arm")["type"] == "done"
        assert page.do("shine", color="red")["type"] == "done"
        assert page.do("say", text="Hi")["type"] == "done"
        assert page.do("play", file="beep")["type"] == "done"
        assert "no eyes" in page.do("look")["message"]
        assert angle(robot, ada.body) > 80
        assert color(robot, ada.body) == "#ff0000"
        for body in ("real", ben.body):
            assert angle(robot, body) == 0
            assert color(robot, body) != "#ff0000"
        assert robot.light() == dark
        page.link.send({"type": "offer", "model": "hand", "labels": ["fist"]})
        page.link.send({"type": "seen", "label": "fist", "phase": "started"})
        page.until(lambda page: page.seen)
        other.ask("ping")
        real.ask("ping")
        assert other.seen == real.seen == []
    parts = robot.call(lambda: [robot.daemon.robot.bodies[ada.body].part(name) for name in ("voice", "eyes")])
    assert parts[0].synthesiser.worker is None
    assert parts[1].camera.process is None


def test_recipes_what_they_remember_and_how_eager_words_are_belong_to_one_pupil(
    robot: RunningDaemon, teacher: Guest
) -> None:
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    for pupil, name in ((ada, "Ada"), (ben, "Ben")):
        saved = pupil.request("PUT", "/api/recipes/mine.py", {"source": RECIPE.replace("NAME", name)})
        assert saved.status == 200
        with pupil.page() as page:
            page.ask("run", recipe="mine.py")
            page.until(lambda page: "ran\n" in page.output)
            page.until(lambda page: not any(card["running"] for card in page.state["about"].get("recipes", [])))
        assert color(robot, pupil.body) == "#ff0000"
    assert ada.request("GET", "/api/recipes/mine.py").json["source"].count("Ada") == 1
    assert teacher.request("GET", "/api/recipes/mine.py").status == 404
    over_the_shoulder = teacher.request("GET", "/api/recipes/mine.py", TJBot_Body=ben.body)
    assert over_the_shoulder.json["source"].count("Ben") == 1
    assert teacher.request("GET", f"/api/recipes/mine.py?body={ada.body}").json["source"].count("Ada") == 1
    assert teacher.request("GET", "/api/recipes/mine.py?body=pupil-nobody").status == 404
    eager = {"threshold": 0.9, "frames_to_enter": 2, "frames_to_leave": 2, "gap_seconds": 0}
    assert ada.request("PUT", "/api/smoothing/hand/fist", eager).json["hand"]["fist"]["threshold"] == 0.9
    assert ben.request("GET", "/api/smoothing").json == teacher.request("GET", "/api/smoothing").json == {}
    home = robot.home / "class"
    assert home.stat().st_mode & 0o777 == 0o700
    for pupil, remembered in ((ada, '{"who":"Ada"}'), (ben, '{"who":"Ben"}')):
        assert [path.read_text() for path in (home / pupil.id).glob("memory/*/mine.json")] == [remembered]
    assert color(robot, "real") != "#ff0000"
    assert ada.request("GET", "/api/pictures").json == {"pictures": []}
    assert ada.request("POST", "/api/recipes/check", b"robot.wawe()").status == 200


@pytest.mark.parametrize("wished", ["real", "another's", "nobody's"])
def test_a_pupil_who_asks_for_another_body_is_told_no_whatever_asks(
    robot: RunningDaemon, teacher: Guest, wished: str
) -> None:
    ada, ben = Pupil(robot, "Ada"), Pupil(robot, "Ben")
    body = {"real": "real", "another's": ben.body, "nobody's": "pupil-p000000"}[wished]
    for role in ("page", "tool", "recipe"):
        with ada.guest.socket() as link:
            refused = link.ask({**BACK, "role": role, "body": body})
            assert refused["type"] == "failed"
            assert refused["message"].startswith("In a class you have a robot of your own")
    for path in (
        *("/api/recipes/wave_back.py", "/api/thrown-away-recipes", "/api/smoothing", "/api/pictures"),
        "/api/sounds/beep",
    ):
        for answer in (ada.request("GET", path, TJBot_Body=body), ada.request("GET", f"{path}?body={body}")):
            assert (answer.status, answer.json["message"][:10]) == (403, "In a class")
    for headers, query in (({}, f"?body={body}"), ({"TJBot_Body": body}, "")):
        with ada.guest.socket(f"/eyes{query}", **headers) as eyes:
            assert eyes.read()["message"].startswith("In a class you have a robot of your own")
    for method, path in (("PUT", "/api/recipes/mine.py"), ("POST", "/api/recipes"), ("POST", "/api/class/queue")):
        assert ada.request(method, path, {"source": "1", "name": "x"}, TJBot_Body=body).status in (400, 403)
    assert robot.call(lambda: robot.daemon.robot.clients.all()) == []


def test_the_token_of_a_pupils_recipe_opens_that_pupils_robot_alone(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada")
    ada.request("PUT", "/api/recipes/waits.py", {"source": "from tjbot import robot\nrobot.shine('red')\ninput('?')\n"})
    with ada.page() as page:
        page.ask("run", recipe="waits.py")
        page.until(lambda page: page.state.get("about", {}).get("question"))
        token = robot.call(lambda: robot.daemon.robot.recipes.running(ada.body).token)
        stranger = let_in(robot, "pupil")
        for hello in (
            {"role": "recipe"},
            {"role": "recipe", "body": "real"},
            {"role": "page", "body": ada.body},
            {"role": "page", "body": "real"},
        ):
            with stranger.socket() as link:
                assert link.ask({**BACK, "token": token, **hello})["type"] == "failed"


def test_who_has_not_said_their_name_has_no_robot_in_a_class(robot: RunningDaemon, teacher: Guest) -> None:
    guest = let_in(robot, "pupil")
    with guest.socket() as link:
        refused = link.ask(BACK)
        assert (refused["type"], "does not know your name" in refused["message"]) == ("failed", True)
    assert guest.request("GET", "/api/recipes/wave_back.py").status == 403
    assert guest.me()["class"] == {"open": True, "pupil": None, "full": False}
    assert guest.request("GET", "/api/class").status == 403
    made = guest.request("POST", "/api/class/pupils", {"name": "  Ada \n"}).json
    assert guest.me()["class"]["pupil"] == {"id": made["id"], "name": "Ada", "body": made["body"]}
    again = guest.request("POST", "/api/class/pupils", {"name": "Ada"})
    assert again.json == made
    assert guest.request("POST", "/api/class/pupils", {"name": "Ben"}).status == 409
    for name in ("", "  ", "\u202e\u200b"):
        assert let_in(robot, "pupil").request("POST", "/api/class/pupils", {"name": name}).status == 400


def test_the_same_name_twice_is_refused_until_the_teacher_lets_them_in_again(
    robot: RunningDaemon, teacher: Guest
) -> None:
    ada = Pupil(robot, "Ada")
    found = let_in(robot, "pupil")
    with ada.page() as page:
        for name in ("Ada", "ADA", " ada "):
            refused = found.request("POST", "/api/class/pupils", {"name": name})
            assert refused.status == 409
            assert "Add a letter" in refused.sentence
        assert teacher.request("POST", f"/api/class/pupils/{ada.id}/readmit", {}).status == 200
        back = found.request("POST", "/api/class/pupils", {"name": "ada"})
        assert (back.status, back.json["id"], back.json["name"]) == (200, ada.id, "Ada")
        assert back.json["key"] != ada.key
        assert page.link.end()[0] == 1012
    assert ada.guest.me()["class"]["pupil"] is None
    assert let_in(robot, "pupil").request("POST", "/api/class/pupils", {"name": "Ada"}).status == 409


def test_the_thirty_first_pupil_is_told_that_the_class_is_full(robot: RunningDaemon, teacher: Guest) -> None:
    for number in range(MOST_PUPILS):
        made = teacher.request("POST", "/api/class/pupils", {"name": f"Pupil {number}"})
        assert made.json.keys() == {"id", "name", "body", "key"}
    late = let_in(robot, "pupil")
    refused = late.request("POST", "/api/class/pupils", {"name": "Late"})
    assert (refused.status, refused.json["message"]) == (409, "The class is full: 30 pupils are in it already.")
    assert late.me()["class"]["full"] is True
    first = late.request("POST", "/api/class/pupils", {"name": "Pupil 0"})
    assert first.status == 200, "the teacher has made a place for this name"
    assert len(teacher.request("GET", "/api/class").json["pupils"]) == MOST_PUPILS


def test_a_pupils_program_comes_in_with_the_key_and_is_bound_to_the_same_robot(
    robot: RunningDaemon, teacher: Guest
) -> None:
    ada = Pupil(robot, "Ada")
    program = let_in(robot, "pupil")
    assert program.request("POST", "/api/class/pupils", {"key": "wrong"}).status == 404
    spoken = f"{ada.key[:5].upper()} {ada.key[5:]}"
    assert program.request("POST", "/api/class/pupils", {"key": spoken}).json["body"] == ada.body
    with program.socket() as link:
        assert link.ask({**BACK, "role": "recipe", "name": "mine.py"})["body"] == ada.body
    for _ in range(10):
        answer = program.request("POST", "/api/class/pupils", {"key": "guess"})
    assert "Too many wrong codes" in answer.json["message"]


def test_while_no_class_is_open_all_is_as_ever(robot: RunningDaemon) -> None:
    guest = let_in(robot, "pupil")
    refused = guest.request("POST", "/api/class/pupils", {"name": "Ada"})
    assert (refused.status, refused.json["message"]) == (409, "No class is open.")
    with guest.socket() as link:
        assert link.ask(BACK)["body"] == "real"
    assert guest.me()["class"] == {"open": False, "pupil": None, "full": False}
    assert not (robot.home / "class").exists()


def test_a_class_that_begins_or_ends_sends_pupils_to_their_robots_and_back(robot: RunningDaemon) -> None:
    teacher = let_in(robot, "teacher")
    guest = let_in(robot, "pupil")
    with guest.socket() as link, watching(teacher) as page:
        assert link.ask(BACK)["body"] == "real"
        page.until(lambda page: "class" in page.reports)
        assert teacher.request("POST", "/api/class/open", {}).json["open"] is True
        assert link.end()[0] == 1012
        page.until(lambda page: page.reports["class"]["class"]["open"])
        made = guest.request("POST", "/api/class/pupils", {"name": "Ada"}).json
        ends: list[Any] = []
        with guest.socket() as own:
            assert own.ask(BACK)["body"] == made["body"]
            assert teacher.request("POST", "/api/class/close", {}).json["open"] is False
            ends.append(own.end()[0])
        assert ends == [1012]
        with guest.socket() as link:
            assert link.ask(BACK)["body"] == "real"
        assert page.ask("ping")["type"] == "pong"
    assert teacher.request("POST", "/api/class/open", {}).json["pupils"][0]["name"] == "Ada"
    with guest.socket() as own:
        assert own.ask(BACK)["body"] == made["body"]


def test_a_pupil_has_a_few_pages_and_not_everybodys_place(robot: RunningDaemon, teacher: Guest) -> None:
    from contextlib import ExitStack

    ada = Pupil(robot, "Ada")
    with ExitStack() as pages:
        for _ in range(6):
            pages.enter_context(ada.page())
        with ada.guest.socket() as link:
            assert link.ask(BACK)["message"] == "6 pages and programs of yours are connected already."
