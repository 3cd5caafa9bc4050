"""What a teacher sees of a class, and gives to it and takes from it."""

import io
import json
import zipfile
from typing import Any

from tests.integration.guests import Guest
from tests.integration.school.people import BACK, Pupil, let_in, watching
from tests.running import RunningDaemon, wait_until

BREAKS = "from tjbot import robot\n\nrobot.wawe()\n"


def of(page: Any, name: str) -> dict[str, Any]:
    """What a teacher's page knows of a pupil by now."""
    pupils = page.reports.get("class", {}).get("class", {}).get("pupils", [])
    return next((each for each in pupils if each["name"] == name), {})


def test_a_teacher_sees_who_is_there_what_runs_and_what_went_wrong(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada")
    ada.request("PUT", "/api/recipes/breaks.py", {"source": BREAKS})
    with watching(teacher) as desk:
        desk.until(lambda page: of(page, "Ada").get("connected") is False)
        assert desk.until(lambda page: page.reports.get("robots"))["robots"][ada.body].keys() >= {"arm", "light"}
        with ada.page() as page:
            desk.until(lambda page: of(page, "Ada")["connected"])
            assert page.do("shine", color="red")["type"] == "done"
            desk.until(
                lambda page: (
                    page.reports["robots"]["robots"].get(ada.body, {}).get("light", {}).get("color") == "#ff0000"
                )
            )
            page.ask("run", recipe="breaks.py")
            desk.until(lambda page: of(page, "Ada")["error"])
            assert 'The robot has no "wawe".' in of(desk, "Ada")["error"]
            assert of(desk, "Ada")["error_since"] > 0
            ada.request("PUT", "/api/recipes/waits.py", {"source": "from tjbot import robot\ninput()\n"})
            page.ask("run", recipe="waits.py")
            desk.until(lambda page: (of(page, "Ada")["recipe"] or {}).get("file") == "waits.py")
            assert of(desk, "Ada")["error"] is None
            page.ask("stop")
            desk.until(lambda page: of(page, "Ada")["recipe"] is None)
            assert of(desk, "Ada")["error"] is None
        with ada.page(role="recipe", name="at_home.py"):
            desk.until(lambda page: (of(page, "Ada")["recipe"] or {}).get("file") == "at_home.py")


def test_how_the_class_is_doing_is_for_teachers_alone(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada")
    with ada.guest.socket() as link:
        assert "for the teacher" in link.ask({**BACK, "wants": ["class"]})["message"]
    with ada.page() as page:
        page.link.send({"type": "want", "wants": ["state", "class"]})
        assert "for the teacher" in page.until(lambda page: page.reports.get("failed"))["message"]
    for method, path in (
        *(("GET", "/api/class"), ("POST", "/api/class/open"), ("POST", "/api/class/close"), ("DELETE", "/api/class")),
        *(("POST", "/api/class/turn"), ("PUT", "/api/class/settings"), ("POST", "/api/class/stop")),
        *(("POST", "/api/class/message"), ("POST", "/api/class/handout"), ("GET", "/api/class/recipes.zip")),
        *(("DELETE", f"/api/class/pupils/{ada.id}"), ("POST", f"/api/class/pupils/{ada.id}/readmit")),
    ):
        assert ada.request(method, path, {}).status == 403, path


def test_what_is_not_right_is_told_in_a_sentence_and_changes_nothing(robot: RunningDaemon, teacher: Guest) -> None:
    before = teacher.request("GET", "/api/class").json
    for method, path, body in (
        ("PUT", "/api/class/settings", {"slice_seconds": 1}),
        ("PUT", "/api/class/settings", {"slice_seconds": "long"}),
        ("PUT", "/api/class/settings", {"handing": "nobody"}),
        ("PUT", "/api/class/settings", {"other": 1}),
        ("POST", "/api/class/message", {"text": "x" * 301}),
        ("POST", "/api/class/message", b"\xff"),
        ("POST", "/api/class/pupils", b"[" * 5000),
        ("POST", "/api/class/pupils", {"name": ["Ada"]}),
        ("POST", "/api/class/handout", {"recipe": "../../x.py"}),
        ("POST", "/api/class/turn", {}),
    ):
        answer = teacher.request(method, path, body)
        assert 400 <= answer.status < 500, path
        assert answer.sentence
    assert teacher.request("GET", "/api/class").json == before


def test_a_message_stands_in_every_page_until_it_is_taken_away(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada")
    with ada.page() as page:
        assert (
            teacher.request("POST", "/api/class/message", {"text": " Five\nminutes "}).json["message"] == "Five minutes"
        )
        page.until(lambda page: page.pupil.get("message") == "Five minutes")
        teacher.request("POST", "/api/class/message", {"text": ""})
        page.until(lambda page: page.pupil.get("message") == "")


def test_a_recipe_is_handed_out_to_all_and_to_who_comes_later_and_what_it_replaces_is_kept(
    robot: RunningDaemon, teacher: Guest
) -> None:
    ada = Pupil(robot, "Ada")
    ada.request("PUT", "/api/recipes/task.py", {"source": "# Ada's own\n"})
    teacher.request("PUT", "/api/recipes/task.py", {"source": '"""The task"""\n'})
    with ada.page() as page:
        assert teacher.request("POST", "/api/class/handout", {"recipe": "task.py"}).json == {"pupils": 1}
        page.until(lambda page: "The task" in json.dumps(page.state))
    assert ada.request("GET", "/api/recipes/task.py").json["source"] == '"""The task"""\n'
    versions = ada.request("GET", "/api/recipes/task.py/versions").json["versions"]
    earlier = ada.request("GET", f"/api/recipes/task.py/versions/{versions[0]['time']}").json["source"]
    assert earlier == "# Ada's own\n"
    ben = Pupil(robot, "Ben")
    assert ben.request("GET", "/api/recipes/task.py").json["source"] == '"""The task"""\n'
    assert teacher.request("POST", "/api/class/handout", {"recipe": "none.py"}).status == 404
    assert teacher.request("POST", "/api/class/handout", {"recipe": "wave_back.py"}).json == {"pupils": 2}


def test_all_that_pupils_wrote_comes_as_one_zip(robot: RunningDaemon, teacher: Guest) -> None:
    for name, source in (("Ada", "# Ada\n"), ("Ben", "# Ben\n")):
        Pupil(robot, name).request("PUT", "/api/recipes/mine.py", {"source": source})
    answer = teacher.request("GET", "/api/class/recipes.zip")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == {
            "Ada/mine.py": b"# Ada\n",
            "Ben/mine.py": b"# Ben\n",
        }


def test_a_pupil_who_is_removed_is_gone_with_all_that_they_made(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada")
    ada.request("PUT", "/api/recipes/mine.py", {"source": "# Ada\n"})
    with ada.page() as page:
        ada.request("POST", "/api/class/queue", {})
        assert teacher.request("DELETE", f"/api/class/pupils/{ada.id}").json["pupils"] == []
        assert page.link.end()[0] == 1012
    assert not (robot.home / "class" / ada.id).exists()
    assert ada.guest.me()["class"]["pupil"] is None
    assert teacher.request("DELETE", f"/api/class/pupils/{ada.id}").status == 404
    again = ada.come_in("Ada").json
    assert again["id"] != ada.id
    assert ada.request("GET", "/api/recipes/mine.py").status == 404


def test_one_button_wipes_the_class_with_all_names(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada Lovelace")
    ada.request("PUT", "/api/recipes/mine.py", {"source": "# Ada\n"})
    with ada.page() as page:
        ada.request("POST", "/api/class/queue", {})
        page.until(lambda page: page.pupil.get("turn") == "mine")
        page.do("raise_arm")
        wiped = teacher.request("DELETE", "/api/class").json
        assert (wiped["open"], wiped["pupils"], wiped["queue"], wiped["turn"]) == (False, [], [], None)
        assert page.link.end()[0] in (1008, 1012)
    assert ada.request("GET", "/api/me").json["kind"] == "nobody"
    assert not [
        path for path in robot.home.rglob("*") if path.name.startswith((".class", "p")) and "class" in str(path)
    ]
    texts = [path.read_bytes() for path in robot.home.rglob("*") if path.is_file()]
    assert not [text for text in texts if b"Lovelace" in text]
    wait_until(lambda: robot.pulses_us()[-1] == 0, "the real robot rests")
    assert teacher.request("POST", "/api/class/open", {}).json["pupils"] == []


def test_whom_a_teacher_signs_out_comes_again_under_the_same_name(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada")
    ada.request("PUT", "/api/recipes/mine.py", {"source": "# Ada\n"})
    assert teacher.request("DELETE", "/api/sessions").json == {"ended": 1}
    found = let_in(robot, "pupil")
    assert found.request("POST", "/api/class/pupils", {"name": "Ada"}).json["id"] == ada.id
    assert found.request("GET", "/api/recipes/mine.py").json["source"] == "# Ada\n"
    assert found.request("DELETE", "/api/me").status == 200
    assert let_in(robot, "pupil").request("POST", "/api/class/pupils", {"name": "Ada"}).status == 409


def test_new_settings_of_the_real_robot_are_those_of_all(robot: RunningDaemon, teacher: Guest) -> None:
    ada = Pupil(robot, "Ada")
    assert teacher.request("PUT", "/api/settings/voice", {"language": "de"}).status == 200
    settings = robot.call(lambda: robot.daemon.robot.bodies[ada.body].settings())
    assert [each.language for kind, each in settings.items() if kind.name == "voice"] == ["de"]
    assert json.loads(json.dumps(teacher.request("GET", "/api/class").json))["pupils"][0]["name"] == "Ada"
